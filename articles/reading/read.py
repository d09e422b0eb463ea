from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.utils.safestring import SafeString

from articles.models import Annotation, AnnotationKind, Article, Entity, Field, TaggedEntity

from .margin import MarginNote, margin_notes
from .marks import Drawing
from .panel import KindOfEntity, entities_by_kind
from .statements import StatementLine, Statements
from .voices import Voice


@dataclass(frozen=True)
class ReadParagraph:
    number: int
    html: SafeString
    notes: list[MarginNote]


@dataclass(frozen=True)
class Reading:
    """What the page of an article shows."""

    article: Article
    headline: SafeString
    paragraphs: list[ReadParagraph]
    tags: list[TaggedEntity]
    kinds: list[KindOfEntity]
    claims: list[StatementLine]
    relations: list[StatementLine]
    voices: list[Voice]
    orphans: list[Annotation]
    counts: Counter[str]
    dateline: Entity | None

    @property
    def margin_count(self) -> int:
        return sum(len(paragraph.notes) for paragraph in self.paragraphs)


def read(article: Article) -> Reading:
    annotations = list(
        article.annotations.accepted().select_related("entity", "created_by").in_reading_order()
    )
    tags = list(article.tags.most_salient())
    paragraphs = article.paragraphs
    anchored = [annotation for annotation in annotations if not annotation.is_orphaned]
    in_text = [annotation for annotation in anchored if annotation.field == Field.TEXT]
    statements = Statements(article, annotations, paragraphs)
    notes = margin_notes(paragraphs, in_text)
    salience = {tag.tag_id: tag.salience for tag in tags}
    dateline = _dateline(article, in_text)
    drawing = Drawing(
        article.text,
        in_text,
        salience=salience,
        notes=notes,
        statement_css=statements.css,
        dateline=dateline,
    )
    in_headline = [annotation for annotation in anchored if annotation.field == Field.HEADLINE]
    headline = Drawing(article.headline, in_headline, salience=salience, tint=False)
    return Reading(
        article=article,
        headline=headline.html(0, len(article.headline)),
        paragraphs=[
            ReadParagraph(
                paragraph.number,
                drawing.html(paragraph.start, paragraph.end),
                [note for note in notes if paragraph.start < note.end <= paragraph.end],
            )
            for paragraph in paragraphs
        ],
        tags=tags,
        kinds=entities_by_kind(anchored, tags),
        claims=statements.claims,
        relations=statements.relations,
        voices=statements.voices,
        orphans=[annotation for annotation in annotations if annotation.is_orphaned],
        counts=Counter(annotation.kind for annotation in annotations),
        dateline=dateline.entity if dateline else None,
    )


def _dateline(article: Article, annotations: list[Annotation]) -> Annotation | None:
    """The mention that stands where the text begins with the dateline."""
    words = article.dateline.casefold()
    for annotation in annotations:
        if annotation.kind == AnnotationKind.MENTION and words:
            before = article.text[: annotation.start].strip()
            if annotation.exact.casefold() == words and not before:
                return annotation
    return None
