"""Claims and relations under the filters and terms of the query language, on the first article."""

import csv
import io
import json

import pytest
from django.http import QueryDict

from articles.models import Claim, Entity, Relation
from articles.selection import RollUp, Selection, Statements
from tests import factories
from tests.crawl import document

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_index")]


@pytest.fixture
def story():
    story = factories.seed()
    gas = factories.article("Gas", text="Russia sells gas. Turkey buys.", published_on="2011-05-01")
    russia, turkey = (Entity.objects.get(slug=slug) for slug in ("russia", "turkey"))
    factories.relation(gas, "Russia sells", [russia], [turkey], category="COOPERATE")
    factories.claim(gas, "Turkey buys", [russia])
    return story


def statements(model, query=""):
    return Statements(Selection.read(QueryDict(query)), model)


def said(client, address):
    """The line above the list."""
    page = document(client.get(address))
    return " ".join(" ".join(page.find(".//h2[@id='list']").itertext()).split())


def test_terms_of_the_query_choose_among_statements_and_beside_each_other_mean_one(client, story):
    assert said(client, "/claims/?q=said-by:lavrov") == (
        "3 claims in 1 article with a claim by Sergei Lavrov These articles"
    )
    assert "2 claims in 1 article" in said(client, "/claims/?q=said-by:lavrov+via:itar-tass")
    apart = "said-by:erdogan+via:itar-tass"
    assert "0 claims in No article" in said(client, f"/claims/?q={apart}")
    assert b"No article with a claim by" in client.get(f"/articles/?q={apart}").content
    # Said by both, one of them counts once.
    assert "5 claims" in said(client, "/claims/?q=said-by:turkey+OR+said-by:russia")
    assert "1 relation " in said(client, "/relations/?q=event:support+actor:turkey")
    assert "0 relations" in said(client, "/relations/?q=event:support+actor:turkey+target:syria")
    # Of the articles with such a relation, all claims; with the words, all of both.
    assert "11 claims in 1 article" in said(client, "/claims/?q=event:support")
    assert "1 claim in 1 article on “gas” and “sells”" in said(client, "/claims/?q=gas+sells")
    assert "1 relation in 1 article" in said(client, "/relations/?q=actor:russia&to=2011")
    oldest = client.get("/relations/?sort=oldest").content.decode()
    assert oldest.index("talks to") < oldest.index("will press")


def test_each_way_to_narrow_leads_to_as_many_as_it_says(client, story):
    for model, query in ((Claim, ""), (Relation, ""), (Relation, "q=actor:TR"), (Claim, "q=gas")):
        found = statements(model, query)
        assert found.boxes
        for choice in (value for box in found.boxes for value in box.values):
            if not choice.is_chosen:
                assert said(client, choice.url).startswith(f"{choice.count} {found.noun}")
    speakers, agencies = statements(Claim, "q=said-by:sergei-lavrov").boxes
    assert [(one.label, one.is_chosen) for one in speakers.values] == [("Sergei Lavrov", True)]
    assert speakers.values[0].url == "/claims/"
    assert agencies.values[0].url == "/claims/?q=said-by:sergei-lavrov+via:itar-tass"


def test_the_roll_up_never_takes_rebels_for_their_country(client, story):
    doings = RollUp(statements(Relation), is_whole=True).doings
    counted = {(one.actor.entity.name, one.does, one.target.entity.name): one for one in doings}
    backed = counted["Turkey", "backs in words", "Syrian rebels"]
    assert (backed.times, backed.target.is_what) == (1, "rebels, part of Syria")
    done_to_syria = {
        does for actor, does, target in counted if (actor, target) == ("Turkey", "Syria")
    }
    assert done_to_syria == {"blames or disapproves", "asks or demands", "readies force"}
    assert counted["Russia", "gives help or goods", "Syria"].but == "claimed"
    assert counted["Russia", "works or trades together", "Turkey"].times == 3
    for one in doings[::4]:
        assert said(client, one.url).startswith(f"{one.times} relation"), one.url
    page = client.get("/relations/").content.decode()
    assert page.count("<tr>") == 11 and "More of them" in page
    # Of two actors in one relation only the one asked for has a line.
    asked = RollUp(statements(Relation, "q=actor:TR"), is_whole=True).doings
    assert {one.actor.entity.name for one in asked} == {"Turkey"}


def test_lists_of_statements_are_taken_home_in_their_order(client, story):
    for noun, query in (("claim", "q=said-by:lavrov"), ("relation", "q=actor:TR&sort=oldest")):
        answer = client.get(f"/{noun}s.json?{query}").json()
        ids = [one["id"] for one in answer[f"{noun}s"]]
        assert answer["total"] == len(ids) > 2 and answer["next"] is None
        lines = client.get(f"/{noun}s.jsonl?{query}")
        assert lines["X-Total-Count"] == str(len(ids))
        records = [json.loads(line) for line in b"".join(lines).splitlines()]
        assert records == answer[f"{noun}s"]
        table = b"".join(client.get(f"/{noun}s.csv?{query}")).decode()
        rows = list(csv.DictReader(io.StringIO(table, newline="")))
        assert [row["id"] for row in rows] == ids
        words = [record["annotations"][0]["exact"] for record in records]
        assert [row["evidence"].lstrip("'") for row in rows] == words
    assert answer["facets"]["actor"] == [{"value": "TR", "label": "Turkey", "count": len(ids)}]


def test_the_page_of_an_entity_leads_to_its_own_statements(client, story):
    page = client.get("/countries/russia/").content.decode()
    ours, others = "/relations/?q=actor:RU+OR+target:RU", "/claims/?q=said-by:RU"
    assert f'href="{ours}"' in page and f'href="{others}"' in page
    assert said(client, ours).startswith("21 relations") and said(client, others)[:8] == "3 claims"
