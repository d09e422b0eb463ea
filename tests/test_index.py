"""The index follows the database, whatever happens to either of them."""

import datetime
import shutil

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import search
from articles.models import Action, Archive, Article, Change, recording
from articles.search import folder, keeping, log, opened
from articles.search.conditions import Everything, Tagged, Word
from articles.search.faults import IndexFault
from tests.factories import annotation, article, entity, seed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_index")]


def found(condition=None):
    pks = search.begin().find(condition or Everything(), limit=100).pks
    return sorted(Article.objects.filter(pk__in=pks).values_list("slug", flat=True))


def indexed():
    """What the index knows without being brought up to the database."""
    opened.forget()
    return log.State.read(opened.opened().state.record)


def test_after_a_save_its_article_is_in_the_index_before_any_search():
    article("One")
    assert indexed().last_change == Archive.objects.current().last_change == 2


def test_what_is_rolled_back_is_never_found():
    article("Kept", text="Gas.")
    with transaction.atomic():
        article("Lost", text="Gas.")
        assert search.begin().find(Word("gas")).total == 1
        transaction.set_rollback(True)
    assert found(Word("gas")) == ["kept"]


def test_within_a_transaction_the_index_is_left_alone_and_says_how_far_it_is_behind():
    article("Kept")
    with transaction.atomic():
        article("New")
        look = search.begin()
        assert (look.find(Everything()).total, look.behind) == (1, 1)
    assert (search.begin().find(Everything()).total, search.begin().behind) == (2, 0)


@pytest.mark.parametrize("end", ["draft", "embargoed", "withdrawn"])
def test_only_what_is_public_is_in_the_index(end):
    story = article("Story", text="Canary.")
    assert found(Word("canary")) == ["story"]
    if end == "embargoed":
        story.embargo(timezone.now() + datetime.timedelta(days=1), by=None)
    elif end == "withdrawn":
        story.withdraw(by=None, reason="Wrong.")
    else:
        Article.objects.filter(pk=story.pk).update(status="draft")
        story.refresh_from_db()
        story.edit(by=None, section="News")
    assert found(Word("canary")) == []


def test_an_embargo_ends_by_the_clock_and_begins_again_when_the_clock_goes_back(time_machine):
    end = datetime.datetime(2030, 3, 31, 1, 30, tzinfo=datetime.UTC)
    time_machine.move_to(end - datetime.timedelta(seconds=1), tick=False)
    article("Later", embargo_until=end)
    article("Now")
    assert found() == ["now"]
    time_machine.move_to(end, tick=False)
    assert found() == ["later", "now"]
    time_machine.move_to(end - datetime.timedelta(seconds=1), tick=False)
    assert found() == ["now"]


def test_corrections_tags_and_untagging_are_followed():
    turkey = entity("Turkey")
    story = article("Story", text="Turkey talks.")
    annotation(story, "Turkey", entity=turkey)
    assert found(Tagged((turkey.pk,))) == found(Tagged((turkey.pk,), "mentioned")) == ["story"]
    story.correct(text="Turkey listens.", reason="Heard wrong.", by=None)
    assert found(Word("talks")) == []
    assert found(Word("listens")) == ["story"]
    story.untag(turkey, by=None)
    assert found(Tagged((turkey.pk,))) == []


def test_an_entity_of_another_kind_is_counted_under_that_kind():
    putin = entity("Putin", "place")
    article(entities=[putin])
    assert search.begin().counts(Everything(), "place")["place"] == {putin.pk: 1}
    putin.kind = "person"
    with recording(Action.EDITED, by=None, entity=putin) as record:
        record.save(putin)
    counts = search.begin().counts(Everything(), "place", "person")
    assert counts == {"place": {}, "person": {putin.pk: 1}}


def test_fixtures_are_found_right_after_they_are_loaded_and_once():
    seed()
    assert search.begin().find(Word("Putin")).total == 1
    call_command("loaddata", "moscow_times", verbosity=0)
    assert search.begin().find(Word("Putin")).total == 1


def test_a_missing_index_is_built_again(own_index):
    article("One")
    keeping.rest()
    shutil.rmtree(own_index)
    assert found() == ["one"]


@pytest.mark.parametrize("kind", ["meta", "segments", "name"])
def test_a_broken_index_is_built_again(own_index, kind):
    article("One", text="Gas.")
    assert found() == ["one"]
    keeping.rest()
    path = folder.current()
    if kind == "meta":
        (path / "meta.json").write_text("{")
    elif kind == "name":
        (own_index / "current").write_text("../../elsewhere")
    else:
        for file in path.glob("*.*"):
            if file.name != "meta.json":
                file.unlink()
    opened.forget()
    assert found(Word("gas")) == ["one"]


def test_an_index_of_another_database_is_never_used():
    article("Theirs", text="Gas.")
    assert found() == ["theirs"]
    Archive.objects.update(uid="00000000-0000-0000-0000-000000000001")
    Article.objects.all().update(status="draft")
    assert found() == []


def test_an_older_copy_of_the_database_gets_an_index_of_its_own(own_index):
    article("One")
    two = article("Two")
    assert found() == ["one", "two"]
    forget_changes_of(two)
    assert found() == ["one"]


def test_and_so_does_one_that_has_been_worked_on_since():
    article("One")
    two = article("Two")
    assert found() == ["one", "two"]
    forget_changes_of(two)
    keeping.rest()
    # As many changes as the index knows, but others.
    with keeping.postponed():
        article("Three")
    assert Archive.objects.current().last_change == 3
    assert found() == ["one", "three"]


def forget_changes_of(story):
    """As in a copy of the database from before it was saved."""
    QuerySet(Change).filter(article=story)._raw_delete("default")
    Article.objects.filter(pk=story.pk).delete()
    last = Change.objects.order_by("-number").values_list("number", flat=True).first()
    Archive.objects.update(last_change=last)


def test_reindexing_finds_the_same_and_leaves_one_index(own_index):
    article("One")
    article("Two")
    before = found()
    name = folder.current()
    call_command("reindex", verbosity=0)
    assert folder.current() != name
    assert found() == before
    assert [path for path in own_index.iterdir() if path.is_dir()] == [folder.current()]


def test_while_another_process_writes_a_search_waits_a_moment_and_says_what_it_lacks(monkeypatch):
    monkeypatch.setattr(keeping, "PATIENCE", 0.3)
    article("One")
    assert found() == ["one"]
    keeping.rest()
    with folder.locked(folder.WRITING) as is_ours:
        assert is_ours
        article("Two")
        look = search.begin()
        assert look.behind == 1
        assert look.find(Everything()).total == 1
    search.settle()
    assert found() == ["one", "two"]


def test_without_a_place_to_write_a_search_fails_clearly_and_a_save_does_not(own_index):
    own_index.write_text("A file where the folder should be.")
    article("One")
    with pytest.raises(IndexFault, match="search index"):
        search.begin()
    own_index.unlink()
    keeping.rest()
    assert found() == ["one"]


def test_the_cost_of_following_grows_with_the_changes_not_with_the_archive(
    django_assert_num_queries,
):
    for _ in range(3):
        article()
    few = queries_of_a_look()
    for _ in range(10):
        article()
    assert queries_of_a_look() == few == 1


def queries_of_a_look():
    search.settle()
    with CaptureQueriesContext(connection) as queries:
        search.begin().find(Everything())
    return len(queries)
