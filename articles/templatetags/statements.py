"""Claims and relations in words."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from articles.models import Entity, Relation
from articles.reading.statements import relation_details

register = template.Library()


@register.filter
def of(found: Mapping[int, Any], key: int) -> Any:
    """What is kept under a key that a template has in a variable."""
    return found.get(key)


@register.filter
def linked(entity: Entity) -> SafeString:
    """A link without a blank after it: a comma may follow."""
    return format_html(
        '<a class="tag {0}" href="{1}"><span class="vh">{0}: </span><bdi>{2}</bdi></a>',
        *(entity.kind, entity.get_absolute_url(), entity.name),
    )


@register.filter
def in_a_row(entities: Iterable[Entity]) -> SafeString:
    """Links with “and” before the last."""
    links = list(map(linked, entities))
    joints = ["", *([", "] * (len(links) - 2)), *([" and "] if len(links) > 1 else [])]
    return format_html_join("", "{}{}", zip(joints, links, strict=False))


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
