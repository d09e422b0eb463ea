"""Annotations as marks on a text.

The innermost mention of a place is its link; an outer one draws its line. Of mentions on the same
words the entity that matters more to the article is the link, an untagged one last.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2s

from django.utils.safestring import SafeString

from articles.highlight import Mark, render
from articles.models import Annotation, AnnotationKind, Entity
from articles.when import html_datetime

from .margin import MarginNote

# From the outside in.
STATEMENT, NOTED, OUTER_MENTION, TIME, DATELINE, LINK = range(6)

Attributes = tuple[tuple[str, str], ...]


def fragment(annotation: Annotation) -> str:
    """The id of its words on the article's page: short, since a page can have hundreds of them.

    To cite an annotation there is its own page, which leads here. 40 bits of a digest, because
    some kinds of UUID begin or end alike.
    """
    return f"a-{blake2s(annotation.uid.bytes, digest_size=5).hexdigest()}"


class Drawing:
    """One text of an article with everything that is marked in it.

    `salience` is the weight of each tagged entity (by id), `statement_css` the class of each piece
    of evidence (by the annotation's id). With `tint`, an entity's first mention stands out.
    """

    def __init__(
        self,
        text: str,
        annotations: Sequence[Annotation],
        *,
        salience: Mapping[int, int],
        notes: Iterable[MarginNote] = (),
        statement_css: Mapping[int, str] | None = None,
        dateline: Annotation | None = None,
        tint: bool = True,
    ) -> None:
        self._text = text
        self._statement_css = statement_css or {}
        self._addresses: dict[int, str] = {}
        self._tint = tint
        self._seen: set[int] = set()
        self._links = _links(annotations, salience)
        marks = [self._mark(annotation) for annotation in annotations]
        links = [mark for mark in marks if mark.tag == "a"]
        marks += [mark for note in notes for mark in _note_marks(note, links)]
        if dateline and dateline.end:
            marks.append(Mark(0, dateline.end, "span", (("class", "dateline"),), DATELINE))
        self._marks = sorted(marks, key=lambda mark: mark.start)
        self._starts = [mark.start for mark in self._marks]
        self._long = [mark for mark in marks if "\n\n" in text[mark.start : mark.end]]

    def html(self, start: int, end: int) -> SafeString:
        """The marked words from `start` to `end`, which lie in one paragraph.

        The text content of the result is exactly the text there.
        """
        first, last = bisect_left(self._starts, start), bisect_right(self._starts, end)
        crossing = [mark for mark in self._long if mark.start < start < mark.end]
        return render(self._text, start, end, [*crossing, *self._marks[first:last]])

    def _mark(self, annotation: Annotation) -> Mark:
        tag, rank, attributes = self._look(annotation)
        place = annotation.anchor()
        return Mark(place.start, place.end, tag, (("id", fragment(annotation)), *attributes), rank)

    def _look(self, annotation: Annotation) -> tuple[str, int, Attributes]:
        if annotation.entity is not None:
            return self._mention(annotation, annotation.entity)
        if annotation.kind == AnnotationKind.TIME:
            return self._time(annotation)
        if annotation.kind == AnnotationKind.NOTE:
            return "span", NOTED, ()  # the place to come back to; its number marks the words
        css = self._statement_css.get(annotation.pk, "s")
        return "span", STATEMENT, (("class", css),)

    def _mention(self, annotation: Annotation, entity: Entity) -> tuple[str, int, Attributes]:
        first = " first" if self._tint and entity.pk not in self._seen else ""
        self._seen.add(entity.pk)
        css = ("class", f"e {entity.kind}{first}")
        if annotation.pk not in self._links:
            return "span", OUTER_MENTION, (css,)
        if entity.pk not in self._addresses:
            self._addresses[entity.pk] = entity.get_absolute_url()
        return "a", LINK, (css, ("href", self._addresses[entity.pk]))

    def _time(self, annotation: Annotation) -> tuple[str, int, Attributes]:
        css = ("class", "t")
        if value := html_datetime(annotation.value):
            return "time", TIME, (css, ("datetime", value))
        return "span", TIME, (css,)


def _note_marks(note: MarginNote, links: Iterable[Mark]) -> list[Mark]:
    """The words of a note, and behind them the link to it. A link holds no link."""
    number = str(note.number)
    place = max((link.end for link in links if link.start < note.end < link.end), default=note.end)
    reference = (
        ("class", "ref"),
        ("href", f"#n{number}"),
        ("data-n", number),
        ("aria-label", f"Note {number}"),
    )
    return [
        Mark(note.start, note.end, "mark", (("data-n", number),), NOTED),
        Mark(place, place, "a", reference),
    ]


def _links(annotations: Iterable[Annotation], salience: Mapping[int, int]) -> set[int]:
    """Which mentions are links: no two of them share a character, since links cannot nest."""

    def innermost_first(mention: Annotation) -> tuple[int, int, int, str]:
        place, weight = mention.anchor(), salience.get(mention.entity_id or 0, 0)
        return place.end - place.start, -weight, place.start, str(mention.uid)

    links: set[int] = set()
    taken: set[int] = set()
    mentions = [annotation for annotation in annotations if annotation.entity_id]
    for mention in sorted(mentions, key=innermost_first):
        words = range(mention.anchor().start, mention.anchor().end)
        if taken.isdisjoint(words):
            links.add(mention.pk)
            taken.update(words)
    return links
