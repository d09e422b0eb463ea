"""BagIt 1.0 (RFC 8493) in a zip, in one go and in constant memory."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from hashlib import sha256
from typing import BinaryIO, Protocol

from . import crate
from .crate import Written
from .payload import DATA, FORMAT, day, files

FOLDER = "archive"  # the same whatever the file is called
EARLIEST = (1980, 1, 1, 0, 0, 0)  # that a zip can say
DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
DECLARATION_FILE, INFO_FILE = "bagit.txt", "bag-info.txt"
MANIFEST_FILE, TAG_MANIFEST_FILE = "manifest-sha256.txt", "tagmanifest-sha256.txt"


class Target(Protocol):
    def write(self, piece: bytes, /) -> object: ...


Open = Callable[[str], AbstractContextManager[Target]]
Tell = Callable[[int], object]


def write_bag(stream: BinaryIO, tell: Tell = lambda size: None) -> None:
    """Within a snapshot. `tell` is given the bytes of each piece that was written."""
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:

        @contextmanager
        def member(name: str) -> Iterator[Target]:
            about = zipfile.ZipInfo(f"{FOLDER}/{name}", EARLIEST)
            about.compress_type, about.create_system = zipfile.ZIP_DEFLATED, 3
            about.external_attr = 0o100644 << 16
            with packed.open(about, "w", force_zip64=True) as target:
                yield target

        fill_bag(member, tell)
        packed.filelist.sort(key=lambda about: about.filename)


def fill_bag(member: Open, tell: Tell) -> None:
    """All files of a bag, each opened by `member`."""
    last = day()
    date = last.isoformat() if last else ""
    payload = []
    for name, about, pieces in files():
        payload.append(_write(member, f"{DATA}{name}", about, pieces, tell))
    metadata = crate.metadata(payload, date)
    payload.append(_write(member, f"{DATA}{crate.FILE}", "", [metadata], tell))
    tags = {
        DECLARATION_FILE: DECLARATION,
        INFO_FILE: _info(payload, date),
        MANIFEST_FILE: _manifest(payload),
    }
    written = [_write(member, name, "", [content], tell) for name, content in tags.items()]
    _write(member, TAG_MANIFEST_FILE, "", [_manifest(written)], tell)


def _write(member: Open, name: str, about: str, pieces: Iterable[bytes], tell: Tell) -> Written:
    size, digest = 0, sha256()
    with member(name) as target:
        for piece in pieces:
            target.write(piece)
            digest.update(piece)
            size += len(piece)
            tell(len(piece))
    return Written(name, about, size, digest.hexdigest())


def _info(payload: list[Written], date: str) -> bytes:
    lines = {
        "External-Description": "An archive of news with its annotations and the log of changes",
        "Bagging-Date": date,
        "Payload-Oxum": f"{sum(file.size for file in payload)}.{len(payload)}",
        "Archive-Format": str(FORMAT),
    }
    return "".join(f"{name}: {value}\n" for name, value in lines.items() if value).encode()


def _manifest(files: list[Written]) -> bytes:
    in_order = sorted(files, key=lambda file: file.path)
    return "".join(f"{file.sha256}  {file.path}\n" for file in in_order).encode()
