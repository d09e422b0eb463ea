"""Each kind of act taken back, who may, and what readers see of it."""

import pytest
from django.core.management import call_command

from articles.formats import Draft
from articles.ingest import Import
from articles.models import (
    Action,
    Article,
    CannotUndo,
    Change,
    Entity,
    EntityLink,
    EntityName,
    Part,
    Redirect,
    Source,
    State,
    Status,
    may_undo,
    recording,
    rename,
    split,
    undo,
)
from tests.factories import (
    annotation,
    article,
    chief,
    claim,
    editor,
    entity,
    relation,
    source,
    user,
)
from tests.processes import at_once
from tests.undoing.tables import assert_anchored, last, tables

pytestmark = pytest.mark.django_db


# --- Act by act -----------------------------------------------------------------------------------


def undone(change=None):
    """Undo a change (the last one), see that all is as before it, and do it again."""
    change = change or last()
    after = tables()
    back = undo(change, by=None)
    before = tables()
    undo(back, by=None)
    assert tables() == after
    undo(last(), by=None)
    assert tables() == before
    return before


def refused(change):
    with pytest.raises(CannotUndo) as refusal:
        undo(change, by=None)
    return refusal.value


def test_the_arrival_of_an_article_is_undone_by_withdrawing_it():
    story = article("A Story")
    arrival = last()
    story.tag(entity("Turkey"), by=None)
    undo(arrival, by=None, reason="It is not ours.")
    assert Article.objects.get().status == Status.WITHDRAWN and story.tags.exists()
    assert (last().action, last().undoes, last().article) == (Action.UNDONE, arrival, story)
    undo(last(), by=None)
    assert Article.objects.get().status == Status.PUBLISHED


def test_a_draft_is_not_unmade_and_what_is_withdrawn_names_who_did_it():
    article(status=Status.DRAFT)
    assert "is a draft" in str(refused(last()))
    story = article()
    arrival = last()
    story.withdraw(by=None, reason="-")
    (obstacle,) = refused(arrival).obstacles
    assert obstacle.later == last()


def test_a_change_is_undone_once_and_its_undoing_can_be_undone():
    story = article(byline="By Ana")
    story.edit(by=None, byline="By Eva")
    edited = last()
    first = undo(edited, by=None)
    assert refused(edited).obstacles[0].later == first
    second = undo(first, by=None)
    assert Article.objects.get().byline == "By Eva"
    assert refused(edited).obstacles[0].later == second


def test_a_new_entity_goes_with_its_names_and_comes_back_with_its_history():
    entity("Peru", aliases=["Republic of Peru"])
    made, peru = last(), Entity.objects.get()
    peru.description = "In South America."
    with recording(Action.EDITED, by=None, entity=peru) as record:
        record.save(peru)
    edited = last()
    assert refused(made).obstacles[0].later == edited
    undo(edited, by=None)
    undone(made)
    assert not Entity.objects.exists() and not EntityName.objects.exists()
    undo(last(), by=None)
    assert set(Entity.objects.get().changes.all()) >= {made, edited}
    assert Entity.objects.get().version > peru.version


def test_a_new_source_goes_while_no_article_is_from_it_and_comes_back():
    times = source("The Times")
    made = last()
    back = undo(made, by=None)
    assert not Source.objects.exists()
    undo(back, by=None)
    assert Source.objects.get(name="The Times").changes.filter(pk=made.pk).exists()
    again = last()
    article(source=Source.objects.get(pk=times.pk))
    assert refused(again).obstacles[0].later == last()


def test_what_something_rests_on_is_not_taken_away():
    turkey, story = entity("Turkey"), article()
    made = last()
    story.tag(turkey, by=None)
    tagged, made = last(), turkey.changes.get()
    assert tagged in [obstacle.later for obstacle in refused(made).obstacles]
    said = claim(story, "Turkey will press", [turkey])
    marked = Change.objects.newest()[1]
    stated = last()
    assert refused(marked).obstacles[0].later == stated
    act = relation(story, "talks", [turkey])
    act.claim = said
    story.state_relation(act, by=None, actors=[turkey])
    assert refused(stated).obstacles[0].later == last()


