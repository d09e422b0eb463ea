"""The number on every facet and bar is the number on the page that it opens."""

import csv
import datetime
import html
import io
import itertools
import random
import re
import shutil

import pytest
from django.db import transaction

from articles.models import DatePrecision, Entity, Source, Status
from articles.search import Answers, keeping
from articles.search.conditions import Alike, Between, Everything, FromSource, Tagged
from articles.selection import AllValues, facet_of
from articles.templatetags.printing import percent
from tests.crawl import document
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


def test_each_facet_and_each_bar_counts_what_it_opens(archive):
    for query in SELECTIONS:
        selection = read(query)
        assert bool(selection.boxes) == bool(selection.total)
        for choice in (choice for box in selection.boxes for choice in box.values):
            if choice.is_chosen:  # its number is of those that are shown
                assert 0 < choice.count <= selection.total
                continue
            assert number_of(choice.url) == choice.count
            assert number_of(choice.not_url) == selection.total - choice.count
        for part in selection.course:
            assert number_of(part.url) == part.count if part.count else not part.url
        periods = [part.period.first for part in selection.course]
        assert periods == sorted(periods)


def test_shares_are_of_all_articles_and_stay_in_the_address(client, archive):
    selection = read("country=CA&from=2012-03-15&norm=share")
    assert selection.url() == "/articles/?country=CA&from=2012-03-15&norm=share"
    assert all("norm=share" in choice.url for box in selection.boxes for choice in box.values)
    for part in selection.course:
        assert "norm=share" in part.url or not part.count
        dates = part.url.partition("&")[2] if part.url else ""
        assert not part.url or number_of(f"/articles/?{dates}") == part.among
    assert {choice.among for box in selection.boxes for choice in box.values} == {read("").total}
    assert selection.other_norm.url() == "/articles/?country=CA&from=2012-03-15"
    assert read("norm=percent").left_out[0].written == "norm=percent"
    content = client.get(selection.url()).text
    part = next(part for part in selection.course if part.count)
    said = f"{part.period.words}: {percent(part.count, part.among)}, {part.count} of {part.among}"
    assert f"{said} articles" in content
    rows = list(csv.DictReader(io.StringIO(client.get(selection.months_url).text)))
    assert [row["month"] for row in rows] == [str(part.period) for part in selection.course]
    assert [int(row["articles"]) for row in rows] == [part.count for part in selection.course]
    assert [int(row["all_articles"]) for row in rows] == [part.among for part in selection.course]
    assert float(rows[0]["share"]) == pytest.approx(
        int(rows[0]["articles"]) / int(rows[0]["all_articles"]), abs=1e-6
    )


def test_the_numbers_of_json_are_those_of_the_page(client, archive):
    facets = client.get("/articles.json?q=gas").json()["facets"]
    for box in read("q=gas").boxes:
        assert [(one["label"], one["count"]) for one in facets[box.parameter]] == [
            (choice.label, choice.count) for choice in box.values
        ]
    assert facets["lang"][0]["value"] in ("en", "tr")


def test_every_number_beside_a_link_is_that_of_its_page(client, archive):
    pages = ["/", "/countries/", "/people/", "/sources/paper-0/", "/countries/country-0/"]
    pages += ["/people/person-1/", "/articles/?country=CA&lang=en", "/articles/facets/country/"]
    seen = 0
    for page in pages:
        for address, number in numbers_beside_links(document(client.get(page))):
            assert number_of(listing(client, address)) == number, (page, address)
            seen += 1
    assert seen > 100


def numbers_beside_links(tree):
    """Address and number of “Turkey, 12 articles”, and of “Turkey” before “12 articles”."""
    for parent in tree.iter():
        for element, after in itertools.zip_longest(parent, list(parent)[1:]):
            address = element.get("href", "") if element.tag == "a" else ""
            words = "".join(element.itertext())
            if "applied; remove" in words or not address.startswith("/"):
                continue
            if after is not None and after.tag == "span" and after.get("class") == "n":
                words += " " + "".join(after.itertext())
            if found := re.search(r"([0-9][0-9,]*) articles?\b", words):
                yield address, int(found[1].replace(",", ""))


def listing(client, address):
    """The list that it leads to; an entity's or a source's page has a link to its own."""
    if address.startswith("/articles/"):
        return address
    links = [one for one in document(client.get(address)).iter("a") if one.get("class") == "btn"]
    return next(one.get("href") for one in links if one.get("href", "").startswith("/articles/?"))


PLAIN = [
    *(
        "country=CA",
        "country=CB",
        "country=CA,CC",
        "not=CD",
        "not=person:person-0",
        "source=paper-0",
    ),
    *("not=source:paper-1", "lang=en", "not=lang:tr", "from=2012-03-15", "to=2012-11", "to=2012"),
    *("has=notes", "sort=oldest"),
]


def test_index_and_database_give_the_same_articles_in_the_same_order(archive):
    chance = random.Random(5)  # noqa: S311
    queries = ["&".join(chance.sample(PLAIN, chance.randint(0, 4))) for _ in range(60)]

    def found():
        selections = map(read, queries)
        return [(one.total, [story.pk for story in one.articles()[:99]]) for one in selections]

    by_index, answers = found(), asked(Answers.now())
    assert read("").counted
    with transaction.atomic():
        draft = {"status": Status.DRAFT, "source": Source.objects.first()}
        article("Of which the index knows nothing", **draft)
        assert read("").counted is None
        assert found() == by_index
        assert asked(Answers.now()) == answers


def asked(answers):
    """All that pages ask."""
    tags = list(Entity.objects.values_list("pk", flat=True))
    papers = list(Source.objects.values_list("pk", flat=True))
    year = Between(DAY(2012, 1, 1), DAY(2012, 12, 31))
    fields = ("country", "person", "source", "language", "year", "month")
    weights = tuple((tag, 100 + 7 * number) for number, tag in enumerate(tags[:5]))
    return [
        [answers.counts(condition, *fields) for condition in (Everything(), year)],
        [answers.counts(Tagged((tag,)), *fields) for tag in tags],
        [answers.total(FromSource((paper,))) for paper in papers],
        [answers.first(Tagged((tag,)), 5, sort) for tag in tags for sort in ("newest", "oldest")],
        [answers.ends(FromSource((paper,))) for paper in papers],
        [answers.numbers_of(tags), answers.numbers_of(tags, 10), answers.months_of(tags)],
        answers.first(Alike(weights), 40, "relevance"),
    ]


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
