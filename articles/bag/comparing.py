"""Whether the archive would be written as it was: the proof that nothing got lost on the way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from .reading import Bag
from .writing import Target, Tell, fill_bag


class Differs(Exception):
    pass


class _Compared:
    """Takes what would be written to a file of the bag, and holds it against what is there."""

    def __init__(self, name: str, stream: BinaryIO) -> None:
        self.name, self.stream, self.pieces = name, stream, 0

    def write(self, piece: bytes) -> None:
        self.pieces += 1
        if self.stream.read(len(piece)) != piece:
            raise Differs(f"{self.name}, line {self.pieces}")

    def end(self) -> None:
        if self.stream.read(1):
            raise Differs(f"{self.name}, after line {self.pieces}")


def differing(bag: Bag, tell: Tell = lambda size: None) -> str:
    """The first place in which a bag of the archive, as it is now, would be another. Or nothing."""

    @contextmanager
    def member(name: str) -> Iterator[Target]:
        with bag.opened(name) as stream:
            compared = _Compared(name, stream)
            yield compared
            compared.end()

    try:
        fill_bag(member, tell)
    except Differs as place:
        return str(place)
    return ""
