"""Suggestions of the archive: written for editors, decided once, and learned from."""

import pytest
from django.core.management import call_command

from articles.models import Annotation, Change, State, mentions_in, suggester, track_records
from articles.pages.plain_words import describe, known_in
from tests.factories import annotation, article, editor, entity

pytestmark = pytest.mark.django_db


def suggested():
    rows = Annotation.objects.suggested().in_reading_order()
    return [(row.exact, row.start, row.entity.kind, str(row.form)) for row in rows]


def test_an_archive_is_searched_for_its_names_and_nothing_is_doubled(capsys):
    entity("Turkey", aliases=[("Turkish", "demonym"), ("Ankara", "metonym")])
    georgia, state = entity("Georgia"), entity("Georgia", "place")
    story = article("Talks", text="Turkish Georgias, Georgia. 😀 Ankara said.", entities=[state])
    other = article("Other", text="Nothing.")
    call_command("suggest_entities", "--dry-run")
    assert "4 mentions would be suggested in 1 of 2 articles." in capsys.readouterr().out
    assert suggested() == []
    call_command("suggest_entities", other.slug)
    call_command("suggest_entities")
    assert capsys.readouterr().out.endswith("4 mentions suggested in 1 of 2 articles.\n")
    assert sorted(suggested()) == [
        ("Ankara", 29, "country", "metonym"),
        *(("Georgia", 18, kind, "name") for kind in ("country", "place")),
        ("Turkish", 0, "country", "demonym"),
    ]
    change = Change.objects.newest().first()
    assert (change.article, change.action, len(change.parts)) == (story, "annotated", 4)
    assert describe(change, known_in([change])) == ["suggested 4 annotations"]
    assert [tag.tag for tag in story.tags.all()] == [state], "a suggestion is no tag"
    last = change.number
    call_command("suggest_entities")
    assert Change.objects.newest().first().number == last

    mention = Annotation.objects.get(entity=georgia)
    story.choose(mention, by=editor("ana"))
    assert {row.entity: row.state for row in story.annotations.filter(start=18)} == {
        georgia: State.ACCEPTED,
        state: State.REJECTED,
    }
    assert [tag.tag for tag in story.tags.all()] == [state, georgia]
    for row in Annotation.objects.suggested():
        story.review(row, State.REJECTED, by=None)
    assert mentions_in(story, suggester()) == [], "what was rejected is not proposed again"
    assert Change.objects.filter(article=story, action="reviewed", by__username="ana").count() == 1


def test_a_name_that_is_mostly_rejected_is_proposed_no_more():
    turkey = entity("Turkey", aliases=[("Turk", "demonym")])
    for exact in ("Turk", "Turks", "Turk’s", "the Turks"):
        story = article(text=f"It was {exact} again.")
        annotation(story, exact, entity=turkey, form="demonym", state=State.REJECTED)
    annotation(story, "again", entity=turkey, form="description", state=State.REJECTED)
    records = {words: record.rejected for (_, words), record in track_records().items()}
    assert records == {"turk": 2, "turks": 2}
    fresh = article(text="Turks and Turkey.")
    assert [mention.exact for mention in mentions_in(fresh, suggester())] == ["Turkey"]
