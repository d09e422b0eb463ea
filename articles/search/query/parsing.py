"""Tokens -> a tree. What is broken is repaired and said; nothing raises."""

from __future__ import annotations

from dataclasses import replace

from .filters import KEYS, OTHER_KEYS, Repairs, filter_of
from .lexing import Token, tokens
from .terms import term_of
from .tree import Node, Parsed, Statement, all_of, any_of, binds, not_of

MOST_CHARACTERS = 1000
MOST_TERMS = 50
MOST_LEVELS = 10


def parse(typed: str) -> Parsed:
    return _Parser(typed).parsed()


class _Parser:
    def __init__(self, typed: str) -> None:
        self.repairs = Repairs()
        if len(typed) > MOST_CHARACTERS:
            typed = typed[:MOST_CHARACTERS]
            self.repairs.say(f"Only the first {MOST_CHARACTERS:,} characters were read.")
        self.tokens = list(tokens(typed, KEYS))
        self.place = 0
        self.terms = 0
        self.spare_brackets = 0

    def parsed(self) -> Parsed:
        alternatives = [self._either(level=0)]
        while self._next():
            self.repairs.say("A closing bracket had no opening one.")
            self.place += 1
            alternatives.append(self._either(level=0))
        tree = all_of([node for node in alternatives if node])
        return Parsed(tree, tuple(self.repairs))

    def _next(self) -> Token | None:
        return self.tokens[self.place] if self.place < len(self.tokens) else None

    def _take(self, kind: str) -> bool:
        token = self._next()
        is_there = token is not None and token.kind == kind
        self.place += is_there
        return is_there

    def _either(self, level: int) -> Node | None:
        """Alternatives divided by OR, up to the end or to the bracket that closes them."""
        found: list[Node] = []
        while True:
            node = self._together(level)
            is_more = self._take("OR")
            if node:
                found.append(node)
            if (is_more or found) and not node:
                self.repairs.say("OR stands between two words, and one was missing.")
            if not is_more:
                return any_of(found)

    def _together(self, level: int) -> Node | None:
        """What stands side by side, divided by blanks."""
        found: list[Node] = []
        may_bind = False
        while (token := self._next()) and token.kind != "OR":
            if token.kind == ")" and not self.spare_brackets:
                break
            if token.kind == ")":
                self.spare_brackets -= 1
                self.place += 1
                continue
            is_bare = token.kind == "TERM"
            node = self._one(level)
            one = binds(found[-1], node) if found and node and may_bind and is_bare else None
            if one:
                found[-1] = one
            elif node:
                found.append(node)
            may_bind = is_bare and isinstance(node, Statement)
        return all_of(found)

    def _one(self, level: int) -> Node | None:
        token = self._next()
        if token is None or token.kind in ("OR", ")"):
            return None
        self.place += 1
        if token.kind == "-":
            return self._without(level)
        if token.kind == "(":
            return self._group(level + 1)
        return self._term(token) if token.kind == "TERM" else None

    def _without(self, level: int) -> Node | None:
        is_without = True
        while self._take("-"):
            is_without = not is_without
        node = self._one(level)
        if node is None:
            self.repairs.say("A minus or NOT stood before nothing that can be left out.")
            return None
        return not_of(node) if is_without else node

    def _group(self, level: int) -> Node | None:
        if level > MOST_LEVELS:
            self.repairs.say(f"Brackets within more than {MOST_LEVELS} others were left out.")
            self.spare_brackets += 1
            return None
        spare, self.spare_brackets = self.spare_brackets, 0
        node = self._either(level)
        self.spare_brackets = spare
        if not self._take(")"):
            self.repairs.say("A closing bracket was missing.")
        if node is None:
            self.repairs.say("Brackets with nothing to look for in them were left out.")
        return node

    def _term(self, token: Token) -> Node | None:
        self.terms += 1
        if self.terms > MOST_TERMS:
            self.repairs.say(f"Only the first {MOST_TERMS} terms were read.")
            return None
        if not token.is_closed:
            self.repairs.say("A closing quotation mark was missing.")
        token = replace(token, key=OTHER_KEYS.get(token.key, token.key))
        read = term_of if token.key in ("", "title") else filter_of
        return read(token, self.repairs)
