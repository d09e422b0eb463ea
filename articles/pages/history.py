"""What became of an article: its revisions, each against the one before, and its log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from articles.models import Action, Annotation, Article, Change, Revision
from articles.word_diff import Paragraph, changed_paragraphs, changed_words

# So much of a revision's changes is shown; the rest is counted, and the JSON has it whole.
SHOWN_MAX = 3000
CORRECTIONS_MAX = 50
REVISING = [Action.CORRECTED, Action.LOADED, Action.UNDONE, Action.IMPORTED, Action.EDITED]


@dataclass(frozen=True)
class Respelled:
    """An annotation whose words became other words."""

    old: str
    new: str
    annotation: Annotation


@dataclass(frozen=True)
class Carried:
    """What became of the annotations in a correction, as far as the log tells."""

    kept: int
    respelled: list[Respelled]
    orphaned: list[Annotation]


@dataclass(frozen=True)
class Step:
    """A revision and what it changed. The first one changed nothing."""

    revision: Revision
    headline: Paragraph
    paragraphs: list[Paragraph | int]
    left_out: int
    carried: Carried | None

    @property
    def has_breaks(self) -> bool:
        return any(
            piece.is_break and piece.did != "same"
            for paragraph in self.paragraphs
            if not isinstance(paragraph, int)
            for piece in paragraph
        )


def steps(article: Article, revisions: Iterable[Revision]) -> list[Step]:
    """Some revisions of an article, newest first, each beside the one before it."""
    revisions = list(revisions)
    if not revisions:
        return []
    first, last = revisions[-1].number, revisions[0].number
    numbers = range(first - 1, last)
    before = {
        revision.number: revision for revision in article.revisions.filter(number__in=numbers)
    }
    corrections = _corrections(article, since=revisions[-1])
    annotations = {
        str(annotation.uid): annotation
        for annotation in article.annotations.accepted().select_related("made_on")
    }
    return [
        _step(
            revision,
            before.get(revision.number - 1),
            _carried(revision.number, corrections, annotations),
        )
        for revision in revisions
    ]


def _step(revision: Revision, before: Revision | None, carried: Carried | None) -> Step:
    if before is None:
        return Step(revision, [], [], 0, None)
    headline: Paragraph = []
    if before.headline != revision.headline:
        headline = changed_words(before.headline, revision.headline)
    shown: list[Paragraph | int] = []
    length = left_out = 0
    for paragraph in changed_paragraphs(before.text, revision.text):
        if isinstance(paragraph, int):
            if not left_out:
                shown.append(paragraph)
            continue
        length += sum(len(piece.text) for piece in paragraph)
        if length > SHOWN_MAX and shown:
            left_out += 1
        else:
            shown.append(paragraph)
    return Step(revision, headline, shown, left_out, carried)


def _corrections(article: Article, since: Revision) -> dict[int, Change]:
    """The changes that made revisions, by the number of the revision."""
    changes = article.changes.filter(action__in=REVISING, at__gte=since.made_at).order_by("number")
    return {
        part["key"][-1]: change
        for change in changes[:CORRECTIONS_MAX]
        for part in change.parts
        if part["model"] == "revision" and part["did"] == "created"
    }


def _carried(
    number: int, corrections: Mapping[int, Change], annotations: Mapping[str, Annotation]
) -> Carried | None:
    if number == 1:
        return None
    turns = {later: _turns(change) for later, change in corrections.items() if later >= number}
    # A revision that came with its article (a fixture, an import) has no correction in the log.
    respelled, orphaned = turns.get(number, ({}, set()))
    # What lost its place before this revision was not carried by it.
    lost_later = {uid for _, lost in turns.values() for uid in lost}
    there = {
        uid
        for uid, annotation in annotations.items()
        if annotation.made_on.number < number and (not annotation.is_orphaned or uid in lost_later)
    }
    if not there:
        return None
    return Carried(
        kept=len(there - set(respelled) - orphaned),
        respelled=[
            Respelled(old, new, annotations[uid])
            for uid, (old, new) in respelled.items()
            if uid in there
        ],
        orphaned=[annotations[uid] for uid in sorted(orphaned & there)],
    )


def _turns(change: Change) -> tuple[dict[str, tuple[str, str]], set[str]]:
    """Which annotations of a change are on other words now, and which lost their place."""
    respelled: dict[str, tuple[str, str]] = {}
    orphaned: set[str] = set()
    for part in change.parts:
        if part["model"] != "annotation" or part["did"] != "changed":
            continue
        uid = str(part["key"][0])
        before: dict[str, Any] = part.get("before", {})
        after: dict[str, Any] = part.get("after", {})
        if after.get("is_orphaned"):
            orphaned.add(uid)
        elif "exact" in after:
            respelled[uid] = (before.get("exact", ""), after["exact"])
    return respelled, orphaned
