"""WARC and ARC, as crawlers keep the web: each page of news in it is an article.

Answers that are no HTML, no 200 and no news are left out. A damaged record is a fault; where
the file itself is, reading ends there, and what stood before it is kept.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

from .draft import Fault, LeftOut, Read
from .html_page import SIZE_MAX, read_page

NAME = "warc"
SUFFIXES = (".warc", ".warc.gz", ".arc", ".arc.gz")
MEDIA_TYPE = "application/warc"

HEADERS_MAX = 256 * 1024  # bytes of a record
_PAGE = re.compile(r"text/html|application/xhtml\+xml", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)


def read(stream: BinaryIO) -> Iterator[Read]:
    from warcio.exceptions import ArchiveLoadFailed

    number = 0
    try:
        for number, record in enumerate(_records(stream), 1):
            if record.rec_type in ("response", "resource"):
                yield _read(record, number)
    except (ArchiveLoadFailed, EOFError, OSError, ValueError, zlib.error) as fault:
        said = " ".join(str(fault).split())[:100] or type(fault).__name__
        place = f"record {number + 1}"
        yield Fault(f"the file is damaged here, and nothing is read behind it: {said}", place)
        return
    if not number:
        yield Fault("no record was found in the file", "record 1")


def _records(stream: BinaryIO) -> Iterator[Any]:
    """As warcio reads them, but no line and no headers fill the memory: a bomb may be one line."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.bufferedreaders import DecompressingBufferedReader
    from warcio.exceptions import ArchiveLoadFailed

    class Reader(DecompressingBufferedReader):  # type: ignore[misc]
        left = HEADERS_MAX

        def readline(self, length: int | None = None) -> bytes:
            line: bytes = super().readline(min(length or HEADERS_MAX, HEADERS_MAX))
            self.left -= len(line)
            if self.left <= 0:
                raise ArchiveLoadFailed(f"headers of more than {HEADERS_MAX:,} bytes")
            return line

    archive = ArchiveIterator(stream, check_digests=True, arc2warc=True)
    archive.reader = reader = Reader(archive.fh)
    for record in archive:
        yield record
        reader.left = HEADERS_MAX


def _read(record: Any, number: int) -> Read:
    said = record.rec_headers.get_header("WARC-Target-URI") or ""
    address = said if said.startswith(("https://", "http://")) else ""
    place = f"record {number} ({said[:200]})" if said else f"record {number}"
    kind = _header(record, "Content-Type")
    status = record.http_headers.get_statuscode() if record.http_headers else "200"
    if not _PAGE.match(kind.strip()) or status != "200":
        return LeftOut(f"{kind[:80] or 'of no type'}, status {status}", place)
    if record.rec_headers.get_header("WARC-Truncated"):
        return Fault("the crawler cut it off", place)
    raw = record.content_stream().read(SIZE_MAX + 1)
    if len(raw) <= SIZE_MAX and (fault := _damage(record)):
        return Fault(fault, place)
    charset = _CHARSET.search(kind)
    named = charset[1] if charset else ""
    return read_page(raw, place, address=address, charset=named, of_many=True)


def _damage(record: Any) -> str:
    while record.raw_stream.limit and record.raw_stream.read(65_536):
        pass  # what is left of its last part
    if record.raw_stream.limit:
        return "the file ends within it"
    is_altered = record.digest_checker and record.digest_checker.passed is False
    return "its digest is not that of its content" if is_altered else ""


def _header(record: Any, name: str) -> str:
    headers = record.http_headers or record.rec_headers
    return headers.get_header(name) or ""
