"""The dot map: countries with articles are shaded, and link to their pages."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from articles import worldmap

register = template.Library()

RUN = re.compile(r"M(\d+) (\d+)h(\d+|\.01)")
# A link costs about 100 bytes and a stop for the keyboard; the list beside the map has them all.
MOST_LINKS = 60


@dataclass(frozen=True)
class Place:
    """A country to shade: `a` is the darkest of `a`, `b` and `c`. Without a url it is no link."""

    iso2: str
    shade: str
    url: str = ""
    title: str = ""


def shade(count: int, most: int) -> str:
    """By its share of the most: half of it or more, a tenth or more, less."""
    if count * 2 >= most:
        return "a"
    return "b" if count * 10 >= most else "c"


@lru_cache
def dots(iso2: str) -> frozenset[tuple[int, int]]:
    """The cells (row, column) of a country."""
    return frozenset(_cells(worldmap.PATHS.get(iso2, "")))


def _cells(path: str) -> Iterable[tuple[int, int]]:
    for column, row, length in RUN.findall(path):
        extra = 0 if length == ".01" else int(length)
        for step in range(extra + 1):
            yield int(row), int(column) + step


def path_of(cells: Iterable[tuple[int, int]]) -> str:
    """Cells as one path: a run of neighbors in a row is a line, a single cell a very short one."""
    path = []
    in_order = enumerate(sorted(cells))
    for _, run in groupby(in_order, key=lambda pair: (pair[1][0], pair[1][1] - pair[0])):
        (_, (row, column)), *others = run
        path.append(f"M{column} {row}h{len(others) or '.01'}")
    return "".join(path)


@lru_cache(maxsize=64)
def land(without: frozenset[str]) -> str:
    """All land but these countries, in one path."""
    cells = {cell for iso2 in worldmap.PATHS if iso2 not in without for cell in dots(iso2)}
    return path_of(cells.union(_cells(worldmap.OTHER_LAND)))


def draw(places: Iterable[Place], label: str) -> SafeString:
    """The map as SVG: a group of links, or a picture if no country is a link."""
    places = [place for place in places if place.iso2 in worldmap.PATHS]
    linked = [place for place in places if place.url]
    rest = [place for place in places if not place.url]
    shaded = ""
    for letter in "cba":
        cells = {cell for place in rest if place.shade == letter for cell in dots(place.iso2)}
        if cells:
            shaded += f'<path class="{letter}" d="{path_of(cells)}"/>'
    links = format_html_join(
        "",
        '<a href="{}"><title>{}</title><path class="{}" d="{}"/></a>',
        ((p.url, p.title, p.shade, worldmap.PATHS[p.iso2]) for p in linked),
    )
    return format_html(
        '<svg class="map country" viewBox="-1 -1 {} {}" role="{}" aria-label="{}"{}>'
        '<g class="land" aria-hidden="true"><path d="{}"/>{}</g>{}</svg>',
        worldmap.WIDTH + 1,
        worldmap.HEIGHT + 1,
        "group" if linked else "img",
        label,
        mark_safe(" data-roving") if linked else "",
        land(frozenset(place.iso2 for place in places)),
        mark_safe(shaded),  # noqa: S308  letters and numbers of our own
        links,
    )


@register.simple_tag
def world_map(countries: Iterable, label: str = "World map: countries with articles") -> SafeString:
    """Countries (entities with `articles_count`) by how many articles have them."""
    countries = sorted(
        (country for country in countries if country.iso2 and country.articles_count),
        key=lambda country: -country.articles_count,
    )
    most = countries[0].articles_count if countries else 0
    places = []
    for rank, country in enumerate(countries):
        count = country.articles_count
        articles = f"{country.name}, {count:,} article{'' if count == 1 else 's'}"
        url = country.get_absolute_url() if rank < MOST_LINKS else ""
        places.append(Place(country.iso2, shade(count, most), url, articles))
    return draw(places, label)


@register.simple_tag
def world_picture(shades: Mapping[str, str], label: str) -> SafeString:
    """A map without links: {"RU": "a", "SY": "b"}."""
    return draw([Place(iso2, letter) for iso2, letter in shades.items()], label)
