"""Who may do what in the admin."""

import re

import pytest
from django.test import Client

from articles.models import (
    Annotation,
    Archive,
    Article,
    Change,
    Claim,
    Entity,
    Redirect,
    Relation,
    Revision,
    Source,
)
from tests.admin.pages import NOUNS, WRITTEN, of, one, page
from tests.factories import chief, user
from tests.forms import filled

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def doors(row):
    model = type(row)
    yield "get", page(model)
    yield "get", of(row)
    yield "post", of(row)
    yield "get", page(model, "history", row)
    yield "get", page(model, "delete", row)
    yield "post", page(model, "delete", row)
    yield "get", page(model, "add")
    yield "post", page(model, "add")


@pytest.mark.parametrize("model", NOUNS)
def test_strangers_readers_and_staff_of_no_group_get_in_by_no_door(client, world, model):
    before = Change.objects.count(), model._base_manager.count()
    row = one(model)
    for person, status in ((None, 302), (user(), 302), (user(is_staff=True), 403)):
        client.logout()
        if person:
            client.force_login(person)
        for method, address in doors(row):
            response = getattr(client, method)(address)
            assert response.status_code == status, (method, address)
            assert b"Turkey to Press" not in response.content
    assert (Change.objects.count(), model._base_manager.count()) == before


@pytest.mark.parametrize("model", NOUNS)
@pytest.mark.parametrize("who", ["ana", "boss", "admin_user"])
def test_nobody_deletes_in_the_admin(client, world, request, model, who):
    client.force_login(request.getfixturevalue(who))
    row = one(model)
    for method in (client.get, client.post):
        assert method(page(model, "delete", row), {"post": "yes"}).status_code == 403
    for action in ("delete_selected", "delete"):
        chosen = {"action": action, "_selected_action": [row.pk], "post": "yes"}
        client.post(page(model), chosen)
    assert model._base_manager.filter(pk=row.pk).exists()
    assert b"delete_selected" not in client.get(page(model)).content
    assert b"deletelink" not in client.get(of(row)).content


@pytest.mark.parametrize("model", [Revision, Redirect])
def test_what_is_history_is_only_looked_at(client, admin_user, world, model):
    client.force_login(admin_user)
    row = one(model)
    assert client.get(page(model, "add")).status_code == 403
    assert client.post(of(row), {"slug": "mine", "text": "Mine."}).status_code == 403
    assert not re.search(rb'<(input|textarea)[^>]*name="(slug|text)"', client.get(of(row)).content)


def test_who_may_only_look_sees_no_form(client, world):
    from django.contrib.auth.models import Permission

    guest = user(is_staff=True)
    guest.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(guest)
    for model in WRITTEN:
        row = one(model)
        response = client.get(of(row))
        assert response.status_code == 200 and b'name="seen"' not in response.content
        assert client.post(of(row), {}).status_code == 403
        assert client.get(page(model, "add")).status_code == 403


def test_rights_that_are_taken_away_end_with_the_next_request(client, ana, world):
    values = filled(client.get(of(world)))
    ana.groups.clear()
    assert client.post(of(world), values | {"byline": ["Mine"]}).status_code == 403
    ana.is_active = False
    ana.save()
    assert client.get(of(world)).status_code == 302


def test_nothing_is_saved_without_the_forms_token(world):

    client = Client(enforce_csrf_checks=True)
    client.force_login(chief())
    before = Change.objects.count()
    for row in (world, one(Annotation), one(Entity), one(Source), one(Claim), one(Relation)):
        values = filled(client.get(of(row)))
        values.pop("csrfmiddlewaretoken")
        assert client.post(of(row), values).status_code == 403
    for address in (page(Article, "publishing", world), page(Annotation)):
        assert client.post(address, {"act": "withdraw"}).status_code == 403
    assert Change.objects.count() == before


def test_looking_changes_nothing(client, boss, world):
    before = Archive.objects.current().last_change
    for row in (world, one(Annotation), one(Entity), one(Source), one(Claim), one(Relation)):
        for _, address in doors(row):
            client.get(address, {"status": "published", "action": "accept", "act": "withdraw"})
    client.get(page(Article, "publishing", world), {"act": "withdraw", "reason": "-"})
    assert Archive.objects.current().last_change == before
    assert Article.objects.public().get() == world
