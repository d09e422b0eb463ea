"""A frozen set as its page shows it: the articles as they were cited, and what became of each.

What is hidden today is not told: neither headline nor address, and so not its line either. The list
says only that there is one, and whether it was withdrawn.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Max

from articles.models import Action, Article, Change, FrozenSet, Noun, Redirect, Revision
from articles.models.frozen_set import Line, as_text

PER_PAGE = 50
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


class Seen(NamedTuple):
    """As much of a public article as tells what has become of it."""

    slug: str
    pk: int
    published_on: date | None
    newest: int | None

    @property
    def url(self) -> str:
        return Article(slug=self.slug, published_on=self.published_on).get_absolute_url()


class Member(NamedTuple):
    """A line with the article that it stands for today, if readers may see it."""

    line: Line
    state: State
    seen: Seen | None = None

    @property
    def newest(self) -> int:
        return (self.seen and self.seen.newest) or 1

    @property
    def written(self) -> str:
        return str(self.line) if self.seen else WITHHELD

    @property
    def as_record(self) -> dict[str, Any]:
        if self.seen is None:
            return {"state": self.state}
        return {
            "slug": self.line.slug,
            "revision": self.line.revision,
            "state": self.state,
            "newest_revision": self.newest,
            "url": self.seen.url,
        }


@dataclass(frozen=True)
class Row:
    """A member on the page: `headline` is that of the revision that was cited."""

    place: int
    member: Member
    article: Article | None = None
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
        seen = _public({line.slug for line in lines})
        missing = {line.slug for line in lines} - {*seen}
        moved = _moved(missing) if missing else {}
        gone = _withdrawn(missing) if missing else set()
        return [_member(line, seen, moved, gone) for line in lines]

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
        return all(member.seen for member in self.members)

    @property
    def text(self) -> str:
        """The lines, of which the address is the checksum as long as all of them are shown."""
        return as_text([member.written for member in self.members])

    @cached_property
    def page(self) -> Page[Member]:
        return Paginator(self.members, PER_PAGE).get_page(self._number)

    @property
    def rows(self) -> list[Row]:
        members = list(self.page)
        articles = _for_rows([member.seen.pk for member in members if member.seen])
        gone = [one.line.slug for one in members if one.state == State.WITHDRAWN]
        withdrawn_at = _withdrawn_at(gone) if gone else {}
        revisions = _revisions(articles)
        return [
            _row(place, member, articles, revisions)
            if member.seen
            else Row(place, member, withdrawn_at=withdrawn_at.get(member.line.slug))
            for place, member in enumerate(members, self.page.start_index())
        ]


def _public(slugs: set[str]) -> dict[str, Seen]:
    articles = Article.objects.public().filter(slug__in=slugs).order_by()
    rows = articles.values_list("slug", "pk", "published_on").annotate(Max("revisions__number"))
    return {row[0]: Seen(*row) for row in rows}


def _moved(slugs: set[str]) -> dict[str, Seen]:
    """Where old slugs lead today."""
    old = Redirect.objects.filter(noun=Noun.ARTICLE, slug__in=slugs)
    today = dict(old.values_list("slug", "article__slug"))
    seen = _public({*today.values()}) if today else {}
    return {slug: seen[new] for slug, new in today.items() if new in seen}


def _withdrawn(slugs: set[str]) -> set[str]:
    """Those of articles that were withdrawn, under this slug or a later one."""
    withdrawn = Article.objects.withdrawn()
    old = Redirect.objects.filter(noun=Noun.ARTICLE, slug__in=slugs, article__in=withdrawn)
    today = withdrawn.filter(slug__in=slugs)
    return {*today.values_list("slug", flat=True), *old.values_list("slug", flat=True)}


def _member(
    line: Line, seen: Mapping[str, Seen], moved: Mapping[str, Seen], gone: set[str]
) -> Member:
    article = seen.get(line.slug) or moved.get(line.slug)
    if article is None:
        return Member(line, State.WITHDRAWN if line.slug in gone else State.HIDDEN)
    if (article.newest or 1) > line.revision:
        return Member(line, State.CORRECTED, article)
    return Member(line, State.MOVED if line.slug in moved else State.SAME, article)


def _for_rows(pks: Sequence[int]) -> dict[int, Article]:
    return Article.objects.select_related("source").defer("text").in_bulk(pks)


def _revisions(articles: Mapping[int, Article]) -> dict[int, dict[int, Revision]]:
    """Of each article by number."""
    found: dict[int, dict[int, Revision]] = defaultdict(dict)
    for revision in Revision.objects.filter(article__in=articles).defer("text"):
        found[revision.article_id][revision.number] = revision
    return found


def _withdrawn_at(slugs: Sequence[str]) -> dict[str, datetime]:
    old = Redirect.objects.filter(noun=Noun.ARTICLE, slug__in=slugs)
    articles = dict(Article.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    articles |= dict(old.values_list("slug", "article"))
    acts = Change.objects.filter(action=Action.WITHDRAWN, article__in=articles.values())
    at = dict(acts.order_by("number").values_list("article", "at"))
    return {slug: at[pk] for slug, pk in articles.items() if pk in at}


def _row(
    place: int,
    member: Member,
    articles: Mapping[int, Article],
    revisions: Mapping[int, Mapping[int, Revision]],
) -> Row:
    assert member.seen  # noqa: S101  what is hidden has no row of this sort
    article, its = articles[member.seen.pk], revisions.get(member.seen.pk, {})
    cited, newest = its.get(member.line.revision), its.get(member.newest)
    return Row(
        place,
        member,
        article,
        cited.headline if cited else article.headline,
        corrected_at=newest.made_at if newest and member.state == State.CORRECTED else None,
    )
