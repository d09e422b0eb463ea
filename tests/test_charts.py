"""Charts, the dot map, dates and the ways in: what they draw, without a page around them."""

import datetime
import re
from types import SimpleNamespace

import html5lib
import pytest
from django.core.paginator import Paginator
from django.template import RequestContext, Template
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from articles import worldmap
from articles.templatetags import worldmap as maps
from articles.templatetags.charts import Column, bars, heat, meter, month, spark, strip, years
from articles.templatetags.frame import brand, kind_ways, main_ways
from articles.templatetags.printing import day_words, printed, thousands

SVG = "{http://www.w3.org/2000/svg}"
CELLS = st.sets(st.tuples(st.integers(0, 69), st.integers(0, 131)), max_size=200)


def parse(html):
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), strict=True)
    return parser.parseFragment(html)


def draw(template, **context):
    request = RequestFactory().get("/articles/?country=TR&page=4")
    return Template(template).render(RequestContext(request, context))


# Bars


def test_a_chart_is_a_list_of_links_with_their_numbers_in_words():
    chart = parse(bars([Column("Nov 2012", 1, "/a/"), Column("Dec 2012", 1420, "/b/")], "By month"))
    links = chart.findall(".//{http://www.w3.org/1999/xhtml}a")
    assert [link.get("href") for link in links] == ["/a/", "/b/"]
    assert ["".join(link.itertext()) for link in links] == [
        "Nov 2012: 1 article",
        "Dec 2012: 1,420 articles",
    ]


def test_the_first_of_the_highest_bars_is_the_peak():
    html = bars([Column("a", 1), Column("b", 3), Column("c", 3), Column("d", 0)], "x")
    assert html.count('class="max"') == 1
    assert '<li class="max"><a data-tip="b: 3">' in html


def test_an_empty_month_has_no_bar_and_a_small_one_can_be_seen():
    html = bars([Column("none", 0), Column("one", 1), Column("most", 1000)], "x")
    assert html.count("<svg") == 2
    assert "v-1.5h1v1.5z" in html


def test_names_in_charts_and_maps_are_escaped():
    evil = '"><script>'
    place = maps.Place("TR", "a", "/x/", evil)
    for html in [bars([Column(evil, 1, evil, evil)], evil, evil), maps.draw([place], evil)]:
        assert "<script>" not in html


@pytest.mark.parametrize("columns", [[], [Column("a", 0)]])
def test_a_chart_of_nothing_is_drawn_without_a_fault(columns):
    assert "max" not in bars(columns, "x")


def test_no_drawing_uses_a_style_attribute():
    drawings = [
        bars([Column("a", 1, tick="2012", is_out=True)], "x", "country low"),
        meter(1, 3),
        strip([1, 5], 10),
        spark([1, 2]),
        maps.draw([maps.Place("TR", "a")], "x"),
    ]
    assert all("style" not in drawing for drawing in drawings)


# Meters, strips, sparks, heat


@pytest.mark.parametrize(
    ("part", "whole", "width"), [(1, 3, "33.3"), (0, 5, "0"), (7, 0, "0"), (9, 3, "100")]
)
def test_a_meter_shows_a_share_and_never_more_than_all(part, whole, width):
    assert f'd="M0 0h{width}v4H0z"' in meter(part, whole)


def test_a_strip_ticks_each_place_once_inside_the_drawing():
    assert 'd="M1 0v5M100 0v5M199 0v5"' in strip([0, 0, 500, 1000], 1000)
    assert 'd=""' in strip([], 0)


def test_a_spark_draws_its_peak_apart():
    rest, peak = re.findall(r' d="([^"]*)"', spark([1, 0, 4]))
    assert rest == "M0 20v-5.0h.8V20z"
    assert peak == "M2 20v-20.0h.8V20z"
    assert re.findall(r' d="([^"]*)"', spark([])) == ["", ""]


@given(count=st.integers(0, 10_000), most=st.integers(0, 10_000))
def test_heat_is_0_for_none_and_5_for_the_most(count, most):
    degree = heat(count, most)
    assert 0 <= degree <= 5
    assert (degree == 0) == (count == 0 or most == 0)
    if 0 < most <= count:
        assert degree == 5


# Calendars


def test_years_hold_every_month_between_the_first_and_the_last():
    calendar = years({(2010, 12): 3, (2012, 1): 6})
    assert [row["year"] for row in calendar["rows"]] == [2010, 2011, 2012]
    assert [row["total"] for row in calendar["rows"]] == [3, 0, 6]
    assert {len(row["months"]) for row in calendar["rows"]} == {12}
    assert years({})["rows"] == []


def test_a_month_begins_its_weeks_on_monday():
    december = month(2012, 12, {1: 4})  # 1 December 2012 was a Saturday
    first, *_ = december["weeks"]
    assert [cell and cell["day"] for cell in first] == [None] * 5 + [1, 2]
    assert first[5]["count"] == 4


def test_calendars_link_to_their_days_and_months():
    page = draw(
        "{% load charts %}{% years counts %}{% month 2012 12 days %}",
        counts={(2012, 12): 5},
        days={1: 4},
    )
    assert 'href="/articles/2012/12/"' in page
    assert 'href="/articles/2012/12/01/"' in page
    assert 'aria-label="1 December 2012, 4 articles"' in page


