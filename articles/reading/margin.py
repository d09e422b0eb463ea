"""What is said in the margin: the editors' notes, and what a reader needs to be told quietly.

A day that the text only calls "Monday" is given its date; a place that stands for a government,
and "the country", are resolved where they first stand. All say only what the annotation holds, once
an article. What the text says itself (a full date, the title before a name) is not repeated.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from articles.models import Annotation, AnnotationKind, Kind, MentionForm
from articles.text import Paragraph
from articles.when import in_words, is_calendar, is_duration


@dataclass(frozen=True)
class MarginNote:
    """Hangs on text[start:end]; its number is drawn after these words."""

    number: int
    start: int
    end: int
    label: str
    text: str
    annotation: Annotation

    @property
    def is_written(self) -> bool:
        """By a person, who is named with it."""
        return self.annotation.kind == AnnotationKind.NOTE


def margin_notes(
    paragraphs: Sequence[Paragraph], annotations: Sequence[Annotation]
) -> list[MarginNote]:
    """Numbered in the order in which their words end, since the number stands there."""
    found = list(_worth_saying(paragraphs, annotations))
    found.sort(key=lambda one: (one[0].end, one[0].start, str(one[0].uid)))
    return [
        MarginNote(number, annotation.start or 0, annotation.end or 0, label, text, annotation)
        for number, (annotation, label, text) in enumerate(found, start=1)
    ]


def _worth_saying(
    paragraphs: Sequence[Paragraph], annotations: Sequence[Annotation]
) -> Iterator[tuple[Annotation, str, str]]:
    starts = [paragraph.start for paragraph in paragraphs]
    said: set[tuple[str, str]] = set()
    for annotation in annotations:
        here = paragraphs[max(0, bisect_right(starts, annotation.start or 0) - 1)].text
        label, text = _words(annotation, here)
        is_repeated = (annotation.exact.casefold(), text) in said
        if text and (annotation.kind == AnnotationKind.NOTE or not is_repeated):
            said.add((annotation.exact.casefold(), text))
            yield annotation, label, text


def _words(annotation: Annotation, here: str) -> tuple[str, str]:
    """The label and the text of the margin note of one annotation; no text for none."""
    if annotation.kind == AnnotationKind.NOTE:
        return "", annotation.note
    if annotation.kind == AnnotationKind.TIME:
        return "Date", _of_time(annotation)
    if annotation.kind == AnnotationKind.MENTION and not annotation.names_something_else:
        return "Reading", _of_mention(annotation, here)
    return "", ""


def _of_time(time: Annotation) -> str:
    if not (is_calendar(time.value) or (is_duration(time.value) and time.note)):
        return ""
    words = in_words(time.value)
    if not time.note and _tokens(words) <= _tokens(time.exact):
        return ""
    return " ".join(filter(None, [f"{words[0].upper()}{words[1:]}.", time.note]))


def _of_mention(mention: Annotation, here: str) -> str:
    if mention.note and mention.note not in here:
        return mention.note
    if mention.form == MentionForm.METONYM:
        return f"“{mention.exact}” stands for {mention.entity} here."
    if mention.form == MentionForm.DESCRIPTION and mention.entity.kind == Kind.COUNTRY:
        return f"“{mention.exact}” is {mention.entity} here."
    return ""


def _tokens(words: str) -> set[str]:
    return set(re.findall(r"\w+", words.casefold()))
