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
    content = json.dumps(words, ensure_ascii=False).translate(ESCAPES)
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(content),  # noqa: S308  nothing in it can close the element
    )
