"""Tags and the mentions that they come from."""

import pytest
from django.core.exceptions import ValidationError

from articles.models import Action, AnnotationKind, Claim, Field, MentionForm, Role, State
from tests.editing.acts import assert_anchored, changes_made, parts, tags_of
from tests.factories import annotation, article, entity

pytestmark = pytest.mark.django_db


def test_two_georgias_are_tagged_and_untagged_by_what_they_are_not_by_name():
    country, state = entity("Georgia"), entity("Georgia", "place")
    assert (country.slug, state.slug) == ("georgia", "georgia-2")
    story = article(entities=[country, state])
    assert set(story.entities.all()) == {country, state}
    story.tag(state, by=None, role=Role.LOCATION)
    story.untag(country, by=None)
    assert tags_of(story) == {"georgia-2": ("location", 1, True)}


def test_a_tag_stands_once_and_takes_a_new_role():
    turkey = entity("Turkey")
    story = article(entities=[turkey])
    story.tag(turkey, by=None, role=Role.ACTOR, salience=3)
    assert tags_of(story) == {"turkey": ("actor", 3, True)}
    assert parts()[0]["before"] == {"role": "mentioned", "salience": 1}
    with pytest.raises(ValidationError):
        story.tag(turkey, by=None, role="hero")


def test_an_accepted_mention_makes_a_missing_tag_and_its_removal_takes_it():
    turkey = entity("Turkey")
    story = article(text="Turkey and Turkey.")
    with changes_made(Action.ANNOTATED):
        first = annotation(story, "Turkey", entity=turkey)
    second = annotation(story, "Turkey", entity=turkey, nth=1)
    assert tags_of(story) == {"turkey": ("mentioned", 1, False)}
    story.review(first, State.REJECTED, by=None)
    assert set(tags_of(story)) == {"turkey"}
    with changes_made(Action.REVIEWED):
        story.review(second, State.REJECTED, by=None)
    assert tags_of(story) == {}
    assert [part["did"] for part in parts()] == ["changed", "removed"]
    story.review(second, State.ACCEPTED, by=None)
    assert tags_of(story) == {"turkey": ("mentioned", 1, False)}


def test_a_tag_set_by_hand_stays_when_its_last_mention_goes():
    turkey = entity("Turkey")
    story = article(text="Turkey.")
    mention = annotation(story, "Turkey", entity=turkey)
    story.tag(turkey, by=None, salience=2)
    story.review(mention, State.REJECTED, by=None)
    assert tags_of(story) == {"turkey": ("mentioned", 2, True)}


def test_a_suggested_mention_makes_no_tag_until_it_is_accepted():
    turkey = entity("Turkey")
    story = article(text="Turkey.")
    mention = annotation(story, "Turkey", entity=turkey, state=State.SUGGESTED)
    assert tags_of(story) == {}
    story.review(mention, State.ACCEPTED, by=None)
    assert set(tags_of(story)) == {"turkey"}


def test_untagging_rejects_the_mentions_of_that_entity_alone():
    turkey, russia = entity("Turkey"), entity("Russia")
    story = article(text="Turkey, Russia, Turkey.", entities=[turkey, russia])
    for nth in range(2):
        annotation(story, "Turkey", entity=turkey, nth=nth)
    other = annotation(story, "Russia", entity=russia)
    with changes_made(Action.UNTAGGED):
        assert story.untag(turkey, by=None) == 2
    assert set(tags_of(story)) == {"russia"}
    assert list(story.annotations.accepted()) == [other]


def test_the_metonym_of_a_place_makes_no_tag_of_the_place():
    ankara, turkey = entity("Ankara", "place"), entity("Turkey")
    story = article(text="Ankara said so.")
    annotation(story, "Ankara", entity=ankara, form=MentionForm.METONYM)
    assert tags_of(story) == {}
    annotation(story, "Ankara", entity=turkey, form=MentionForm.METONYM)
    assert set(tags_of(story)) == {"turkey"}


def test_a_mention_given_to_another_entity_takes_its_tag_along():
    country, state = entity("Georgia"), entity("Georgia", "place")
    story = article(text="Georgia.")
    mention = annotation(story, "Georgia", entity=country)
    mention.entity = state
    with changes_made(Action.ANNOTATED):
        story.mark(mention, by=None)
    assert set(tags_of(story)) == {"georgia-2"}


def test_an_orphan_is_put_back_on_words():
    story = article(text="It was long. It was late.")
    mark = annotation(story, "It was long.")
    story.correct(by=None, text="It was late.", reason="-")
    mark.refresh_from_db()
    assert mark.is_orphaned
    with changes_made(Action.ANNOTATED):
        story.mark(mark, by=None, at=(Field.TEXT, 0, 6))
    mark.refresh_from_db()
    assert (mark.exact, mark.is_orphaned, mark.made_on) == ("It was", False, story.revision)
    assert_anchored(story)


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "mention"},
        {"kind": "note", "note": ""},
        {"kind": "note", "note": "x" * 10_001},
        {"kind": "headline"},
        {"kind": "time", "value": "x" * 301},
        {"kind": "note", "note": "-", "form": "name"},
    ],
)
def test_annotations_that_make_no_sense_are_refused(fields):
    story = article()
    with changes_made(), pytest.raises(ValidationError):
        story.annotate(start=0, end=6, by=None, **fields)


@pytest.mark.parametrize("span", [(-1, 3), (3, 3), (4, 2), (0, 10_000)])
def test_there_are_no_words_outside_the_text(span):
    story = article()
    with changes_made(), pytest.raises(ValidationError):
        story.annotate("note", *span, by=None, note="-")


def test_a_statement_rests_on_evidence_of_its_own_article():
    turkey = entity("Turkey")
    story, other = article(), article()
    evidence = annotation(story, "talks", AnnotationKind.EVIDENCE)
    note = annotation(other, "talks")
    for words in (evidence, note):
        with changes_made(), pytest.raises(ValidationError):
            other.state_claim(Claim(evidence=words, mode="direct"), by=None, speakers=[turkey])
