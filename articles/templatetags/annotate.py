"""What the workbench says of what stands beside it in the text."""

from __future__ import annotations

from django import template

from articles.models import Article
from articles.pages.suggested import Question
from articles.quotation import Quotation, quotation

register = template.Library()
LONGEST = 140  # the whole sentence is beside it


@register.filter
def near(question: Question, article: Article) -> Quotation:
    """The words that are asked about, with a few around them."""
    mention = question.options[0].mention
    return quotation(getattr(article, mention.field), mention.start or 0, mention.end or 0, LONGEST)
