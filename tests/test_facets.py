"""The number on every facet and bar is the number on the page that it opens."""

import datetime
import html
import random
import re
import shutil

import pytest

from articles.models import DatePrecision
from articles.search import keeping
from articles.selection import AllValues, facet_of
from tests.factories import article, entity, source
from tests.test_selection import read

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_index")]
DAY = datetime.date


@pytest.fixture
def archive():
    chance = random.Random(11)  # noqa: S311
    countries = [entity(f"Country {n}", iso2=f"C{chr(65 + n)}", is_listed=True) for n in range(7)]
    people = [entity(f"Person {n}", "person") for n in range(3)]
    papers = [source(f"Paper {n}") for n in range(2)]
    with keeping.postponed():
        for number in range(40):
            tags = [one for one in (*countries, *people) if chance.random() < 0.3]
            day = DAY(2012, 1, 1) + datetime.timedelta(days=chance.randrange(500))
            article(
                text=chance.choice(["Gas and oil.", "Gas.", "Nothing."]),
                source=chance.choice(papers),
                language=chance.choice(["en", "tr"]),
                published_on=None if number % 13 == 0 else day,
                date_precision=chance.choice(DatePrecision.values),
                entities=tags,
            )


SELECTIONS = [
    "",
    "q=gas",
    "q=gas+-oil&country=CA",
    "country=CA&country=CB",
    "country=CA,CB&not=CC",
    "not=person:person-0&lang=en",
    "from=2012-03-15&to=2012-11",
    "q=gas&from=2012-06",
    "to=2012-06-10&source=paper-0",
    "has=notes",
    "q=no:country",
]


def number_of(url):
    path, _, query = url.partition("?")
    assert path == "/articles/"
    selection = read(query)
    assert not selection.left_out
    return selection.total


@pytest.mark.parametrize("query", SELECTIONS)
def test_each_facet_counts_what_its_links_open(archive, query):
    selection = read(query)
    assert bool(selection.boxes) == bool(selection.total)
    for box in selection.boxes:
        for choice in box.values:
            if choice.is_chosen:  # its number is of those that are shown
                assert 0 < choice.count <= selection.total
                continue
            assert number_of(choice.url) == choice.count
            assert number_of(choice.not_url) == selection.total - choice.count


@pytest.mark.parametrize("query", SELECTIONS)
def test_each_bar_counts_what_it_opens(archive, query):
    parts = read(query).course
    for part in parts:
        assert bool(part.url) == bool(part.count)
        if part.url:
            assert number_of(part.url) == part.count
    periods = [part.period.first for part in parts]
    assert periods == sorted(periods)


def test_many_years_are_a_bar_each():
    for year in (1980, 1985, 2012):
        article(published_on=DAY(year, 5, 5))
    parts = read("").course
    assert [part.period.words for part in parts if part.count] == ["1980", "1985", "2012"]
    assert len(parts) == 33
    assert [number_of(part.url) for part in parts if part.url] == [1, 1, 1]


def test_all_values_of_a_facet_have_a_page(client, archive):
    response = client.get("/articles/facets/country/?q=gas")
    assert response.status_code == 200
    listed = re.findall(r'href="([^"]*)" rel="nofollow" dir="auto">(Country \d)</a>', response.text)
    assert len(listed) == 7
    values = AllValues(read("q=gas"), facet_of("country"), "")
    for choice, (url, name) in zip(values.choices, listed, strict=True):
        assert (choice.url, choice.label) == (html.unescape(url), name)
        assert number_of(choice.url) == choice.count
    few = client.get("/articles/facets/country/?q=gas&starts=country+3").text
    assert "Country 3" in few
    assert "Country 4" not in few
    assert client.get("/articles/facets/nothing/").status_code == 404


def test_the_values_in_use_come_first_and_can_be_taken_away(client, archive):
    box = read("country=CF&q=gas").boxes[0]
    assert box.values[0].label == "Country 5"
    assert (box.chosen, box.values[0].is_chosen) == (1, True)
    assert box.values[0].url == "/articles/?q=gas"
    content = client.get("/articles/?country=CF&q=gas").text
    assert "Countries <em>1 selected</em>" in content
    assert 'aria-label="Remove Country 5"' in content


def test_without_an_index_a_list_has_no_facets_and_is_there(client, archive, own_index):
    keeping.rest()
    shutil.rmtree(own_index)
    own_index.write_text("A file where the folder should be.")
    response = client.get("/articles/?country=CA")
    assert response.status_code == 200
    assert "articles that mention Country 0" in response.text
    assert 'class="facets"' not in response.text
    assert client.get("/articles/facets/country/").status_code == 503
