import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Claim, Relation, Status
from tests.crawl import document
from tests.factories import article, claim, entity, relation

pytestmark = pytest.mark.django_db
TEXT = "Turkey presses Russia. “We are not,” Lavrov said, according to Itar-Tass."


def words(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    text = " ".join(" ".join(document(answer).find(".//main").itertext()).split())
    return text.replace(" ,", ",").replace(" ;", ";")


@pytest.fixture
def world():
    class World:
        turkey, russia = entity("Turkey", iso2="TR"), entity("Russia", iso2="RU")
        lavrov = entity("Sergei Lavrov", "person")
        tass = entity("Itar-Tass", "organization")
        story = article("Talks", text=TEXT, entities=[turkey, russia])

    World.claim = claim(
        World.story,
        "“We are not,”",
        [World.lavrov],
        about=[World.russia],
        mode="direct",
        via=World.tass,
        note="He was asked twice.",
    )
    World.relation = relation(
        World.story,
        "Turkey presses Russia",
        [World.turkey],
        [World.russia],
        action="presses",
        category="REQUEST",
        status="claimed",
        certainty="low",
        time="2012-W49",
        claim=World.claim,
    )
    return World


def test_empty_lists_are_friendly(client):
    assert "No claims yet" in words(client, "/claims/")
    assert "No relations yet" in words(client, "/relations/")


def test_a_claim_stands_with_who_says_it_and_on_whose_word(client, world):
    text = words(client, "/claims/")
    said = "Turkey presses Russia. “We are not,” Lavrov said, according to Itar-Tass."
    assert f"{said} person: Sergei Lavrov, in the speaker's words" in text
    assert "on the word of organization: Itar-Tass; about country: Russia" in text
    assert "He was asked twice. Talks, The Moscow Times, 1 December 2012" in text


def test_a_relation_stands_with_its_words_category_and_doubts(client, world):
    text = words(client, "/relations/")
    assert "country: Turkey presses country: Russia Turkey presses Russia" in text
    said = "Asks or demands, verbal conflict, claimed, as Sergei Lavrov says"
    assert f"{said}, the week of 3 December 2012, uncertain" in text


def test_evidence_leads_to_its_words_in_the_article(client, world):
    html = client.get("/relations/").content.decode()
    fragment = html.split(f'href="{world.story.get_absolute_url()}#')[1].split('"')[0]
    assert f'id="{fragment}"' in client.get(world.story.get_absolute_url()).content.decode()


def test_a_suggested_claim_is_not_named_by_its_relation(client, world):
    world.story.review(world.claim.evidence, "suggested", by=None)
    assert "Lavrov says" not in words(client, "/relations/")
    assert "No claims yet" in words(client, "/claims/")


def test_statements_of_drafts_are_not_there(client):
    turkey = entity("Turkey", iso2="TR", is_listed=True)
    draft = article(text=TEXT, status=Status.DRAFT)
    claim(draft, "We are", [turkey])
    relation(draft, "presses", [turkey])
    assert "No claims yet" in words(client, "/claims/")
    assert "No relations yet" in words(client, "/relations/")


def test_the_filters_are_those_of_the_articles(client, world):
    other = article("Elsewhere", text=TEXT)
    relation(other, "Lavrov", [world.lavrov], action="speaks")
    text = words(client, "/relations/?country=TR")
    assert "1 relation in 1 article that mentions Turkey" in text
    assert "Elsewhere" not in text
    assert "2 relations" in words(client, "/relations/")
    assert "No relation rests on these articles" in words(client, "/relations/?from=2013")
    assert "page=99 is past the last page, which is 1" in words(client, "/relations/?page=99")


@pytest.mark.parametrize("path", ["/claims/", "/relations/"])
def test_filters_stay_on_the_page(client, world, path):
    answer = client.get(f"{path}?country=turkey")
    assert (answer.status_code, answer["Location"]) == (301, f"{path}?country=TR")
    html = client.get(f"{path}?country=TR&country=RU").content.decode()
    assert f'href="{path}?country=RU"' in html, "removing a filter"
    assert f'action="{path}"' in html
    assert "left out" in words(client, f"{path}?from=2012-13")


def test_lists_have_numbered_pages_in_the_order_of_the_articles(client):
    turkey = entity("Turkey", iso2="TR")
    for number in range(11):
        story = article(f"Story {number:02}", text="First here. Then there.", entities=[turkey])
        relation(story, "Then there", [turkey], action=f"comes second in {number:02}")
        relation(story, "First here", [turkey], action=f"comes first in {number:02}")
    first = words(client, "/relations/")
    assert first.index("comes first in 00") < first.index("comes second in 00")
    assert "in 10" not in first
    second = words(client, "/relations/?page=2")
    assert "comes second in 10" in second and "past the last page" not in second


def test_lists_cost_the_same_whatever_is_on_them(client):
    turkey = entity("Turkey", iso2="TR")

    def grow(number):
        person = entity(f"Person {number}", "person")
        story = article(text=TEXT, entities=[turkey, person])
        said = claim(story, "We are", [person], about=[turkey], via=person)
        relation(story, "presses", [person], [turkey], claim=said)

    def cost(address):
        with CaptureQueriesContext(connection) as queries:
            words(client, address)
        return len(queries)

    addresses = ("/claims/", "/relations/", "/claims/?country=TR", "/relations/?country=TR")
    for number in range(3):
        grow(number)
    before = [cost(address) for address in addresses]
    for number in range(3, 10):
        grow(number)
    assert [cost(address) for address in addresses] == before
    assert Claim.objects.count() == Relation.objects.count() == 10
