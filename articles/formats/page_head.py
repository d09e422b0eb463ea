"""What a page says of the article on it, to machines: JSON-LD, Open Graph, other meta elements.

Each is what the page says, in the order in which it is believed; nothing is guessed from its looks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any
from urllib.parse import urljoin, urlsplit

from articles.pasting.origin import date_in, host_of

from .dated import day_in

_SCRIPT_MAX = 2_000_000  # characters of JSON-LD
_ARTICLE = re.compile(r"(?:.*Article|.*Posting|Report|ScholarlyArticle)\Z")
_DATES = (
    *("article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date"),
    *(
        "dcterms.issued",
        "dc.date.issued",
        "dcterms.created",
        "dc.date",
        "dcterms.date",
        "sailthru.date",
    ),
    *(
        "publication_date",
        "publish-date",
        "publish_date",
        "pubdate",
        "cxenseparse:recs:publishtime",
    ),
    *("citation_publication_date", "date"),
)
_AUTHORS = ("author", "article:author", "parsely-author", "dc.creator", "dcterms.creator", "byl")
_TITLES = ("og:title", "twitter:title", "dc.title", "dcterms.title", "headline")
_SITES = ("og:site_name", "application-name", "dc.publisher", "dcterms.publisher")
_SECTIONS = ("article:section", "og:article:section", "section", "parsely-section")


class PageHead:
    """Of a page as lxml has read it; `address` is where it was, if that is known."""

    def __init__(self, tree: Any, address: str = "") -> None:
        self.tree = tree
        self.address = address

    @property
    def is_article(self) -> bool:
        """Whether it says so."""
        return bool(self._linked) or self._first(["og:type"]).lower().endswith("article")

    @cached_property
    def headline(self) -> str:
        headings = [" ".join(one.itertext()) for one in self.tree.iter("h1")]
        return (
            _line(self._linked.get("headline"))
            or self._without_site(self._first(_TITLES))
            or (_line(headings[0]) if len(headings) == 1 else "")
            or self._without_site(_line(self.tree.findtext(".//title")))
        )

    def _without_site(self, title: str) -> str:
        """“Talks - The Times” is “Talks”, where the page says that it is The Times."""
        for name in (self._first(_SITES), _name(self._linked.get("publisher"))):
            found = name and re.fullmatch(rf"(.+?)\s+[-–—|·:»]+\s+{re.escape(name)}", title)
            title = found[1] if found else title
        return title

    @property
    def source(self) -> str:
        return _name(self._linked.get("publisher")) or self._first(_SITES)

    @property
    def byline(self) -> str:
        authors = self._linked.get("author")
        names = [_name(one) for one in (authors if isinstance(authors, list) else [authors])]
        named = ", ".join(name for name in dict.fromkeys(names) if name)
        return named or next((one for one in self._all(_AUTHORS) if "://" not in one), "")

    @property
    def section(self) -> str:
        section = self._linked.get("articleSection")
        section = section[0] if isinstance(section, list) and section else section
        return _line(section) or self._first(_SECTIONS)

    @property
    def language(self) -> str:
        said = (
            self.tree.get("lang") or self.tree.get("{http://www.w3.org/XML/1998/namespace}lang"),
            self._linked.get("inLanguage"),
            self._first(["content-language", "language", "dc.language", "og:locale"]),
        )
        tags = (_line(one).replace("_", "-") for one in said)
        return next(
            (tag for tag in tags if re.fullmatch("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", tag)), ""
        )

    @cached_property
    def url(self) -> str:
        """Where it was, or what it calls its address; another host is never believed."""
        said = (
            *(one.get("href") for one in self.tree.iter("link") if _is_canonical(one)),
            self._first(["og:url"]),
            self._linked.get("url"),
        )
        for one in map(_line, said):
            absolute = _joined(self.address, one)
            is_its_host = not self.address or host_of(absolute) == host_of(self.address)
            if absolute.startswith(("https://", "http://")) and is_its_host and _has_path(absolute):
                return absolute
        return self.address

    @cached_property
    def dates(self) -> dict[str, Any]:
        """Of the first that can be read; if none can, the first as it is, to be refused."""
        said = [one for one in self._dates() if one]
        found = (day_in(one) for one in said)
        return next((day for day in found if day), {"published_on": said[0]} if said else {})

    def _dates(self) -> Iterator[str]:
        yield _line(self._linked.get("datePublished"))
        yield from self._all(_DATES)
        for time in self.tree.iter("time"):
            if time.get("itemprop") == "datePublished" or time.get("pubdate") is not None:
                yield _line(time.get("datetime") or time.get("content"))
        if day := date_in(self.url):
            yield day.day.isoformat()[: {"month": 7}.get(day.precision)]

    # Where it is said

    def _first(self, names: Iterable[str]) -> str:
        return next(self._all(names), "")

    def _all(self, names: Iterable[str]) -> Iterator[str]:
        for name in names:
            yield from filter(None, self._meta.get(name, []))

    @cached_property
    def _meta(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for element in self.tree.iter("meta"):
            for key in ("property", "name", "itemprop", "http-equiv"):
                if name := element.get(key):
                    found.setdefault(name.lower(), []).append(_line(element.get("content")))
        return found

    @cached_property
    def _linked(self) -> dict[str, Any]:
        """The first article of its JSON-LD."""
        for script in self.tree.iter("script"):
            kind = (script.get("type") or "").partition(";")[0].strip().lower()
            text = script.text or ""
            if kind == "application/ld+json" and len(text) <= _SCRIPT_MAX:
                for thing in _things(_parsed(text)):
                    kinds = thing.get("@type")
                    kinds = kinds if isinstance(kinds, list) else [kinds]
                    if any(isinstance(one, str) and _ARTICLE.match(one) for one in kinds):
                        return thing
        return {}


def _parsed(text: str) -> Any:
    text = re.sub(r"^\s*(?://)?\s*<!(?:\[CDATA\[|--)|(?://)?\s*(?:\]\]|--)>\s*$", "", text)
    try:
        return json.loads(text, strict=False)  # line ends within strings are common
    except (ValueError, RecursionError):
        return None


def _things(parsed: Any) -> Iterator[dict[str, Any]]:
    """Those that stand by themselves, in a list, in a graph, or as what a page is about."""
    waiting, seen = [parsed], 0
    while waiting and (seen := seen + 1) < 1000:
        one = waiting.pop(0)
        if isinstance(one, list):
            waiting += one
        elif isinstance(one, dict):
            yield one
            waiting += [one.get("@graph"), one.get("mainEntity"), one.get("mainEntityOfPage")]


def _name(value: Any) -> str:
    """Of a person or an organization, given as such or in words."""
    if isinstance(value, list):
        value = value[0] if value else None
    return _line(value.get("name") if isinstance(value, dict) else value)


def _line(value: Any) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _is_canonical(link: Any) -> bool:
    return "canonical" in (link.get("rel") or "").lower().split()


def _joined(address: str, said: str) -> str:
    try:
        return urljoin(address, said) if said else ""
    except ValueError:
        return ""


def _has_path(address: str) -> bool:
    """Not that of the whole site, which careless pages give."""
    parts = urlsplit(address)
    return parts.path.strip("/") != "" or parts.query != ""
