from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf.locale import LANG_INFO

from articles.models.article import ArticleQuerySet
from articles.search.conditions import Condition, InLanguage

from .facet import Asked, Facet, Found, Term, Value, phrase_of

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_NAMES_OF_LANGUAGES = {
    tag: entry["name"] for tag, entry in LANG_INFO.items() if "name" in entry
} | {"und": "an unknown language"}


@dataclass(frozen=True)
class LanguageFacet(Facet):
    """By the tag as it is stored: `en` does not find `en-GB`."""

    @property
    def missing(self) -> str:
        return "is not a language tag, such as en or pt-BR"

    def narrow(
        self, articles: ArticleQuerySet, values: Sequence[Value], is_not: bool
    ) -> ArticleQuerySet:
        tags = [value.code for value in values]
        return articles.not_in_languages(*tags) if is_not else articles.in_languages(*tags)

    def condition(self, values: Sequence[Value]) -> Condition:
        return InLanguage(tuple(value.code for value in values))

    @classmethod
    def find(cls, asked: Iterable[Asked]) -> Found:
        found = {}
        for parameter, given in asked:
            if len(given) <= 35 and _LANGUAGE.fullmatch(given):
                tag = _usual_case(given)
                name = _NAMES_OF_LANGUAGES.get(tag.lower(), tag)
                found[parameter, given] = Value("lang", tag, name[0].upper() + name[1:], name)
        return found

    @classmethod
    def phrase(cls, terms: Sequence[Term], total: int) -> str:
        return phrase_of(terms, "in", "not in")


def _usual_case(tag: str) -> str:
    """RFC 5646, section 2.1.1: language small, Script with a capital, REGION in capitals."""
    first, *rest = tag.lower().split("-")
    cases = {2: str.upper, 4: str.title}
    return "-".join([first, *(cases.get(len(part), str)(part) for part in rest)])
