"""A page of a news site, saved as HTML: the text of the article on it, as trafilatura finds it, and
what the page says of it in JSON-LD, Open Graph and other meta elements (`page_head`).

Only text is kept. Images, links and all that stands beside the article are dropped, and counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from lxml import etree, html

from articles.pasting import language_of
from articles.text import clean_line, fold, word_count

from .blocks import words_of
from .draft import Draft, Fault, LeftOut, Read
from .encoded import NotText, decoded
from .page_head import PageHead

NAME = "html"
SUFFIXES = (".html", ".htm", ".xhtml")
MEDIA_TYPE = "text/html; charset=utf-8"

SIZE_MAX = 4 * 1024 * 1024  # bytes: no page of one article needs more
# Beyond these trafilatura takes minutes. Pages of news have a tenth of it.
ELEMENTS_MAX = 20_000
DEPTH_MAX = 100
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w.:-]{2,40})"""
    rb"""|\A\s*<\?xml[^>]{0,100}encoding\s*=\s*["']([\w.:-]{2,40})""",
    re.IGNORECASE,
)


def read(stream: BinaryIO) -> Iterator[Read]:
    raw = stream.read(SIZE_MAX + 1)
    if raw.strip():
        yield read_page(raw, "page")


def read_page(
    raw: bytes, place: str, *, address: str = "", charset: str = "", of_many: bool = False
) -> Read:
    """`address` is where it was, `charset` what the answer's header said; if there was one.

    Of many pages those are left out that do not say that they are articles, and have no date.
    """
    try:
        tree = _tree(raw, charset)
        page = words_of(tree)
        head = PageHead(tree, address)
        record = _record(head)
        if of_many and not head.is_article and not head.dates:
            return LeftOut("a page that does not say that it is an article", place)
        body = _article(tree)
    except NotText as fault:
        return Fault(f"the page {fault}", place)
    if body is None:
        return Fault("no article's text was found on the page", place)
    text = _without_headline(words_of(body).text, record.get("headline", ""))
    record.setdefault("language", language_of(text))
    outside = word_count(page.text) - word_count(text)
    dropped = {**page.dropped, "words beside the text": max(outside, 0)}
    return Draft(record | {"text": text}, place, dropped=dropped)


def _tree(raw: bytes, charset: str) -> Any:
    if len(raw) > SIZE_MAX:
        raise NotText(f"is longer than {SIZE_MAX:,} bytes")
    declared = _DECLARED.search(raw[:4096])
    named = (declared[1] or declared[2]).decode() if declared else ""
    text = decoded(raw, charset or named).replace("\0", "")
    parser = html.HTMLParser(encoding="utf-8")
    try:
        tree = html.document_fromstring(text.encode(errors="replace"), parser=parser)
    except (etree.LxmlError, ValueError):
        raise NotText("holds no HTML") from None
    _refuse_monsters(tree)
    return tree


def _refuse_monsters(tree: Any) -> None:
    depth = elements = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        elements += event == "start"
        if depth > DEPTH_MAX:
            raise NotText("is nested too deeply")
        if elements > ELEMENTS_MAX:
            raise NotText(f"has more than {ELEMENTS_MAX:,} elements")


def _record(head: PageHead) -> dict[str, Any]:
    said = {
        "headline": head.headline,
        "source": head.source,
        "byline": head.byline,
        "section": head.section,
        "language": head.language,
        "url": head.url,
    }
    return {name: value for name, value in said.items() if value} | head.dates


def _article(tree: Any) -> Any:
    """The part of the page that is the article, in trafilatura's XML; None if there is none."""
    from trafilatura import bare_extraction  # it takes half a second to load

    try:
        found = bare_extraction(tree, include_comments=False)
    except Exception:  # noqa: BLE001  whatever it trips over costs one page, not the others
        return None
    return getattr(found, "body", None) if getattr(found, "text", "") else None


def _without_headline(text: str, headline: str) -> str:
    first, _, rest = text.partition("\n\n")
    return rest if rest and fold(clean_line(first)) == fold(headline) else text
