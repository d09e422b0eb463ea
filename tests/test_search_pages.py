"""The search as its readers meet it: results, marks, repairs, and what is said when it fails."""

import datetime
import html
import re
import shutil
from urllib.parse import quote_plus

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import paging, search
from articles.management.commands.demo import SEED
from articles.pages.query_help import GROUPS
from articles.search import folder, keeping, parse
from tests.factories import annotation, article, claim, entity, relation, seed, source
from tests.test_selection import read

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_index")]


def page(client, typed, rest=""):
    response = client.get(f"/articles/?q={quote_plus(typed)}{rest}")
    assert response.status_code == 200, response.headers.get("Location")
    return response.content.decode()


def as_json(client, typed, rest=""):
    return client.get(f"/articles.json?q={quote_plus(typed)}{rest}").json()


def heading(content):
    return html.unescape(re.search("<h1>(.*?)</h1>", content)[1])


def headlines(content):
    found = re.findall(r'<h2><a href="/articles/[^"]*" dir="auto">(.*?)</a>', content)
    return [re.sub("</?mark>", "", headline) for headline in found]


@pytest.fixture
def world():
    turkey = entity("Turkey", iso2="TR", is_listed=True)
    syria = entity("Syria", iso2="SY", is_listed=True)
    return {
        "both": article(
            "Both", text="Gas supplies to Turkey.", entities=[turkey, syria], source=source("A")
        ),
        "turkey": article(
            "Turkey",
            text="Turkey negotiates. Gas supplies were not enough.\n\nMore gas is wanted.",
            entities=[turkey],
        ),
        "none": article("None", text="Nothing of it.", published_on=datetime.date(2010, 1, 1)),
    }


def test_words_and_filters_find_together_and_are_said(client, world):
    content = page(client, '"gas supplies"', "&country=TR&not=SY")
    assert heading(content) == "1 article on “gas supplies” that mentions Turkey but not Syria"
    assert headlines(content) == ["Turkey"]
    assert "<mark>Gas supplies</mark> were not enough." in content


def test_the_best_match_comes_first_and_other_orders_can_be_chosen(client, world):
    content = page(client, "turkey")
    assert headlines(content) == ["Turkey", "Both"]
    assert "<mark>Turkey</mark></a></h2>" in content
    assert ">Most relevant first</a>" in content
    article("Turkey of old", text="Turkey.", published_on=datetime.date(1999, 1, 1))
    assert headlines(page(client, "turkey", "&sort=oldest"))[0] == "Turkey of old"
    assert read("q=turkey&sort=relevance").usual_url() == "/articles/?q=turkey"


def test_plain_filters_in_a_query_become_parameters(client, world):
    for typed, address in [
        ("gas country:TR -country:Syria", "country=TR&not=SY&q=gas"),
        ("country:TR,SY", "country=TR,SY"),
        ("date:2012-11..2012-12 gas", "from=2012-11&to=2012-12&q=gas"),
        ("before:2012-12-01", "to=2012-11-30"),
        ("after:2012-11", "from=2012-12-01"),
        ("source:A has:notes lang:en", "source=a&lang=en&has=notes"),
        ("(country:TR)", "country=TR"),
    ]:
        response = client.get(f"/articles/?q={quote_plus(typed)}")
        assert response.status_code == 303
        found = response["Location"].partition("?")[2]
        assert sorted(found.split("&")) == sorted(address.split("&"))
        assert read(found).is_usual


@pytest.mark.parametrize(
    "typed",
    ["country:SY@subject", "gas OR country:TR", "-(gas country:TR)", "no:country", "-date:2012"],
)
def test_what_is_more_than_a_plain_filter_stays_in_the_query(client, world, typed):
    assert client.get(f"/articles/?q={quote_plus(typed)}").status_code == 200
    assert read(f"q={quote_plus(typed)}").words == typed


def test_a_repaired_query_answers_and_says_what_was_changed(client, world):
    content = page(client, '"gas supplies country:TR')
    assert "A closing quotation mark was missing." in content
    found = as_json(client, '"gas supplies')
    assert found["repaired"] == "A closing quotation mark was missing."
    assert found["total"] == 2
    assert as_json(client, "gas")["repaired"] is None


