"""The words of an article with all that is marked in them, each mark leading to itself.

The innermost mention of a place is a link; what holds others, notes and evidence are spans that
the keyboard opens, and are listed beside the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from articles.highlight import Mark, render
from articles.models import Annotation, AnnotationKind, Article, Field, State
from articles.pages.places import Place
from articles.reading import fragment

RANKS = (AnnotationKind.EVIDENCE, AnnotationKind.NOTE, AnnotationKind.TIME, AnnotationKind.MENTION)
LINKED = (AnnotationKind.MENTION, AnnotationKind.TIME)


@dataclass(frozen=True)
class SheetParagraph:
    """`start` is its first code point in the text."""

    number: int
    start: int
    html: SafeString


class Sheet:
    def __init__(
        self, article: Article, annotations: Iterable[Annotation], open_place: Place | None = None
    ) -> None:
        self.article = article
        self._open = open_place
        self._marks = {field: self._drawn(field, annotations) for field in Field}

    @property
    def headline(self) -> SafeString:
        headline = self.article.headline
        return render(headline, 0, len(headline), self._marks[Field.HEADLINE])

    @property
    def headline_key(self) -> str:
        """What a place in it ends with: see `Place.key`."""
        return _checksum(self.article, Field.HEADLINE)

    @property
    def text_key(self) -> str:
        return _checksum(self.article, Field.TEXT)

    @property
    def paragraphs(self) -> list[SheetParagraph]:
        marks = sorted(self._marks[Field.TEXT], key=lambda mark: mark.start)
        found, first = [], 0
        long = [mark for mark in marks if "\n\n" in self.article.text[mark.start : mark.end]]
        for paragraph in self.article.paragraphs:
            while first < len(marks) and marks[first].start < paragraph.start:
                first += 1
            last = first
            while last < len(marks) and marks[last].start <= paragraph.end:
                last += 1
            crossing = [mark for mark in long if mark.start < paragraph.start < mark.end]
            some = [*crossing, *marks[first:last]]
            html = render(self.article.text, paragraph.start, paragraph.end, some)
            found.append(SheetParagraph(paragraph.number, paragraph.start, html))
        return found

    def _drawn(self, field: Field, annotations: Iterable[Annotation]) -> list[Mark]:
        here = [one for one in annotations if one.field == field and not one.is_orphaned]
        marks = [_mark(annotation) for annotation in _without_doubles(here)]
        if self._open and self._open.field == field:
            open_words = (("class", "open"),)
            marks.append(Mark(self._open.start, self._open.end, "mark", open_words, len(RANKS)))
        return marks


def _checksum(article: Article, field: Field) -> str:
    return Place(field, 0, 0).key(article).rpartition("-")[2]


def _without_doubles(annotations: Sequence[Annotation]) -> list[Annotation]:
    """Of several suggestions for the same words the first; of other marks all."""
    seen: set[tuple[int | None, int | None]] = set()
    kept = []
    for one in annotations:
        place = one.start, one.end
        if one.state != State.SUGGESTED or place not in seen:
            kept.append(one)
        if one.kind == AnnotationKind.MENTION:
            seen.add(place)
    return kept


def _mark(annotation: Annotation) -> Mark:
    place = annotation.anchor()
    is_asked = annotation.state == State.SUGGESTED and annotation.entity is not None
    attributes = [("class", _css(annotation)), ("data-mark", str(annotation.uid))]
    if annotation.kind in LINKED:
        target = f"#q-{annotation.field}-{place.start}-{place.end}"
        address = target if is_asked else f"?mark={annotation.uid}#bench"
        attributes += [("href", address), ("draggable", "false")]
    if not is_asked:
        attributes.append(("id", fragment(annotation)))
    rank = RANKS.index(AnnotationKind(annotation.kind))
    tag = "a" if annotation.kind in LINKED else "span"
    return Mark(place.start, place.end, tag, tuple(attributes), rank)


def _css(annotation: Annotation) -> str:
    if annotation.entity is not None:
        guess = " guess" if annotation.state == State.SUGGESTED else ""
        return f"e {annotation.entity.kind}{guess}"
    return {AnnotationKind.TIME: "t", AnnotationKind.NOTE: "noted"}.get(
        AnnotationKind(annotation.kind), "s"
    )
