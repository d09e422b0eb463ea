"""What a query string says: terms, what is left out and why, and its usual spelling."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from articles.facets import BY_PARAMETER, FACETS, EntityFacet, Facet, Several, Term, Value
from articles.naming import in_a_row
from articles.period import Period
from articles.search import terms_of
from articles.search.query import written as written_as
from articles.text import clean_line

from .question import Question, read_question

if TYPE_CHECKING:
    from django.http import QueryDict

    from articles.facets import Asked

# In one address. An alternative costs little, so that all countries of a continent can be named;
# each term is a question of its own to the database, whose planner gives up beyond a dozen.
MOST_VALUES = 50
MOST_TERMS = 10
MOST_SAID = 60
SHOWN = 60

# Not a facet: a name of any kind, as a reader types it. It becomes the parameter of its kind.
ANY_KIND = "entity"
SORTS = ("newest", "oldest")
BY_WORDS = "relevance"
CONCORDANCE = "concordance"
SHARE = "share"
KNOWN = (*BY_PARAMETER, "not", ANY_KIND, "q", "sort", "view", "norm", "page")

_ANY_ENTITY = next(facet for facet in FACETS if isinstance(facet, EntityFacet))
_PAGE = re.compile("0*([1-9][0-9]{0,8})")


class Link(NamedTuple):
    label: str
    url: str


@dataclass(frozen=True)
class Ignored:
    """A value that was left out, and why: “`from=2012-13` is not a date; left out”."""

    parameter: str
    value: str
    reason: str
    choices: tuple[Value, ...] = ()
    links: tuple[Link, ...] = ()

    @classmethod
    def of(
        cls, parameter: str, given: str, reason: str, choices: tuple[Value, ...] = ()
    ) -> Ignored:
        value = clean_line(given[: SHOWN * 4])
        shown = value if len(value) <= SHOWN else f"{value[:SHOWN]}…"
        return cls(parameter, shown, reason, choices)

    @property
    def written(self) -> str:
        return f"{self.parameter}={self.value}"

    @property
    def as_record(self) -> dict[str, str]:
        return {"parameter": self.parameter, "value": self.value, "reason": self.reason}


class Piece(NamedTuple):
    """One value as it was given. `facet` looks `asked` up; without one there is nothing to find."""

    given: str
    facet: Facet | None
    asked: Asked


@dataclass
class Reading:
    """`given` are the known parameters as they came, `usual` the same in their usual spelling.

    `question` is what the search field held. `stays` where no other spelling would say the same:
    then the address is left as it came.
    """

    given: list[Asked]
    usual: list[Asked] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)
    ignored: list[Ignored] = field(default_factory=list)
    sort: str = SORTS[0]
    view: str = ""
    is_share: bool = False
    page: int = 1
    stays: bool = False
    question: Question | None = None

    @property
    def is_usual(self) -> bool:
        """Whether the address is spelled as we would."""
        return self.stays or sorted(self.given) == sorted(self.usual)

    def add(self, facet: Facet, values: Sequence[Value], is_not: bool = False) -> None:
        term = Term(facet, tuple(dict.fromkeys(values)), is_not)
        if term not in self.terms:
            self.terms.append(term)

    def keep(self, parameter: str, value: str) -> None:
        if (parameter, value) not in self.usual:
            self.usual.append((parameter, value))

    def leave_out(
        self, parameter: str, given: str, reason: str, choices: tuple[Value, ...] = ()
    ) -> None:
        ignored = Ignored.of(parameter, given, reason, choices)
        if ignored not in self.ignored and len(self.ignored) < MOST_SAID:
            self.ignored.append(ignored)

    @property
    def asked(self) -> list[Asked]:
        """With the plain filters of the question, which are parameters too."""
        return [*self.given, *(self.question.moved if self.question else ())]

    @property
    def usual_sort(self) -> str:
        has_words = self.question and terms_of(self.question.condition)
        return BY_WORDS if has_words else SORTS[0]

    def last(self, parameter: str) -> str:
        """The value of a parameter that takes one: the last one given counts."""
        given = [value.strip() for name, value in self.asked if name == parameter]
        *others, last = list(filter(None, given)) or [""]
        for value in others:
            if value != last:
                self.leave_out(parameter, value, "is given beside another; the last counts")
                self.stays = True
        return last


def read(query: QueryDict) -> Reading:
    reading = Reading([(name, given) for name in KNOWN for given in query.getlist(name)])
    _read_question(reading)
    asked = list(_asked(reading))
    found = _find(piece for _, pieces in asked for piece in pieces)
    for parameter, pieces in asked:
        if parameter == "not":
            _exclude(pieces, found, reading)
        else:
            _include(parameter, pieces, found, reading)
    _leave_out_clashes(reading)
    _read_sort(reading)
    _read_view(reading)
    _read_norm(reading)
    _read_page(reading)
    reading.terms.sort(key=_place)
    return reading


def _asked(reading: Reading) -> Iterator[tuple[str, list[Piece]]]:
    """What to look up: a list of alternatives for each time that a parameter was given."""
    values = terms = 0
    for parameter, given in reading.asked:
        facet = BY_PARAMETER.get(parameter)
        if parameter not in (*BY_PARAMETER, "not", ANY_KIND) or (facet and facet.takes_one):
            continue
        pieces = list(dict.fromkeys(filter(None, (part.strip() for part in given.split(",")))))
        terms += bool(pieces) and parameter != "not"
        is_spare = parameter != "not" and terms > MOST_TERMS
        room = 0 if is_spare else max(MOST_VALUES - values, 0)
        values += len(pieces)
        if pieces[room:]:
            limit = f"{MOST_TERMS} conditions" if is_spare else f"{MOST_VALUES} values"
            reading.leave_out(parameter, ",".join(pieces[room:]), f"is beyond the first {limit}")
            reading.stays = True
        yield parameter, [_piece(parameter, part) for part in pieces[:room]]
    for parameter, facet in BY_PARAMETER.items():
        if facet.takes_one and (last := reading.last(parameter)):
            yield parameter, [_piece(parameter, last)]


def _piece(parameter: str, given: str) -> Piece:
    name = clean_line(given)
    if parameter == "not":
        before, colon, after = name.partition(":")
        if not colon:
            return Piece(given, _ANY_ENTITY, ("", name))
        excluded = before.strip().lower()
        return Piece(given, BY_PARAMETER.get(excluded), (excluded, after.strip()))
    if parameter == ANY_KIND:
        return Piece(given, _ANY_ENTITY, ("", name))
    return Piece(given, BY_PARAMETER[parameter], (parameter, name))


def _find(pieces: Iterable[Piece]) -> dict[Asked, Value | Several]:
    """All values, each class of facets asked once."""
    asked: dict[type[Facet], set[Asked]] = defaultdict(set)
    for piece in pieces:
        if piece.facet:
            asked[type(piece.facet)].add(piece.asked)
    found: dict[Asked, Value | Several] = {}
    for kind_of_facet, pairs in asked.items():
        found |= kind_of_facet.find(pairs)
    return found


def _include(
    parameter: str, pieces: Sequence[Piece], found: dict[Asked, Value | Several], reading: Reading
) -> None:
    """One term: the values of one parameter. All of one other kind, they become that parameter.

    Only all of them together: what is left behind could be read as something else the next time.
    """
    given = [(piece, found.get(piece.asked)) for piece in pieces]
    values = [value for _, value in given if isinstance(value, Value)]
    kinds = {value.parameter for value in values}
    moves = len(kinds) == 1 and len(values) == len(pieces)
    wanted = values[0].parameter if moves else parameter
    chosen = [value for value in values if value.parameter == wanted]
    rest = [(piece, value) for piece, value in given if value not in chosen]
    for piece, value in rest:
        _say(piece, parameter, value, reading)
    if chosen:
        reading.add(BY_PARAMETER[wanted], chosen)
    codes = [*(value.code for value in chosen), *(piece.given for piece, _ in rest)]
    if codes:
        reading.keep(wanted, ",".join(dict.fromkeys(codes)))


def _exclude(
    pieces: Sequence[Piece], found: dict[Asked, Value | Several], reading: Reading
) -> None:
    """A term for each value: without this, and without that."""
    for piece in pieces:
        value = found.get(piece.asked)
        if isinstance(value, Value) and BY_PARAMETER[value.parameter].can_be_excluded:
            facet = BY_PARAMETER[value.parameter]
            reading.add(facet, [value], is_not=True)
            reading.keep("not", facet.written_in_not(value))
        else:
            _say(piece, "not", value, reading)
            reading.keep("not", piece.given)


def _say(piece: Piece, parameter: str, value: Value | Several | None, reading: Reading) -> None:
    """Why this value is left out."""
    choices: tuple[Value, ...] = ()
    if isinstance(value, Several):
        reason, choices = "may mean several", value.choices
    elif piece.facet is None:
        reason = f"is none of the filters {in_a_row([*BY_PARAMETER], 'or')}"
    elif value and parameter == "not":
        reason = "cannot be excluded"
    elif value:
        reason, choices = "is of another kind than its parameter or its neighbors", (value,)
    elif not piece.asked[0]:
        reason = "is no country, person or other entity in this archive"
    else:
        reason = piece.facet.missing
    reading.leave_out(parameter, piece.given, reason, choices)


def _leave_out_clashes(reading: Reading) -> None:
    for kind_of_facet in {type(term.facet) for term in reading.terms}:
        terms = [term for term in reading.terms if type(term.facet) is kind_of_facet]
        for term, reason in kind_of_facet.clashes(terms).items():
            reading.terms.remove(term)
            reading.leave_out(*term.written, reason)


def _read_question(reading: Reading) -> None:
    """A query that was repaired, or names what there is not, stays as it was typed."""
    typed = reading.last("q")
    if not typed:
        return
    dates = [(name, Period.read(given.strip())) for name, given in reading.given]
    question = read_question(typed, {name for name, day in dates if day} & {"from", "to"})
    reading.question = question
    for written, reason in question.unknown:
        reading.leave_out("q", written, reason)
    if question.parsed.tree is None:
        reading.leave_out("q", typed, "has nothing in it to look for")
    if question.parsed.repairs or question.unknown or not question.moved:
        reading.keep("q", typed)
        reading.stays |= bool(question.moved)
    elif question.tree:
        reading.keep("q", written_as(question.tree))


def _read_sort(reading: Reading) -> None:
    given = reading.last("sort")
    reading.sort = usual = reading.usual_sort
    if given.lower() in (*SORTS, usual):
        reading.sort = given.lower()
        if reading.sort != usual:
            reading.keep("sort", reading.sort)
    elif given:
        needs_words = given.lower() == BY_WORDS
        reason = "needs words to look for" if needs_words else f"is neither {' nor '.join(SORTS)}"
        reading.leave_out("sort", given, reason)
        reading.keep("sort", given)


def _read_view(reading: Reading) -> None:
    given = reading.last("view")
    if given.lower() == CONCORDANCE and reading.usual_sort == BY_WORDS:
        reading.view = CONCORDANCE
        reading.keep("view", CONCORDANCE)
    elif given:
        needs_words = given.lower() == CONCORDANCE
        reason = "needs words to look for" if needs_words else f"is not {CONCORDANCE}"
        reading.leave_out("view", given, reason)
        reading.keep("view", given)


def _read_norm(reading: Reading) -> None:
    given = reading.last("norm")
    reading.is_share = given.lower() == SHARE
    if given:
        reading.keep("norm", SHARE if reading.is_share else given)
    if given and not reading.is_share:
        reading.leave_out("norm", given, f"is not {SHARE}")


def _read_page(reading: Reading) -> None:
    given = reading.last("page")
    if match := _PAGE.fullmatch(given):
        reading.page = int(match[1])
        if reading.page > 1:
            reading.keep("page", match[1])
    elif given:
        reading.leave_out("page", given, "is not the number of a page")
        reading.keep("page", given)


def _place(term: Term) -> tuple[int, bool, int]:
    """Where a term stands among others: its class, what is wanted before what is not, its facet."""
    place = FACETS.index(term.facet)
    first = next(n for n, facet in enumerate(FACETS) if type(facet) is type(term.facet))
    return first, term.is_not, place
