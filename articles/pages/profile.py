"""What the archive says of one entity: the figures, articles, company and statements of its page.

Everything here is about what is public, and each part asks a fixed number of queries. An entity is
counted by its own tags and marks alone: what belongs to it (a country's rebels, its capital) has a
page of its own.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.html import format_html

from articles.models import (
    Annotation,
    Article,
    Claim,
    Entity,
    EntityName,
    Field,
    Kind,
    MentionForm,
    NameForm,
    Relation,
    RelationStatus,
    Source,
    Tie,
)
from articles.period import Period
from articles.search import Answers
from articles.search.conditions import Condition, Tagged

from .company import Companion, articles_on, company
from .in_context import quoted, with_text_around
from .ties import Ties

ARTICLES = 10
STATEMENTS = 60  # the newest ones, from which the groups are made
GROUPS = 12
CLAIMS = 5
MENTIONS = 5000
NAMESAKES = 6


@dataclass(frozen=True)
class Figures:
    articles: int
    # A day, and what is known of it: "day", "month" or "year".
    first: tuple[datetime.date, str] | None
    last: tuple[datetime.date, str] | None
    # No further than MENTIONS: of a country on half of all articles counting takes seconds.
    mentions: int
    metonyms: int

    @property
    def has_all_mentions(self) -> bool:
        return self.mentions < MENTIONS

    @property
    def share_of_metonyms(self) -> int:
        return round(100 * self.metonyms / self.mentions)

    @property
    def span(self) -> str:
        """“3 January 2011 – 27 February 2013”; empty when all its articles are undated."""
        return " – ".join(dict.fromkeys(_known(*end) for end in (self.first, self.last) if end))


def _known(day: datetime.date, precision: str) -> str:
    """What is known of a day, in words."""
    parts = {"year": 1, "month": 2}.get(precision, 3)
    return Period.of(*(day.year, day.month, day.day)[:parts]).words


@dataclass
class RelationGroup:
    """The same said several times: who does what to whom. `shown` are some of the times."""

    actors: list[Entity]
    action: str
    targets: list[Entity]
    status: str
    shown: list[Relation] = field(default_factory=list)
    others: int = 0

    MOST = 3

    def add(self, relation: Relation) -> None:
        if len(self.shown) < self.MOST:
            self.shown.append(relation)
        else:
            self.others += 1

    @property
    def size(self) -> int:
        return len(self.shown) + self.others


FORMS = {
    NameForm.NAME: "Also",
    NameForm.ABBREVIATION: "Abbreviated",
    NameForm.DEMONYM: "Demonym",
    NameForm.METONYM: "Metonym",
    NameForm.FORMER: "Formerly",
}


@dataclass(frozen=True)
class Profile:
    entity: Entity

    @cached_property
    def answers(self) -> Answers:
        return Answers.now()

    @property
    def _its_own(self) -> Condition:
        return Tagged((self.entity.pk,))

    @cached_property
    def figures(self) -> Figures:
        ends = self.answers.ends(self._its_own)
        mentions = (
            self.entity.mentions.public()
            .order_by()[:MENTIONS]
            .aggregate(all=Count("pk"), metonyms=Count("pk", filter=Q(form=MentionForm.METONYM)))
        )
        return Figures(
            articles=self.answers.total(self._its_own),
            first=ends[0] if ends else None,
            last=ends[-1] if ends else None,
            mentions=mentions["all"],
            metonyms=mentions["metonyms"],
        )

    @cached_property
    def articles(self) -> list[Article]:
        """The newest, each with the words around its first mention of the entity as `snippet`."""
        mentions = self.entity.mentions.accepted().anchored().filter(field=Field.TEXT)
        first = mentions.filter(article=OuterRef("pk")).in_reading_order().values("pk")[:1]
        newest = self.answers.first(self._its_own, ARTICLES)
        rows = Article.objects.public().for_rows().annotate(first_mention=Subquery(first))
        articles = rows.these(newest)
        found = with_text_around([article.first_mention for article in articles])
        for article in articles:
            mention = found.get(article.first_mention)
            article.snippet = _snippet(mention) if mention else ""  # type: ignore[attr-defined]
        return articles

    @property
    def articles_url(self) -> str:
        return articles_on(self.entity)

    @property
    def relations_url(self) -> str:
        code = self.entity.code
        query = urlencode({"q": f"actor:{code} OR target:{code}"}, safe=":")
        return f"{reverse('relation-list')}?{query}"

    @property
    def claims_url(self) -> str:
        query = urlencode({"q": f"said-by:{self.entity.code}"}, safe=":")
        return f"{reverse('claim-list')}?{query}"

    # Who it is named with

    @cached_property
    def company(self) -> list[Companion]:
        return company(self.entity, self.answers)

    @property
    def countries_named_with(self) -> list[Companion]:
        return [other for other in self.company if other.entity.kind == Kind.COUNTRY]

    @property
    def others_named_with(self) -> list[Companion]:
        """Those of the other kinds, kind by kind."""
        others = [other for other in self.company if other.entity.kind != Kind.COUNTRY]
        return sorted(others, key=lambda other: Kind.values.index(other.entity.kind))

    @cached_property
    def shades(self) -> dict[str, str]:
        """Its map: itself or its countries full, those that it is named with lighter."""
        near = [other.entity.iso2 for other in self.countries_named_with]
        lighter = {iso2: "b" if rank < 3 else "c" for rank, iso2 in enumerate(near) if iso2}
        return lighter | {country.iso2: "a" for country in self.countries if country.iso2}

    @property
    def map_words(self) -> str:
        full = [country.name for country in self.countries]
        near = [other.entity.name for other in self.countries_named_with]
        named = f"most often named with {', '.join(near)}" if near else ""
        return "World map: " + "; ".join(filter(None, [", ".join(full), named]))

    @cached_property
    def countries(self) -> list[Entity]:
        """The country that it is, or those that it belongs to."""
        if self.entity.kind == Kind.COUNTRY:
            return [self.entity]
        return self._countries(Tie.values)

    @property
    def citizenships(self) -> list[Entity]:
        return self._countries([Tie.CITIZEN_OF])

    def _countries(self, ties: Iterable[str]) -> list[Entity]:
        tied = [other for group in self.ties.out if group.tie in ties for other, _ in group.others]
        return list(dict.fromkeys(other for other in tied if other.kind == Kind.COUNTRY))

    # What is said of it and by it

    @cached_property
    def relations(self) -> dict[str, Any]:
        """Relations of its own, in groups: what it does, and what others do to it."""
        acting = _newest(self.entity.relations_as_actor.all())
        acted_on = _newest(self.entity.relations_as_target.exclude(actors=self.entity))
        rows = Relation.objects.with_evidence().prefetch_related("actors", "targets")
        by_pk = rows.in_bulk([*acting, *acted_on])
        return {
            "acting": _grouped(by_pk[pk] for pk in acting),
            "acted_on": _grouped(by_pk[pk] for pk in acted_on),
            "total": _total(acting, acted_on),
        }

    @cached_property
    def claims(self) -> list[Claim]:
        newest = self._claims[:CLAIMS]
        claims = Claim.objects.for_reading().in_bulk(newest)
        return [claims[pk] for pk in newest]

    @property
    def claims_total(self) -> str:
        return _total(self._claims)

    @cached_property
    def _claims(self) -> list[int]:
        return _newest(self.entity.claims_made.all())

    # What it is tied to, and called

    @cached_property
    def ties(self) -> Ties:
        return Ties.of(self.entity)

    @cached_property
    def names(self) -> list[EntityName]:
        return list(self.entity.names.all())

    @property
    def names_by_form(self) -> list[tuple[str, list[str]]]:
        by_form: dict[str, list[str]] = {}
        for name in self.names:
            by_form.setdefault(name.form, []).append(name.name)
        return [(label, by_form[form]) for form, label in FORMS.items() if form in by_form]

    @cached_property
    def namesakes(self) -> list[Entity]:
        """Others that are called the same: Georgia the country and Georgia the state."""
        # Who is called so first, and then who of them is public: few to ask for, not all.
        others = Entity.objects.named(self.entity.name).exclude(pk=self.entity.pk)
        return others.by_name()[: 10 * NAMESAKES].known_to_readers()[:NAMESAKES]

    @cached_property
    def sources(self) -> list[Source]:
        return list(self.entity.sources.public().by_name())


def _snippet(mention: Annotation) -> str:
    words = quoted(mention)
    return format_html("{}<b>{}</b>{}", words.before, words.words, words.after)


def _newest(statements: Any) -> list[int]:
    """The newest of these statements that are public.

    Counting all of them would be the dearest question of the page.
    """
    newest = statements.public().by_newest_article()
    return list(newest.values_list("pk", flat=True)[:STATEMENTS])


def _total(*newest: list[int]) -> str:
    """How many they are, as far as they were read; empty for none."""
    total = sum(map(len, newest))
    is_cut = any(len(rows) == STATEMENTS for rows in newest)
    return f"{total} or more" if is_cut else str(total or "")


def _grouped(relations: Iterable[Relation]) -> list[RelationGroup]:
    """What is said most often first."""
    groups: dict[Any, RelationGroup] = {}
    for relation in relations:
        actors, targets = list(relation.actors.all()), list(relation.targets.all())
        key = (relation.action, relation.status, frozenset(actors), frozenset(targets))
        is_plain = relation.status == RelationStatus.REPORTED
        status = "" if is_plain else relation.get_status_display().lower()
        group = groups.setdefault(key, RelationGroup(actors, relation.action, targets, status))
        group.add(relation)
    return sorted(groups.values(), key=lambda group: -group.size)[:GROUPS]
