"""While a reader types: entities by any of their names, then the newest headlines; only public.

All of it is looked up by beginnings: of names in an index of the database, of the words of
headlines in that of the search. A word inside a name (“putin” of Vladimir Putin) is found by way of
the headlines that have it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass

from articles.facets import EntityFacet
from articles.models import Article, Entity, EntityName, TaggedEntity
from articles.period import Period
from articles.search import IndexFault, Look, begin
from articles.search.conditions import All, Prefix, Word
from articles.search.query.terms import LEAST_OF_PREFIX
from articles.text import NAME_MAX, clean_line, fold

from .names import names_beginning

MOST = 10
MOST_ENTITIES = 6
# So many names are weighed, and so many of them looked at closely.
MOST_NAMES = 200
MOST_CANDIDATES = 20
MOST_HEADLINES = 20
MOST_WORDS = 8


@dataclass(frozen=True)
class Suggestion:
    """`parameter` and `code` narrow a list to an entity; an article has none."""

    kind: str
    label: str
    note: str
    url: str
    parameter: str = ""
    code: str = ""

    @property
    def as_record(self) -> dict[str, str]:
        return {name: value for name, value in asdict(self).items() if value}


def suggestions(typed: str) -> list[Suggestion]:
    """At most ten."""
    typed = clean_line(typed)[:NAME_MAX]
    folded = fold(typed)
    if len(folded) < (LEAST_OF_PREFIX if folded.isascii() else 1):
        return []
    look = _look()
    articles = _with_headline(typed, look) if look else []
    entities = [*_entities(typed, articles, look)][:MOST_ENTITIES]
    return [*entities, *map(_of_article, articles)][:MOST]


def _look() -> Look | None:
    try:
        return begin()
    except IndexFault:
        return None


def _with_headline(typed: str, look: Look) -> list[Article]:
    """Articles with all the words in their headline, the last of them as a beginning."""
    words = [word for word in typed.split() if any(map(str.isalnum, word))][:MOST_WORDS]
    if not words or len(words[-1]) < LEAST_OF_PREFIX:
        return []
    *whole, last = words
    condition = All((*(Word(word, in_title=True) for word in whole), Prefix(last, in_title=True)))
    try:
        found = look.find(condition, limit=MOST_HEADLINES)
    except IndexFault:
        return []
    return Article.objects.public().defer("text").these(found.pks)


def _of_article(article: Article) -> Suggestion:
    first, last = article.published_on, article.period_end
    date = Period(first, last or first).words if first else "undated"
    return Suggestion("article", article.headline, date, article.get_absolute_url())


def _entities(typed: str, articles: Sequence[Article], look: Look | None) -> Iterator[Suggestion]:
    """The one so named before those that begin so, and of each those with the most articles."""
    folded = fold(typed)
    exact: dict[int, bool] = {}
    for name in names_beginning(typed, MOST_NAMES):
        exact[name.entity] = exact.get(name.entity, False) or name.folded == folded
    for pk in _named_inside(folded, articles):
        exact.setdefault(pk, False)
    weight = look.tagged(exact) if look else dict.fromkeys(exact, 0)
    best = sorted(exact, key=lambda pk: (not exact[pk], -weight[pk], pk))[:MOST_CANDIDATES]
    known = {one.pk: one for one in Entity.objects.filter(pk__in=best).known_to_readers()}
    others = _other_names([pk for pk in best if pk in known], folded)
    for pk in best:
        if pk in known:
            yield _of_entity(known[pk], others.get(pk, ""), folded)


def _named_inside(folded: str, articles: Iterable[Article]) -> list[int]:
    """Entities of these articles that have the words further on in their name."""
    tags = TaggedEntity.objects.filter(content_object__in=[article.pk for article in articles])
    named = tags.order_by().values_list("tag_id", "tag__folded").distinct()
    return [pk for pk, name in named if f" {folded}" in name]


def _other_names(pks: Sequence[int], folded: str) -> dict[int, str]:
    names = EntityName.objects.filter(entity__in=pks, folded__begins=folded).order_by("-pk")
    return dict(names.values_list("entity_id", "name"))


def _of_entity(entity: Entity, other: str, folded: str) -> Suggestion:
    """With the name that was found, where it is not its own."""
    is_own = not other or f" {folded}" in f" {entity.folded}"
    note = entity.kind if is_own else f"{entity.kind}, also “{other}”"
    value = EntityFacet.value_of(entity)
    url = entity.get_absolute_url()
    return Suggestion(entity.kind, entity.name, note, url, value.parameter, value.code)
