"""The rows of a facet. A list has dozens: as a template they cost more than its articles."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.safestring import SafeString

from articles.markup import fill, joined
from articles.templatetags.printing import percent

register = template.Library()


@register.filter
def options(names: Iterable[str]) -> SafeString:
    """The values that a field proposes."""
    return joined(fill('<option value="{}">', name) for name in names)


@register.filter
def facet_row(value: Any) -> SafeString:
    """A value with its number, or its share: the way to it, and to all but it."""
    number = f"{value.count:,}"
    said = f"{number} {value.noun}{'' if value.count == 1 else 's'}"
    shown = fill('<span class="n" aria-hidden="true">{}</span>', number)
    if value.among:
        said = f"{number} of {value.among:,} articles"
        shown = fill(
            '<span class="n" aria-hidden="true" title="{}">{}</span>',
            f"{number} of {value.among:,}",
            percent(value.count, value.among),
        )
    return fill(
        '<li><a class="{}" href="{}" rel="nofollow"{}><span>{}</span>'
        '<span class="vh">, {}{}</span></a>{}{}</li>',
        f"tag {value.kind}" if value.kind else "plain",
        value.url,
        _CURRENT if value.is_chosen else "",
        value.label,
        said,
        ", applied; remove" if value.is_chosen else "; narrow to",
        shown,
        _beside(value),
    )


_CURRENT = fill(' aria-current="true"')


def _beside(value: Any) -> SafeString | str:
    if value.is_chosen:
        return fill(
            '<a class="x" href="{}" rel="nofollow" aria-label="Remove {}">×</a>',
            value.url,
            value.label,
        )
    if not value.not_url:
        return ""
    return fill(
        '<a class="x" href="{}" rel="nofollow">not<span class="vh"> {}</span></a>',
        value.not_url,
        value.label,
    )
