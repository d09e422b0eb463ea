"""Entities, sources and statements in the admin."""

import pytest

from articles.models import Change, Claim, Entity, Relation, Source
from tests.admin.pages import Changes, errors, of, one, page, saved
from tests.factories import annotation, article, entity
from tests.forms import sent

pytestmark = pytest.mark.django_db


def test_an_entity_is_made_and_changed_with_names_and_ties_as_one_change_each(client, ana):
    russia = entity("Russia")
    changes = Changes()
    saved(
        sent(
            client,
            page(Entity, "add"),
            name="Vladimir Putin",
            kind="person",
            **{"names-0-name": "Putin", "links-0-tie": "citizen_of", "links-0-target": russia.pk},
        )
    )
    putin = Entity.objects.get(slug="vladimir-putin")
    assert putin.names.get().name == "Putin" and putin.links.get().target == russia
    saved(
        sent(
            client,
            of(putin),
            description="President of Russia.",
            **{"names-0-DELETE": "on", "names-1-name": "V. Putin", "links-0-label": "President"},
        )
    )
    assert putin.names.get().name == "V. Putin" and putin.links.get().label == "President"
    assert changes() == [("created", "ana"), ("edited", "ana")]
    parts = Change.objects.newest().first().parts
    assert sorted((part["model"], part["did"]) for part in parts) == [
        ("entity", "changed"),
        ("entitylink", "changed"),
        ("entityname", "created"),
        ("entityname", "removed"),
    ]


def test_an_entity_is_added_from_the_form_in_which_it_is_missed(client, ana):
    response = sent(client, page(Entity, "add") + "?_popup=1", name="Peru", kind="country")
    assert response.status_code == 200 and b"popup_response" in response.content
    assert Entity.objects.get().name == "Peru"


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"name": "TURKEY", "kind": "country"}, "this kind with this name"),
        ({"name": "Peru", "kind": "person", "iso2": "PE"}, "Only a country"),
        ({"name": "Peru", "kind": "country", "iso2": "TR"}, "already exists"),
        ({"name": "Peru", "kind": "country", "wikidata": "Peru"}, "A Wikidata id"),
        ({"name": " \u200b ", "kind": "topic"}, ""),
        ({"name": "Peru", "kind": ""}, "required"),
    ],
)
def test_entities_that_make_no_sense_are_told_why(client, ana, values, told):
    entity("Turkey", iso2="TR")
    response = sent(client, page(Entity, "add"), **values)
    if told:
        assert told in errors(response)
        assert Entity.objects.count() == 1
    else:
        assert response.status_code in (200, 302)


def test_a_source_is_made_and_changed(client, ana):
    changes = Changes()
    saved(sent(client, page(Source, "add"), name="The Paper", homepage="https://example.org/"))
    paper = Source.objects.get()
    saved(sent(client, of(paper), time_zone="Europe/Moscow"))
    assert changes() == [("created", "ana"), ("edited", "ana")]
    response = sent(client, of(paper), homepage="javascript:alert(1)")
    assert "http://" in errors(response)
    assert "time zone" in errors(sent(client, of(paper), time_zone="Mars/Base"))


def test_a_claim_and_a_relation_are_stated_and_changed(client, ana):
    turkey, russia = entity("Turkey"), entity("Russia")
    story = article(text="Turkey said Russia sells arms.")
    words = annotation(story, "Russia sells arms", "evidence")
    more = annotation(story, "sells arms", "evidence")
    note = annotation(story, "Turkey", note="-")
    changes = Changes()
    values = {"speakers": turkey.pk, "mode": "indirect"}
    assert "valid choice" in errors(sent(client, page(Claim, "add"), evidence=note.pk, **values))
    saved(sent(client, page(Claim, "add"), evidence=words.pk, **values))
    saved(sent(client, of(one(Claim)), about=russia.pk, note="So it said."))
    assert list(one(Claim).about.all()) == [russia]
    values = {"kind": "event", "actors": russia.pk, "action": "sells arms", "contexts": "military"}
    saved(sent(client, page(Relation, "add"), evidence=more.pk, **values))
    saved(sent(client, of(one(Relation)), status="claimed", contexts=["military", "economic"]))
    made = one(Relation)
    assert (made.status, sorted(made.contexts)) == ("claimed", ["economic", "military"])
    assert changes() == [("stated", "ana")] * 4
