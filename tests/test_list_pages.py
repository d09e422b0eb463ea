import datetime
import json
from html.parser import HTMLParser

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.facets import BY_PARAMETER
from articles.models import Status
from articles.paging import MOST_PAGES, PER_PAGE
from tests.factories import annotation, article, entity, source
from tests.test_selection import PARAMETERS, VALUES

pytestmark = pytest.mark.django_db

DAY = datetime.date(2012, 12, 1)


def page(client, query=""):
    response = client.get(f"/articles/?{query}")
    assert response.status_code == 200
    return response.content.decode()


def rendered_as_json(client, query=""):
    response = client.get(f"/articles.json?{query}")
    assert response.status_code == 200
    return response.json()


class Links(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag in ("a", "link"):
            self.found.append(dict(attrs))

    def of(self, **wanted):
        return [
            link for link in self.found if all(link.get(name) == wanted[name] for name in wanted)
        ]


@pytest.fixture
def countries():
    return [
        entity("Turkey", iso2="TR", is_listed=True),
        entity("Russia", iso2="RU", is_listed=True),
        entity("United States", iso2="US", iso3="USA", is_listed=True),
    ]


def test_country_turkey_and_russia_but_not_the_united_states(client, countries):
    turkey, russia, states = countries
    article("Wanted", entities=[turkey, russia])
    article("Too much", entities=[turkey, russia, states])
    article("Too little", entities=[turkey])
    html = page(client, "country=TR&country=RU&not=US")
    words = "1 article that mentions Turkey and Russia but not the United States"
    assert f"<h1>{words}</h1>" in html
    assert "Wanted" in html
    assert "Too" not in html
    found = rendered_as_json(client, "country=TR&country=RU&not=US")
    assert [record["headline"] for record in found["articles"]] == ["Wanted"]
    assert (found["total"], found["query"], found["ignored"]) == (1, words, [])
    assert (found["facets"], found["repaired"], found["behind"]) == ({}, None, 0)


def test_another_spelling_is_redirected_for_good(client, countries):
    for path in ("/articles/", "/articles.json"):
        response = client.get(f"{path}?country=turkey&not=usa")
        assert response.status_code == 301
        assert response["Location"] == f"{path}?country=TR&not=US"


def test_the_form_without_script_leads_to_the_usual_address(client, countries):
    response = client.get("/articles/?country=TR&country=Russia&entity=&not=&from=2012&to=")
    assert response["Location"] == "/articles/?country=TR&country=RU&from=2012"


def test_what_is_left_out_is_said_on_the_page_and_in_json(client, countries):
    article(entities=countries[:1])
    html = page(client, "country=TR&from=2012-13")
    assert "<code>from=2012-13</code> is not a date; left out." in html
    assert "1 article that mentions Turkey" in html
    assert rendered_as_json(client, "country=TR&from=2012-13")["ignored"] == [
        {"parameter": "from", "value": "2012-13", "reason": "is not a date"}
    ]


def test_markup_in_a_value_is_only_text(client):
    html = page(client, "country=<script>alert(1)</script>&from=\"'><b>Injected")
    assert "<script>alert" not in html
    assert "<b>Injected" not in html
    assert "&lt;script&gt;" in html


ODD = [
    *("", "0", "-1", "9e99", "100000000000000000000", "0000", "99999", "2012-02-30", ","),
    *("%00", "TR%00", "[]", "٢٠١٢", "%ED%A0%80", "%FF", "TR&{}=RU", "x" * 5000, "," * 5000),
    *("9223372036854775808", "{{}}", "'", "%27%20OR%201=1", "1%20", "＋", "ı", "İ", "ß"),
]


@pytest.mark.parametrize(
    "parameter",
    [
        "country",
        "person",
        "source",
        "lang",
        "has",
        "from",
        "to",
        "not",
        "entity",
        "q",
        "sort",
        "page",
    ],
)
@pytest.mark.django_db(transaction=True)
def test_no_value_is_too_odd(client, parameter):
    article()
    for value in ODD:
        query = f"{parameter}={value.format(parameter)}"
        response = client.get(f"/articles/?{query}", follow=True)
        assert response.status_code == 200
        assert len(response.redirect_chain) <= 1
        assert client.get(f"/articles.json?{query}", follow=True).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        *("status=draft", "author__password__startswith=p", "order=body", "utm_source=x"),
        *("tags__name__regex=(a%2B)%2B$", "source__entity__name=x", "embargo_until=2099", "pk=1"),
    ],
)
def test_unknown_parameters_change_nothing(client, query):
    article("Public")
    article("Draft", status=Status.DRAFT)
    assert "is none of" not in page(client, query)
    found = rendered_as_json(client, query)
    assert (found["total"], found["ignored"]) == (1, [])
    assert found["articles"][0]["headline"] == "Public"


