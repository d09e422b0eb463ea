"""Merging: what is given, refused, and where addresses lead."""

import pytest
from django.core.exceptions import ValidationError

from articles.models import (
    Action,
    Annotation,
    Change,
    Conflict,
    Entity,
    EntityLink,
    MergePreview,
    NameForm,
    Redirect,
    merge,
    recording,
)
from articles.models.undoing import undo
from tests.every_row import every_row
from tests.factories import annotation, article, claim, editor, entity, relation, source
from tests.merging.ties import last, tags_of, tie

pytestmark = pytest.mark.django_db


# --- What is given --------------------------------------------------------------------------------


def test_all_that_points_at_the_one_points_at_the_other_in_one_change(putin, double):
    """D44"""
    russia, ana = entity("Russia"), editor("ana")
    story = article(entities=[double], source=source("Kremlin.ru", entity=double))
    mention = annotation(story, "Turkey", entity=double)
    said = claim(story, "will press", [double, russia], about=[double], via=double)
    done = relation(story, "talks", [double], [russia, double])
    tie(double, "citizen_of", russia)
    tie(russia, "part_of", double)
    before = Change.objects.count()
    merge(putin, double, by=ana, reason="One man.")
    for row in (mention, said, story.source):
        row.refresh_from_db()
    assert tags_of(story) == {("vladimir-putin", "mentioned", 1)}
    assert mention.entity == said.via == story.source.entity == putin
    assert set(said.speakers.all()) == {putin, russia} and set(said.about.all()) == {putin}
    assert set(done.actors.all()) == {putin} and set(done.targets.all()) == {putin, russia}
    assert {str(link) for link in EntityLink.objects.all()} == {
        "Vladimir Putin citizen of Russia",
        "Russia part of Vladimir Putin",
    }
    assert {name.name for name in putin.names.all()} == {"Putin", "VVP", "V. Putin"}
    assert Entity.objects.named("VVP").get() == putin
    assert not Entity.objects.filter(slug="v-putin").exists()
    change = last()
    assert Change.objects.count() == before + 1
    assert (change.action, change.by, change.entity) == (Action.MERGED, ana, putin)
    assert change.reason == "One man."


def test_every_table_that_points_at_an_entity_is_thought_of():
    """A new one that cascades would lose its rows in a merge without a word."""
    pointing = {
        (relation.related_model._meta.model_name, relation.field.name)
        for relation in Entity._meta.related_objects
        if relation.field.name != "entities"  # the tags, seen from the article
    }
    assert pointing == {
        ("taggedentity", "tag"),
        ("annotation", "entity"),
        ("claim", "speakers"),
        ("claim", "about"),
        ("claim", "via"),
        ("relation", "actors"),
        ("relation", "targets"),
        ("entityname", "entity"),
        ("entitylink", "entity"),
        ("entitylink", "target"),
        ("source", "entity"),
        ("redirect", "entity"),
        ("change", "entity"),
    }


@pytest.mark.parametrize("form", [NameForm.NAME, NameForm.FORMER])
def test_the_name_of_the_one_that_goes_is_kept_in_the_form_asked_for(putin, double, form):
    merge(putin, double, by=None, form=form)
    assert putin.names.get(name="V. Putin").form == form


def test_of_two_tags_the_heavier_stays(putin, double):
    heavier, lighter, equal = article(), article(), article()
    for story, mine, theirs in (
        (heavier, ("mentioned", 1), ("actor", 3)),
        (lighter, ("target", 2), ("subject", 1)),
        (equal, ("mentioned", 2), ("speaker", 2)),
    ):
        story.tag(putin, role=mine[0], salience=mine[1], by=None)
        story.tag(double, role=theirs[0], salience=theirs[1], by=None)
    merge(putin, double, by=None)
    assert tags_of(heavier) == {("vladimir-putin", "actor", 3)}
    assert tags_of(lighter) == {("vladimir-putin", "target", 2)}
    assert tags_of(equal) == {("vladimir-putin", "speaker", 2)}


def test_a_tag_that_somebody_set_stays_one_that_somebody_set(putin, double):
    story = article()
    annotation(story, "Turkey", entity=putin)
    story.tag(double, by=None)
    merge(putin, double, by=None)
    assert story.tags.get().by_hand


@pytest.mark.parametrize(
    ("mine", "theirs", "stays"),
    [
        ("accepted", "accepted", "mine"),
        ("suggested", "accepted", "theirs"),
        ("suggested", "rejected", "theirs"),
        ("accepted", "rejected", "mine"),
    ],
)
def test_of_two_mentions_of_the_same_words_the_better_stays_with_both_notes(
    putin, double, mine, theirs, stays
):
    story = article()
    marks = {
        "mine": annotation(story, "Turkey", entity=putin, state=mine, note="One."),
        "theirs": annotation(story, "Turkey", entity=double, state=theirs, note="Two."),
    }
    merge(putin, double, by=None)
    (mention,) = Annotation.objects.all()
    assert mention.uid == marks[stays].uid and mention.entity == putin
    assert mention.note == "One.\n\nTwo."


def test_mentions_that_lost_their_words_are_given_too(putin, double):
    story = article(text="Turkey talks. Turkey talks on.")
    for one in (putin, double):
        annotation(story, "Turkey talks on", entity=one)
    story.correct(text="Nobody says a word.", reason="-", by=None)
    merge(putin, double, by=None)
    assert [mention.entity for mention in Annotation.objects.all()] == [putin, putin]


