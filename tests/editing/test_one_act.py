"""One act is one change, and of two at once one is told."""

import contextlib
import datetime
from functools import partial

import pytest
from django.db import transaction
from django.utils import timezone

from articles.models import (
    Action,
    Archive,
    Article,
    Change,
    Conflict,
    Role,
    State,
    Status,
    TaggedEntity,
    recording,
)
from tests.editing.acts import assert_anchored, changes_made, last_change, parts, tags_of
from tests.factories import annotation, article, claim, entity, relation, source, user
from tests.processes import at_once

pytestmark = pytest.mark.django_db


# --- One act, one change --------------------------------------------------------------------------


def test_each_act_on_an_article_appends_exactly_one_change_with_its_author():
    turkey, russia = entity("Turkey"), entity("Russia")
    anna = user("anna")
    story = Article(headline="Talks", text="Turkey talks to Russia. It said so.", source=source())
    with changes_made(Action.CREATED):
        story.create(by=anna)
    with changes_made(Action.EDITED):
        story.edit(by=anna, byline="By Anna")
    with changes_made(Action.CORRECTED):
        story.correct(by=anna, text="Turkey talks to Russia. It says so.", reason="Tense.")
    with changes_made(Action.TAGGED):
        story.tag(turkey, by=anna, role=Role.ACTOR, salience=3)
    with changes_made(Action.ANNOTATED):
        mention = annotation(story, "Russia", entity=russia, by=anna)
    with changes_made(Action.REVIEWED):
        story.review(mention, State.REJECTED, by=anna)
    with changes_made(Action.UNTAGGED):
        story.untag(turkey, by=anna)
    with changes_made(Action.ANNOTATED, Action.STATED):
        claim(story, "It says so", [turkey], by=anna)
    with changes_made(Action.ANNOTATED, Action.STATED):
        relation(story, "talks to", [turkey], [russia], by=anna)
    with changes_made(Action.PUBLISHED):
        story.publish(by=anna)
    with changes_made(Action.EMBARGOED):
        story.embargo(timezone.now() + datetime.timedelta(days=1), by=anna)
    with changes_made(Action.WITHDRAWN):
        story.withdraw(by=anna, reason="It was wrong.")
    with changes_made(Action.RESTORED):
        story.restore(by=anna)
    changes = Change.objects.filter(article=story)
    assert {change.by for change in changes} == {anna}
    numbers = sorted(Change.objects.values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert Archive.objects.current().last_change == numbers[-1]


def test_a_change_says_what_was_before_and_what_is_now_and_nothing_else():
    story = article(byline="By A")
    story.edit(by=None, byline="By B", reason="A slip.")
    change = last_change()
    assert change.reason == "A slip."
    assert abs(change.at - timezone.now()) < datetime.timedelta(minutes=1)
    assert change.parts == [
        {
            "model": "article",
            "key": [story.slug],
            "did": "changed",
            "before": {"byline": "By A"},
            "after": {"byline": "By B"},
        }
    ]


def test_an_act_that_changes_nothing_appends_nothing():
    turkey, peru = entity("Turkey"), entity("Peru")
    story = article(entities=[turkey], byline="By A")
    mention = annotation(story, "Turkey", entity=turkey)
    version = story.version
    with changes_made():
        story.edit(by=None, byline="By A")
        story.edit(by=None, byline="  By  A ")
        assert story.correct(by=None, headline=story.headline, text=story.text, reason="-") is None
        assert story.correct(by=None, text=f"\r\n{story.text}  ", reason="-") is None
        story.tag(turkey, by=None)
        story.review(mention, State.ACCEPTED, by=None)
        story.publish(by=None)
        story.untag(peru, by=None)
    story.refresh_from_db()
    assert story.version == version


def test_what_is_rolled_back_leaves_no_change_and_no_gap():
    story = article()
    last = Archive.objects.current().last_change
    with contextlib.suppress(RuntimeError), transaction.atomic():
        story.edit(by=None, byline="Lost")
        raise RuntimeError
    assert Archive.objects.current().last_change == last
    story = Article.objects.get(pk=story.pk)
    assert story.byline == ""
    story.edit(by=None, byline="Kept")
    assert last_change().number == last + 1


def test_a_failure_within_an_act_undoes_all_of_it():
    turkey = entity("Turkey")
    story = article()
    act = recording(Action.EDITED, by=None, article=story)
    with changes_made(), contextlib.suppress(RuntimeError), act as record:
        story.byline = "Lost"
        record.save(story)
        record.save(TaggedEntity(content_object=story, tag=turkey))
        raise RuntimeError
    assert not story.tags.exists()
    assert Article.objects.get(pk=story.pk).byline == ""


def test_an_act_within_an_act_is_a_part_of_it():
    turkey, russia = entity("Turkey"), entity("Russia")
    anna = user("anna")
    story = article()
    act = recording(Action.EDITED, by=anna, article=story, reason="Whole.")
    with changes_made(Action.EDITED), act as record:
        story.tag(turkey, by=None)
        story.byline = "By Anna"
        record.save(story)
        with contextlib.suppress(RuntimeError), recording(Action.TAGGED, by=None) as inner:
            inner.save(TaggedEntity(content_object=story, tag=russia))
            raise RuntimeError
    assert (last_change().by, last_change().reason) == (anna, "Whole.")
    assert [part["model"] for part in parts()] == ["taggedentity", "article"]
    assert set(tags_of(story)) == {"turkey"}


# --- Conflict -------------------------------------------------------------------------------------


def test_the_second_to_save_an_article_is_told_and_overwrites_nothing():
    story = article(byline="")
    old = [Article.objects.get(pk=story.pk) for _ in range(3)]
    story.edit(by=None, byline="Hers")
    acts = [
        partial(old[0].edit, section="Mine"),
        partial(old[1].correct, text="Mine.", reason="-"),
        partial(old[2].withdraw, reason="-"),
    ]
    with changes_made():
        for act in acts:
            with pytest.raises(Conflict) as conflict:
                act(by=None)
            assert conflict.value.current.byline == "Hers"
    story.refresh_from_db()
    assert (story.byline, story.section, story.status) == ("Hers", "", Status.PUBLISHED)


def test_words_are_not_marked_in_a_text_that_has_been_corrected_meanwhile():
    story = article(text="Turkey talks.")
    stale = Article.objects.get(pk=story.pk)
    story.correct(by=None, text="Now Turkey talks.", reason="-")
    turkey = entity("Turkey")
    with changes_made(), pytest.raises(Conflict):
        annotation(stale, "Turkey", entity=turkey)
    assert not story.annotations.exists() and not story.tags.exists()


def test_words_may_be_marked_while_other_fields_change():
    story = article(text="Turkey talks.")
    stale = Article.objects.get(pk=story.pk)
    story.edit(by=None, byline="Somebody")
    annotation(stale, "Turkey", entity=entity("Turkey"))
    assert_anchored(story)


def test_an_annotation_that_a_correction_has_moved_is_not_reviewed_at_its_old_place():
    story = article(text="Turkey talks.")
    mention = annotation(story, "Turkey", entity=entity("Turkey"))
    story.correct(by=None, text="Now Turkey talks.", reason="-")
    with pytest.raises(Conflict):
        story.review(mention, State.REJECTED, by=None)
    assert_anchored(story)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_eight_processes_that_edit_one_article_none_loses_a_save():
    story = article()
    saved = at_once(
        8,
        """
        import time
        from articles.models import Article, Conflict
        end, saved = time.monotonic() + 3, 0
        while time.monotonic() < end:
            article = Article.objects.get(slug=SLUG)
            try:
                article.edit(by=None, byline=f"{NUMBER} {saved}")
                saved += 1
            except Conflict:
                pass
        print(saved)
        """,
        SLUG=story.slug,
    )
    story.refresh_from_db()
    saves = sum(map(int, saved))
    assert saves == story.version - 1 > 8
    assert Change.objects.filter(article=story, action=Action.EDITED).count() == saves
