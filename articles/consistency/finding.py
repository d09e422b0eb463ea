"""What a check tells: what is amiss, where, and what may be done about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from articles.models import Annotation, Article, Claim, Entity, Relation
from articles.quotation import Quotation


class Mend(NamedTuple):
    """A button. `act` goes through the form: what to do, to which row, in which state of it."""

    label: str
    act: str


@dataclass(frozen=True)
class Finding:
    """`annotation`, `statement` and `entities` are those to look at; two may be one: `merge`."""

    told: str
    quoted: Quotation | None = None
    article: Article | None = None
    annotation: Annotation | None = None
    statement: Claim | Relation | None = None
    entities: list[Entity] = field(default_factory=list)
    merge: tuple[Entity, Entity] | None = None
    mends: list[Mend] = field(default_factory=list)
