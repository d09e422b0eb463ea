"""The entities and sources that a record names."""

import pytest

from articles.ingest import Did
from articles.models import Action, Annotation, Article, Change, Entity, Source, TaggedEntity
from tests.factories import entity, source
from tests.importing.records import did, fault, mention, record, take, warning

pytestmark = pytest.mark.django_db


def test_unknown_entities_are_reported_never_invented():
    entity("Turkey")
    said = fault(record(entities=["Turkey", "Atlantis", {"name": "Mu", "kind": "place"}]))
    assert said == "unknown entities “Atlantis”, “Mu”"


def test_unknown_entities_are_made_on_request_of_the_kind_their_record_gives():
    row = record(
        entities=["Atlantis", {"slug": "mu-mu", "name": "Mu", "kind": "person", "wikidata": "Q7"}],
        annotations=[mention("Ankara", "mu-mu"), mention("Moscow", "Lemuria")],
    )
    take(row, record("Other", text="Other.", entities=["ATLANTIS"]), create_entities="place")
    kinds = dict(Entity.objects.values_list("slug", "kind"))
    assert kinds == {"atlantis": "place", "mu-mu": "person", "lemuria": "place"}
    assert Entity.objects.get(slug="mu-mu").wikidata == "Q7"
    assert Change.objects.filter(entity__isnull=False, action=Action.IMPORTED).count() == 3


def test_an_entity_is_found_by_slug_code_name_alias_and_wikidata_id():
    entity("Turkey", iso2="TR", aliases=["Türkiye", ("Turkish", "demonym")])
    entity("Vladimir Putin", "person", wikidata="Q7747")
    ways = [
        *("turkey", "TURKEY", "Turkiye", "turkish", {"slug": "turkey"}, {"iso2": "tr"}),
        *({"kind": "country", "iso2": "TR"}, {"name": "Türkiye", "kind": "country"}),
    ]
    for number, way in enumerate([*ways, {"wikidata": "Q7747"}]):
        (outcome,) = take(record(f"No {number}", text=f"Words {number}.", entities=[way]))
        assert outcome.did == Did.NEW, (way, outcome.faults)
    assert TaggedEntity.objects.filter(tag__slug="turkey").count() == len(ways)


def test_of_two_georgias_the_record_must_say_which():
    entity("Georgia", iso2="GE")
    entity("Georgia", "place", slug="georgia-us-state")
    said = fault(record(entities=["Georgia"]))
    assert said == ("“Georgia” may be georgia (country) or georgia-us-state (place): give the slug")
    assert (
        did(
            record("One", text="One.", entities=[{"name": "Georgia", "kind": "place"}]),
            record("Two", text="Two.", entities=["georgia-us-state"]),
            record(
                "Three",
                text="Three.",
                entities=[{"slug": "georgia", "name": "Georgia", "kind": "place"}],
            ),
        )
        == ["new"] * 3
    )
    assert TaggedEntity.objects.filter(tag__slug="georgia-us-state").count() == 3


def test_facts_that_contradict_each_other_are_refused():
    entity("Turkey", iso2="TR", wikidata="Q43")
    entity("Syria", iso2="SY")
    assert "Q858 in the record" in fault(record(entities=[{"slug": "turkey", "wikidata": "Q858"}]))
    said = fault(record(entities=[{"name": "Turkey", "iso2": "SY", "kind": "country"}]))
    assert said == "“Turkey” is turkey, but the record also says syria"


def test_a_name_of_its_own_comes_before_a_metonym_and_a_metonym_is_said():
    entity("Turkey", aliases=[("Ankara", "metonym")])
    said = warning(record("One", text="One.", entities=["Ankara"]))
    assert said == "“Ankara” is taken for Turkey, whose government it stands for"
    entity("Ankara", "place")
    assert warning(record("Two", text="Two.", entities=["Ankara"])) == ""
    assert Article.objects.get(slug="two").entities.get().kind == "place"


def test_codes_are_for_countries_alone():
    entity("Istanbul", "place")
    row = record(entities=[{"name": "Istanbul", "kind": "place", "iso2": "TR"}])
    assert "only a country has an ISO code, TR ignored" in warning(row)
    assert Article.objects.get().entities.get().iso2 is None


def test_what_a_record_calls_its_entities_holds_for_its_annotations():
    """`ankara` is the city of this record, though here Ankara is only a name of Turkey."""
    entity("Turkey", aliases=[("Ankara", "metonym")])
    ankara = {"slug": "ankara", "name": "Ankara", "kind": "place"}
    row = record(untagged=[ankara], annotations=[mention("Ankara", "ankara")])
    assert fault(row) == "unknown entity “Ankara”"
    take(row, create_entities="topic")
    assert Annotation.objects.get().entity.kind == "place"
    assert not TaggedEntity.objects.exists()


def test_an_accepted_mention_makes_a_tag_that_nobody_set():
    entity("Turkey")
    entity("Russia")
    marks = [mention("Turkey"), mention("Moscow", "Russia", state="suggested")]
    take(record(annotations=marks))
    tag = TaggedEntity.objects.get()
    assert (tag.tag.slug, tag.by_hand) == ("turkey", False)


def test_a_source_is_made_when_it_is_new():
    source("The Moscow Times")
    rows = [
        "The Moscow Times",
        "the moscow times",
        "the-moscow-times",
        "la-stampa",
        "La Stampa",
        None,
    ]
    take(*(record(f"No {n}", text=f"Words {n}.", source=name) for n, name in enumerate(rows)))
    assert dict(Source.objects.values_list("slug", "name")) == {
        "the-moscow-times": "The Moscow Times",
        "la-stampa": "La Stampa",
        "unknown-source": "Unknown source",
    }


def test_what_names_no_source_is_from_whose_site_it_is_on():
    source("The Moscow Times", homepage="https://www.themoscowtimes.com/")
    rows = [
        record("One", text="One.", url="https://themoscowtimes.com/2012/one"),
        record("Two", text="Two.", url="https://www.news.example/two"),
    ]
    take(*rows)
    by_headline = dict(Article.objects.values_list("headline", "source__name"))
    assert by_headline == {"One": "The Moscow Times", "Two": "news.example"}
    take(record("Two", url="https://www.news.example/two", source="The News"))
    assert did(*rows) == ["unchanged", "unchanged"]
    assert Article.objects.get(headline="Two").source.name == "The News"
