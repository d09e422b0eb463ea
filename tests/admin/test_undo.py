"""Undo in the admin: what it would do, who may, what stands in its way."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Annotation, Article, Change, Status, undo
from tests.admin.pages import of
from tests.factories import annotation, article, chief, editor, entity
from tests.forms import sent

pytestmark = pytest.mark.django_db


def last():
    return Change.objects.newest().first()


def read(client, row, what="change"):
    return client.get(of(row, what)).content.decode()


@pytest.fixture
def story():
    return article("A Story", text="Turkey will press Russia.", by=editor("ana"))


def test_an_editor_sees_what_undoing_would_do_and_undoes_what_a_colleague_did(client, story):
    client.force_login(editor("eva"))
    story.tag(entity("Turkey"), by=None, role="actor", salience=3)
    tagged = last()
    assert of(tagged, "undo") in read(client, tagged)
    html = read(client, tagged, "undo")
    assert "tagged Turkey (actor, 3)" in html and "removed the tag Turkey" in html
    assert story.tags.exists()
    answer = sent(client, of(tagged, "undo"), reason="A slip.")
    assert answer.status_code == 302 and answer["Location"] == of(story)
    assert not story.tags.exists()
    assert (last().undoes, last().by.username, last().reason) == (tagged, "eva", "A slip.")
    told = client.get(answer["Location"]).content.decode()
    assert f"Change {tagged.pk} is undone" in told and of(last(), "undo") in told
    html = read(client, tagged)
    assert of(last()) in html and of(tagged, "undo") not in html


def test_a_save_tells_how_to_undo_it(client, story):
    client.force_login(editor())
    sent(client, of(story), byline="By Eva")
    assert f'<a href="{of(last(), "undo")}">Undo this</a>' in read(client, story)
    sent(client, of(last(), "undo"))
    assert Article.objects.get().byline == ""


def test_what_nobody_can_undo_there_is_no_link_for(client, story):
    """An article is not unmade, and an editor does not take an entity out."""
    client.force_login(editor())
    turkey = {"name": "Peru", "kind": "country", "names-TOTAL_FORMS": "0"}
    answer = sent(client, reverse("admin:articles_entity_add"), **turkey)
    assert answer.status_code == 302 and last().entity.name == "Peru"
    assert "Undo this" not in client.get(answer["Location"]).content.decode()


def test_an_editor_looks_at_what_only_a_chief_editor_undoes(client, story):
    story.withdraw(by=None, reason="It was wrong.")
    withdrawn = last()
    client.force_login(editor())
    assert of(withdrawn, "undo") not in read(client, withdrawn)
    html = read(client, withdrawn, "undo")
    assert "You may not undo it" in html and "publish, withdraw and embargo articles" in html
    assert client.post(of(withdrawn, "undo")).status_code == 403
    assert Article.objects.get().status == Status.WITHDRAWN
    client.force_login(chief())
    sent(client, of(withdrawn, "undo"))
    assert Article.objects.get().status == Status.PUBLISHED


def test_a_refusal_names_the_later_change_and_leads_to_it(client, story):
    story.edit(by=None, byline="By Ana")
    first = last()
    story.edit(by=None, byline="By Eva")
    client.force_login(editor())
    html = read(client, first, "undo")
    assert "It cannot be undone" in html and "(byline)" in html and of(last()) in html
    count = Change.objects.count()
    html = client.post(of(first, "undo")).content.decode()
    assert "Nothing was undone" in html and of(last()) in html
    assert Change.objects.count() == count and Article.objects.get().byline == "By Eva"


def test_what_was_undone_and_done_again_says_which_change_to_undo(client, story):
    story.edit(by=None, byline="By Ana")
    edited = last()
    undone = undo(edited, by=None)
    client.force_login(editor())
    assert "It has been undone" in read(client, edited, "undo")
    again = undo(undone, by=None)
    html = read(client, edited, "undo")
    assert "undone and done again" in html and of(again) in html


def test_undoing_a_publication_says_that_readers_find_nothing(client):
    story = article(status=Status.DRAFT)
    story.publish(by=None)
    client.force_login(chief())
    html = read(client, last(), "undo")
    assert "Readers then find nothing" in html
    assert reverse("admin:articles_article_publishing", args=[story.pk]) in html


def test_before_a_correction_is_undone_its_words_and_later_annotations_are_shown(client, story):
    story.correct(by=None, text="Turkey will ask <b>Syria</b> for more.", reason="A slip.")
    corrected = last()
    late = annotation(story, "Syria", note="Which?")
    client.force_login(editor())
    html = read(client, corrected, "undo")
    assert "<ins>press Russia</ins>" in html and "&lt;b&gt;Syria" in html
    assert of(late) in html
    sent(client, of(corrected, "undo"))
    assert Article.objects.get().text == "Turkey will press Russia."
    assert Annotation.objects.get().is_orphaned


def test_nothing_is_undone_by_looking_or_without_the_forms_token(client, story):
    story.edit(by=None, byline="By Ana")
    client.force_login(chief())
    client.get(of(last(), "undo"), {"reason": "-", "_save": "1"})
    client.handler.enforce_csrf_checks = True
    assert client.post(of(last(), "undo"), {"reason": "-"}).status_code == 403
    assert Article.objects.get().byline == "By Ana"


@pytest.mark.parametrize("number", ["999", "x", "9" * 40])
def test_a_change_that_is_not_there_cannot_be_undone(client, story, number):
    client.force_login(chief())
    address = reverse("admin:articles_change_undo", args=[number])
    assert client.get(address).status_code == client.post(address).status_code == 404


def test_a_reason_that_is_too_long_is_kept_and_said(client, story):
    story.edit(by=None, byline="By Ana")
    client.force_login(editor())
    html = client.post(of(last(), "undo"), {"reason": "x" * 10_001}).content.decode()
    assert "at most 10000 characters" in html and "x" * 10_001 in html
    assert Article.objects.get().byline == "By Ana"


def test_the_log_is_told_in_words_that_an_editor_may_know(client):
    """Readers know nothing of a draft; its editors do, even of a note that is gone."""
    story = article(status=Status.DRAFT, text="Turkey talks.")
    annotation(story, "Turkey", note="Which?")
    marked = last()
    undo(marked, by=None)
    client.force_login(editor())
    html = client.get(reverse("admin:articles_change_changelist")).content.decode()
    assert f"undid change {marked.pk}; removed the note on “Turkey”" in html
    assert "added the note on “Turkey” (undone)" in html


def test_the_log_and_the_preview_cost_the_same_for_6_as_for_13(client):
    client.force_login(chief())
    turkey, story = entity("Turkey"), article(text="Turkey. " * 13)
    log = reverse("admin:articles_change_changelist")
    client.get(log)  # what a process asks once
    counts = []
    for first, end in ((0, 6), (6, 13)):  # fewer are named one by one
        for nth in range(first, end):
            annotation(story, "Turkey", entity=turkey, nth=nth)
        story.untag(turkey, by=None)
        with CaptureQueriesContext(connection) as queries:
            read(client, last(), "undo")
            client.get(log)
        with CaptureQueriesContext(connection) as writing:
            undo(last(), by=None)
        counts.append((len(queries), len(writing)))
    assert counts[0] == counts[1]
