"""What the API says is what the pages say: the same filters, the same set, a part at a time."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import search
from articles.models import State
from tests import factories

from .programs import ROOT, Program

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_index")]


def world():
    """Five articles on Turkey, of which two are undated; one on nothing; and what nobody sees."""
    turkey = factories.entity("Turkey", iso2="TR", aliases=["Türkiye"])
    for n, day in enumerate(("2012-12-03", "2012-12-02", "2012-12-02", None, None)):
        factories.article(f"Talks {n}", entities=[turkey], published_on=day)
    story = factories.article("Story", published_on="2012-12-01")
    factories.annotation(story, "Turkey", entity=turkey)
    factories.annotation(story, "Monday", note="Hidden.", state=State.SUGGESTED)
    said = factories.claim(story, "will press", [turkey])
    factories.relation(story, "talks in Istanbul", [turkey], claim=said)
    factories.article("Draft", entities=[turkey], status="draft")
    return story


def test_a_list_goes_on_behind_what_was_had_whatever_is_added_or_taken_away():
    world()
    program = Program()
    wanted = ["talks-0", "talks-1", "talks-2", "story", "talks-3", "talks-4"]
    for query, expected in (
        ("limit=2&country=TR&sort=newest", wanted),
        ("limit=4&sort=oldest", ["story", "talks-1", "talks-2", "talks-0", *wanted[4:]]),
        ("limit=1&q=talks&sort=newest", wanted),
        ("limit=1&q=istanbul", wanted),
    ):
        pages = list(program.pages(f"/articles?{query}", "articles"))
        assert [row["slug"] for page in pages for row in page] == expected, query
    parts = program.pages("/articles?limit=2&country=tr", "articles")
    first = next(parts)
    turkey = factories.entity("New Turkey", "place")
    for n in range(4):  # all before the place where the list goes on
        factories.article(f"News {n}", published_on="2012-12-04", entities=[turkey])
    factories.article("Moved").withdraw(by=None, reason="Untrue.")
    rest = [row["slug"] for page in parts for row in page]
    assert [row["slug"] for row in first] + rest == wanted


def test_a_list_says_what_it_is_and_what_it_left_out(client, monkeypatch):
    world()
    program = Program()
    page = client.get("/articles.json?country=TR&from=2012-13").json()
    answer = program.get("/articles?country=tr&from=2012-13&contry=RU&facets=1")
    found = answer.json()
    assert found["articles"] == page["articles"]
    for name in ("total", "query", "repaired", "behind", "facets"):
        assert found[name] == page[name], name
    assert answer["X-Total-Count"] == str(page["total"]) == "6"
    assert found["ignored"] == [
        *page["ignored"],
        {"parameter": "contry", "value": "RU", "reason": "is no parameter here"},
    ]
    assert "quotation mark" in program.get("/articles?q=%22istanbul").json()["repaired"]
    whole = program.get("/articles?q=story&whole=true").json()["articles"]
    assert whole == [client.get("/articles/2012/12/01/story.json").json()]

    # Of strangers, the first of many.
    monkeypatch.setattr("articles.api.asking.MOST", 3)
    pages = list(program.pages("/articles?country=TR&limit=2", "articles"))
    assert [len(rows) for rows in pages] == [2, 1]
    assert program.get("/articles?country=TR").json()["truncated"] is True
    _, secret = factories.token(factories.user())
    assert len(Program(secret).get("/articles?country=TR").json()["articles"]) == 6


def test_each_noun_is_to_be_had_and_nothing_hidden_is(client):
    story = world()
    program = Program()
    assert program.get("/").json()["countries"] == f"{ROOT}/countries"
    for path, address in (
        ("/articles/story", "/articles/2012/12/01/story.json"),
        ("/countries/turkey", "/countries/turkey.json"),
    ):
        assert program.get(path).json() == client.get(address).json()
    countries = program.get("/countries").json()
    assert countries["entities"] == client.get("/countries.json").json()["entities"]
    assert program.get("/entities?name=turkiye").json()["entities"] == countries["entities"]
    assert program.get("/sources").json()["sources"][0]["articles"] == 6
    assert program.get("/sources/the-moscow-times").json()["name"] == "The Moscow Times"

    marks = [row for page in program.pages("/annotations?limit=1", "annotations") for row in page]
    assert len(marks) == len({mark["id"] for mark in marks}) == 3
    assert {mark["article"] for mark in marks} == {"story"}
    mention = program.get("/annotations?kind=mention&q=story").json()["annotations"][0]
    assert program.get(f"/annotations/{mention['id']}").json() == mention
    suggested = story.annotations.get(state=State.SUGGESTED)
    program.get(f"/annotations/{suggested.uid}", 404)
    program.get("/annotations?state=suggested", 401)
    relation = program.get("/relations?country=TR").json()["relations"][0]
    claim = program.get("/claims").json()["claims"][0]
    assert relation["claim"] == claim["id"]
    assert claim["annotations"][0]["exact"] == "will press"
    assert program.get(f"/relations/{relation['id']}").json() == relation
    assert program.get(f"/claims/{claim['id']}").json() == claim
    cited = factories.frozen_set(story)
    assert program.get(f"/sets/{cited.sha256}").json()["articles"][0]["slug"] == "story"

    log = [row for page in program.pages("/changes?limit=7", "changes") for row in page]
    assert log[0]["did"] == ["noted: Turkey talks to"]
    assert "draft" not in {row["article"] for row in log}
    assert program.get("/people/turkey", 301)["Location"] == f"{ROOT}/countries/turkey"
    story.withdraw(by=None, reason="It was made up.")
    assert program.get("/articles/story", 410).json()["reason"] == "It was made up."
    program.get(f"/annotations/{mention['id']}", 410)
    program.get(f"/claims/{claim['id']}", 404)


def test_what_goes_wrong_is_told_to_programs():
    factories.article("Story")
    program = Program()
    for path in ("/nothing", "/articles/", "/articles/draft", "/annotations/1", "/sets/ab"):
        program.get(path, 404)
    for query in (
        *("limit=0", "limit=101", "limit=x", "cursor=x", "cursor=WzFd", "cursor=WzEsMl0"),
        *("cursor=WzEsIngiXQ&sort=oldest", "whole=perhaps", "cursor=" + "W" * 2000),
    ):
        said = program.get(f"/articles?{query}", 422).json()
        assert said["errors"][0]["field"] in query, query
    for path in ("/claims", "/changes", "/sources", "/annotations"):
        program.get(f"{path}?cursor=WzEsIlx1MDAwMCJd", 422)
    assert program.send("POST", "/articles", {}, 405)["Allow"] == "GET"
    program.get("/entities", 422)


def test_any_site_may_read_and_none_may_write(client):
    factories.article("Story")
    address = f"{ROOT}/articles"
    elsewhere = {"origin": "https://other.example"}
    answer = client.get(address, headers=elsewhere)
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer
    tag = answer["ETag"]
    assert client.get(address, headers={"if-none-match": tag}).status_code == 304
    head = client.head(address)
    assert (head.status_code, head.content, head["X-Total-Count"]) == (200, b"", "1")
    assert client.get(f"{ROOT}/nothing")["Access-Control-Allow-Origin"] == "*"
    asked = {"access-control-request-method": "POST"}
    preflight = client.options(f"{ROOT}/articles/story/annotations", headers=elsewhere | asked)
    assert preflight.status_code == 204
    assert preflight["Access-Control-Allow-Methods"] == "GET, HEAD"
    assert "authorization" not in preflight["Access-Control-Allow-Headers"].lower()
    posted = client.post(f"{ROOT}/articles/story/annotations", headers=elsewhere)
    assert posted.status_code == 401
    assert "Access-Control-Allow-Origin" not in posted
    assert "Access-Control-Allow-Origin" not in client.get("/articles.json")


def test_a_list_costs_the_same_queries_for_ten_rows_as_for_three(django_assert_num_queries):
    turkey = factories.entity("Turkey", iso2="TR")

    def add(numbers):
        for n in numbers:
            country = factories.entity(f"Country {n}")
            paper = factories.source(f"Paper {n}")
            story = factories.article(entities=[turkey, country], source=paper)
            factories.annotation(story, "Turkey", entity=country)
            said = factories.claim(story, "will press", [turkey], via=country)
            factories.relation(story, "talks", [country], [turkey], claim=said)

    lists = ("articles", "articles?whole=1", "annotations", "claims", "relations", "sources")
    lists += ("countries", "changes", "entities?name=Turkey", "articles?q=turkey")
    with search.postponed():
        add(range(3))
    program, costs = Program(), {}
    program.get("/articles")  # the index has settled
    for path in lists:
        with CaptureQueriesContext(connection) as queries:
            program.get(f"/{path}")
        costs[path] = len(queries)
    with search.postponed():
        add(range(3, 10))
    program.get("/articles")
    for path, cost in costs.items():
        with django_assert_num_queries(cost):
            program.get(f"/{path}")
