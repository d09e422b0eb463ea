"""Annotations in the admin: words without offsets, reviewed and rejected."""

import re

import pytest

from articles.models import Annotation, Archive, State
from tests.admin.pages import Changes, errors, of, page, saved
from tests.factories import annotation, article, editor, entity
from tests.forms import filled, sent

pytestmark = pytest.mark.django_db


def annotate(client, story, **values):
    return sent(client, page(Annotation, "add"), article=story.pk, **values)


def test_words_are_given_and_their_place_is_found(client, ana):
    turkey = entity("Turkey")
    story = article("Talks", text="In “Istanbul” Turkey talks.")
    changes = Changes()
    saved(annotate(client, story, kind="mention", words="Turkey", entity=turkey.pk, form="name"))
    mark = story.annotations.get()
    assert (mark.start, mark.end, mark.prefix, mark.created_by) == (14, 20, "In “Istanbul” ", ana)
    assert mark.made_on == story.revision
    assert changes() == [("annotated", "ana")]
    assert [tag.tag for tag in story.tags.all()] == [turkey]
    saved(annotate(client, story, kind="note", words='"Istanbul"', note="As it was called."))
    assert story.annotations.get(kind="note").exact == "“Istanbul”", "quotes as they stand"
    saved(annotate(client, story, kind="time", words="Talks", value="2012-12"))
    assert story.annotations.get(kind="time").field == "headline"


def test_words_that_occur_more_than_once_are_asked_about(client, ana):
    story = article("Syria", text="Turkey and Syria. Syria and Turkey. Syrian.")
    values = {"kind": "note", "words": "Syria", "note": "Which?"}
    response = annotate(client, story, **values)
    assert "These words occur 3 times" in errors(response)
    html = response.content.decode()
    assert "Which of the 3?" in html
    assert "Headline: [Syria]" in html and "Turkey and [Syria]. Syria and" in html
    assert story.annotations.count() == 0
    (key,) = re.findall(r'value="(text-18-\d+-\w+)"', html)
    asked = filled(response)
    saved(client.post(page(Annotation, "add"), asked | {"place": [key]}))
    assert story.annotations.get().start == 18
    saved(annotate(client, story, **values, words_before="Turkey and"))
    assert story.annotations.filter(start=11).exists()
    assert "right after" in errors(annotate(client, story, **values, words_before="Peru and"))
    forged = client.post(page(Annotation, "add"), asked | {"place": ["text-0-6-0"]})
    assert "occur 3 times" in errors(forged)


def test_words_that_are_not_there_are_told(client, ana):
    story = article(text="Turkey talks.")
    response = annotate(client, story, kind="note", words="Peru", note="-")
    assert "“Peru” does not occur" in errors(response)
    assert story.annotations.count() == 0


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"kind": "mention", "words": "Turkey"}, "Which entity"),
        ({"kind": "note", "words": "Turkey"}, "Write the note"),
        ({"kind": "note", "words": ""}, "required"),
        ({"kind": "headline", "words": "Turkey"}, "valid choice"),
        ({"kind": "note", "words": "Turkey", "note": "x" * 10_001}, "at most 10000"),
        ({"kind": "note", "words": "Turkey\0", "note": "-"}, "Null characters"),
    ],
)
def test_annotations_that_make_no_sense_are_told_why(client, ana, values, told):
    story = article(text="Turkey talks.")
    assert told in errors(annotate(client, story, **values))
    assert story.annotations.count() == 0


def test_the_same_mention_twice_is_told_in_the_form(client, ana):
    turkey = entity("Turkey")
    story = article("Talks", text="Turkey talks.")
    values = {"kind": "mention", "words": "Turkey", "entity": turkey.pk}
    saved(annotate(client, story, **values))
    assert "marked with this entity already" in errors(annotate(client, story, **values))


def test_an_annotation_is_reviewed_and_its_tag_goes_with_it(client, ana):
    turkey = entity("Turkey")
    story = article("Talks", text="Turkey talks.")
    mark = annotation(story, "Turkey", entity=turkey, by=editor("eva"))
    changes = Changes()
    saved(sent(client, of(mark), state="rejected"))
    assert changes() == [("reviewed", "ana")]
    assert story.tags.count() == 0
    mark.refresh_from_db()
    assert mark.created_by.username == "eva"


def test_an_annotation_is_moved_to_other_words(client, ana):
    story = article("Talks", text="Turkey talks. Russia listens.")
    mark = annotation(story, "Turkey", note="Who?")
    saved(sent(client, of(mark), words="Russia"))
    mark.refresh_from_db()
    assert (mark.start, mark.exact, mark.suffix) == (14, "Russia", " listens.")


def test_an_orphan_stays_one_or_is_given_one_of_its_places(client, ana):
    story = article("Talks", text="One of them spoke. Nobody heard one of them.")
    mark = annotation(story, "One of them spoke.", note="Who?")
    story.correct(by=None, text="Nobody heard one of them.", reason="-")
    mark.refresh_from_db()
    assert mark.is_orphaned
    saved(sent(client, of(mark), note="Who, then?"))
    mark.refresh_from_db()
    assert mark.is_orphaned and mark.note == "Who, then?"
    saved(sent(client, of(mark), words="one of them"))
    mark.refresh_from_db()
    assert (mark.is_orphaned, mark.start) == (False, 13)


def test_many_annotations_are_accepted_at_once_by_chief_editors_only(client, boss):
    story, other = article(text="Turkey, Turkey."), article(text="Turkey.")
    turkey = entity("Turkey")
    for where, nth in ((story, 0), (story, 1), (other, 0)):
        annotation(where, "Turkey", entity=turkey, nth=nth, state=State.SUGGESTED)
    chosen = {"_selected_action": [str(mark.pk) for mark in Annotation.objects.all()]}
    chosen |= {"opened": [str(Archive.objects.current().last_change)]}
    client.force_login(editor("ana"))
    client.post(page(Annotation), chosen | {"action": "accept"})
    assert not Annotation.objects.accepted().exists()
    client.force_login(boss)
    changes = Changes()
    client.post(page(Annotation), chosen | {"action": "accept"})
    assert Annotation.objects.accepted().count() == 3
    assert changes() == [("reviewed", "boss"), ("reviewed", "boss")]
    assert story.tags.get().tag == other.tags.get().tag == turkey
