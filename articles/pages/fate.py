"""What would become of the annotations of an article, were its words corrected so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from articles import anchors
from articles.models import Annotation, Article, Field

from .places import Place


@dataclass(frozen=True)
class Respelled:
    """An annotation that would stand on other words than now."""

    annotation: Annotation
    words: str


@dataclass(frozen=True)
class Lost:
    annotation: Annotation
    guesses: list[str]


@dataclass
class Fate:
    kept: int = 0
    moved: int = 0
    respelled: list[Respelled] = field(default_factory=list)
    orphaned: list[Lost] = field(default_factory=list)


def fate(article: Article, old: Mapping[Field, str], new: Mapping[Field, str]) -> Fate:
    """As the correction itself would have it; nothing is written."""
    found = Fate()
    changed = [name for name in Field if old[name] != new[name]]
    rows = article.annotations.anchored().select_related("entity").in_reading_order()
    annotations = {row.pk: row for row in rows}
    corrected = Article(headline=new[Field.HEADLINE], text=new[Field.TEXT])
    found.kept += sum(row.field not in changed for row in annotations.values())
    for name in changed:
        marks = [row.anchor() for row in annotations.values() if row.field == name]
        carried, orphans = anchors.carry(old[name], new[name], marks)
        for place in carried:
            row = annotations[place.key]
            if place.exact != row.exact:
                found.respelled.append(Respelled(row, place.exact))
            elif place.moved:
                found.moved += 1
            else:
                found.kept += 1
        for orphan in orphans:
            guesses = [Place(name, *span).in_context(corrected) for span in orphan.guesses]
            found.orphaned.append(Lost(annotations[orphan.key], guesses))
    return found