# The map


@given(CELLS)
def test_cells_drawn_as_a_path_are_the_same_cells(cells):
    assert set(maps._cells(maps.path_of(cells))) == cells


def test_no_two_countries_share_a_dot_and_all_lie_inside():
    cells = [cell for iso2 in worldmap.PATHS for cell in maps.dots(iso2)]
    assert len(cells) == len(set(cells))
    assert all(r < worldmap.HEIGHT and c < worldmap.WIDTH for r, c in cells)


def test_paths_hold_only_what_the_map_can_read():
    for path in [*worldmap.PATHS.values(), worldmap.OTHER_LAND]:
        assert maps.path_of(maps._cells(path)) == maps.path_of(set(maps._cells(path)))
        assert "".join(match.group() for match in maps.RUN.finditer(path)) == path


def test_countries_with_articles_are_links_and_all_other_land_is_one_path():
    html = maps.draw([maps.Place("TR", "a", "/countries/turkey/", "Turkey, 3 articles")], "Map")
    assert html.count("<path") == 2
    assert '<a href="/countries/turkey/"><title>Turkey, 3 articles</title>' in html
    assert 'role="group"' in html
    assert maps.draw([maps.Place("TR", "a")], "Map").count("<a ") == 0


def test_a_map_without_links_is_a_picture():
    assert 'role="img"' in maps.world_picture({"TR": "a", "XX": "b"}, "Map")


def country(iso2, count):
    return SimpleNamespace(
        iso2=iso2,
        name=iso2,
        articles_count=count,
        get_absolute_url=lambda: f"/countries/{iso2.lower()}/",
    )


def test_the_darkest_countries_have_the_most_articles():
    html = maps.world_map(
        [country("TR", 10), country("RU", 100), country("LY", 3), country("FR", 0)]
    )
    shades = dict(re.findall(r'href="/countries/(\w\w)/".*?class="(\w)"', html))
    assert shades == {"ru": "a", "tr": "b", "ly": "c"}


def test_the_map_stays_light_when_every_country_has_articles():
    few = maps.world_map([country(iso2, n) for n, iso2 in enumerate(list(worldmap.PATHS)[:30], 1)])
    every = maps.world_map([country(iso2, n) for n, iso2 in enumerate(worldmap.PATHS, 1)])
    assert len(few) < 9_000
    assert len(every) < 14_000
    assert every.count("<a ") == maps.MOST_LINKS


# Names, ways, pages, dates


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("The Annotated Archive", "The <b>Annotated</b> Archive"),
        ("Moscow Files", "Moscow <b>Files</b>"),
        ("R&D", "<b>R&amp;D</b>"),
        ("", "<b>Archive</b>"),
    ],
)
def test_one_word_of_the_name_is_under_the_highlighter(name, shown):
    assert brand(name) == shown


@pytest.mark.parametrize(
    ("path", "label", "current"),
    [
        ("/articles/", "Articles", "page"),
        ("/articles/2012/12/", "Timeline", "true"),
        ("/articles/2013/", "Timeline", "page"),
        ("/countries/russia/", "Countries", "true"),
        ("/people/", "Entities", "page"),
        ("/events/syrian-civil-war/", "Entities", "true"),
        ("/help/query/", "Help", "true"),
    ],
)
def test_the_way_that_the_page_belongs_to_is_marked(path, label, current):
    marked = [way for way in main_ways(path, "/articles/2013/") if way.current]
    assert [(way.label, way.current) for way in marked] == [(label, current)]


@pytest.mark.parametrize(
    "path", ["/", "", "/articles/2012/12/01/a-headline/", "/articles/undated/x/"]
)
def test_no_way_is_marked_on_a_page_of_its_own(path):
    assert not [way for way in main_ways(path) if way.current]


def test_every_kind_has_its_way():
    ways = list(kind_ways("person"))
    assert len(ways) == 8
    assert [way.url for way in ways if way.current] == ["/people/"]


def test_numbered_pages_keep_the_rest_of_the_address():
    page = Paginator(range(160), 20).page(4)
    html = draw("{% load frame %}{% pages page %}", page=page)
    assert 'href="?country=TR&amp;page=5" rel="next"' in html
    assert html.count('aria-current="page"') == 1
    assert draw("{% load frame %}{% pages page %}", page=Paginator([1], 20).page(1)).strip() == ""


@pytest.mark.parametrize(
    ("precision", "words", "known"),
    [
        ("day", "1 December 2012", "2012-12-01"),
        ("month", "December 2012", "2012-12"),
        ("year", "2012", "2012"),
    ],
)
def test_a_date_says_only_what_is_known(precision, words, known):
    day = datetime.date(2012, 12, 1)
    article = SimpleNamespace(published_on=day, date_precision=precision)
    assert day_words(day, precision) == words
    assert printed(article) == f'<time datetime="{known}">{words}</time>'


def test_an_article_without_a_date_is_undated():
    assert printed(SimpleNamespace(published_on=None, date_precision="day")) == (
        "<span>undated</span>"
    )
    assert thousands(12345) == "12,345"
