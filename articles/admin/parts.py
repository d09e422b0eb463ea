"""The parts of a change as a table: field by field what was before and after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


def parts_table(parts: Iterable[Mapping[str, Any]]) -> SafeString:
    rows = format_html_join(
        "",
        "<tr><td>{} {}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
        (
            (part["model"], " / ".join(map(str, part["key"])), part["did"], name, old, new)
            for part in parts
            for name, old, new in _differences(part)
        ),
    )
    return format_html(
        '<div class="parts"><table><thead><tr><th scope="col">What</th><th scope="col">Did</th>'
        '<th scope="col">Field</th><th scope="col">Before</th><th scope="col">After</th></tr>'
        "</thead><tbody>{}</tbody></table></div>",
        rows,
    )


def _differences(part: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    before, after = part.get("before", {}), part.get("after", {})
    names = [
        name
        for name in (after or before)
        if part["did"] == "changed" or _is_shown(after, before, name)
    ]
    return [(name, shown(before.get(name)), shown(after.get(name))) for name in names] or [
        ("", "", "")
    ]


def _is_shown(after: Mapping[str, Any], before: Mapping[str, Any], name: str) -> bool:
    """Of a new or removed row the empty fields say nothing."""
    return (after or before)[name] not in ("", None, [])


def shown(value: Any) -> str:
    """A field's value as it is read: lists in a row, nothing as a dash."""
    if isinstance(value, list):
        return ", ".join(shown(one) for one in value) or "–"
    return "–" if value in ("", None) else str(value)
