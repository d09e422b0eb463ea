"""A bag that somebody brings, looked at before anything of it is believed.

No member is ever unpacked to a disk, and none but those that an archive writes is let in: a path
that leads elsewhere has no place to go. Everything is read as it comes, in constant memory.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from articles.formats import Draft, Fault, jsonl

from . import crate
from .faults import BagFault
from .payload import ANNOTATIONS, DATA, FORMAT, PARTS
from .writing import (
    DECLARATION_FILE,
    INFO_FILE,
    MANIFEST_FILE,
    TAG_MANIFEST_FILE,
    Tell,
)

PAYLOAD = {f"{DATA}{name}" for name in (*(part.FILE for part in PARTS), ANNOTATIONS, crate.FILE)}
TAGS = {DECLARATION_FILE, INFO_FILE, MANIFEST_FILE}
MEMBERS = PAYLOAD | TAGS | {TAG_MANIFEST_FILE}
TAG_MOST = 100_000  # bytes
# Words pack to a fifth or a tenth; so much of so little is a bomb.
LARGE, PACKED_MOST = 2**30, 100
PIECE = 2**20
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)


class Bag:
    """The file of a bag, open for reading. Raises BagFault for what is none of ours."""

    def __init__(self, file: Path | BinaryIO) -> None:
        self.file = file

    def __enter__(self) -> Self:
        with _legible():
            self._packed = zipfile.ZipFile(self.file)
        try:
            self._members = _checked(self._packed.infolist())
            self._check_version()
        except BaseException:
            self._packed.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._packed.close()

    @property
    def size(self) -> int:
        """Bytes of its payload."""
        return sum(self._members[name].file_size for name in PAYLOAD)

    def _check_version(self) -> None:
        declared = self._fields(DECLARATION_FILE)
        if declared.get("BagIt-Version") not in ("1.0", "0.97"):
            raise BagFault(f"{DECLARATION_FILE} does not say BagIt 1.0")
        number = self._fields(INFO_FILE).get("Archive-Format", "")
        if number != str(FORMAT):
            raise BagFault(
                f"it is of the format “{number}”, and this archive reads {FORMAT}: "
                "a newer one may read it"
            )

    def _fields(self, name: str) -> dict[str, str]:
        lines = self._text(name).splitlines()
        return {key: value.strip() for key, _, value in (one.partition(":") for one in lines)}

    def _text(self, name: str) -> str:
        with self.opened(name) as stream:
            raw = stream.read(TAG_MOST + 1)
        try:
            return raw.decode()
        except UnicodeDecodeError:
            raise BagFault(f"{name} is not UTF-8") from None

    def verify(self, tell: Tell = lambda size: None) -> None:
        """Every file against its checksum. `tell` is given the bytes of each piece."""
        self._verify(TAG_MANIFEST_FILE, TAGS, lambda size: None)
        self._verify(MANIFEST_FILE, PAYLOAD, tell)
        promised = self._fields(INFO_FILE).get("Payload-Oxum", "")
        if promised != f"{self.size}.{len(PAYLOAD)}":
            raise BagFault(f"{INFO_FILE} promises other sizes than there are ({promised[:40]})")

    def _verify(self, manifest: str, names: set[str], tell: Tell) -> None:
        found = {}
        for line in self._text(manifest).splitlines():
            match = re.fullmatch(r"([0-9a-fA-F]{64})[ \t]+\*?(.+)", line)
            if match is None or match[2] in found:
                raise BagFault(f"{manifest} has a line that is none: {line[:100]!r}")
            found[match[2]] = match[1].lower()
        if found.keys() != names:
            differing = sorted(found.keys() ^ names)
            raise BagFault(f"{manifest} does not name the files of the bag: {differing[0][:100]}")
        for name in sorted(names):
            if self._digest(name, tell) != found[name]:
                raise BagFault(f"{name} is not what it was: its checksum is another")

    def _digest(self, name: str, tell: Tell) -> str:
        digest = sha256()
        with self.opened(name) as stream:
            while piece := stream.read(PIECE):
                digest.update(piece)
                tell(len(piece))
        return digest.hexdigest()

    @contextmanager
    def opened(self, name: str) -> Iterator[BinaryIO]:
        with _legible(name), self._packed.open(self._members[name]) as stream:
            yield io.BufferedReader(stream, PIECE)  # type: ignore[type-var]

    def drafts(self, file: str, tell: Tell = lambda size: None) -> Iterator[Draft]:
        """The records of a file of the payload, each with its place."""
        with self.opened(f"{DATA}{file}") as stream:
            before = 0
            for draft in jsonl.read(stream):
                place = f"{file}, line {draft.place}"
                if isinstance(draft, Fault):
                    raise BagFault(f"{place}: {draft.message}")
                tell(stream.tell() - before)
                before = stream.tell()
                yield Draft(draft.record, place)


@contextmanager
def _legible(name: str = "") -> Iterator[None]:
    try:
        yield
    except BROKEN as fault:
        said = str((isinstance(fault, OSError) and fault.strerror) or fault)[:200]
        if name or isinstance(fault, OSError):
            raise BagFault(f"{name or 'it'} cannot be read: {said}") from None
        raise BagFault(f"it is no zip, or not a whole one: {said}") from None


def _checked(infos: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """Its files by their names in the bag, if they are those of a bag, each of them once."""
    infos = [info for info in infos if not info.is_dir()]
    folders = {info.filename.partition("/")[0] for info in infos}
    if len(folders) != 1:
        raise BagFault("it is not one folder: a bag is")
    members: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        name = info.filename.partition("/")[2]
        if name not in MEMBERS:
            raise BagFault(f"{info.filename[:100]!r} is no file of an archive's bag")
        if name in members:
            raise BagFault(f"{name} is in it twice")
        members[name] = info
        _check_member(name, info)
    if missing := sorted(MEMBERS - members.keys()):
        raise BagFault(f"{', '.join(missing)} {'are' if missing[1:] else 'is'} missing")
    unpacked = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos)
    if unpacked > LARGE and unpacked > PACKED_MOST * packed:
        raise BagFault(
            f"it would unpack to {unpacked:,} bytes, {unpacked // packed:,} times its size"
        )
    return members


def _check_member(name: str, info: zipfile.ZipInfo) -> None:
    if info.flag_bits & 1:
        raise BagFault(f"{name} is encrypted")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise BagFault(f"{name} is packed in a way that is not read here")
    if name not in PAYLOAD and info.file_size > TAG_MOST:
        raise BagFault(f"{name} is longer than {TAG_MOST:,} bytes")
