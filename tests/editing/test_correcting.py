"""Corrections: a new revision, and every annotation carried or orphaned."""

import contextlib

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.models import AnnotationKind, Article, Entity, Field
from articles.text import text_checksum
from tests.editing.acts import assert_anchored, changes_made, last_change, parts
from tests.factories import annotation, article, entity

pytestmark = pytest.mark.django_db


def test_a_correction_makes_a_revision_and_carries_every_mark():
    turkey, russia = entity("Turkey"), entity("Russia")
    story = article(text="Turkey talks to Russia.\n\nThe talks are long.")
    kept = annotation(story, "Turkey", entity=turkey)
    moved = annotation(story, "Russia", entity=russia)
    lost = annotation(story, "The talks are long.", note="How long?")
    correction = story.correct(
        by=None, text="Turkey speaks at last to Russia.", reason="It was put wrongly."
    )
    assert [[row.pk for row in rows] for rows in (correction.kept, correction.moved)] == [
        [kept.pk],
        [moved.pk],
    ]
    assert [row.pk for row in correction.orphaned] == [lost.pk]
    assert_anchored(story)
    lost.refresh_from_db()
    assert lost.is_orphaned and lost.exact == "The talks are long."
    assert [revision.text for revision in story.revisions.all()][-1] == story.text
    assert story.revision.reason == "It was put wrongly."
    assert story.sha256 == story.revision.sha256 == text_checksum(story.text)
    assert {part["did"] for part in parts(model="annotation")} == {"changed"}
    assert story.text not in str(last_change().parts), "texts are named, not copied"


def test_marks_of_the_headline_are_carried_by_the_headline():
    turkey = entity("Turkey")
    story = article("Turkey Talks", text="Turkey talks.")
    mark = annotation(story, "Turkey", entity=turkey, field=Field.HEADLINE)
    in_text = annotation(story, "Turkey", entity=turkey)
    story.correct(by=None, headline="Today Turkey Talks", reason="-")
    mark.refresh_from_db()
    in_text.refresh_from_db()
    assert (mark.start, in_text.start) == (6, 0)
    assert_anchored(story)


def test_a_mark_may_move_to_where_another_of_its_entity_stood():
    turkey = entity("Turkey")
    paragraphs = [
        "Turkey signed the first treaty with its northern neighbor in March.",
        "Turkey closed the second border crossing to all lorries in October.",
        "Turkey opened the third pipeline across the sea for gas in November.",
    ]
    story = article(text="\n\n".join(paragraphs))
    for nth in range(3):
        annotation(story, "Turkey", entity=turkey, nth=nth)
    story.correct(by=None, text="\n\n".join(["=" * 67, *paragraphs]), reason="One before.")
    assert [mark.start for mark in story.annotations.all()] == [69, 138, 207]
    story.correct(by=None, text="\n\n".join(paragraphs[:0:-1]), reason="Others, swapped.")
    assert_anchored(story)


@pytest.mark.parametrize("words", ["", " \n ", "\0", "x" * 1_000_001])
def test_a_correction_to_no_text_or_too_much_of_it_is_refused(words):
    story = article()
    text = story.text
    with changes_made(), pytest.raises(ValidationError):
        story.correct(by=None, text=words, reason="-")
    with changes_made(), pytest.raises(ValidationError):
        story.correct(by=None, headline=words[:301], reason="-")
    story.refresh_from_db()
    assert story.text == text and story.revisions.count() == 1


def test_a_correction_takes_the_same_number_of_queries_for_3_marks_as_for_10():
    def queries(count):
        story = article(text="Turkey talks. " * count)
        turkey = entity(f"Country {count}")
        for nth in range(count):
            annotation(story, "Turkey", entity=turkey, nth=nth, by=None)
        story = Article.objects.get(pk=story.pk)
        with CaptureQueriesContext(connection) as captured:
            story.correct(by=None, text=f"Now: {story.text}", reason="-")
        return len(captured)

    assert queries(3) == queries(10)


WORDS = st.sampled_from(
    ["Turkey", "Russia", "talks", "said", "the", "Türkiye", "e\u0301", "\U0001f54a", "“peace”", "–"]
)

PARAGRAPH = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)


@st.composite
def edits(draw):
    """A text, and texts that come of it by inserting, deleting, replacing and moving."""
    paragraphs = draw(st.lists(PARAGRAPH, min_size=2, max_size=6))
    versions = ["\n\n".join(paragraphs)]
    for _ in range(draw(st.integers(1, 3))):
        number = draw(st.integers(0, len(paragraphs) - 1))
        how = draw(st.sampled_from(["insert", "delete", "replace", "move", "join", "words"]))
        if how == "insert":
            paragraphs.insert(number, draw(PARAGRAPH))
        elif how == "delete" and len(paragraphs) > 1:
            paragraphs.pop(number)
        elif how == "replace":
            paragraphs[number] = draw(PARAGRAPH)
        elif how == "move":
            paragraphs.append(paragraphs.pop(number))
        elif how == "join":
            paragraphs = [" ".join(paragraphs)]
        else:
            paragraphs[number] = f"{draw(WORDS)} {paragraphs[number]} {draw(WORDS)}"
        versions.append("\n\n".join(paragraphs))
    return versions


@given(edits(), st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_corrected_every_mark_stands_on_its_words_or_is_an_orphan(versions, data):
    turkey = Entity.objects.filter(slug="turkey").first() or entity("Turkey")
    story = article(text=versions[0])
    length = len(story.text)
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, length - 1))
        end = data.draw(st.integers(start + 1, length))
        with contextlib.suppress(ValidationError):  # the same words once more, or only blanks
            story.annotate(AnnotationKind.MENTION, start, end, by=None, entity=turkey)
    assert_anchored(story)
    count = story.annotations.count()
    for text in versions[1:]:
        story.correct(by=None, text=text, reason="-")
        assert_anchored(story)
    assert story.annotations.count() == count


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("🕊 Peace 🕊 in Turkey", "Turkey"),
        ("e\u0301te\u0301 in Turkey", "\u00e9t\u00e9"),
        ("One.\r\n\r\nTurkey\r\ntalks.", "Turkey\ntalks"),
        ("👩\u200d👩\u200d👧 family in नमस्ते", "नमस्ते"),
    ],
)
def test_offsets_are_code_points_of_the_text_as_it_is_stored(raw, words):
    story = article(text=raw)
    mark = annotation(story, words)
    story.refresh_from_db()
    assert story.text[mark.start : mark.end] == words
    assert mark.start == story.text.index(words)
    utf_16 = story.text.encode("utf-16-le")
    units = len(story.text[: mark.start].encode("utf-16-le"))
    assert utf_16[units:].decode("utf-16-le").startswith(words)
    story.correct(by=None, text=f"🕊🕊 {story.text}", reason="-")
    assert_anchored(story)