def test_ties_that_would_lead_to_itself_or_stand_twice_go(putin, double):
    russia = entity("Russia")
    for one in (putin, double):
        tie(one, "citizen_of", russia)
        tie(russia, "part_of", one, "so to speak")
    tie(putin, "part_of", double)
    tie(double, "holds_office_in", russia, "President")
    merge(putin, double, by=None)
    assert sorted((str(link), link.label) for link in EntityLink.objects.all()) == [
        ("Russia part of Vladimir Putin", "so to speak"),
        ("Vladimir Putin citizen of Russia", ""),
        ("Vladimir Putin holds office in Russia", "President"),
    ]


def test_what_only_the_other_one_told_is_taken_over():
    kept = entity("Germany", description="A country.")
    gone = entity(
        "Deutschland", iso2="DE", wikidata="Q183", description="Ein Land.", is_listed=True
    )
    merge(kept, gone, by=None)
    kept.refresh_from_db()
    assert (kept.iso2, kept.wikidata, kept.description) == ("DE", "Q183", "A country.")
    assert kept.is_listed


def test_of_two_georgias_the_one_that_is_meant_is_merged():
    country, state = entity("Georgia"), entity("Georgia", "place")
    other = entity("State of Georgia", "place")
    story = article(entities=[country, state, other])
    merge(other, state, by=None)
    assert {slug for slug, *_ in tags_of(story)} == {country.slug, other.slug}
    assert set(Entity.objects.named("Georgia")) == {country, other}


# --- What is refused ------------------------------------------------------------------------------


def test_what_cannot_be_one_is_refused(putin):
    turkey, russia = entity("Turkey", iso2="TR"), entity("Russia", iso2="RU")
    before = every_row()
    for kept, gone, told in (
        (putin, putin, "with itself"),
        (putin, turkey, "two kinds"),
        (turkey, russia, "both have ISO codes"),
    ):
        for act in (lambda k, g: merge(k, g, by=None), MergePreview.of):
            with pytest.raises(ValidationError, match=told):
                act(kept, gone)
    assert every_row() == before


def test_who_merges_what_somebody_else_has_changed_is_told(putin, double):
    for stale in (putin, double):
        fresh = Entity.objects.get(pk=stale.pk)
        fresh.description += "Changed."
        with recording(Action.EDITED, by=None, entity=fresh) as record:
            record.save(fresh)
        before = every_row()
        with pytest.raises(Conflict):
            merge(putin, double, by=None)
        assert every_row() == before
        stale.refresh_from_db()


def test_who_merges_what_is_merged_already_is_told(putin, double):
    stale = Entity.objects.get(pk=double.pk)
    merge(putin, double, by=None)
    with pytest.raises(Conflict):
        merge(entity("Another", "person"), stale, by=None)


# --- Addresses ------------------------------------------------------------------------------------


def test_the_old_address_leads_to_the_kept_one_for_good_and_to_no_other_place(
    client, putin, double
):
    """D29"""
    article(entities=[putin, double])
    for ending in ("/", ".json"):
        assert client.get(f"/people/v-putin{ending}").status_code == 200
    merge(putin, double, by=None)
    for old in ("/people/v-putin/", "/people/V-Putin/", "/places/v-putin/"):
        for query in ("", "?next=//evil.example/", "?next=https:evil.example"):
            answer = client.get(old + query)
            assert answer.status_code == 301
            assert answer["Location"] == "/people/vladimir-putin/"
    assert client.get("/people/v-putin.json")["Location"] == "/people/vladimir-putin.json"
    listed = client.get("/articles.json", {"person": "v-putin"})
    assert (listed.status_code, listed["Location"]) == (301, "/articles.json?person=vladimir-putin")


def test_old_addresses_of_the_one_that_goes_lead_straight_on(client, putin, double):
    article(entities=[putin])
    older = entity("Wladimir Putin", "person")
    merge(double, older, by=None)
    double.refresh_from_db()
    merge(putin, double, by=None)
    assert {(row.slug, row.entity) for row in Redirect.objects.all()} == {
        ("v-putin", putin),
        ("wladimir-putin", putin),
    }
    assert client.get("/people/wladimir-putin/")["Location"] == "/people/vladimir-putin/"


def test_an_address_that_leads_on_is_given_to_nobody_else(putin, double):
    merge(putin, double, by=None)
    assert entity("V. Putin", "place").slug == "v-putin-2"
    with pytest.raises(ValidationError, match="address of “Vladimir Putin”"):
        Entity(name="Somebody", kind="person", slug="v-putin").clean()


def test_after_an_undo_the_pages_are_back(client, putin, double):
    article(entities=[putin])
    article(entities=[double])
    merge(putin, double, by=None)
    undo(last(), by=None)
    assert client.get("/people/v-putin/").status_code == 200
    assert client.get("/places/v-putin/")["Location"] == "/people/v-putin/"
    assert not Redirect.objects.exists()


# --- History --------------------------------------------------------------------------------------


def test_the_history_of_the_one_that_goes_is_the_kept_ones_until_an_undo(putin, double):
    numbers = sorted(double.changes.values_list("number", flat=True))
    told = list(Change.objects.order_by("number").values_list("number", "parts"))
    merge(putin, double, by=None)
    assert set(numbers) < set(putin.changes.values_list("number", flat=True))
    undo(last(), by=None)
    back = Entity.objects.get(slug="v-putin")
    assert sorted(back.changes.values_list("number", flat=True)) == numbers
    assert not set(numbers) & set(putin.changes.values_list("number", flat=True))
    assert list(Change.objects.order_by("number").values_list("number", "parts"))[:-2] == told


def test_what_comes_back_has_no_version_twice(putin, double):
    version = double.version
    merge(putin, double, by=None)
    undo(last(), by=None)
    assert Entity.objects.get(pk=double.pk).version > version
