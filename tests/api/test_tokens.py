"""Personal tokens: made and revoked on a page by their owners, and good for no more than them."""

import datetime
import re

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from articles.doors import tokens
from articles.groups import EDITORS
from articles.models import AuthEvent, Change, PersonalToken, Scope
from tests import factories
from tests.test_page_weight import faults

from .programs import Program
from .test_writing import MENTION, NEW

pytestmark = pytest.mark.django_db
NOTE = {"kind": "note", "exact": "Turkey will", "note": "A note."}


@pytest.fixture
def story():
    factories.entity("Turkey", iso2="TR")
    return factories.article("Talks")


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def test_a_token_is_made_shown_once_used_and_revoked(story):
    anna = factories.editor("anna")
    client = signed_in(anna)
    form = {"name": "Marks <b>", "days": "30", "scopes": [Scope.WRITE]}
    answer = client.post("/tokens/new/", form)
    assert not [*faults(answer)]
    assert answer["Cache-Control"] == "private, no-store"
    secret = re.search(r"archive_[\w-]{43}", answer.content.decode())[0]
    token = PersonalToken.objects.get()
    assert secret not in str(PersonalToken.objects.values())
    program = Program(secret)
    made = program.send("POST", NEW, NOTE, 201)
    program.send("PATCH", f"/annotations/{made.json()['id']}", {"state": "rejected"}, 403)

    page = client.get("/tokens/")
    assert not [*faults(page)]
    said = page.content.decode()
    assert "Marks &lt;b&gt;" in said and token.prefix in said and secret not in said
    assert "Never used" not in said
    assert not [*faults(client.get(token.get_absolute_url()))]
    other = signed_in(factories.editor("bo"))
    assert other.post(token.get_absolute_url()).status_code == 404
    assert client.post(token.get_absolute_url())["Location"] == "/tokens/"
    program.get("/articles", 401)
    kinds = list(AuthEvent.objects.order_by("pk").values_list("kind", "username"))
    assert kinds[0] == ("token-made", "anna")
    assert kinds[-2:] == [("token-revoked", "anna"), ("token-refused", token.prefix)]

    for wrong in ({"name": " "}, {"days": "9999"}, {"scopes": ["everything"]}):
        refused = client.post("/tokens/new/", form | wrong)
        assert refused.status_code == 400 and not [*faults(refused)]
    reader = signed_in(factories.user())
    assert reader.post("/tokens/new/", form).status_code == 400
    assert reader.post("/tokens/new/", form | {"scopes": []}).status_code == 200
    assert PersonalToken.objects.count() == 2


def test_the_rights_of_the_owner_are_asked_for_at_each_use(story):
    anna = factories.editor("anna")
    _, secret = factories.token(anna)
    program = Program(secret)
    uid = program.send("POST", NEW, NOTE, 201).json()["id"]
    for lose, status in (
        (lambda: anna.groups.clear(), 403),
        (lambda: Group.objects.get(name=EDITORS).user_set.add(anna), 201),
        (lambda: setattr(anna, "is_staff", False), 403),
        (lambda: setattr(anna, "is_active", False), 401),
    ):
        lose()
        anna.save()
        program.send("POST", NEW, NOTE | {"note": f"{status}"}, status)
        if status != 201:
            program.send("DELETE", f"/annotations/{uid}", None, status, if_match='"1"')
            program.get("/annotations?state=suggested", status)
    refusals = AuthEvent.objects.filter(kind="refused")
    assert {event.user for event in refusals} == {anna}
    assert Change.objects.filter(by=anna).count() == 2

    _, words = factories.token(factories.user())
    Program(words).send("POST", NEW, MENTION, 403)
    reading = PersonalToken.objects.issue(
        factories.chief(), name="R", scopes=[], expires_at=timezone.now() + datetime.timedelta(1)
    )[1]
    answer = Program(reading).send("POST", NEW, NOTE, 403)
    assert 'error="insufficient_scope"' in answer["WWW-Authenticate"]
    with time_machine.travel(timezone.now() + datetime.timedelta(days=2)):
        Program(reading).get("/articles/talks", 401)


def test_wrong_tokens_are_counted_and_shut_nobody_out(story, monkeypatch):
    monkeypatch.setattr(tokens, "WRONG_FROM_ONE_ADDRESS", 3)
    _, secret = factories.token(factories.editor())
    for wrong in ("archive_x", "x" * 5000, "\xff"):
        answer = Program(wrong).get("/articles/talks", 401)
        assert 'error="invalid_token"' in answer["WWW-Authenticate"]
    for _ in range(2):
        waiting = Program("archive_y").send("POST", NEW, NOTE, 429)
        assert 0 < int(waiting["Retry-After"]) <= 900
    assert AuthEvent.objects.filter(kind="token-refused").count() == 3
    Program(secret).get("/articles/talks")
    basic = Client().get("/api/v1/articles/talks", headers={"authorization": "Basic eDp5"})
    assert basic.status_code == 401
    # A session is none of the API's business: it neither reads more nor writes.
    client = signed_in(factories.chief())
    assert client.get("/api/v1/annotations?state=suggested").status_code == 401
    posted = client.post(f"/api/v1{NEW}", NOTE, content_type="application/json")
    assert posted.status_code == 401