def test_an_unknown_name_is_left_out_and_said(client, world):
    content = page(client, "gas person:nobody")
    assert "<code>q=person:nobody</code> is not a person in this archive; left out." in content
    assert heading(content).startswith("2 articles on “gas”")


def test_a_name_of_several_means_each_of_them_and_the_page_says_so(client):
    country, state = entity("Georgia"), entity("Georgia", "place")
    for one in (country, state):
        article(f"Of the {one.kind}", text="Georgia.", entities=[one])
    content = page(client, "entity:Georgia")
    assert heading(content) == "2 articles with the filter Georgia"
    assert "may be Georgia (country) or Georgia (place): each of them is looked for." in content


def test_roles_and_statements_are_asked_for(client, world):
    turkey, syria = entity("Ankara", "place"), entity("Damascus", "place")
    story = article("Talks", text="Ankara accuses Damascus, Ankara said.")
    story.tag(turkey, by=None, role="subject")
    claim(story, "Ankara accuses Damascus", [turkey])
    relation(story, "accuses", [turkey], [syria], category="ACCUSE")
    for typed, total in [
        ("place:ankara@subject", 1),
        ("place:ankara@target", 0),
        ("said-by:ankara", 1),
        ("event:accuse actor:ankara target:damascus", 1),
        ("event:accuse actor:damascus", 0),
        ("no:mentions event:accuse", 1),
    ]:
        assert as_json(client, typed)["total"] == total, typed
    assert "1 claim" in client.get("/claims/?q=accuses").content.decode()


def test_nothing_found_offers_what_would_be(client, world):
    content = page(client, "gas", "&country=TR&from=2019")
    assert heading(content) == "No article on “gas” published since 2019 mentions Turkey"
    assert "Without the filter “Since 2019”</a>" in content
    assert '<span class="n">2 articles</span>' in content


@pytest.mark.usefixtures("world")
def test_what_was_misspelled_is_offered_as_it_is_spelled_with_a_live_count(client):
    story = article("Gone", text="Xylophones.")
    page(client, "gas")
    story.withdraw(by=None, reason="Wrong.")
    hidden = entity("Turkeya", "group")
    article("Draft", text="Turkeya gas.", entities=[hidden], status="draft")
    for typed, label, count in [
        ("negotiatse", "negotiates", 1),
        ("gas suplies", "gas supplies", 2),
        ('"gas suplies" -nuclear', '"gas supplies" -nuclear', 2),
        ("turkye", "Turkey, the country", 2),
        ("xylophone", "", 0),
        ("turkeye", "Turkey, the country", 2),
        ("suplies country:TR@target", "", 0),
        ("title:turkye", "title:turkey", 1),
    ]:
        ways = read(f"q={quote_plus(typed)}").ways_out()
        meant = [(way.label, way.count) for way in ways if way.label.startswith("Did you mean")]
        assert (f"Did you mean {label}?", count) in meant if label else not meant, typed
        for way in ways:
            assert read(way.url.partition("?")[2]).total == way.count
    # What finds enough, or is spelled as well as anything, is left alone.
    assert not read("q=gas").spellings


@pytest.mark.usefixtures("world")
def test_nothing_found_offers_fewer_of_the_words_and_any_of_them(client):
    ways = {way.label: way.count for way in read("q=gas+negotiates+absent").ways_out()}
    assert ways == {"Without “absent”": 1, "Any of the words, instead of all": 2}
    ways = {way.label: way.count for way in read("q=gas+absent&from=2019&country=TR").ways_out()}
    assert ways == {"Only “gas”": 2, "Only the filter “Turkey”": 2}
    ways = {way.label: way.count for way in read("q=nothing+-it").ways_out()}
    assert ways == {"Without “nothing”": 2, "With “it”, too": 1}


def test_few_articles_are_shown_with_the_spelling_that_finds_many(client):
    article("A slip", text="Gas suplies.")
    for number in range(10):
        article(f"Story {number}", text="Gas supplies.")
    content = page(client, "suplies")
    assert heading(content) == "1 article on “suplies”"
    assert '<a href="/articles/?q=supplies">Did you mean supplies?</a>' in content


