"""Words of the API's description, in which code stands between backticks."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def coded(words: str) -> SafeString:
    parts = words.split("`")
    pieces = [
        (format_html("<code>{}</code>", part) if number % 2 else part,)
        for number, part in enumerate(parts)
    ]
    return format_html_join("", "{}", pieces)
