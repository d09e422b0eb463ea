"""Rows of markup made in Python, where a page has hundreds of them.

    fill('<a href="{}">{}</a>', url, name)

Django's `format_html` does the same, and asks of each value first whether it is lazy: of a list's
rows that was most of the cost.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString, mark_safe


def fill(form: str, *values: object) -> SafeString:
    """The form with each value in its place, escaped if it is not markup already."""
    return mark_safe(form.format(*map(_escaped, values)))  # noqa: S308  escaped, each


def joined(pieces: Iterable[SafeString | str], between: str = "") -> SafeString:
    """One after the other, with what is no markup escaped."""
    return mark_safe(between.join(map(_escaped, pieces)))  # noqa: S308  escaped, each


def _escaped(value: object) -> str:
    return value if type(value) is SafeString else escape(str(value))