def test_markup_of_an_article_and_of_a_query_is_only_text(client):
    article("<b>Bold</b>", text="Gas <img src=x onerror=alert(1)> & <script>alert(1)</script> gas.")
    content = page(client, "gas <script>alert(2)</script>", "&sort=newest") + page(client, "gas")
    assert "<img src=x" not in content
    assert "<script>alert" not in content
    assert "<mark>Gas</mark> &lt;img src=x onerror=alert(1)&gt;" in content


def test_pages_of_results_follow_one_another(client, monkeypatch):
    for number in range(25):
        article(f"Story {number}", text="Gas.", published_on=datetime.date(2012, 1 + number % 2, 1))
    first, second = page(client, "gas"), page(client, "gas", "&page=2")
    assert len(headlines(first)) == 20
    assert len({*headlines(first), *headlines(second)}) == 25
    assert as_json(client, "gas")["next"] == "/articles.json?q=gas&page=2"
    assert "These pages end here." not in second
    monkeypatch.setattr(paging, "MOST_PAGES", 1)
    narrower = page(client, "gas").partition("These pages end here. Narrow by date")[2]
    links = re.findall(
        r'<a href="([^"]*)" rel="nofollow">(\w+) 2012 <span class="n">(\d+)', narrower
    )
    assert [(month, count) for _, month, count in links] == [("January", "13"), ("February", "12")]
    for url, _, count in links:
        assert read(html.unescape(url).partition("?")[2]).total == int(count)


def test_while_the_index_is_behind_the_page_says_so(client, world, monkeypatch):
    page(client, "gas")
    monkeypatch.setattr(keeping, "PATIENCE", 0.3)
    keeping.rest()
    with folder.locked(folder.WRITING):
        article("New", text="Gas.")
        assert "1 change not yet searchable." in page(client, "gas")
        assert as_json(client, "gas")["behind"] == 1
        # A tag would keep these pages as they are until the next change.
        for address in ("/articles/?q=gas", "/articles/"):
            assert "ETag" not in client.get(address).headers
    search.settle()
    assert as_json(client, "gas")["behind"] == 0
    for address in ("/articles/?q=gas", "/articles/"):
        assert "ETag" in client.get(address).headers


def test_without_an_index_searching_says_so_and_everything_else_stays_up(client, world, own_index):
    keeping.rest()
    shutil.rmtree(own_index)
    own_index.write_text("A file where the folder should be.")
    for address in ("/articles/?q=gas", "/articles.json?q=gas", "/claims/?q=gas"):
        response = client.get(address)
        assert response.status_code == 503
        assert response["Retry-After"]
        assert response["Cache-Control"] == "no-store"
    for address in ("/", "/articles/?country=TR", world["both"].get_absolute_url(), "/help/query/"):
        assert client.get(address).status_code == 200


def test_the_examples_of_the_help_page_are_understood_and_linked(client):
    content = html.unescape(client.get("/help/query/").content.decode())
    for group in GROUPS:
        for example in group.examples:
            assert parse(example.typed).repairs == ()
            assert f"<code>{example.typed}</code>" in content


def test_and_they_find_the_first_article_where_it_is_what_they_say(client):
    seed()
    typed = {example.typed for group in GROUPS for example in group.examples}
    for one in (
        *("turkey russia", "title:putin", "negoti*", 'person:"Vladimir Putin"', "lang:en"),
        *("said-by:lavrov via:itar-tass", "event:accuse actor:turkey target:syria"),
    ):
        assert one in typed
        response = client.get(f"/articles.json?q={quote_plus(one)}", follow=True)
        assert [found["slug"] for found in response.json()["articles"]] == [SEED], one


def test_a_page_of_results_costs_the_same_for_three_rows_as_for_ten(client):
    def cost():
        page(client, "gas")
        with CaptureQueriesContext(connection) as queries:
            page(client, "gas")
        return len(queries)

    def make(number):
        for _ in range(number):
            story = article(text="Gas of Turkey.", entities=[entity(f"E{_}{number}", "topic")])
            annotation(story, "Turkey")

    make(3)
    few = cost()
    make(7)
    assert cost() == few
