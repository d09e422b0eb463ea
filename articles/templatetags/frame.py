"""What stands around every page: the name, the ways in, the kinds, the pages of a list."""

from collections.abc import Iterator
from dataclasses import dataclass

from django import template
from django.core.paginator import Page
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.models import Kind

register = template.Library()


@dataclass(frozen=True)
class Way:
    """A link of a navigation. `current` is the value of aria-current, or empty."""

    label: str
    url: str
    current: str = ""
    css: str = ""


@register.filter
def brand(name: str) -> SafeString:
    """The archive's name with one word under the highlighter: “Annotated”, else the last."""
    words = name.split() or ["Archive"]
    lit = words.index("Annotated") if "Annotated" in words else len(words) - 1
    before, after = " ".join(words[:lit]), " ".join(words[lit + 1 :])
    return format_html("{}<b>{}</b>{}", before and f"{before} ", words[lit], after and f" {after}")


@register.inclusion_tag("_nav.html", takes_context=True)
def main_nav(context: template.Context) -> dict:
    request = context.get("request")
    timeline = context.get("nav_timeline_url") or "/articles/"
    return {"ways": list(main_ways(request.path if request else "", timeline))}


def main_ways(path: str, timeline: str = "/articles/") -> Iterator[Way]:
    """The six ways in; the one that the page belongs to is marked, at most one."""
    parts = path.strip("/").split("/")
    root = parts[0]
    is_list = root == "articles" and len(parts) == 1
    is_period = root == "articles" and len(parts) in (2, 3, 4) and parts[1].isdigit()
    kinds = {kind.plural for kind in Kind}
    sections = [
        ("Articles", "/articles/", is_list),
        ("Countries", "/countries/", root == "countries"),
        ("Entities", "/people/", root in kinds - {"countries"}),
        ("Timeline", timeline, is_period),
        ("Sources", "/sources/", root == "sources"),
        ("Help", "/help/", root == "help"),
    ]
    for label, url, is_here in sections:
        yield Way(label, url, ("page" if url == path else "true") if is_here else "")


@register.inclusion_tag("_kinds.html")
def kinds_nav(current: str = "") -> dict:
    """The eight kinds, for every index of entities."""
    return {"ways": list(kind_ways(current))}


def kind_ways(current: str = "") -> Iterator[Way]:
    for kind in Kind:
        here = "page" if kind == current else ""
        yield Way(kind.plural.capitalize(), f"/{kind.plural}/", here, kind.value)


@register.inclusion_tag("_pages.html", takes_context=True)
def pages(context: template.Context, page: Page) -> dict:
    """Numbered pages of a list, with the rest of the address as it is."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "request": context["request"],
        "page": page,
        "numbers": [number if isinstance(number, int) else None for number in numbers],
    }


@register.filter
def kind_plural(kind: str) -> str:
    """“Countries” of “country”."""
    return Kind(kind).plural.capitalize()
