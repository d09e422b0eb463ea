"""Claims and relations in words: who says what, and who does what to whom."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from articles.models import (
    Annotation,
    Article,
    Certainty,
    Claim,
    ClaimMode,
    Entity,
    Field,
    Relation,
    RelationStatus,
    State,
)
from articles.naming import in_a_row
from articles.text import Paragraph
from articles.when import in_words

from .voices import voices

QUOTE_MAX = 90
USUAL = ClaimMode.INDIRECT.label  # the panel does not say it of each
CERTAINTY = {Certainty.MEDIUM: "fairly certain", Certainty.LOW: "uncertain"}


@dataclass(frozen=True)
class StatementLine:
    """“`who` *`does`* `whom`” or “`who`: `quote`”, then quiet words, then where it stands."""

    who: str
    does: str
    whom: str
    quote: str
    details: list[str]
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
        here = {"evidence__article": article, "evidence__state": State.ACCEPTED}
        speakers = _speakers(article)
        about = _names(Claim.about, article)
        actors, targets = _names(Relation.actors, article), _names(Relation.targets, article)
        claims = [
            (claim, speakers[claim.pk], self._claim(claim, speakers[claim.pk], about[claim.pk]))
            for claim in Claim.objects.filter(**here).select_related("via")
        ]
        claims.sort(key=lambda claim: _place(claim[2]))
        self.claims = [line for _, _, line in claims]
        self.voices = voices(claims)
        relations = (
            self._relation(
                relation,
                actors[relation.pk],
                targets[relation.pk],
                [speaker.name for speaker in speakers.get(relation.claim_id or 0, [])],
            )
            for relation in Relation.objects.filter(**here)
        )
        self.relations = sorted(relations, key=_place)

    def _claim(self, claim: Claim, speakers: list[Entity], about: list[str]) -> StatementLine:
        self.css[claim.evidence_id] = "s claim"
        if claim.cue_id:
            self.css[claim.cue_id] = "cue"
        evidence = self._accepted[claim.evidence_id]
        return StatementLine(
            who=in_a_row([speaker.name for speaker in speakers]),
            does="",
            whom="",
            quote=_shortened(evidence.exact),
            details=[words for words in claim_details(claim, about) if words != USUAL],
            evidence=evidence,
            paragraph=self._paragraph(evidence),
        )

    def _relation(
        self, relation: Relation, actors: list[str], targets: list[str], speakers: list[str]
    ) -> StatementLine:
        self.css[relation.evidence_id] = "s relation"
        evidence = self._accepted[relation.evidence_id]
        return StatementLine(
            who=in_a_row(actors),
            does=relation.action,
            whom=in_a_row(targets),
            quote="",
            details=list(relation_details(relation, speakers)),
            evidence=evidence,
            paragraph=self._paragraph(evidence),
        )

    def _paragraph(self, evidence: Annotation) -> int | None:
        """The number of the paragraph of the words; None in a headline or without a place."""
        if evidence.start is None or evidence.field != Field.TEXT:
            return None
        return bisect_right(self._starts, evidence.start)


def _place(line: StatementLine) -> tuple[bool, int, str]:
    return line.evidence.start is None, line.evidence.start or 0, str(line.evidence.uid)


def claim_details(claim: Claim, about: Sequence[str]) -> Iterable[str]:
    """How it is said, on whose word, and about whom, in quiet words."""
    yield claim.get_mode_display()
    if claim.via:
        yield f"via {claim.via}" + ", named before" * claim.via_inherited
    if about:
        yield f"about {in_a_row(about)}"


def relation_details(relation: Relation, speakers: Sequence[str] = ()) -> Iterable[str]:
    """What kind of act it is, how it stands, and how sure that is. The usual is not said."""
    if relation.quad_class:
        yield relation.quad_class
    if relation.status != RelationStatus.REPORTED:
        yield relation.status
    if speakers:
        yield f"as {in_a_row(speakers)} say{'s' if len(speakers) == 1 else ''}"
    if relation.time:
        yield in_words(relation.time)
    if relation.certainty in CERTAINTY:
        yield CERTAINTY[Certainty(relation.certainty)]


def _speakers(article: Article) -> defaultdict[int, list[Entity]]:
    """Who makes each claim of an article: whole entities, for these get links."""
    rows = Claim.speakers.through.objects.filter(claim__evidence__article=article)
    found: defaultdict[int, list[Entity]] = defaultdict(list)
    for row in rows.select_related("entity").order_by("entity__sort_key", "entity__slug"):
        found[row.claim_id].append(row.entity)
    return found


def _names(field: Any, article: Article) -> defaultdict[int, list[str]]:
    """The names in a many-to-many field of all statements of an article, by statement.

    Names alone, in one query a field: whole entities for each of fifty statements would cost the
    page more than everything else.
    """
    statement = field.field.model._meta.model_name
    pairs = (
        field.through.objects.filter(**{f"{statement}__evidence__article": article})
        .order_by("entity__sort_key", "entity__slug")
        .values_list(f"{statement}_id", "entity__name")
    )
    found: defaultdict[int, list[str]] = defaultdict(list)
    for key, name in pairs:
        found[key].append(name)
    return found


def _shortened(words: str) -> str:
    """The first words of a long quote; they stand whole in the text."""
    words = " ".join(words.split()).strip('"“”')
    if len(words) <= QUOTE_MAX:
        return words
    return words[:QUOTE_MAX].rpartition(" ")[0].rstrip(",;:—- ") + "…"
