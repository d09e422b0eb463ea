"""What an editor sent while her session or her rights had ended is there again."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from articles.models import merge
from tests.admin.conflicts import by_label, opened, save
from tests.admin.pages import of, saved, words
from tests.factories import PASSWORD, article, chief, editor, entity
from tests.forms import changed, filled

pytestmark = pytest.mark.django_db


def signed_in_anew(client, person, address):
    """What the page shows that the sign-in leads to."""
    assert client.login(username=person.username, password=PASSWORD)
    return client.get(address)


def test_what_is_sent_after_the_session_ended_is_there_again_after_signing_in(client, ana):
    story = article("Talks", byline="Nobody")
    form = opened(client, story)
    client.cookies.pop("sessionid")
    away = save(client, story, form, byline="By Ana", section="World")
    assert away.status_code == 302 and "next=" in away["Location"]
    assert "What you typed is kept" in words(client.get(away["Location"]))
    page = client.post(
        away["Location"], {"username": "ana", "password": PASSWORD, "next": of(story)}, follow=True
    )
    assert "Your session had ended" in words(page)
    story.refresh_from_db()
    assert story.byline == "Nobody", "nothing is saved that she does not send herself"
    assert filled(page)["byline"] == ["By Ana"]
    saved(client.post(of(story), filled(page)))
    story.refresh_from_db()
    assert (story.byline, story.section) == ("By Ana", "World")
    assert opened(client, story)["byline"] == ["By Ana"]
    assert "Your session had ended" not in words(client.get(of(story)))


def test_a_new_row_is_kept_too_and_what_a_colleague_saved_meanwhile_is_met(client, ana, eva):
    add = reverse("admin:articles_entity_add")
    form = filled(client.get(add))
    story = article("Talks", byline="Nobody")
    hers = opened(client, story)
    client.cookies.pop("sessionid")
    client.post(add, form | changed({"name": "Peru", "kind": "country"}))
    page = signed_in_anew(client, ana, add)
    assert filled(page)["name"] == ["Peru"]
    saved(client.post(add, filled(page)))
    client.cookies.pop("sessionid")
    save(client, story, hers, byline="By Ana")
    saved(save(eva, story, opened(eva, story), byline="By Eva"))
    page = signed_in_anew(client, ana, of(story))
    assert by_label(page) == {"Byline": "asked"}


def test_nobody_else_sees_what_was_typed_and_a_stranger_keeps_nothing(client, ana):
    story = article("Talks")
    form = opened(client, story)
    client.cookies.pop("sessionid")
    before = Session.objects.count()
    for given_to in ("", "x", "1:abc:def"):
        save(client, story, form, byline="Mine", given_to=given_to)
    assert Session.objects.count() == before
    save(client, story, form, byline="Secret")
    page = signed_in_anew(client, editor("mia"), of(story))
    assert "Secret" not in page.content.decode()


def test_a_form_whose_token_has_expired_is_kept_for_its_writer_alone(ana):
    story = article("Talks")
    client = Client(enforce_csrf_checks=True)
    client.force_login(ana)
    form = opened(client, story)
    client.cookies.pop("csrftoken", None)
    client.get(of(story))
    answer = save(client, story, form | {"csrfmiddlewaretoken": ["x" * 64]}, byline="By Ana")
    assert answer.status_code == 403 and "What you typed is kept" in words(answer)
    assert filled(client.get(of(story)))["byline"] == ["By Ana"]
    assert filled(client.get(of(story) + "?fresh=1"))["byline"] == [""]
    other = Client(enforce_csrf_checks=True)
    other.force_login(editor("mia"))
    answer = save(other, story, form, byline="By Ana")
    assert answer.status_code == 403 and "is kept" not in words(answer)


def test_what_was_typed_about_an_entity_that_was_merged_away_is_shown_with_what_it_is_now(
    client, ana
):
    turkey, double = entity("Turkey"), entity("Republic of Turkey")
    form = opened(client, double)
    merge(turkey, double, by=chief())
    page = save(client, double, form, description="A land between <b>two</b> seas.")
    assert page.status_code == 404
    assert "A land between <b>two</b> seas." in words(page)
    assert f'href="{of(turkey)}"' in page.content.decode()


def test_what_was_typed_by_whose_rights_were_taken_away_is_shown_to_her(client, ana):
    story = article("Talks")
    form = opened(client, story)
    ana.groups.clear()
    page = save(client, story, form, byline="By Ana, at length")
    assert page.status_code == 403 and "By Ana, at length" in words(page)
    story.refresh_from_db()
    assert story.byline == ""
