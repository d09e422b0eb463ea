"""Times, differences and the log, in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import when
from articles.models import Change, Role
from articles.pages.history import steps
from articles.pages.plain_words import describe, known_in
from articles.reading import read
from articles.word_diff import BREAK, changed_paragraphs, changed_words
from tests import factories

# --- Times in words -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "said", "machine"),
    [
        ("2012-12-03", "3 December 2012", "2012-12-03"),
        ("2012-10", "October 2012", "2012-10"),
        ("2012", "2012", "2012"),
        ("2012-W49", "the week of 3 December 2012", "2012-W49"),
        ("2012-W49-2", "4 December 2012", ""),
        ("2012-22", "summer 2012", ""),
        ("201X", "the 2010s", ""),
        ("2012-10~", "about October 2012", ""),
        ("2012-10/..", "October 2012 or later", ""),
        ("../2012-10", "October 2012 or earlier", ""),
        ("2012-10/2012-11", "October 2012 to November 2012", ""),
        ("P1M15D", "1 month and 15 days", ""),
        ("P18M", "18 months", ""),
        ("PAST", "the past", ""),
        ("2012-13", "2012-13", ""),
        ("2012-02-30", "2012-02-30", ""),
        ("2012-W60", "2012-W60", ""),
        ("0000", "0000", ""),
        ("PAST-WINTERS", "PAST-WINTERS", ""),
        ("/", "/", ""),
        ("", "", ""),
    ],
)
def test_times_in_words(value, said, machine):
    assert when.in_words(value) == said
    assert when.html_datetime(value) == machine


@given(st.text(alphabet="0123456789-/.WPYMDX~?% T:", max_size=20) | st.text(max_size=10))
def test_any_value_of_a_time_can_be_said(value):
    assert isinstance(when.in_words(value), str)
    when.html_datetime(value)


# --- What changed ---------------------------------------------------------------------------------


def test_the_joined_paragraph_of_the_seed_reads_as_one_with_a_mark_removed(seed):
    newest, first = steps(seed, seed.revisions.order_by("-number"))
    before, paragraph, after = newest.paragraphs
    assert (before, after) == (3, 12)
    assert [piece.did for piece in paragraph] == ["same", "del", "same"]
    assert paragraph[0].text.endswith("efforts to provide UN")
    assert paragraph[1].text == BREAK
    assert paragraph[2].text.startswith(" support for the rebel forces")
    assert newest.has_breaks
    assert not first.paragraphs


def test_only_words_that_changed_are_marked():
    (pieces,) = changed_paragraphs("He sees Assad today.", "He sees al-Assad today.")
    assert [(one.did, one.text) for one in pieces] == [
        ("same", "He sees "),
        ("ins", "al-"),
        ("same", "Assad today."),
    ]


TEXTS = st.lists(st.text(alphabet="ab. ¶", min_size=1, max_size=20), max_size=6).map("\n\n".join)


@given(TEXTS, TEXTS)
def test_a_comparison_holds_all_that_was_added_and_all_that_was_removed(old, new):
    def letters(text):
        return "".join(text.split())

    pieces = changed_words(old.replace("\n", " "), new.replace("\n", " "))
    kept_and_added = "".join(piece.text for piece in pieces if piece.did != "del")
    kept_and_removed = "".join(piece.text for piece in pieces if piece.did != "ins")
    assert letters(kept_and_added) == letters(new)
    assert letters(kept_and_removed) == letters(old)
    changed_paragraphs(old, new)


def test_long_unchanged_words_are_cut_away_from_the_changes():
    long = "word " * 200
    (pieces,) = changed_paragraphs(f"{long}old {long}", f"{long}new {long}")
    assert len("".join(piece.text for piece in pieces)) < 400


def test_history_tells_what_became_of_the_annotations(db):
    story = factories.article(text="Turkey met Assad. Nobody else came to the talks on that day.")
    turkey = factories.entity("Turkey")
    factories.annotation(story, "Turkey", entity=turkey)
    factories.annotation(story, "Nobody else came", note="Strange.")
    story.correct(text="Turkey met Assad.", reason="Too much.", by=None)
    newest = steps(story, story.revisions.order_by("-number"))[0]
    assert newest.carried.kept == 1
    assert [one.exact for one in newest.carried.orphaned] == ["Nobody else came"]
    story.correct(text="Turkey met Assad again.", reason="More.", by=None)
    latest = steps(story, story.revisions.order_by("-number"))[0]
    assert latest.carried.kept == 1
    assert latest.carried.orphaned == []


def test_an_orphan_is_listed_with_its_old_words(db):
    story = factories.article(text="Turkey met Assad. Nobody else came to the talks on that day.")
    factories.annotation(story, "Nobody else came", note="Strange.")
    story.correct(text="Turkey met Assad.", reason="Too much.", by=None)
    assert [one.exact for one in read(story).orphans] == ["Nobody else came"]


# --- The log in plain words -----------------------------------------------------------------------


def said(story):
    changes = list(story.changes.order_by("number"))
    known = known_in(changes)
    return [phrase for change in changes for phrase in describe(change, known)]


def test_the_log_says_in_plain_words_what_was_done(db):
    russia = factories.entity("Russia")
    story = factories.article(text="Moscow met Turkey on Monday.", status="draft")
    story.tag(russia, role=Role.TARGET, salience=3, by=None)
    story.tag(russia, role=Role.ACTOR, salience=3, by=None)
    factories.annotation(story, "Moscow", entity=russia, form="metonym")
    factories.annotation(story, "Monday", "time", value="2012-12-03")
    note = factories.annotation(story, "met", note="Where?")
    factories.relation(story, "Moscow met Turkey", [russia], action="meets")
    story.edit(byline="A. Writer", by=None)
    story.publish(by=None)
    story.correct(text="Moscow met Turkey on Tuesday.", reason="A slip.", by=None)
    note.refresh_from_db()
    story.review(note, "rejected", by=None)
    assert said(story) == [
        "added the article",
        "tagged Russia (target, 3)",
        "changed the tag Russia: actor instead of target",
        "marked “Moscow” as Russia (metonym)",
        *said(story)[4:5],
        "made a suggestion or a mark that is not shown now",
        "marked “Moscow met Turkey” as evidence",
        "noted: Russia meets",
        "set the byline to “A. Writer”",
        "published it",
        "made revision 2 of headline and text",
        *said(story)[11:-1],
        "rejected 1 annotation",
    ]
    story.untag(russia, by=None)
    assert said(story)[-2:] == ["removed the tag Russia", "rejected 1 annotation"]


def test_the_log_names_nothing_that_a_reader_may_not_know_of(db):
    secret = factories.entity("Operation Canary", "event")
    story = factories.article(text="Canary sings. Canary sleeps.")
    mention = factories.annotation(story, "Canary sings", entity=secret)
    factories.annotation(story, "Canary sleeps", entity=secret, state="suggested", form="name")
    story.review(mention, "rejected", by=None)
    assert secret.name not in " ".join(said(story))
    assert "Canary" not in " ".join(said(story))


def test_a_great_change_is_counted(seed):
    (change,) = seed.changes.all()
    assert describe(change) == ["loaded the article from a fixture"]
    general = Change.objects.get(article=None, entity=None, action="loaded")
    assert "added 30 entities" in describe(general)


def test_the_log_asks_as_many_queries_for_many_changes_as_for_few(
    db, django_assert_num_queries, django_assert_max_num_queries
):
    story = factories.article()
    for number in range(10):
        story.tag(factories.entity(f"Country {number}"), by=None)
    changes = list(story.changes.order_by("number"))
    with django_assert_max_num_queries(2):
        known = known_in(changes)
        for change in changes:
            describe(change, known)


def test_a_reading_knows_the_undated(db):
    story = factories.article(published_on=None)
    assert read(story).article.published_on is None


def test_the_seeds_history_tells_that_all_its_annotations_were_carried(db):
    story = factories.seed()
    joined = steps(story, story.revisions.order_by("-number"))[0]
    assert (joined.revision.number, joined.carried.kept) == (2, 174)
    assert not joined.carried.orphaned