@pytest.mark.django_db(transaction=True)
@settings(
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(pairs=st.lists(st.tuples(PARAMETERS, VALUES), max_size=6))
def test_any_query_has_a_page(client, countries, pairs):
    sent = [(name, value.encode(errors="replace").decode()) for name, value in pairs]
    for path in ("/articles/", "/articles.json"):
        response = client.get(path, query_params=sent_together(sent))
        assert response.status_code in (200, 301, 303)
        if response.status_code != 200:
            assert client.get(response["Location"]).status_code == 200


def sent_together(pairs):
    together = {}
    for name, value in pairs:
        together.setdefault(name, []).append(value)
    return together


def test_the_total_is_the_same_everywhere(client, countries):
    for number in range(PER_PAGE + 3):
        article(f"Story {number}", entities=countries[:1])
    article("Another")
    html = page(client, "country=TR")
    assert f"<h1>{PER_PAGE + 3} articles that mention Turkey</h1>" in html
    assert f"1 to {PER_PAGE} of {PER_PAGE + 3}" in html
    first = rendered_as_json(client, "country=TR")
    assert first["total"] == PER_PAGE + 3
    second = client.get(first["next"]).json()
    assert second["next"] is None
    slugs = [record["slug"] for record in first["articles"] + second["articles"]]
    assert len(set(slugs)) == PER_PAGE + 3


def test_each_page_leads_to_the_next_with_its_filters(client, countries):
    for number in range(2 * PER_PAGE + 1):
        article(f"Story {number}", entities=countries[:1])
    links = Links(page(client, "country=TR&page=2"))
    assert links.of(rel="next")[0]["href"] == "/articles/?country=TR&page=3"
    assert links.of(rel="prev")[0]["href"] == "/articles/?country=TR"


@pytest.mark.parametrize("number", ["2", "50", "51", "1000000"])
def test_a_page_past_the_end_is_the_last_and_says_so(client, number):
    article("Only one")
    html = page(client, f"page={number}")
    assert f"<code>page={number}</code> is past the last page, which is 1; left out." in html
    assert "Only one" in html
    assert rendered_as_json(client, f"page={number}")["ignored"][0]["parameter"] == "page"


def test_numbered_pages_end_and_say_how_to_go_on(client, monkeypatch):
    monkeypatch.setattr("articles.paging.MOST_PAGES", 2)
    for number in range(2 * PER_PAGE + 1):
        article(f"Story {number}")
    html = page(client, "page=2")
    assert "Narrow by date" in html
    assert "page=3" not in html
    assert rendered_as_json(client, "page=2")["next"] is None
    assert MOST_PAGES == 50


def test_filtered_pages_are_not_indexed_and_their_links_not_followed(client, countries):
    article(entities=countries)
    assert "noindex" not in page(client)
    html = page(client, "country=TR&not=IR&sort=oldest")
    assert '<meta name="robots" content="noindex, follow">' in html
    for link in Links(html).found:
        if link["href"].startswith("/articles/?"):
            assert link["rel"] == "nofollow"
    [json_link] = Links(html).of(type="application/json")
    assert json_link["href"].startswith("/articles.json?country=TR")


def test_nothing_found_is_never_a_bare_zero(client, countries):
    turkey, russia, _ = countries
    article(entities=[turkey])
    article(entities=[russia])
    html = page(client, "country=TR&country=RU")
    assert "<h1>No article mentions Turkey and Russia</h1>" in html
    ways = [link["href"] for link in Links(html).found]
    assert "/articles/?country=RU" in ways
    assert "/articles/?country=TR,RU" in ways
    assert ways.count("/articles/") >= 2
    assert "Turkey or Russia, instead of both" in html


def test_when_no_single_filter_helps_all_can_be_cleared(client, countries):
    article()
    html = page(client, "country=TR&country=RU&lang=tr")
    assert "Nothing like it finds an article." in html
    assert "Clear all filters" in html


def test_an_empty_archive_says_how_the_first_article_comes(client):
    html = page(client)
    assert "<h1>No articles yet</h1>" in html
    assert "loaddata countries moscow_times" in html
    assert rendered_as_json(client)["total"] == 0


def test_a_row_has_what_one_chooses_by(client, countries):
    people = [entity(f"Person {number}", "person") for number in range(9)]
    story = article("A headline", entities=people, published_on=DAY, date_precision="month")
    annotation(story, "Turkey")
    annotation(story, "Russia")
    html = page(client)
    assert ">December 2012</time>" in html
    assert "The Moscow Times" in html
    assert "2 notes" in html
    assert html.count('class="tag person"') == 6
    assert story.get_absolute_url() in html


def test_a_row_without_a_date_or_in_arabic_is_a_row(client):
    article("شبكة أنابيب الغاز", published_on=None, language="ar")
    html = page(client)
    assert "undated" in html
    assert 'dir="auto">شبكة' in html


def test_json_holds_the_texts_and_the_page_does_not_read_them(client):
    article("Long", text="A long text. " * 100)
    assert rendered_as_json(client)["articles"][0]["text"].startswith("A long text.")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page(client)
    assert not [query for query in queries if '"articles_article"."text"' in query["sql"]]


@pytest.mark.parametrize("path", ["/articles/", "/articles.json"])
def test_three_rows_cost_as_many_queries_as_ten(client, countries, path):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{path}?country=TR").status_code == 200
        return len(queries)

    def add(count):
        for number in range(count):
            story = article(entities=countries, source=source(f"Paper {number}"))
            annotation(story, "Turkey")

    add(3)
    three = cost()
    add(7)
    assert cost() == three <= 12


def test_no_query_string_costs_more_than_twenty_queries(client, countries):
    worst = "&".join(
        [
            *(f"{name}=a,b,Turkey,georgia-2" for name in [*BY_PARAMETER, "not", "entity"]),
            *("not=source:x,lang:tr", "country=TR&country=RU&country=US", "from=2012&to=2011"),
            *("sort=x", "page=7", "q=x", "has=notes&has=claims&lang=tr&lang=en"),
        ]
    )
    with CaptureQueriesContext(connection) as queries:
        client.get(f"/articles/?{worst}", follow=True)
    assert len(queries) <= 40, "two answers, the redirect and the page"


def test_a_page_of_long_rows_keeps_its_weight(client):
    people = [entity(f"{'Abdurrahman ' * 5}{number}", "person") for number in range(8)]
    for number in range(PER_PAGE):
        article(f"{'An unusually long headline ' * 7}{number}", entities=people)
    assert len(page(client).encode()) < 60_000


def test_only_reading_is_possible(client):
    assert client.post("/articles/").status_code == 405
    assert client.head("/articles/").status_code == 200


def test_json_of_lists_is_utf_8_as_it_is(client):
    article("Erdoğan’a göre")
    assert "Erdoğan’a göre" in client.get("/articles.json").content.decode()
    assert json.loads(client.get("/articles.json").content)["total"] == 1
