"""What waits beside suggested mentions: annotations that lost their words, notes and statements."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Annotation, State
from tests.admin.pages import Changes, messages, words
from tests.factories import annotation, article, claim, entity, relation

pytestmark = pytest.mark.django_db
REVIEW = reverse("admin:articles_annotation_suggested")
TEXT = "Turkey presses Russia. “We are not,” Lavrov said.\n\nThe talks begin on Monday."


def part(name, story=None):
    return f"{REVIEW}?part={name}" + (f"&article={story.pk}" if story else "")


def key(mark):
    mark.refresh_from_db()
    return f"{mark.uid}:{mark.version}"


def answer(client, name, story, **data):
    return messages(client.post(part(name, story), data, follow=True))


@pytest.fixture
def story():
    story = article("Talks", text=TEXT)
    turkey, lavrov = entity("Turkey"), entity("Sergei Lavrov", "person")
    annotation(story, "talks", note="Or a visit.", state=State.SUGGESTED)
    annotation(story, "Monday", "time", value="2012-12-03", state=State.SUGGESTED)
    cue = annotation(story, "Lavrov said", "evidence", state=State.SUGGESTED)
    said = claim(story, "We are not", [lavrov], cue=cue)
    presses = relation(story, "Turkey presses Russia", [turkey], action="presses")
    for evidence in (said.evidence, presses.evidence):
        story.review(evidence, State.SUGGESTED, by=None)
    return story


def test_notes_times_and_statements_that_wait_are_decided_one_by_one(client, ana, story):
    other = article("Later", text="A note.")
    annotation(other, "note", note="-", state=State.SUGGESTED)
    page = words(client.get(part("unreviewed")))
    assert "Later" in page and "Next article" in page, "the newest first"
    page = words(client.get(part("unreviewed", story)))
    assert "Notes, times and statements 5" in page and "4 notes, times and statements" in page
    assert "Note: Or a visit." in page and "Time: 2012-12-03" in page
    assert "Evidence: Turkey presses" in page
    assert "Evidence: Sergei Lavrov (in the article" in page
    note, monday = (Annotation.objects.get(exact=exact) for exact in ("talks", "Monday"))
    said = Annotation.objects.get(exact="We are not")
    changes, old = Changes(), key(note)
    told = answer(client, "unreviewed", story, accept=old)
    assert "“talks” is accepted." in told and "Undo this" in told
    assert "“Monday” is rejected." in answer(client, "unreviewed", story, reject=key(monday))
    # Who says it is accepted with what is said, as one act.
    assert "“We are not” is accepted." in answer(client, "unreviewed", story, accept=key(said))
    assert changes() == [("reviewed", "ana")] * 3
    assert not story.annotations.filter(exact="Lavrov said", state=State.SUGGESTED)
    assert "in the meantime" in answer(client, "unreviewed", story, reject=old)
    assert "in the meantime" in answer(client, "unreviewed", story)
    assert changes() == [("reviewed", "ana")] * 3


def test_annotations_without_their_words_are_placed_or_rejected_in_the_queue(client, ana):
    story = article("Talks", text=TEXT)
    marks = [annotation(story, exact, note="-") for exact in ("We are not", "Monday")]
    story.correct(text="Turkey presses.\n\nThe talks begin on Monday.", reason="A slip.", by=ana)
    lost = story.annotations.orphaned()
    assert lost.count() >= 1
    page = client.get(part("orphaned"))
    assert "A correction changed the words of" in words(page)
    gone = lost.get(uid=marks[0].uid)
    sent = {"annotation": gone.uid, "version": gone.version}
    assert "“We are not” is rejected." in answer(client, "orphaned", story, reject="1", **sent)
    assert "has been changed by somebody else" in answer(client, "orphaned", story, **sent)
    monday = Annotation.objects.get(uid=marks[1].uid)
    Annotation.objects.filter(pk=monday.pk).update(is_orphaned=True, start=None, end=None)
    guesses = client.get(part("orphaned")).context["queue"][0]["guesses"]
    sent = {"annotation": monday.uid, "version": monday.version, "place": guesses[0][0]}
    assert "“Monday” stands on “Monday” now." in answer(client, "orphaned", story, **sent)
    assert "Every annotation of this article stands" in words(client.get(part("orphaned", story)))
    assert "Nothing waits. Every annotation stands" in words(client.get(part("orphaned")))


def test_a_part_costs_the_same_for_three_as_for_ten(client, ana):
    costs = set()
    for count in (3, 10):
        story = article(text=" ".join(f"one{n} said" for n in range(count)))
        for n in range(count):
            said = claim(story, f"one{n} said", [entity(f"Person {count} {n}", "person")])
            story.review(said.evidence, State.SUGGESTED, by=None)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(part("unreviewed", story)).context["queue"].count == count
        costs.add(len(queries))
    assert len(costs) == 1
