"""What the search field offers while a reader types, and that it leaks and costs nothing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.selection import suggestions
from tests.factories import article, entity

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_index")]


def offered(typed):
    return [(one.kind, one.label, one.note) for one in suggestions(typed)]


def test_entities_come_by_any_name_then_headlines_and_nothing_of_drafts(client):
    turkey = entity("Türkiye", iso2="TR", aliases=["Turkey", ("Turkish", "demonym")])
    state, country = entity("Georgia", "place"), entity("Georgia", slug="georgia-country")
    putin = entity("Vladimir Putin", "person")
    tur = entity("Tur", "person")
    article("Talks", entities=[turkey, state, country, tur])
    article("Turkey meets Putin", entities=[turkey, putin], published_on=None)
    hidden = entity("Turkomania", "topic")
    article("Turkey in secret", entities=[hidden], status="draft")

    assert offered("TURKE") == [
        ("country", "Türkiye", "country, also “Turkey”"),
        ("article", "Turkey meets Putin", "undated"),
    ]
    assert offered("türk")[0] == ("country", "Türkiye", "country")
    # The one so named before the one with more articles.
    assert [label for _, label, _ in offered("tur")][:2] == ["Tur", "Türkiye"]
    assert sorted(offered("georg")) == [
        ("country", "Georgia", "country"),
        ("place", "Georgia", "place"),
    ]
    assert [kind for kind, _, _ in offered("puti")] == ["person", "article"]
    assert offered("turkey mee")[-1][1] == "Turkey meets Putin"
    for typed in (
        "turkom",
        "turkey in",
        "t",
        "",
        "%",
        "_urk",
        "“”",
        "\U0010ffff",
        "x" * 999,
    ):
        assert offered(typed) == [], typed
    found = client.get("/suggest.json?q=georgia").json()["suggestions"]
    assert {one["url"]: (one["parameter"], one["code"]) for one in found} == {
        "/countries/georgia-country/": ("country", "georgia-country"),
        "/places/georgia/": ("place", "georgia"),
    }


def test_there_are_at_most_ten_and_ten_cost_as_many_queries_as_three(client):
    def cost():
        client.get("/suggest.json?q=tur")
        with CaptureQueriesContext(connection) as queries:
            found = client.get("/suggest.json?q=tur").json()["suggestions"]
        return len(queries), len(found)

    def make(numbers):
        for number in numbers:
            article(f"Turns {number}", entities=[entity(f"Tur {number}", aliases=["Turkish"])])

    make(range(3))
    few, _ = cost()
    make(range(3, 13))
    assert cost() == (few, 10)


def test_without_an_index_names_are_still_found(client, own_index):
    own_index.write_text("A file where the folder should be.")
    entity("Turkey", is_listed=True)
    assert [label for _, label, _ in offered("tur")] == ["Turkey"]
