"""Claims and relations in words."""

from collections.abc import Iterator

from django import template
from django.utils.text import capfirst

from articles.models import Relation
from articles.reading.statements import relation_details

register = template.Library()


@register.filter
def details(relation: Relation) -> str:
    """“Asks or demands, verbal conflict, planned, the week of 3 December 2012”."""
    return capfirst(", ".join(_details(relation)))


def _details(relation: Relation) -> Iterator[str]:
    if relation.category:
        yield relation.get_category_display()
    elif relation.state:
        yield f"state: {relation.state}"
    speakers = relation.claim.speakers.all() if relation.claim else ()
    yield from relation_details(relation, [speaker.name for speaker in speakers])
