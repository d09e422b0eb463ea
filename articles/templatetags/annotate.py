"""What the workbench says of what stands beside it in the text."""

from __future__ import annotations

from django import template

from articles.models import Annotation, AnnotationKind, Article
from articles.pages.suggested import Question
from articles.quotation import Quotation, quotation

register = template.Library()
LONGEST = 140  # the whole sentence is beside it


@register.filter
def near(question: Question, article: Article) -> Quotation:
    """The words that are asked about, with a few around them."""
    mention = question.options[0].mention
    return quotation(getattr(article, mention.field), mention.start or 0, mention.end or 0, LONGEST)


@register.filter
def marked_as(annotation: Annotation) -> str:
    """“Turkey”, “Note”, “Claim”: what else is said of the words that are open."""
    if annotation.entity is not None:
        return str(annotation.entity)
    for name in ("claim", "relation", "cued_claim"):
        if getattr(annotation, name, None) is not None:
            return {"cued_claim": "Says who says it"}.get(name, name.capitalize())
    return AnnotationKind(annotation.kind).label
