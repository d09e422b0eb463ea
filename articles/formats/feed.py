"""RSS and Atom, as feedparser reads them: an article an entry, its markup dropped and counted.

A feed that is not quite XML is read as far as it can be, and says so; an entry that may be cut off
is none. One in another encoding than it says is refused: every other letter might be wrong.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple
from xml.parsers import expat
from xml.sax import SAXException, SAXParseException

from articles.text import clean_line

from .blocks import words_of_html
from .dated import dated
from .draft import Draft, Fault, Read
from .encoded import NotText, decoded

NAME = "feed"
SUFFIXES = (".atom", ".rss", ".rdf", ".xml")
MEDIA_TYPE = "application/atom+xml; charset=utf-8"

SIZE_MAX = 5 * 1024 * 1024
MENDED_MAX = 500_000  # what is not well-formed takes feedparser a hundred times as long
_DECLARED = re.compile(rb"""\s*<\?xml[^>]{0,100}encoding\s*=\s*["']([\w.:-]{1,40})""")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_ENDS = ("no element found", "unclosed", "unexpected end")  # expat's words for what is cut off


def read(stream: BinaryIO) -> Iterator[Read]:
    raw = stream.read(SIZE_MAX + 1)
    try:
        _refuse(raw)
        parsed = _parsed(raw)
    except NotText as fault:
        yield Fault(f"the feed {fault}", "1")
        return
    except Exception as fault:  # noqa: BLE001  whatever it trips over costs this feed only
        yield Fault(f"the feed cannot be read: {type(fault).__name__}", "1")
        return
    state = _state(parsed)
    if state.fault:
        yield Fault(state.fault, state.line)
    for number, entry in enumerate(parsed.entries[: state.whole], 1):
        yield _draft(entry, parsed, f"entry {number}", state)


def _refuse(raw: bytes) -> None:
    if len(raw) > SIZE_MAX:
        raise NotText(f"is longer than {SIZE_MAX:,} bytes")
    if b"<!entity" in raw.replace(b"\0", b"").lower():
        raise NotText("declares entities of its own, which none needs")
    if b"\0" not in raw[:8]:  # what has those says by itself in which of UTF-16 and UTF-32 it is
        declared = _DECLARED.match(raw[:200])
        decoded(raw, declared[1].decode() if declared else "")
    if len(raw) > MENDED_MAX:
        try:
            expat.ParserCreate().Parse(raw, True)
        except expat.ExpatError as fault:
            raise NotText(f"is not well-formed XML, and too long to be mended: {fault}") from None


def _parsed(raw: bytes) -> Any:
    import feedparser

    # Given a stream: of bytes it would think that they may be an address, and go there.
    return feedparser.parse(io.BytesIO(raw), sanitize_html=False, resolve_relative_uris=False)


class _State(NamedTuple):
    fault: str = ""
    line: str = "1"
    whole: int | None = None  # so many entries are whole; None: all
    warning: str = ""


def _state(parsed: Any) -> _State:
    exception = dict.get(parsed, "bozo_exception")
    if type(exception).__name__ == "CharacterEncodingUnknown":
        return _State("the feed is in no encoding that is known", whole=0)
    if not dict.get(parsed, "version") and not parsed.entries:
        return _State("the file is no RSS and no Atom")
    if not isinstance(exception, SAXException):
        return _State()
    what = exception.getMessage()[:100]
    line = exception.getLineNumber() if isinstance(exception, SAXParseException) else None
    if what.startswith(_ENDS):
        fault = f"the feed ends too early ({what}): its last entry is left out"
        return _State(fault, str(line or 1), whole=max(len(parsed.entries) - 1, 0))
    return _State(warning=f"the feed is not well-formed XML (line {line or 1}: {what})")


def _draft(entry: Any, parsed: Any, place: str, state: _State) -> Draft:
    dropped: Counter[str] = Counter()
    warnings = [state.warning] if state.warning else []
    feed = parsed.feed
    contents = dict.get(entry, "content") or []
    body = next((one for one in contents if one.get("value", "").strip()), None)
    is_summary = body is None
    if is_summary:
        body = dict.get(entry, "summary_detail")
        warnings += ["the feed holds a summary of it only"] if body else []
    published = dict.get(entry, "published") or ""
    if not published and (published := dict.get(entry, "updated") or "") and _is_atom(parsed):
        warnings.append("it is dated by its last change: the feed gives no other date")
    source = dict.get(entry, "source") or feed
    record = {
        "headline": clean_line(_words(entry.get("title_detail"), dropped)),
        "text": _words(body, dropped),
        "source": clean_line(_words(dict.get(source, "title_detail"), dropped)),
        "byline": _byline(entry),
        "language": _language(body, entry, feed),
        "url": _address(entry),
        "rights": _words(
            dict.get(entry, "rights_detail") or dict.get(feed, "rights_detail"), dropped
        ),
    }
    said = {name: value for name, value in record.items() if value}
    return Draft(said | dated(published), place, tuple(warnings), +dropped, is_summary)


def _is_atom(parsed: Any) -> bool:
    return str(dict.get(parsed, "version")).startswith("atom")


def _words(detail: Any, dropped: Counter[str]) -> str:
    """Of what is text as it is, of what is markup without it."""
    value = detail.get("value", "") if detail else ""
    if not detail or detail.get("type", "").partition(";")[0] == "text/plain":
        return str(value)
    words = words_of_html(value)
    dropped.update(words.dropped)
    return words.text


def _byline(entry: Any) -> str:
    people = [*(dict.get(entry, "authors") or []), dict.get(entry, "author_detail") or {}]
    names = [clean_line(person.get("name", "")) for person in people]
    return ", ".join(dict.fromkeys(filter(None, names)))


def _language(body: Any, entry: Any, feed: Any) -> str:
    said = (body or {}).get("language") or entry.get("language") or dict.get(feed, "language") or ""
    tag = clean_line(said).replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) else ""  # such as “English”: no reason to refuse it


def _address(entry: Any) -> str:
    """Its page; else an id that is an address. Others are no reason to refuse the article."""
    for one in (dict.get(entry, "link"), dict.get(entry, "id")):
        if one and one.strip().lower().startswith(("https://", "http://")):
            return str(one).strip()
    return ""
