"""Claims and relations in words: who says what, and who does what to whom."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from articles.models import (
    Annotation,
    Article,
    Certainty,
    Claim,
    Entity,
    Field,
    Relation,
    RelationStatus,
    State,
    names_of,
)
from articles.text import Paragraph
from articles.when import in_words

QUOTE_MAX = 90
CERTAINTY = {Certainty.MEDIUM: "fairly certain", Certainty.LOW: "uncertain"}


@dataclass(frozen=True)
class StatementLine:
    """“`who` *`does`* `whom`” or “`who`: `quote`”, then quiet words, then where it stands."""

    who: str
    does: str
    whom: str
    quote: str
    details: list[str]
    note: str
    evidence: Annotation
    paragraph: int | None


class Statements:
    """The statements of one article, in the order of their evidence."""

    def __init__(
        self, article: Article, annotations: Iterable[Annotation], paragraphs: Sequence[Paragraph]
    ) -> None:
        self._accepted = {annotation.pk: annotation for annotation in annotations}
        self._starts = [paragraph.start for paragraph in paragraphs]
        self.css: dict[int, str] = {}
        claims = Claim.objects.select_related("via").prefetch_related("speakers", "about")
        relations = Relation.objects.prefetch_related("actors", "targets")
        here = {"evidence__article": article, "evidence__state": State.ACCEPTED}
        by_pk = {claim.pk: claim for claim in claims.filter(**here)}
        self.claims = self._in_order(self._claim(claim) for claim in by_pk.values())
        self.relations = self._in_order(
            self._relation(relation, by_pk.get(relation.claim_id or 0))
            for relation in relations.filter(**here)
        )

    def _claim(self, claim: Claim) -> StatementLine:
        self.css[claim.evidence_id] = "s claim"
        if claim.cue_id:
            self.css[claim.cue_id] = "cue"
        evidence = self._accepted[claim.evidence_id]
        return StatementLine(
            who=names_of(claim.speakers.all()),
            does="",
            whom="",
            quote=_shortened(evidence.exact),
            details=list(claim_details(claim)),
            note=claim.note,
            evidence=evidence,
            paragraph=self._paragraph(evidence),
        )

    def _relation(self, relation: Relation, claim: Claim | None) -> StatementLine:
        self.css[relation.evidence_id] = "s relation"
        evidence = self._accepted[relation.evidence_id]
        return StatementLine(
            who=names_of(relation.actors.all()),
            does=relation.action,
            whom=names_of(relation.targets.all()),
            quote="",
            details=list(relation_details(relation, claim.speakers.all() if claim else ())),
            note=relation.note,
            evidence=evidence,
            paragraph=self._paragraph(evidence),
        )

    def _paragraph(self, evidence: Annotation) -> int | None:
        """The number of the paragraph of the words; None in a headline or without a place."""
        if evidence.start is None or evidence.field != Field.TEXT:
            return None
        return bisect_right(self._starts, evidence.start)

    def _in_order(self, lines: Iterable[StatementLine]) -> list[StatementLine]:
        def place(line: StatementLine) -> tuple[bool, int, str]:
            return line.evidence.start is None, line.evidence.start or 0, str(line.evidence.uid)

        return sorted(lines, key=place)


def claim_details(claim: Claim) -> Iterable[str]:
    """How it is said, on whose word, and about whom, in quiet words."""
    yield claim.get_mode_display()
    if claim.via:
        yield f"via {claim.via}" + ", named before" * claim.via_inherited
    if about := names_of(claim.about.all()):
        yield f"about {about}"


def relation_details(relation: Relation, speakers: Iterable[Entity] = ()) -> Iterable[str]:
    """What kind of act it is, how it stands, and how sure that is. The usual is not said."""
    if relation.quad_class:
        yield relation.quad_class
    if relation.status != RelationStatus.REPORTED:
        yield relation.status
    if names := names_of(speakers):
        yield f"as {names} says" if " and " not in names else f"as {names} say"
    if relation.time:
        yield in_words(relation.time)
    if relation.certainty in CERTAINTY:
        yield CERTAINTY[Certainty(relation.certainty)]


def _shortened(words: str) -> str:
    """The first words of a long quote; they stand whole in the text."""
    words = " ".join(words.split()).strip('"“”')
    if len(words) <= QUOTE_MAX:
        return words
    return words[:QUOTE_MAX].rpartition(" ")[0].rstrip(",;:—- ") + "…"
