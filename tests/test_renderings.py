"""One list in all its renderings, and one article: the same selection, the same count."""

import csv
import io
import json
import re

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import selection
from articles.formats import RENDERINGS
from tests import factories

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_index")]

# How many articles there are in a file.
COUNTED = {
    ".jsonl": lambda text: len(text.splitlines()),
    ".ris": lambda text: text.count("TY  - NEWS"),
    ".bib": lambda text: len(re.findall("^@article", text, re.MULTILINE)),
    ".csl.json": lambda text: len(json.loads(text)),
    ".ninjs.json": lambda text: len(text.splitlines()),
    ".annotations.jsonld": lambda text: len(
        {row["target"]["source"] for row in json.loads(text)["items"]}
    ),
    ".jsonld": lambda text: len(json.loads(text)["@graph"]),
    ".txt": lambda text: len(text.split("\f")),
    ".mentions.csv": lambda text: len({row["article"] for row in table(text)}),
    ".statements.csv": lambda text: len({row["article"] for row in table(text)}),
}


def table(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


def world(number=3):
    """So many articles that mention Turkey, each with a mention and a claim; one that does not."""
    turkey = factories.entity("Turkey", iso2="TR", is_listed=True)
    for n in range(number):
        story = factories.article(f"Talks {n}", entities=[turkey], published_on=f"2012-12-0{n + 1}")
        factories.annotation(story, "Turkey", entity=turkey)
        factories.claim(story, "will press", [turkey])
    factories.article("Another")
    factories.article("Hidden talks", entities=[turkey], status="draft")
    factories.article("Untrue talks", entities=[turkey]).withdraw(by=None, reason="Untrue.")
    return turkey


def whole(answer):
    return b"".join(answer).decode()


def test_a_list_is_the_same_in_each_of_its_renderings(client):
    world()
    assert {*RENDERINGS} == {*COUNTED}
    page = client.get("/articles/?country=TR").content.decode()
    for suffix, count in COUNTED.items():
        address = f"/articles{suffix}?country=TR"
        assert f'href="{address}"' in page
        answer = client.get(address)
        text = whole(answer)
        assert count(text) == 3, suffix
        assert "Hidden" not in text and "Untrue" not in text
        assert answer["X-Total-Count"] == "3"
        assert answer["Content-Type"] == RENDERINGS[suffix].MEDIA_TYPE
        assert answer["Content-Disposition"] == f'attachment; filename="articles{suffix}"'
        assert "X-Truncated" not in answer
        head = client.head(address)
        assert (head.status_code, head["X-Total-Count"], whole(head)) == (200, "3", "")
    # In the order of the list, with words as without.
    for query in ("country=TR&sort=oldest", "q=talks&country=TR&sort=oldest"):
        lines = whole(client.get(f"/articles.jsonl?{query}")).splitlines()
        assert [json.loads(line)["slug"] for line in lines] == ["talks-0", "talks-1", "talks-2"]
    assert client.get("/articles.ris?country=tr")["Location"] == "/articles.ris?country=TR"
    assert client.get("/articles.xlsx").status_code == 404
    feed = client.get("/articles.feed.json?country=TR").json()
    assert [item["title"] for item in feed["items"]] == ["Talks 2", "Talks 1", "Talks 0"]
    assert feed["feed_url"] == "http://testserver/articles.feed.json?country=TR"


def test_strangers_take_the_first_of_many_and_are_told(client, monkeypatch):
    world()
    monkeypatch.setattr(selection.taking, "CHUNK", 2)
    monkeypatch.setattr("articles.views.renderings.MOST", 2)
    for address in ("/articles.jsonl?country=TR", "/articles.csv?country=TR"):
        answer = client.get(address)
        assert "talks-2" in (text := whole(answer)) and "talks-0" not in text
        assert (answer["X-Total-Count"], answer["X-Truncated"]) == ("3", "2")
        assert "articles-first-2." in answer["Content-Disposition"]
    assert "Each file has the first 2 of" in client.get("/articles/?country=TR").content.decode()
    listed = client.get("/articles.json?country=TR")
    assert (listed.json()["truncated"], listed["X-Total-Count"]) == (False, "3")
    client.force_login(factories.user())
    answer = client.get("/articles.jsonl?country=TR")
    assert len(whole(answer).splitlines()) == 3 and "X-Truncated" not in answer


def test_a_file_costs_the_same_queries_for_ten_articles_as_for_three(
    client, django_assert_num_queries
):
    turkey, costs = world(3), []
    client.get("/articles/")  # the index has settled
    for suffix in RENDERINGS:
        with CaptureQueriesContext(connection) as queries:
            whole(client.get(f"/articles{suffix}?country=TR"))
        costs.append(len(queries))
    for n in range(7):
        story = factories.article(f"More {n}", entities=[turkey])
        factories.annotation(story, "Turkey", entity=turkey)
        factories.claim(story, "will press", [turkey])
    client.get("/articles/")
    for suffix, cost in zip(RENDERINGS, costs, strict=True):
        with django_assert_num_queries(cost):
            assert COUNTED[suffix](whole(client.get(f"/articles{suffix}?country=TR"))) == 10


def test_an_article_is_to_be_had_in_each_format_at_its_own_address(client):
    world(1)
    undated = factories.article("Undated", published_on=None)
    address = "/articles/2012/12/01/talks-0"
    for suffix, count in COUNTED.items():
        answer = client.get(f"{address}{suffix}")
        assert count(answer.content.decode()) == 1, suffix
        assert answer["Content-Disposition"] == f'inline; filename="talks-0{suffix}"'
    assert client.get("/articles/2013/01/01/talks-0.ris")["Location"] == f"{address}.ris"
    assert client.get(f"{undated.get_absolute_url()[:-1]}.bib").status_code == 200
    assert client.get(f"{address}.xlsx").status_code == 404
    turkey = client.get("/countries/turkey.jsonld")
    assert turkey["Content-Type"] == "application/ld+json"
    assert turkey.json()["@type"] == "Country"
    assert client.get("/people/turkey.jsonld")["Location"] == "/countries/turkey.jsonld"


def test_what_a_query_finds_is_exported_in_any_format(tmp_path):
    world()

    def exported(file, **options):
        call_command("export_articles", output=str(tmp_path / file), **options)
        return (tmp_path / file).read_text()

    assert COUNTED[".ris"](exported("a.ris", query="talks country:TR")) == 3
    assert COUNTED[".bib"](exported("a.bib", query="country=TR&to=2012-12-02")) == 2
    assert len(table(exported("a.csv"))) == 6  # drafts and withdrawn articles, too
    assert COUNTED[".csl.json"](exported("a.csl.json", public=True)) == 4
    cited = exported("b.ris", query="talks", origin="https://archive.example/")
    assert "UR  - https://archive.example/articles/2012/12/01/talks-0/" in cited
    with pytest.raises(CommandError, match="country=XX is not a country"):
        exported("c.ris", query="country=XX")
