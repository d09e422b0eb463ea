"""Corrections: what readers are told, what becomes of the marks, and how lost ones are placed."""

import datetime
import json

import pytest
from django.core.management import call_command

from articles.models import Annotation, Article, Change, Revision
from articles.pages.plain_words import describe
from articles.serialize import article_record
from tests.factories import article, editor

pytestmark = pytest.mark.django_db
TEXT = "Turkey will press Russia this week.\n\nThe talks in Istanbul begin on Monday."
NOTICE = "An earlier version gave another day for the talks.\n\nThey begin on Tuesday."


def corrected(**fields):
    story = article("Talks", text=TEXT, **fields)
    story.correct(
        by=editor("ana"),
        text=TEXT.replace("Monday", "Tuesday"),
        reason="The ministry gave another day.",
        notice=NOTICE,
    )
    return story


def record_of(story):
    return article_record(Article.objects.for_record().get(pk=story.pk), public=False)


# --- What readers are told ----------------------------------------------------------------------


def test_readers_are_told_of_a_correction_above_the_text_and_in_its_history(client):
    story = corrected()
    Revision.objects.filter(number=2).update(
        made_at=datetime.datetime(2012, 12, 5, 9, 0, tzinfo=datetime.UTC)
    )
    page = client.get(story.get_absolute_url()).content.decode()
    told = page.index("Correction, <time")
    assert "5 December 2012</time>:</b> An earlier version gave" in page[told : told + 200]
    assert told < page.index('class="text"')
    history = client.get(story.get_absolute_url() + "history/").content.decode()
    assert "An earlier version gave" in history and "The ministry gave another day" in history
    public = client.get(story.get_absolute_url().rstrip("/") + ".json").json()
    assert [revision["notice"] for revision in public["revisions"]] == ["", NOTICE]


def test_a_correction_without_a_notice_is_told_only_in_the_history(client):
    story = article("Talks", text=TEXT)
    story.correct(by=None, text=TEXT.replace("Monday", "Tuesday"), reason="A slip.")
    assert b"Correction," not in client.get(story.get_absolute_url()).content
    assert b"A slip." in client.get(story.get_absolute_url() + "history/").content


def test_a_notice_goes_with_the_correction_that_is_taken_back():
    story = corrected()
    assert [revision.number for revision in story.notices] == [2]
    story.correct(by=None, text=TEXT, reason="It was Monday after all.")
    assert story.notices == []
    story.correct(by=None, text=TEXT + " At last.", reason="-", notice="A sentence was missing.")
    assert [revision.number for revision in story.notices] == [4]


def test_a_notice_is_in_the_log_in_plain_words():
    corrected()
    phrases = describe(Change.objects.newest().first())
    assert any(
        phrase.startswith("told readers of the correction: “An earlier") for phrase in phrases
    )


def test_notices_go_through_the_record_and_back_unchanged(tmp_path):
    story = corrected()
    before = record_of(story)
    file = tmp_path / "articles.jsonl"
    file.write_text(json.dumps(before) + "\n", encoding="utf-8")
    for model in (Annotation, Revision, Article):
        model._base_manager.all().delete()
    call_command("import_articles", str(file), verbosity=0)
    after = record_of(Article.objects.get(slug=before["slug"]))
    assert after["revisions"] == before["revisions"]
    assert after["revisions"][1]["notice"] == NOTICE


def test_notices_go_through_a_fixture_and_back_unchanged(tmp_path):
    story = corrected()
    before, file = record_of(story), tmp_path / "story.json"
    natural = ["--natural-foreign", "--natural-primary"]
    call_command("dumpdata", "articles.article", "articles.revision", *natural, output=str(file))
    for model in (Revision, Article):
        model._base_manager.all().delete()
    call_command("loaddata", str(file), verbosity=0)
    after = record_of(Article.objects.get(slug=before["slug"]))["revisions"]
    # Django's fixtures leave a moment its milliseconds only.
    assert [one | {"made_at": ""} for one in after] == [
        one | {"made_at": ""} for one in before["revisions"]
    ]
