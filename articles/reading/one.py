"""One annotation by itself: its words where they stand, and the statements that rest on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from articles.models import Annotation, Claim, Entity, Field, Relation
from articles.quotation import Quotation, quotation

from .statements import claim_details, relation_details

LONGEST = 2000


@dataclass(frozen=True)
class Statement:
    """`role` says what the words are to it."""

    role: str
    who: list[Entity]
    does: str
    whom: list[Entity]
    details: list[str]
    note: str
    evidence: Annotation | None = None


def words_around(annotation: Annotation) -> Quotation | None:
    """Its words in their paragraph; None when it has lost its place."""
    if annotation.start is None or annotation.end is None:
        return None
    article = annotation.article
    text = article.text if annotation.field == Field.TEXT else article.headline
    return quotation(text, annotation.start, annotation.end, LONGEST)


def statements_on(annotation: Annotation) -> list[Statement]:
    """The claim or relation whose evidence it is, and the claim that it is the cue of."""
    return list(_statements_on(annotation))


def _statements_on(annotation: Annotation) -> Iterator[Statement]:
    if claim := getattr(annotation, "claim", None):
        yield _claim(claim, "What is said")
    if claim := getattr(annotation, "cued_claim", None):
        yield _claim(claim, "Says who says it", claim.evidence)
    if relation := getattr(annotation, "relation", None):
        yield _relation(relation)


def _claim(claim: Claim, role: str, evidence: Annotation | None = None) -> Statement:
    speakers = list(claim.speakers.all())
    details = list(claim_details(claim, [one.name for one in claim.about.all()]))
    return Statement(role, speakers, "", [], details, claim.note, evidence)


def _relation(relation: Relation) -> Statement:
    speakers = [one.name for one in relation.claim.speakers.all()] if relation.claim else []
    return Statement(
        "Who does what",
        list(relation.actors.all()),
        relation.action,
        list(relation.targets.all()),
        list(relation_details(relation, speakers)),
        relation.note,
    )
