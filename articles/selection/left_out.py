"""What of an address was not understood, said above the list."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .reading import Ignored, Link

if TYPE_CHECKING:
    from .selection import Selection


def left_out(selection: Selection, last: int) -> list[Ignored]:
    """With a page that there is not, in a list that ends with the `last`."""
    found = [replace(ignored, links=_links(selection, ignored)) for ignored in selection.ignored]
    if selection.page > last:
        reason = f"is past the last page, which is {last}"
        found.append(Ignored.of("page", str(selection.page), reason))
    return found


def _links(selection: Selection, ignored: Ignored) -> tuple[Link, ...]:
    """For a name with several meanings: each of them."""
    add = selection.excluding if ignored.parameter == "not" else selection.with_value
    return tuple(
        Link(f"{value.label} ({value.parameter})", add(value).url()) for value in ignored.choices
    )
