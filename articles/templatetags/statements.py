"""Claims and relations in words."""

from django import template

from articles.models import Claim, Relation
from articles.reading.statements import claim_details, relation_details

register = template.Library()


@register.filter
def details(statement: Claim | Relation) -> list[str]:
    """How it is said or stands, in quiet words."""
    if isinstance(statement, Claim):
        return [words for words in claim_details(statement) if not words.startswith("about ")]
    speakers = statement.claim.speakers.all() if statement.claim else ()
    return list(relation_details(statement, speakers))
