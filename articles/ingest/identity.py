"""Which article of the archive a record is: by its address, else its slug, else source, date and
headline, else the checksum of its text.

Whoever gives a slug means it: such a record is never taken for an article of another slug because
they look alike. Nor are two with different addresses ever one, nor the copies of two sources. What
is undated is known by its text alone: headlines return.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import Q

from articles.models import Article, Redirect, Source
from articles.text import text_checksum

from .authority import in_chunks
from .checking import Checked
from .values import Refused


class Known(NamedTuple):
    """What identifies an article; `article` is its id, or the record that will make it."""

    article: Any
    slug: str
    url: str
    source: str
    published_on: datetime.date | None
    headline: str
    sha256: str

    @property
    def print(self) -> tuple[Any, ...]:
        return self.source, self.published_on, self.headline


class Trace(NamedTuple):
    """What is remembered of a record, for the next one that is the same article."""

    place: str
    said: dict[str, int]

    @classmethod
    def of(cls, record: Checked | Trace) -> Trace:
        return record if isinstance(record, Trace) else cls(record.place, record.said())

    def contradicts(self, other: Trace) -> bool:
        shared = self.said.keys() & other.said.keys()
        return any(self.said[name] != other.said[name] for name in shared)


class Seen:
    """Ids of articles, a bit for each: a run may meet millions."""

    SPAN = 1 << 15

    def __init__(self) -> None:
        self._bits: defaultdict[int, int] = defaultdict(int)

    def add(self, pk: int) -> None:
        self._bits[pk // self.SPAN] |= 1 << pk % self.SPAN

    def __contains__(self, pk: int) -> bool:
        return bool(self._bits.get(pk // self.SPAN, 0) >> pk % self.SPAN & 1)


class Identities:
    def __init__(self) -> None:
        self._by_url: dict[str, Known] = {}
        self._by_slug: dict[str, Known] = {}
        self._by_print: defaultdict[tuple[Any, ...], list[Known]] = defaultdict(list)
        self._by_text: defaultdict[tuple[str, str], list[Known]] = defaultdict(list)

    @classmethod
    def stored(cls, wanted: Iterable[Known]) -> Identities:
        """Those articles of the archive that could be the wanted ones."""
        wanted = list(wanted)
        found = cls()
        found._ask(url={known.url for known in wanted})
        found._ask(slug={known.slug for known in wanted})
        for chunk in in_chunks({known.slug for known in wanted} - {""}):
            for redirect in Redirect.objects.filter(noun="article", slug__in=chunk):
                for known in _read(pk=redirect.article_id):
                    found._by_slug.setdefault(redirect.slug, known)
        nameless = [known for known in wanted if not known.slug]
        found._ask(sha256={known.sha256 for known in nameless})
        sources = Source.objects.filter(slug__in={known.source for known in nameless})
        printed = Q(source__in=sources, published_on__in={one.published_on for one in nameless})
        found._ask(printed, headline={one.headline for one in nameless if one.published_on})
        return found

    def _ask(self, *conditions: Q, **keys: set[str]) -> None:
        ((name, values),) = keys.items()
        for chunk in in_chunks(values - {""}):
            for known in _read(*conditions, **{f"{name}__in": chunk}):
                self.add(known)

    def add(self, known: Known) -> None:
        if known.url:
            self._by_url[known.url] = known
        if known.slug:
            self._by_slug[known.slug] = known
        lists = [self._by_text[known.source, known.sha256]]
        lists += [self._by_print[known.print]] if known.published_on else []
        for known_ones in lists:
            if known not in known_ones:
                known_ones.append(known)

    def match(self, wanted: Known) -> Known | None:
        """The article that the record is; raises Refused where its slug is somebody else's."""
        if wanted.url and wanted.url in self._by_url:
            return self._by_url[wanted.url]
        if wanted.slug:
            known = self._by_slug.get(wanted.slug)
            if known and not _same_address(known, wanted) and known.print != wanted.print:
                raise Refused(
                    f"slug {wanted.slug} is that of an article with another address: {known.url}"
                )
            return known
        alike = [
            *(known for known in self._by_print[wanted.print] if _same_address(known, wanted)),
            *(
                known
                for known in self._by_text[wanted.source, wanted.sha256]
                if _same_address(known, wanted) and _same_date(known, wanted)
            ),
        ]
        return min(
            alike, key=lambda known: (known.sha256 != wanted.sha256, known.slug), default=None
        )


def of_record(checked: Checked, source: str) -> Known:
    values = checked.values
    return Known(
        article=checked,
        slug=values.get("slug", ""),
        url=values.get("url", ""),
        source=source,
        published_on=values.get("published_on"),
        headline=values["headline"],
        sha256=text_checksum(values["text"]),
    )


def _read(*conditions: Q, **lookups: Any) -> list[Known]:
    rows = Article.objects.filter(*conditions, **lookups).values_list(
        "pk", "slug", "url", "source__slug", "published_on", "headline", "sha256"
    )
    return [Known(*row) for row in rows]


def _same_address(known: Known, wanted: Known) -> bool:
    return "" in (known.url, wanted.url) or known.url == wanted.url


def _same_date(known: Known, wanted: Known) -> bool:
    return None in (known.published_on, wanted.published_on) or (
        known.published_on == wanted.published_on
    )
