"""Text with overlapping marks as safe HTML. Pure: knows no article.

    link = Mark(0, 6, "a", (("class", "e country"), ("href", "/countries/turkey/")))
    render(text, start, end, [link])

The text content of the result is exactly ``text[start:end]``. Marks may nest and cross; HTML
elements may only nest, so a crossing mark is drawn in pieces. A link holds no link: where several
meet, the innermost is the link, and an outer one is a span there and a link again where it
stands alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe


@dataclass(frozen=True)
class Mark:
    """A span to draw: code points `start` to `end` of the text, as one element.

    Of marks on the same span, the one with the higher `rank` lies inside. A mark of no length is an
    empty element after what ends at its place, such as the link of a note. Attribute names are
    trusted, values are escaped.
    """

    start: int
    end: int
    tag: str
    attributes: tuple[tuple[str, str], ...] = ()
    rank: int = 0


def render(text: str, start: int, end: int, marks: Collection[Mark]) -> SafeString:
    """HTML of ``text[start:end]`` with the parts of the marks that lie in it."""
    out: list[str] = []
    opened: list[tuple[Mark, str]] = []
    # A mark that began before this part of the text had its id there.
    begun = {id(mark) for mark in marks if mark.start < start}
    empty = _empty_elements(marks)
    for left, right, active in _segments(start, end, marks):
        wanted = _elements(active)
        kept = _common(opened, wanted)
        out.extend(f"</{tag}>" for _, tag in reversed(opened[kept:]))
        if left > start:
            out.extend(empty[left])
        for mark, tag in wanted[kept:]:
            out.append(_open(mark, tag, is_first=id(mark) not in begun))
            begun.add(id(mark))
        opened = wanted
        out.append(escape(text[left:right]))
    out.extend(f"</{tag}>" for _, tag in reversed(opened))
    if start < end:
        out.extend(empty[end])
    return mark_safe("".join(out))  # noqa: S308  the text and all values are escaped above


def _empty_elements(marks: Iterable[Mark]) -> defaultdict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    for mark in marks:
        if mark.start == mark.end:
            found[mark.start].append(f"{_open(mark, mark.tag, is_first=True)}</{mark.tag}>")
    return found


def _segments(start: int, end: int, marks: Iterable[Mark]) -> Iterator[tuple[int, int, list[Mark]]]:
    """The text in pieces over which the same marks are active, with these, outermost first."""
    begins: defaultdict[int, list[Mark]] = defaultdict(list)
    ends: set[int] = set()
    for mark in marks:
        left, right = max(mark.start, start), min(mark.end, end)
        if left < right:
            begins[left].append(mark)
            ends.add(right)
        elif left == right == mark.start:
            ends.add(right)
    active: list[Mark] = []
    edges = sorted({start, end, *begins, *ends})
    for left, right in pairwise(edges):
        active = [mark for mark in active if mark.end > left]
        if left in begins:
            active = sorted([*active, *begins[left]], key=lambda m: (m.start, -m.end, m.rank))
        yield left, right, active


def _elements(active: list[Mark]) -> list[tuple[Mark, str]]:
    links = [mark for mark in active if mark.tag == "a"]
    return [
        (mark, "span" if mark.tag == "a" and mark is not links[-1] else mark.tag) for mark in active
    ]


def _common(opened: list[tuple[Mark, str]], wanted: list[tuple[Mark, str]]) -> int:
    """How many of the open elements go on."""
    count = 0
    for (mark, tag), (wish, name) in zip(opened, wanted, strict=False):
        if mark is not wish or tag != name:
            break
        count += 1
    return count


def _open(mark: Mark, tag: str, *, is_first: bool) -> str:
    left_out = set() if tag == mark.tag else {"href"}
    if not is_first:
        left_out.add("id")
    attributes = "".join(
        f' {name}="{escape(value)}"' for name, value in mark.attributes if name not in left_out
    )
    return f"<{tag}{attributes}>"
