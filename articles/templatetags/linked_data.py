"""JSON-LD in a page. It is data: the policy lets it pass, and nothing in it can end its element."""

import json
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.simple_tag
def linked_data(words: dict[str, Any]) -> SafeString:
    return format_html('<script type="application/ld+json">{}</script>', inert_json(words))


def inert_json(content: Any) -> SafeString:
    """JSON for the inside of a script element: nothing in it can close the element."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(ESCAPES))  # noqa: S308  no < is left in it
