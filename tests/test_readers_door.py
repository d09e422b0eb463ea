"""The readers' door: the rules of the admin's, without its rights."""

import time

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import AuthEvent
from tests.factories import PASSWORD, editor, user
from tests.test_page_weight import faults
from tests.test_signing_in import knock

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
DOOR = "/sign-in/"
MINE = "/searches/"


@pytest.fixture
def rena():
    return user("rena")


def sign_in(client, username="rena", password=PASSWORD, **values):
    return client.post(DOOR, {"username": username, "password": password, **values})


def kinds():
    return list(AuthEvent.objects.order_by("pk").values_list("kind", flat=True))


def test_who_has_an_account_comes_in_and_goes_out(client, rena):
    assert client.get(MINE)["Location"] == f"{DOOR}?next={MINE}"
    page = client.get(f"{DOOR}?next=/articles/")
    assert not [*faults(page)]
    assert "no-store" in page["Cache-Control"]
    answer = sign_in(client, next="/articles/?country=TR")
    assert answer["Location"] == "/articles/?country=TR"
    page = client.get("/about/").content.decode()
    assert "My searches" in page and ">Desk</a>" not in page
    # She is in already, and no rights came with it.
    assert client.get(DOOR)["Location"] == MINE
    assert client.get(f"{DOOR}?next={DOOR}")["Location"] == MINE
    assert client.get(reverse("admin:index")).status_code == 302
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/")["Location"] == "/"
    assert client.get(MINE).status_code == 302
    assert kinds() == ["signed-in", "signed-out"]
    assert Client(enforce_csrf_checks=True).post(DOOR, {}).status_code == 403


@pytest.mark.parametrize("wanted", ["//evil.example", "https:///evil", "/\\evil", "javascript:x"])
def test_one_is_sent_to_no_other_host(client, rena, wanted):
    assert sign_in(client, next=wanted)["Location"] == MINE


def test_guesses_at_both_doors_count_together(client, rena):
    for _ in range(5):
        assert sign_in(client, password="wrong").status_code == 200
    waiting = sign_in(client)
    assert waiting.status_code == 429
    assert "Please wait 15 minutes" in waiting.content.decode()
    assert knock("rena", PASSWORD, address="127.0.0.1").status_code == 429


def test_who_is_shut_out_is_out_and_answers_as_one_who_is_not_there(client, rena):
    sign_in(client)
    rena.is_active = False
    rena.save()
    assert client.get(MINE).status_code == 302
    said = [sign_in(Client(), name).context["form"].errors for name in ("rena", "nobody")]
    assert said[0] == said[1]


def test_who_came_in_by_the_admins_door_is_in(client):
    editor("ana")
    knock(password=PASSWORD, client=client)
    assert client.get(MINE).status_code == 200


def test_a_reader_with_a_second_factor_is_asked_for_it_at_this_door(client, rena):
    oath = pytest.importorskip("django_otp.oath", reason="needs the extra: pip install -e '.[otp]'")
    from django_otp.plugins.otp_totp.models import TOTPDevice

    phone = TOTPDevice.objects.create(user=rena, name="Phone")
    answer = sign_in(client, next="/articles/")
    assert answer["Location"] == "/sign-in/code/"
    assert client.get(MINE).status_code == 302
    # Half way in at this door is not half way in at the admin's.
    assert client.get(reverse("admin:code")).status_code == 302
    assert not [*faults(client.get("/sign-in/code/"))]
    wrong = client.post("/sign-in/code/", {"code": "abc"})
    assert "This code is wrong" in wrong.content.decode()
    totp = oath.TOTP(phone.bin_key)
    totp.time = time.time()
    answer = client.post("/sign-in/code/", {"code": f"{totp.token():06}"})
    assert answer["Location"] == "/articles/"
    assert client.get(MINE).status_code == 200