def test_names_and_ties_are_taken_back_and_given_back():
    turkey, ankara = entity("Turkey"), entity("Ankara", "place")
    with recording(Action.EDITED, by=None, entity=ankara) as record:
        record.save(EntityName(entity=ankara, name="Angora", form="former"))
        record.save(EntityLink(entity=ankara, tie="located_in", target=turkey))
    undone()
    assert not EntityName.objects.exists() and not EntityLink.objects.exists()


def test_a_renamed_entity_gets_its_name_and_address_back():
    story, turkey = article(), entity("Turkey")
    story.tag(turkey, by=None)
    tagged = last()
    turkey.name, turkey.slug = "Türkiye", "turkiye"
    rename(turkey, by=None, keeps_old_name=True)
    assert refused(tagged).obstacles[0].later == last()
    undone()
    turkey = Entity.objects.get()
    assert (turkey.name, turkey.slug) == ("Turkey", "turkey") and not turkey.names.exists()
    assert not Redirect.objects.exists()
    undo(tagged, by=None)


def test_a_split_is_taken_back_exactly():
    georgia = entity("Georgia")
    for _ in range(2):
        story = article(text="Georgia will press Russia. Tbilisi said so.")
        annotation(story, "Georgia", entity=georgia)
        relation(story, "press", [georgia])
    then = tables()
    split(Part(georgia, frozenset({story.pk})), Entity(name="Georgia", kind="place"), by=None)
    assert undone() == then


def test_what_an_import_changed_is_taken_back():
    record = {"slug": "talks", "headline": "Talks", "source": "The Times", "text": "Turkey talks."}
    imported(record)
    annotation(Article.objects.get(), "Turkey", entity=entity("Turkey"))
    then = tables()
    imported(record | {"text": "So Turkey talks.", "byline": "By Ana", "entities": ["Russia"]})
    changed = Change.objects.exclude(article=None).newest().first()
    assert changed.action == Action.IMPORTED and Article.objects.get().byline == "By Ana"
    undo(changed, by=None)
    assert {key: row for key, row in tables().items() if key in then} == then
    assert Article.objects.get().tags.count() == 1


def imported(record):
    list(Import(create_entities="country").run([Draft(record, "1")]))


def test_what_a_fixture_brought_is_taken_back_and_given_back():
    call_command("loaddata", "countries", verbosity=0)
    then = tables()
    back = undo(last(), by=None)
    assert not Entity.objects.exists()
    undo(back, by=None)
    assert tables() == then
    loaded = last()
    article().tag(Entity.objects.get(slug="turkey"), by=None)
    assert last() in [obstacle.later for obstacle in refused(loaded).obstacles]


def test_an_older_annotation_goes_though_a_correction_has_moved_it_since():
    story = article(text="Turkey will press Russia.")
    annotation(story, "Russia", entity=entity("Russia"))
    marked = last()
    story.correct(by=None, text="On Monday Turkey will press Russia.", reason="-")
    undo(marked, by=None)
    assert not story.annotations.exists() and not story.tags.exists()
    undo(last(), by=None)
    assert_anchored()
    assert story.annotations.get().exact == "Russia" and story.tags.exists()


def test_no_annotation_comes_back_to_other_words():
    story = article(text="Turkey will press Russia. Turkey waits.")
    annotation(story, "Turkey", nth=1)
    gone = undo(last(), by=None)
    story.correct(by=None, text="Turkey waits. Turkey will press Russia.", reason="-")
    (obstacle,) = refused(gone).obstacles
    assert obstacle.later == last() and not story.annotations.exists()


