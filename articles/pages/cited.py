"""A frozen set as its page shows it: the articles as they were cited, and what became of each.

What is hidden today is not told: neither headline nor address, and so not its line either. The list
says only that there is one, and whether it was withdrawn.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Max

from articles.models import Action, Article, Change, FrozenSet, Noun, Redirect, Revision
from articles.models.frozen_set import Line, as_text

PER_PAGE = 100
WITHHELD = "# withheld: this article is not public at present"


class State(StrEnum):
    SAME = "unchanged"
    CORRECTED = "corrected"
    MOVED = "moved"
    WITHDRAWN = "withdrawn"
    HIDDEN = "not public"


NEWS = {
    State.CORRECTED: "been corrected",
    State.MOVED: "got another address",
    State.WITHDRAWN: "been withdrawn",
    State.HIDDEN: "been taken out of the public's sight",
}


@dataclass(frozen=True)
class Member:
    """A line with the article that it stands for today, if readers may see it."""

    line: Line
    state: State
    article: Article | None = None
    newest: int = 0

    @property
    def written(self) -> str:
        return str(self.line) if self.article else WITHHELD

    @property
    def as_record(self) -> dict[str, Any]:
        if self.article is None:
            return {"state": self.state}
        return {
            "slug": self.line.slug,
            "revision": self.line.revision,
            "state": self.state,
            "newest_revision": self.newest,
            "url": self.article.get_absolute_url(),
        }


@dataclass(frozen=True)
class Row:
    """A member on the page: `headline` is that of the revision that was cited."""

    place: int
    member: Member
    headline: str = ""
    corrected_at: datetime | None = None
    withdrawn_at: datetime | None = None


class CitedSet:
    def __init__(self, frozen: FrozenSet, page: str | int = 1) -> None:
        self.frozen = frozen
        self._number = page

    @cached_property
    def members(self) -> list[Member]:
        lines = self.frozen.lines
        articles = _public({line.slug for line in lines})
        moved = _moved({line.slug for line in lines} - {*articles})
        gone = _withdrawn({line.slug for line in lines} - {*articles, *moved})
        return [_member(line, articles, moved, gone) for line in lines]

    @cached_property
    def counts(self) -> Counter[State]:
        return Counter(member.state for member in self.members)

    @property
    def news(self) -> list[str]:
        """“3 articles have been corrected.”"""
        return [
            f"{self.counts[state]:,} article{'s' * (self.counts[state] > 1)}"
            f" {'have' if self.counts[state] > 1 else 'has'} {said}."
            for state, said in NEWS.items()
            if self.counts[state]
        ]

    @property
    def is_whole(self) -> bool:
        """Whether readers may see all that was cited."""
        return all(member.article for member in self.members)

    @property
    def text(self) -> str:
        """The lines, of which the address is the checksum as long as all of them are shown."""
        return as_text([member.written for member in self.members])

    @cached_property
    def page(self) -> Page[Member]:
        return Paginator(self.members, PER_PAGE).get_page(self._number)

    @property
    def rows(self) -> list[Row]:
        shown = list(self.page)
        articles = _for_rows([member.article.pk for member in shown if member.article])
        revisions = _revisions(articles)
        withdrawn_at = _withdrawn_at(
            [one.line.slug for one in shown if one.state == State.WITHDRAWN]
        )
        first = self.page.start_index()
        return [
            _row(place, member, articles, revisions, withdrawn_at)
            for place, member in enumerate(shown, first)
        ]


def _public(slugs: set[str]) -> dict[str, Article]:
    """What readers may see of them, with as much as an address needs."""
    articles = Article.objects.public().filter(slug__in=slugs).order_by()
    articles = articles.only("slug", "published_on").annotate(newest=Max("revisions__number"))
    return {article.slug: article for article in articles}


def _moved(slugs: set[str]) -> dict[str, Article]:
    """Where old slugs lead today."""
    old = Redirect.objects.filter(noun=Noun.ARTICLE, slug__in=slugs) if slugs else []
    targets = {row.slug: row.article_id for row in old}
    if not targets:
        return {}
    wanted = Article.objects.filter(pk__in=targets.values()).values_list("slug", flat=True)
    articles = {article.pk: article for article in _public({*wanted}).values()}
    return {slug: articles[pk] for slug, pk in targets.items() if pk in articles}


def _withdrawn(slugs: set[str]) -> set[str]:
    found = Article.objects.withdrawn().filter(slug__in=slugs).values_list("slug", flat=True)
    return {*found} if slugs else set()


def _member(
    line: Line, articles: Mapping[str, Article], moved: Mapping[str, Article], gone: set[str]
) -> Member:
    article = articles.get(line.slug) or moved.get(line.slug)
    if article is None:
        return Member(line, State.WITHDRAWN if line.slug in gone else State.HIDDEN)
    newest = article.newest or 1  # type: ignore[attr-defined]
    if newest > line.revision:
        return Member(line, State.CORRECTED, article, newest)
    return Member(line, State.MOVED if line.slug in moved else State.SAME, article, newest)


def _for_rows(pks: Sequence[int]) -> dict[int, Article]:
    return Article.objects.select_related("source").defer("text").in_bulk(pks)


def _revisions(articles: Mapping[int, Article]) -> dict[int, dict[int, Revision]]:
    """Of each article by number."""
    found: dict[int, dict[int, Revision]] = defaultdict(dict)
    for revision in Revision.objects.filter(article__in=articles).defer("text"):
        found[revision.article_id][revision.number] = revision
    return found


def _withdrawn_at(slugs: Sequence[str]) -> dict[str, datetime]:
    acts = Change.objects.filter(action=Action.WITHDRAWN, article__slug__in=slugs)
    return dict(acts.order_by("number").values_list("article__slug", "at")) if slugs else {}


def _row(
    place: int,
    member: Member,
    articles: Mapping[int, Article],
    revisions: Mapping[int, Mapping[int, Revision]],
    withdrawn_at: Mapping[str, datetime],
) -> Row:
    if member.article is None:
        return Row(place, member, withdrawn_at=withdrawn_at.get(member.line.slug))
    article = articles[member.article.pk]
    its = revisions.get(article.pk, {})
    cited, newest = its.get(member.line.revision), its.get(member.newest)
    return Row(
        place,
        Member(member.line, member.state, article, member.newest),
        cited.headline if cited else article.headline,
        newest.made_at if newest and member.state == State.CORRECTED else None,
    )
