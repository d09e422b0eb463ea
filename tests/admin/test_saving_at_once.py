"""Publishing, many rows at once, and many editors at the same moment (D43)."""

from functools import partial

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import Article, Change
from tests import processes
from tests.admin.conflicts import met, opened
from tests.admin.pages import of, saved, words
from tests.factories import annotation, article, chief, editor, entity
from tests.forms import changed, filled
from tests.threads import at_once

pytestmark = pytest.mark.django_db


# --- Publishing, and many at once -----------------------------------------------------------------


def test_who_publishes_what_others_changed_sees_it_and_sends_it_once_more(client):
    client.force_login(chief("boss"))
    story = article("Talks", status="draft")
    form = filled(client.get(of(story, "publishing")))
    story.edit(by=editor("eva"), byline="By Eva")
    answer = client.post(of(story, "publishing"), form | changed({"act": "publish", "reason": "-"}))
    assert "changed by somebody else" in words(answer) and "eva set the byline" in words(answer)
    assert Article.objects.get().status == "draft"
    again = filled(answer)
    assert again["act"] == ["publish"] and again["reason"] == ["-"]
    saved(client.post(of(story, "publishing"), again))
    assert Article.objects.get().status == "published"


def test_what_cannot_be_done_any_more_is_told_with_what_was_done(client):
    client.force_login(chief("boss"))
    story = article("Talks", status="draft")
    form = filled(client.get(of(story, "publishing")))
    story.publish(by=chief("eva"))
    answer = client.post(of(story, "publishing"), form | {"act": ["publish"]})
    assert "eva published it" in words(answer) and "valid choice" in words(answer)


def test_of_many_annotations_those_that_others_changed_meanwhile_are_left(client):
    client.force_login(chief("boss"))
    turkey, story = entity("Turkey"), article("Talks", text="Turkey, Turkey, Turkey.")
    marks = [annotation(story, "Turkey", entity=turkey, nth=n, state="suggested") for n in range(3)]
    address = reverse("admin:articles_annotation_changelist")
    form = filled(client.get(address))
    story.review(marks[1], "rejected", by=editor("eva"))
    chosen = {"_selected_action": [str(mark.pk) for mark in marks], "action": ["accept"]}
    answer = client.post(address, form | chosen, follow=True)
    assert "2 annotations accepted" in words(answer)
    assert "left as they are: “Turkey” (eva)" in words(answer)
    assert [one.state for one in story.annotations.order_by("pk")] == [
        *("accepted", "rejected", "accepted"),
    ]
    client.post(address, form | chosen | {"opened": ["x"]})
    answer = client.post(address, form | chosen | {"opened": [""]}, follow=True)
    assert "Open the list anew" in words(answer)
    assert story.annotations.get(pk=marks[1].pk).state == "rejected"


# --- At the same moment ---------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_of_editors_who_save_at_once_all_are_put_together_in_the_end_and_none_is_lost():
    story = article("Talks", text=" ".join(f"w{number}" for number in range(40)))
    form_of = {}
    for number in range(4):
        client = Client()
        client.force_login(editor(f"editor{number}"))
        text = story.text.replace(f"w{10 * number}", f"new{number}")
        form_of[client] = opened(client, story) | changed({"text": text, "reason": f"No. {number}"})

    def write(client):
        form = form_of[client]
        for _ in range(len(form_of)):
            answer = client.post(of(story), form)
            if answer.status_code == 302:
                return "saved"
            assert not met(answer).asked, words(answer)
            form = filled(answer)
        return "never saved"

    assert at_once(*(partial(write, client) for client in form_of)) == ["saved"] * 4
    story.refresh_from_db()
    assert all(f"new{number}" in story.text.split() for number in range(4))
    assert story.revisions.count() == 5 and story.version == 5


SAVE_THREE_TIMES = """
from articles.models import Article, Conflict

saved = 0
while saved < 3:
    article = Article.objects.get(pk=STORY)
    try:
        article.edit(by=None, byline=f"{NUMBER}-{saved}")
        saved += 1
    except Conflict:
        pass
print(saved)
"""


@pytest.mark.django_db(transaction=True)
def test_no_save_of_eight_processes_is_lost_or_counted_twice():
    story = article("Talks")
    version = story.version
    saves = sum(map(int, processes.at_once(8, SAVE_THREE_TIMES, STORY=story.pk)))
    story.refresh_from_db()
    assert saves == story.version - version == 24
    assert Change.objects.filter(article=story, action="edited").count() == saves