def test_a_tag_that_a_later_mention_needs_stays():
    turkey, story = entity("Turkey"), article(text="Turkey and Turkey.")
    annotation(story, "Turkey", entity=turkey)
    first = last()
    annotation(story, "Turkey", entity=turkey, nth=1)
    undo(first, by=None)
    assert story.tags.get().by_hand is False and story.annotations.count() == 1
    undo(last(), by=None)
    assert story.annotations.count() == 2 and story.tags.exists()


def test_a_version_that_was_is_never_a_rows_version_again():
    story = article(text="Turkey talks.")
    mark = annotation(story, "Turkey")
    seen = {mark.version}
    made = last()
    for _ in range(3):
        made = undo(undo(made, by=None), by=None)
        version = story.annotations.get().version
        assert version not in seen
        seen.add(version)


def test_who_made_a_thing_may_be_called_otherwise_by_now():
    ana, story = user("ana"), article(text="Turkey talks.")
    annotation(story, "Turkey", by=ana)
    made = last()
    ana.username = "anna"
    ana.save()
    undo(undo(made, by=None), by=None)
    assert story.annotations.count() == 1


def test_a_later_act_on_something_else_is_no_obstacle():
    story, turkey = article(byline="By Ana", dateline="ISTANBUL"), entity("Turkey")
    story.edit(by=None, byline="By Eva")
    edited = last()
    story.edit(by=None, dateline="ANKARA")
    story.tag(turkey, by=None)
    story.correct(by=None, text="Other words.", reason="-")
    undo(edited, by=None)
    story.refresh_from_db()
    assert (story.byline, story.dateline, story.text) == ("By Ana", "ANKARA", "Other words.")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_many_who_undo_at_once_one_does():
    story = article(byline="By Ana")
    story.edit(by=None, byline="By Eva")
    said = at_once(
        6,
        """
        from articles.models import CannotUndo, Change, undo
        try:
            undo(Change.objects.get(pk=WHICH), by=None)
            print("done", end="")
        except CannotUndo as refusal:
            print("refused", end="")
        """,
        WHICH=last().pk,
    )
    assert sorted(said) == ["done", *["refused"] * 5]
    assert Article.objects.get().byline == "By Ana"


# --- Rights ---------------------------------------------------------------------------------------


def test_to_undo_takes_the_right_to_do():
    ana, boss = editor(), chief()
    turkey, story = entity("Turkey"), article(text="Turkey and Turkey talk.", status="draft")
    made = last()
    marks = [annotation(story, "Turkey", nth=nth, state="suggested") for nth in range(2)]
    marked = last()
    story.correct(by=None, text="Turkey and Turkey will talk.", reason="-")
    corrected = last()
    story.tag(turkey, by=None)
    tagged = last()
    story.refresh_from_db()
    with recording(Action.REVIEWED, by=None, article=story):
        for mark in story.annotations.all():
            story.review(mark, State.ACCEPTED, by=None)
    reviewed = last()
    story.publish(by=None)
    published = last()
    for change, for_editors in (
        (made, False),
        (turkey.changes.get(), False),
        (marked, True),
        (corrected, True),
        (tagged, True),
        (reviewed, False),
        (published, False),
    ):
        assert may_undo(ana, change) is for_editors, change.action
        assert may_undo(boss, change)
    assert not may_undo(user(), tagged)
    assert len(marks) == 2
    undo(published, by=None)
    assert not may_undo(ana, last())
    undo(reviewed, by=None)
    assert not may_undo(ana, last()) and may_undo(boss, last())


# --- For readers ----------------------------------------------------------------------------------


def test_readers_are_told_what_was_undone(client):
    story = article("A Story", text="Turkey talks.")
    story.correct(by=None, text="Turkey waits.", reason="-")
    corrected = last()
    undo(corrected, by=None, reason="It does talk.")
    for address in ("/changes/", f"{story.get_absolute_url()}history/"):
        html = client.get(address).content.decode().lower()
        assert f"undid change {corrected.pk}; made revision 3" in html, address
        assert "it does talk." in html
