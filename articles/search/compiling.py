"""A condition as a query of the engine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations, permutations
from typing import Any as Whatever

from tantivy import FieldType, Occur, Query, Searcher

from articles.models import Kind

from . import words
from .conditions import (
    Alike,
    All,
    Any,
    Between,
    Condition,
    Everything,
    FromSource,
    Has,
    InLanguage,
    Near,
    Not,
    Phrase,
    Prefix,
    Stated,
    Tagged,
    These,
    Word,
)
from .query.terms import MOST_BETWEEN
from .schema import STATE, STATE_KEY, role_key, schema, stem_field
from .statements import keys_for

# A word of the headline says more than one of the text.
IN_HEADLINE = 2.0


def compiled(condition: Condition, searcher: Searcher) -> Query:
    """The articles for which it holds.

    The document with the state of the index is never among them: it has no words and no fields,
    and what is not this or that is looked for among articles.
    """
    return _query(condition, searcher)


def _query(condition: Condition, searcher: Searcher) -> Query:
    match condition:
        case All(of):
            return _all(of, searcher)
        case Any(of):
            return _either(_query(one, searcher) for one in of)
        case Not(of):
            return _without(_everything(), [_query(of, searcher)])
        case Word(text, in_title):
            return _word(text, searcher, in_title=in_title)
        case Phrase(text, in_title):
            return _phrase(*words.asked(text), in_title=in_title)
        case Near(text, between, in_title):
            return _near(*words.asked(text), between, in_title=in_title)
        case Prefix(text, in_title):
            return _phrase(words.folded(text), is_open=True, in_title=in_title)
        case Alike(weights):
            return _alike(weights)
        case _:
            return Query.const_score_query(_plain(condition), 0.0)


def _all(of: Iterable[Condition], searcher: Searcher) -> Query:
    wanted = [one for one in of if not isinstance(one, Not)]
    refused = [_query(one.of, searcher) for one in of if isinstance(one, Not)]
    query = _both(*(_query(one, searcher) for one in wanted)) if wanted else _everything()
    return _without(query, refused) if refused else query


def _plain(condition: Condition) -> Query:
    match condition:
        case Everything():
            return _everything()
        case These(pks):
            return _one_of("id", pks)
        case Tagged(entities, ""):
            return _one_of("tag", entities)
        case Tagged(entities, role):
            return _one_of("role", [role_key(entity, role) for entity in entities])
        case FromSource(sources):
            return _one_of("source", sources)
        case InLanguage(tags):
            return _one_of("language", [tag.lower() for tag in tags])
        case Between(first, last):
            return _between(first, last)
        case Has(what):
            return _has(what)
        case Stated(parts):
            return _one_of("statement", keys_for(dict(parts)))
    return Query.empty_query()


def _has(what: str) -> Query:
    if what == "date":
        return Query.exists_query("first")
    return Query.exists_query(what) if what in Kind.values else _one_of("has", [what])


def _between(first: Whatever, last: Whatever) -> Query:
    ends = []
    if first:
        ends.append(_range("last", lower_bound=first.toordinal()))
    if last:
        ends.append(_range("first", upper_bound=last.toordinal()))
    return _both(*ends) if ends else Query.exists_query("first")


def _range(field: str, **bounds: int) -> Query:
    return Query.range_query(schema(), field, FieldType.Unsigned, **bounds)  # type: ignore[arg-type]


def _alike(weights: Iterable[tuple[int, int]]) -> Query:
    """Whole numbers, so that sums are exact and those with the same entities are level."""
    return _either(
        Query.const_score_query(_one_of("tag", [entity]), float(weight))
        for entity, weight in weights
    )


# Words


def _word(text: str, searcher: Searcher, *, in_title: bool) -> Query:
    """As it is written, or by its stem in the language of the article."""
    text = words.without_possessive(text)
    tokens, is_open = words.asked(text)
    if len(tokens) != 1 or is_open:
        return _phrase(tokens, is_open, in_title=in_title)
    stems = {language: words.stemmed(text, language) for language in words.STEMMERS}
    found = []
    for field in _fields(in_title):
        terms = [_term(field, tokens[0])]
        for language, stem in stems.items():
            name = stem_field(language, field)
            if len(stem) == 1 and searcher.doc_freq(name, stem[0]):
                terms.append(_term(name, stem[0]))
        found.append(_either(terms))
    return _weighed(found)


def _phrase(tokens: list[str], is_open: bool = False, *, in_title: bool) -> Query:
    """These words next to each other; with `is_open` the last is only the beginning of one."""
    if not tokens:
        return Query.empty_query()
    return _weighed([_phrase_in(field, tokens, is_open) for field in _fields(in_title)])


def _phrase_in(field: str, tokens: list[str], is_open: bool) -> Query:
    if is_open:
        patterns = [*tokens[:-1], f"{tokens[-1]}.*"]
        if len(patterns) == 1:
            return Query.regex_query(schema(), field, patterns[0])
        return Query.regex_phrase_query(schema(), field, patterns)  # type: ignore[arg-type]
    if len(tokens) == 1:
        return _term(field, tokens[0])
    return Query.phrase_query(schema(), field, tokens)  # type: ignore[arg-type]


def _near(tokens: list[str], is_open: bool, between: int, *, in_title: bool) -> Query:
    distinct = list(dict.fromkeys(tokens))
    if len(distinct) < 2 or len(distinct) > max(MOST_BETWEEN):
        return _phrase(tokens, is_open, in_title=in_title)
    between = min(between, MOST_BETWEEN[len(distinct)])
    return _weighed([_near_in(field, distinct, between) for field in _fields(in_title)])


def _near_in(field: str, tokens: list[str], between: int) -> Query:
    """In any order, with so many other words between.

    The engine's own distance counts moves, not words. For two words both orders make it right; for
    more, each order with each choice of gaps is a phrase of its own.
    """
    if len(tokens) == 2:
        return _either(
            Query.phrase_query(schema(), field, list(order), slop=between)
            for order in permutations(tokens)
        )
    return _either(
        Query.phrase_query(schema(), field, list(zip(places, order, strict=True)))
        for order in permutations(tokens)
        for places in _places(len(tokens), between)
    )


def _places(count: int, between: int) -> Iterator[tuple[int, ...]]:
    """Where so many words can stand from the first on, with at most so many others between."""
    for rest in combinations(range(1, count + between), count - 1):
        yield 0, *rest


def _fields(in_title: bool) -> tuple[str, ...]:
    return ("title",) if in_title else ("title", "text")


def _weighed(in_fields: list[Query]) -> Query:
    """The first of the fields is the headline."""
    return _either([Query.boost_query(in_fields[0], IN_HEADLINE), *in_fields[1:]])


# The engine's parts


def _term(field: str, value: Whatever) -> Query:
    return Query.term_query(schema(), field, value, index_option="freq")


def _one_of(field: str, values: Iterable[Whatever]) -> Query:
    terms = [Query.term_query(schema(), field, value, index_option="basic") for value in values]
    return _either(terms)


def _both(*queries: Query) -> Query:
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Must, query) for query in queries])


def _either(queries: Iterable[Query]) -> Query:
    found = list(queries)
    if len(found) == 1:
        return found[0]
    return Query.boolean_query([(Occur.Should, query) for query in found])


def _without(query: Query, refused: list[Query]) -> Query:
    return Query.boolean_query(
        [(Occur.Must, query), *((Occur.MustNot, other) for other in refused)]
    )


def _everything() -> Query:
    state = Query.term_query(schema(), STATE, STATE_KEY, index_option="basic")
    return _without(Query.const_score_query(Query.all_query(), 0.0), [state])
