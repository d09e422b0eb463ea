import datetime
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import (
    Action,
    EntityLink,
    Kind,
    MentionForm,
    Noun,
    Redirect,
    Status,
    Tie,
    recording,
)
from articles.quotation import quotation
from tests.crawl import document
from tests.factories import annotation, article, claim, entity, relation, source

pytestmark = pytest.mark.django_db

HOSTILE = '"><img src=x onerror=alert(1)></script>&lt;{{ 7|add:7 }} \u0645\u0635\u0631'


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def words(client, address):
    """The text of a page without its tags, a blank between elements."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    text = " ".join(" ".join(document(answer).find(".//main").itertext()).split())
    return text.replace(" ,", ",").replace("( ", "(").replace(" )", ")")


def tie(one, kind_of_tie, other, label=""):
    with recording(Action.EDITED, by=None, entity=one) as record:
        record.save(EntityLink(entity=one, tie=kind_of_tie, target=other, label=label))


@pytest.fixture
def turkey():
    return entity("Turkey", iso2="TR", iso3="TUR", wikidata="Q43", is_listed=True)


@pytest.fixture
def russia():
    return entity("Russia", iso2="RU", is_listed=True)


# --- The lists of the kinds --------------------------------------------------------------------


@pytest.mark.parametrize("kind", Kind)
def test_an_empty_kind_has_a_friendly_page(client, kind):
    assert "yet" in words(client, f"/{kind.plural}/")
    assert client.get(f"/{kind.plural}.json").json() == {"total": 0, "entities": [], "next": None}


def test_entities_with_articles_come_first_and_the_rest_on_request(client, turkey, russia):
    article(entities=[russia])
    assert "/countries/turkey/" not in page(client, "/countries/")
    everyone = page(client, "/countries/?all=1")
    assert everyone.index('href="/countries/russia/"') < everyone.index("/countries/turkey/")


def test_a_list_counts_public_articles_only(client, turkey):
    article(entities=[turkey])
    article(entities=[turkey], status=Status.DRAFT)
    assert client.get("/countries.json").json()["entities"][0]["articles"] == 1


def test_a_list_goes_by_articles_or_by_name(client):
    ada, bob = entity("Ada", "person"), entity("Bob", "person")
    article(entities=[ada, bob])
    article(entities=[bob])
    by_articles, by_name = page(client, "/people/"), page(client, "/people/?sort=name")
    assert by_articles.index("/people/bob/") < by_articles.index("/people/ada/")
    assert by_name.index("/people/ada/") < by_name.index("/people/bob/")


def test_letters_go_by_the_sort_key_and_lead_somewhere(client):
    people = [entity(name, "person") for name in ("Émile", "Zoë", "Яна", "50 Cent")]
    article(entities=people)
    listed = page(client, "/people/?sort=name")
    for letter, slug in (("e", "emile"), ("z", "zoe"), ("0", "50-cent")):
        assert f"?letter={letter}" in listed
        assert f'href="/people/{slug}/"' in page(client, f"/people/?letter={letter}")
    assert "?letter=q" not in listed
    assert "None begins so" in page(client, "/people/?letter=q")


def test_a_list_has_numbered_pages_and_survives_any_option(client):
    article(entities=[entity(f"Person {n}", "person") for n in range(101)])
    assert 'aria-current="page"' in page(client, "/people/")
    assert words(client, "/people/?sort=name&page=2").count("Person 9") == 1
    assert client.get("/people.json").json()["next"] == "/people.json?page=2"
    for query in ("page=0", "page=x", "page=99", "sort=%00", "letter=%C3%A9", "all=yes&page=-1"):
        page(client, f"/people/?{query}")


def test_countries_are_drawn_on_the_map_and_listed_beside_it(client, turkey):
    article(entities=[turkey])
    html = page(client, "/countries/")
    assert html.count('href="/countries/turkey/"') == 2
    assert 'class="map country"' in html


# --- The page of an entity ---------------------------------------------------------------------


def test_a_country_is_shown_with_its_names_codes_and_map(client, turkey):
    with recording(Action.EDITED, by=None, entity=turkey) as record:
        for name, form in (("Türkiye", "name"), ("Turkish", "demonym"), ("Ankara", "metonym")):
            record.save(turkey.names.model(entity=turkey, name=name, form=form))
    text = words(client, "/countries/turkey/")
    for said in ("Also Türkiye", "Demonym Turkish", "Metonym Ankara", "TR, TUR", "Q43"):
        assert said in text
    assert 'href="https://www.wikidata.org/wiki/Q43"' in page(client, "/countries/turkey/")
    assert "No article is tagged with Turkey yet" in text


def test_numbers_are_of_what_is_public(client, turkey):
    story = article(entities=[turkey], text="Ankara said no. Turkey said yes.")
    annotation(story, "Ankara", entity=turkey, form=MentionForm.METONYM)
    annotation(story, "Turkey", entity=turkey)
    draft = article(entities=[turkey], status=Status.DRAFT, published_on=datetime.date(1999, 1, 1))
    annotation(draft, "Turkey", entity=turkey)
    text = words(client, "/countries/turkey/")
    assert "Articles 1 Mentions 2 Of them metonyms 50% First to last 1 December 2012" in text
    assert "1999" not in text


def test_of_a_date_only_what_is_known_is_said(client, turkey):
    article(entities=[turkey], published_on=datetime.date(1998, 1, 1), date_precision="year")
    article(entities=[turkey], published_on=datetime.date(2012, 12, 1), date_precision="month")
    article(entities=[turkey], published_on=None)
    assert "1998 – December 2012" in words(client, "/countries/turkey/")


def test_each_article_is_quoted_where_it_mentions_the_entity(client, turkey):
    story = article(entities=[turkey], text=f"{'Before it. ' * 90}\n\nAt last <Turkey> & co came.")
    annotation(story, "Turkey", entity=turkey)
    assert "At last &lt;<b>Turkey</b>&gt; &amp; co came." in page(client, "/countries/turkey/")
    assert "Before it" not in words(client, "/countries/turkey/")


def test_the_company_of_an_entity_leads_to_the_articles_on_both(client, turkey, russia):
    article(entities=[turkey, russia, entity("Vladimir Putin", "person")])
    article(entities=[turkey, russia])
    article(entities=[turkey, russia], status=Status.DRAFT)
    html = page(client, "/countries/turkey/")
    assert 'href="/articles/?country=TR&amp;country=RU">2<' in html
    assert 'href="/articles/?country=TR&amp;person=vladimir-putin">1<' in html


def test_lift_says_how_much_more_often_than_by_chance(client, turkey, russia):
    for entities in ([turkey, russia], [turkey, russia], [turkey], [russia], [], [], [], []):
        article(entities=entities)
    # 2 of the 3 articles on Turkey, where of all 8 articles 3 are on Russia: 2/3 : 3/8
    assert "Country: Russia 2 articles on both 1.8" in words(client, "/countries/turkey/")


def test_relations_are_grouped_by_direction_with_their_evidence(client, turkey, russia):
    rebels = entity("Syrian rebels", "group", sector="rebels")
    syria = entity("Syria", iso2="SY", is_listed=True)
    tie(rebels, Tie.PART_OF, syria)
    stories = [article(entities=[turkey], text="Turkey backs them.") for _ in range(2)]
    for story in stories:
        relation(story, "backs them", [turkey], [rebels], action="backs")
    relation(stories[0], "Turkey", [russia], [turkey], action="presses", status="claimed")
    text = words(client, "/countries/turkey/")
    assert "Turkey backs group: Syrian rebels" in text
    assert "country: Russia presses Turkey claimed" in text
    assert text.index("What Turkey does") < text.index("What others do to Turkey")
    evidence = stories[0].annotations.get(relation__action="backs")
    assert f'href="/annotations/{evidence.uid}/"' in page(client, "/countries/turkey/")
    assert "backs" not in words(client, "/countries/syria/"), "the rebels are not Syria"
    assert "country: Turkey backs Syrian rebels" in words(client, "/groups/syrian-rebels/")


def test_claims_stand_with_the_one_who_makes_them(client, turkey):
    lavrov = entity("Sergei Lavrov", "person")
    story = article(text="“We are not,” he said.", entities=[turkey])
    claim(story, "“We are not,”", [lavrov], about=[turkey], mode="direct")
    assert "“We are not,”" in words(client, "/people/sergei-lavrov/")
    assert "Claims it makes" not in words(client, "/countries/turkey/")


def test_ties_are_shown_at_both_ends_and_only_to_what_is_public(client, turkey):
    erdogan = entity("Recep Tayyip Erdoğan", "person")
    hidden = entity("Nobody Yet", "person")
    article(entities=[erdogan])
    article(entities=[hidden], status=Status.DRAFT)
    for person in (erdogan, hidden):
        tie(person, Tie.CITIZEN_OF, turkey)
        tie(person, Tie.HOLDS_OFFICE_IN, turkey, "Prime Minister")
    text = words(client, "/countries/turkey/")
    assert "Citizens person: Recep Tayyip Erdoğan In office" in text
    assert "Nobody Yet" not in text
    person = words(client, "/people/recep-tayyip-erdogan/")
    assert "Citizen of country: Turkey Holds office in country: Turkey (Prime Minister)" in person


def test_linked_data_says_what_it_is(client, turkey):
    erdogan = entity("Recep Tayyip Erdoğan", "person", wikidata="Q39259")
    article(entities=[erdogan])
    tie(erdogan, Tie.CITIZEN_OF, turkey)

    def linked_data(address):
        scripts = document(client.get(address)).iter("script")
        (script,) = [one for one in scripts if one.get("type") == "application/ld+json"]
        return json.loads(script.text)

    country = linked_data("/countries/turkey/")
    assert (country["@type"], country["sameAs"]) == ("Country", "https://www.wikidata.org/wiki/Q43")
    person = linked_data("/people/recep-tayyip-erdogan/")
    assert person["@type"] == "Person"
    assert person["nationality"] == [{"@type": "Country", "name": "Turkey"}]


def test_a_source_and_its_organization_know_each_other(client):
    paper = entity("The Moscow Times", "organization")
    article(source=source("The Moscow Times", entity=paper))
    assert 'href="/sources/the-moscow-times/"' in page(client, "/organizations/the-moscow-times/")
    assert 'href="/organizations/the-moscow-times/"' in page(client, "/sources/the-moscow-times/")


# --- Addresses ---------------------------------------------------------------------------------


def test_two_georgias_have_a_page_each_and_name_each_other(client):
    country = entity("Georgia", iso2="GE", is_listed=True)
    state = entity("Georgia", "place", slug="georgia-us-state")
    story = article(entities=[country, state], text="Georgia and Georgia.")
    annotation(story, "Georgia", entity=country)
    annotation(story, "Georgia", nth=1, entity=state)
    assert "Of the same name: Place: Georgia (place)" in words(client, "/countries/georgia/")
    assert "Mentions 1" in words(client, "/countries/georgia/")
    assert "Country: Georgia (country)" in words(client, "/places/georgia-us-state/")
    assert client.get("/places.json").json()["entities"][0]["slug"] == "georgia-us-state"
    assert 'href="/articles/?place=georgia-us-state"' in page(client, "/places/georgia-us-state/")
    assert client.get("/places/georgia/")["Location"] == "/countries/georgia/"


@pytest.mark.parametrize(
    ("given", "right"),
    [
        ("/people/turkey/", "/countries/turkey/"),
        ("/countries/TURKEY/", "/countries/turkey/"),
        ("/countries/asia-minor/", "/countries/turkey/"),
        ("/people/Asia-Minor.json", "/countries/turkey.json"),
    ],
)
def test_other_addresses_of_an_entity_lead_to_the_one(client, turkey, given, right):
    Redirect.objects.create(noun=Noun.ENTITY, slug="asia-minor", entity=turkey)
    answer = client.get(given)
    assert (answer.status_code, answer["Location"]) == (301, right)


@pytest.mark.parametrize("slug", ["nobody-yet", "NOBODY-YET", "nobody-of-old"])
def test_what_only_a_draft_names_is_as_unknown_as_anything(client, slug):
    hidden = entity("Nobody Yet", "person")
    draft = article(entities=[hidden], status=Status.DRAFT, text="Nobody Yet came.")
    annotation(draft, "Nobody Yet", entity=hidden)
    relation(draft, "came", [hidden])
    Redirect.objects.create(noun=Noun.ENTITY, slug="nobody-of-old", entity=hidden)
    for suffix in ("/", ".json"):
        answer = client.get(f"/people/{slug}{suffix}")
        unknown = client.get(f"/people/{'x' * len(slug)}{suffix}")
        assert answer.status_code == unknown.status_code == 404
        assert answer.content == unknown.content
    for address in ("/people/", "/people/?all=1", "/people.json?all=1", "/"):
        assert b"obody" not in client.get(address).content


def test_hostile_names_are_text(client):
    person = entity(HOSTILE, "person", description=HOSTILE, aliases=[f"{HOSTILE} II"])
    topic = entity("!!!", "topic")
    story = article(HOSTILE, entities=[person, topic], text=HOSTILE, source=source(HOSTILE))
    annotation(story, HOSTILE[:20], entity=person)
    relation(story, HOSTILE[3:20], [person], [topic], action=HOSTILE)
    claim(story, HOSTILE[1:9], [person], about=[topic], note=HOSTILE)
    for address in (
        *("/", "/people/", "/claims/", "/relations/", "/changes/", "/sources/", "/help/"),
        *(person.get_absolute_url(), topic.get_absolute_url(), story.source.get_absolute_url()),
    ):
        tree = document(client.get(address))
        assert not list(tree.iter("img")), address
        assert not [one for one in tree.iter() if any(str(a).startswith("on") for a in one.attrib)]
        assert "14" not in "".join(tree.find("head/title").itertext())


@pytest.mark.parametrize("name", ["Türkiye", "Турция", "日本", "!!!", "+", "C", "C#", "x/y", ".."])
def test_every_name_has_an_address(client, name):
    for made in (entity(name, "topic"), entity(f"{name} ", "place")):
        article(entities=[made])
        assert f'<h1 dir="auto">{name.replace("&", "&amp;")}</h1>' in page(
            client, made.get_absolute_url()
        )


def test_the_page_costs_the_same_whatever_is_on_it(client, turkey):
    def grow(number):
        other = entity(f"Person {number}", "person")
        tie(other, Tie.CITIZEN_OF, turkey)
        story = article(entities=[turkey, other], text=f"Turkey met Person {number} today.")
        annotation(story, "Turkey", entity=turkey)
        relation(story, "met", [turkey], [other])
        claim(story, "today", [turkey], about=[other])

    def cost(address):
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            page(client, address)
        return len(queries)

    addresses = ("/countries/turkey/", "/people/", "/people/?sort=name&all=1", "/people.json")
    for number in range(3):
        grow(number)
    before = [cost(address) for address in addresses]
    for number in range(3, 10):
        grow(number)
    assert [cost(address) for address in addresses] == before


# --- The words around a mention ----------------------------------------------------------------


def test_a_short_paragraph_is_quoted_whole():
    text = "One. Two.\n\nThree <b>. Four.\n\nFive."
    quoted = quotation(text, text.index("Four"), text.index("Four") + 4)
    assert (quoted.before, quoted.words, quoted.after) == ("Three <b>. ", "Four", ".")


def test_of_a_long_paragraph_the_sentence_is_quoted():
    text = "Many words stand here. " * 30 + "Turkey came. " + "Many more stand there. " * 30
    start = text.index("Turkey")
    quoted = quotation(text, start, start + 6)
    assert (quoted.before, quoted.words, quoted.after.strip()) == ("", "Turkey", "came.")


def test_a_long_sentence_is_cut_at_words():
    text = "word " * 200 + "Turkey" + " word" * 200
    start = text.index("Turkey")
    quoted = quotation(text, start, start + 6, 100)
    assert quoted.before.startswith("… word") and quoted.after.endswith("word …")
    assert len(quoted.before + quoted.words + quoted.after) < 110


def test_a_text_without_blanks_is_cut_too():
    quoted = quotation("木" * 5000, 2500, 2501)
    assert len(quoted.before + quoted.words + quoted.after) < 330
