"""Undo, corrections and the check of anchors from a shell."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Annotation, Article, Change, Redirect, Status
from tests.factories import annotation, article, chief, editor, entity, user

pytestmark = pytest.mark.django_db


def run(*arguments, **options):
    said = StringIO()
    call_command(*arguments, stdout=said, stderr=said, **options)
    return said.getvalue()


def last():
    return Change.objects.newest().first()


# --- undo ---------------------------------------------------------------------------------------


def test_undo_takes_a_change_back_and_says_what_it_did():
    turkey = entity("Turkey")
    story, ana = article(), editor("ana")
    story.tag(turkey, by=None)
    tagged = last()
    said = run("undo", tagged.number, by="ana", reason="A slip.")
    assert said == (
        f"Change {last().number}: undid change {tagged.number}; removed the tag Turkey.\n"
    )
    assert not story.tags.exists()
    assert (last().undoes, last().by, last().reason) == (tagged, ana, "A slip.")


def test_undo_only_foreseen_writes_nothing():
    story = article()
    story.tag(entity("Turkey"), by=None)
    count = Change.objects.count()
    said = run("undo", last().number, "--dry-run")
    assert "removed the tag Turkey" in said and "Nothing was changed" in said
    assert story.tags.exists() and Change.objects.count() == count


def test_undo_is_refused_in_one_line_that_names_the_later_change():
    story = article(byline="By Ana")
    story.edit(by=None, byline="By Eva")
    first = last()
    story.edit(by=None, byline="By Ida")
    for options in ([], ["--dry-run"]):
        with pytest.raises(CommandError) as refusal:
            run("undo", first.number, *options)
        assert str(refusal.value) == (
            f"Change {first.number} cannot be undone. The article has been changed since (byline): "
            f"change {last().number}."
        )


def test_undo_takes_the_rights_of_the_act_of_whoever_is_named():
    story = article(status=Status.DRAFT)
    story.publish(by=None)
    editor("eva"), chief("chief"), user("gone", is_active=False)
    number = last().number
    for name, complaint in (
        ("eva", "eva may not undo change"),
        ("nobody", "There is nobody of the name"),
        ("gone", "is closed"),
    ):
        with pytest.raises(CommandError, match=complaint):
            run("undo", number, by=name)
    run("undo", number, by="chief")
    assert Article.objects.get().status == Status.DRAFT


def test_undo_of_what_is_not_there_says_so():
    with pytest.raises(CommandError, match="no change 999"):
        run("undo", 999)


# --- correct_article ----------------------------------------------------------------------------


@pytest.fixture
def corrected(tmp_path):
    file = tmp_path / "corrected.txt"
    file.write_text("In brief: Turkey will press Russia.")
    return file


def test_a_correction_from_a_file_says_what_became_of_each_anchor(corrected):
    story = article("Talks", text="Turkey will press Russia. The talks begin.")
    moved, lost = annotation(story, "Turkey"), annotation(story, "The talks begin")
    ana = editor("ana")
    said = run("correct_article", story.slug, text=str(corrected), reason="Shorter.", by="ana")
    assert said == (
        "Revision 2: 0 annotations kept their place, 1 moved with their words, 1 lost theirs.\n"
        f"moved: note {moved.uid} “Turkey”\n"
        f"lost: note {lost.uid} “The talks begin”\n"
    )
    story.refresh_from_db()
    assert (story.text, story.headline) == ("In brief: Turkey will press Russia.", "Talks")
    assert (last().by, last().reason) == (ana, "Shorter.")


def test_a_headline_is_corrected_alone_and_what_does_not_differ_makes_no_revision():
    story = article("Talsk")
    Redirect.objects.create(noun="article", slug="old-slug", article=story)
    run("correct_article", "old-slug", headline="Talks", reason="A typo.")
    assert Article.objects.get().headline == "Talks"
    said = run("correct_article", story.slug, headline="Talks", reason="A typo.")
    assert "no revision" in said and story.revisions.count() == 2


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"reason": "-"}, "Give a --text"),
        ({"reason": " ", "headline": "Talks"}, "Say why"),
        ({"reason": "-", "text": "/nowhere/at.all"}, "cannot be read: No such file"),
        ({"reason": "-", "headline": "x" * 301}, "at most 300 characters"),
        ({"reason": "-", "headline": "Talks", "by": "reader"}, "may not do that"),
    ],
)
def test_what_cannot_be_corrected_is_said_in_one_line_and_changes_nothing(options, complaint):
    user("reader")
    story = article("Story")
    with pytest.raises(CommandError, match=complaint) as refusal:
        run("correct_article", story.slug, **options)
    assert "\n" not in str(refusal.value)
    assert story.revisions.count() == 1


def test_a_text_that_is_not_utf_8_or_an_article_that_is_not_there_is_refused(tmp_path):
    file = tmp_path / "text"
    file.write_bytes(b"Talks \xff")
    story = article()
    with pytest.raises(CommandError, match="is not UTF-8: byte 7"):
        run("correct_article", story.slug, text=str(file), reason="-")
    with pytest.raises(CommandError, match="There is no article “nowhere”"):
        run("correct_article", "nowhere", text=str(file), reason="-")


# --- check_anchors ------------------------------------------------------------------------------


def test_each_annotation_on_other_words_is_named_and_the_check_fails():
    story = article("Talks", text="Turkey talks. Russia listens.")
    right = annotation(story, "Russia")
    annotation(story, "Talks", field="headline")
    assert run("check_anchors") == (
        "2 annotations on their words, 0 without a place, 0 on other words.\n"
    )
    wrong = annotation(story, "Turkey")
    Annotation.objects.filter(pk=wrong.pk).update(start=1, end=7)
    said = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("check_anchors", stdout=said, stderr=said)
    assert ended.value.code == 1
    assert f"{story.slug}: {wrong.uid}: “Turkey” is not at text 1 to 7" in said.getvalue()
    assert str(right.uid) not in said.getvalue() and "1 on other words" in said.getvalue()


def test_orphans_are_counted_and_are_no_fault():
    story = article(text="Turkey talks. Russia listens.")
    annotation(story, "Russia listens")
    story.correct(by=None, text="Turkey talks.", reason="-")
    assert "0 annotations on their words, 1 without a place" in run("check_anchors")


def test_a_check_takes_the_same_queries_for_3_articles_as_for_10():
    counts = []
    for _ in range(2):
        for _ in range(3 if not counts else 7):
            annotation(article(), "Turkey")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            run("check_anchors")
        counts.append(len(queries))
    assert counts[0] == counts[1]
