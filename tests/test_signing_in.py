"""Signing in: who guesses waits, who knows the password does not, and all of it is written down."""

import json
import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from archive import logs
from articles.doors.throttle import LONGEST_PAUSE, QUARTER
from articles.models import Archive, AuthEvent
from articles.models.auth_event import KEPT
from tests.factories import PASSWORD, chief, editor, user

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
DOOR = reverse("admin:login")
HOME, ELSEWHERE = "192.0.2.1", "198.51.100.7"
WRONG = "a wrong one"


@pytest.fixture
def ana():
    return editor("ana")


@pytest.fixture
def hashed(monkeypatch):
    """How many passwords were looked at. Counted in the hasher, which answers as ever."""
    from django.contrib.auth.hashers import MD5PasswordHasher

    count, encode = [], MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda *args: (count.append(1), encode(*args))[1]
    )
    return count


def knock(username="ana", password=WRONG, address=HOME, client=None, **headers):
    client = client or Client()
    return client.post(
        DOOR, {"username": username, "password": password}, REMOTE_ADDR=address, headers=headers
    )


def statuses(count, *args, **kwargs):
    return [knock(*args, **kwargs).status_code for _ in range(count)]


def events():
    return [(event.kind, event.username) for event in AuthEvent.objects.order_by("pk")]


def is_let_in(answer):
    return answer.status_code == 302 and answer["Location"] == reverse("admin:index")


# --- Guessing -----------------------------------------------------------------------------------


def test_of_thirty_wrong_passwords_five_are_looked_at(ana, hashed):
    assert statuses(30) == [200] * 5 + [429] * 25
    assert len(hashed) == 5


def test_who_has_to_wait_is_told_how_long_and_keeps_the_name_that_was_typed(ana):
    statuses(5)
    answer = knock()
    assert 890 <= int(answer["Retry-After"]) <= 900
    assert "Please wait 15 minutes and try again" in answer.content.decode()
    assert 'value="ana"' in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


def test_the_right_password_does_not_help_before_the_wait_is_over(ana):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        statuses(5)
        assert knock(password=PASSWORD).status_code == 429
        clock.shift(QUARTER - timedelta(seconds=1))
        assert knock(password=PASSWORD).status_code == 429
        clock.shift(timedelta(seconds=1))
        assert is_let_in(knock(password=PASSWORD))


def test_knocking_while_one_waits_makes_the_wait_no_longer(ana):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        statuses(5)
        for _ in range(3):
            clock.shift(timedelta(minutes=5))
            knock()
        assert is_let_in(knock(password=PASSWORD))


def test_signing_in_clears_the_slate(ana):
    for _ in range(3):
        assert statuses(4) == [200] * 4
        assert is_let_in(knock(password=PASSWORD))


@pytest.mark.parametrize("username", ["ana", "nobody", "reader", "gone"])
def test_an_account_that_may_not_come_in_answers_as_one_that_does_not_exist(ana, hashed, username):
    user("reader")
    user("gone", is_staff=True, is_active=False)
    said = []
    for name in (username, "nobody at all"):
        hashed.clear()
        wrong = [knock(name, WRONG if name == "ana" else PASSWORD) for _ in range(6)]
        pages = [answer.content.decode().replace(f'value="{name}"', "") for answer in wrong]
        tokens = [answer.context["csrf_token"] for answer in wrong]
        pages = [page.replace(str(token), "") for page, token in zip(pages, tokens, strict=True)]
        said.append(([answer.status_code for answer in wrong], pages, len(hashed)))
    assert said[0] == said[1]


def test_one_address_guesses_at_thirty_accounts_and_no_more(ana):
    assert [knock(f"user{n}").status_code for n in range(32)] == [200] * 30 + [429] * 2
    assert knock("ana", PASSWORD).status_code == 429
    assert is_let_in(knock("ana", PASSWORD, address=ELSEWHERE))


def test_from_many_addresses_an_account_is_guessed_at_with_growing_pauses(ana):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        assert [knock(address=f"203.0.113.{n}").status_code for n in range(10)] == [200] * 10
        waits = []
        for n in range(10, 22):
            answer = knock(address=f"203.0.113.{n}")
            assert answer.status_code == 429
            waits.append(int(answer["Retry-After"]))
            clock.shift(timedelta(seconds=waits[-1]))
            assert knock(address=f"203.0.113.{n}").status_code == 200
        assert waits[:5] == [1, 2, 4, 8, 16]
        assert max(waits) == waits[-1] == LONGEST_PAUSE.total_seconds()


def test_nobody_is_locked_out_from_where_they_have_signed_in_before(ana):
    with time_machine.travel(timezone.now(), tick=False):
        assert is_let_in(knock(password=PASSWORD))
        for n in range(10):
            knock(address=f"203.0.113.{n}")
        for n in range(31):
            knock(f"user{n}")
        assert knock("bo").status_code == 429
        assert knock(password=PASSWORD, address=ELSEWHERE).status_code == 429
        assert is_let_in(knock(password=PASSWORD))


@pytest.mark.django_db(transaction=True)
def test_guesses_at_the_same_moment_are_counted_too(ana, hashed):
    def guess(_):
        try:
            return knock().status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as crowd:
        answers = list(crowd.map(guess, range(24)))
    assert len(hashed) <= 5
    assert answers.count(429) >= 19


# --- From where ---------------------------------------------------------------------------------


def test_without_a_proxy_of_ours_nobody_chooses_an_address(ana):
    codes = [knock(**{"x-forwarded-for": f"203.0.113.{n}"}).status_code for n in range(6)]
    assert codes == [200] * 5 + [429]


def test_behind_a_proxy_of_ours_its_word_counts_and_no_one_elses(ana, settings):
    settings.BEHIND_PROXY = True

    def through(claimed, seen):
        return knock(address="127.0.0.1", **{"x-forwarded-for": f"{claimed}, {seen}"}).status_code

    assert [through(f"203.0.113.{n}", HOME) for n in range(6)] == [200] * 5 + [429]
    assert through(HOME, ELSEWHERE) == 200


def test_a_household_has_one_address_of_the_sixth_kind(ana):
    codes = [knock(address=f"2001:db8:0:1:{n}::1").status_code for n in range(6)]
    assert codes == [200] * 5 + [429]
    assert knock(address="2001:db8:0:2::1").status_code == 200
    assert statuses(3, address=f"::ffff:{HOME}") == [200] * 3
    assert AuthEvent.objects.filter(address=HOME).count() == 3


@pytest.mark.parametrize("address", ["", "no address", "1.2.3.4.5", "fe80::1%eth0"])
def test_an_address_that_is_none_is_counted_all_the_same(ana, address):
    assert statuses(6, address=address) == [200] * 5 + [429]


# --- What is written down -----------------------------------------------------------------------


def test_coming_and_going_is_written_down_apart_from_the_log(client, ana):
    tag = Client().get("/")["ETag"]
    before = Archive.objects.current().last_change
    knock(client=client)
    knock(password=PASSWORD, client=client)
    client.post(reverse("admin:logout"), REMOTE_ADDR=HOME)
    statuses(5)
    statuses(3)
    assert events() == [
        *(("failed", "ana"), ("signed-in", "ana"), ("signed-out", "ana")),
        *[("failed", "ana")] * 5,
        ("locked-out", "ana"),
    ]
    signed_in = AuthEvent.objects.get(kind="signed-in")
    assert (signed_in.user, signed_in.address) == (ana, HOME)
    assert (signed_in.method, signed_in.path) == ("POST", DOOR)
    assert Archive.objects.current().last_change == before
    assert Client().get("/")["ETag"] == tag


def test_a_flood_fills_neither_the_table_nor_the_disk(ana):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        statuses(40)
        assert AuthEvent.objects.count() == 6
        clock.shift(timedelta(seconds=61))
        statuses(40)
        assert AuthEvent.objects.count() == 7
        clock.shift(KEPT + timedelta(days=1))
        knock("bo")
        assert events() == [("failed", "bo")]


def test_a_refusal_of_somebody_who_is_signed_in_is_written_down(client, ana):
    client.force_login(ana)
    address = reverse("admin:auth_user_changelist")
    assert client.get(address).status_code == 403
    assert client.post(reverse("admin:articles_change_add")).status_code == 403
    refused = AuthEvent.objects.get(path=address)
    assert (refused.kind, refused.user, refused.method) == ("refused", ana, "GET")
    assert events() == [("refused", "ana")] * 2


HOSTILE = "ana\r\nSet-Cookie: a=b\x1b[31m\u2028{7*7}"


def test_a_name_that_would_forge_a_line_is_one_line(client, ana):
    lines = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(logs.JsonLines().format(record))
    logging.getLogger("archive.doors").addHandler(handler)
    try:
        assert knock(HOSTILE).status_code == 200
    finally:
        logging.getLogger("archive.doors").removeHandler(handler)
    (line,) = lines
    assert line.isascii() and len(line.splitlines()) == 1
    assert "Set-Cookie" in json.loads(line)["message"]
    event = AuthEvent.objects.get()
    assert event.username.isprintable() and len(event.username.splitlines()) == 1


@pytest.mark.parametrize("name", ["a\0b", "x" * 151, "x" * 20_000, "\ud800", "", "﷽" * 60])
def test_no_name_is_too_odd_to_be_answered(ana, name):
    sent = name.encode("utf-8", "surrogatepass").decode("latin-1") if "\ud800" in name else name
    assert knock(sent).status_code == 200
    assert knock(sent, password="\0").status_code == 200


def test_a_long_path_is_written_down_as_far_as_there_is_room(client, ana):
    client.force_login(ana)
    assert client.get(f"/admin/articles/article/{'é' * 1000}/publishing/").status_code == 403
    assert len(AuthEvent.objects.first().path) == 300


# --- Sessions -----------------------------------------------------------------------------------


def test_a_session_ends_with_the_browser_and_after_eight_hours(client, ana):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        knock(password=PASSWORD, client=client)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        assert not cookie["expires"] and not cookie["max-age"]
        assert cookie["httponly"] and cookie["samesite"] == "Lax"
        clock.shift(timedelta(hours=8, seconds=-1))
        assert is_in(client)
        clock.shift(timedelta(seconds=1))
        assert not is_in(client)


def test_signing_in_gives_the_session_another_key_and_clears_away_what_has_ended(client, ana):
    from django.contrib.sessions.models import Session

    with time_machine.travel(timezone.now() - timedelta(days=1)):
        Client().force_login(ana)
    planted = client.session
    planted["seen"] = True
    planted.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = planted.session_key
    knock(password=PASSWORD, client=client)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != planted.session_key
    assert Session.objects.count() == 1


def is_in(client):
    return client.get(reverse("admin:password_change")).status_code == 200


def test_a_new_password_ends_all_other_sessions(client, ana):
    other = Client()
    for one in (client, other):
        assert is_let_in(knock(password=PASSWORD, client=one))
    values = {"old_password": PASSWORD, "new_password1": "quite another phrase"}
    values["new_password2"] = values["new_password1"]
    assert client.post(reverse("admin:password_change"), values).status_code == 302
    assert is_in(client) and not is_in(other)
    assert is_let_in(knock(password="quite another phrase", client=other))


@pytest.mark.parametrize("weak", ["short", "123456789012345", "qwerty123456"])
def test_a_weak_password_is_not_taken(client, ana, weak):
    client.force_login(ana)
    values = {"old_password": PASSWORD, "new_password1": weak, "new_password2": weak}
    answer = client.post(reverse("admin:password_change"), values)
    assert answer.status_code == 200 and answer.context["form"].errors
    values["old_password"] = WRONG
    assert client.post(reverse("admin:password_change"), values).status_code == 200
    ana.refresh_from_db()
    assert ana.check_password(PASSWORD)


@pytest.mark.parametrize("right", ["is_active", "is_staff"])
def test_who_is_shut_out_is_out_with_the_next_request_and_for_good(client, ana, right):
    client.force_login(ana)
    setattr(ana, right, False)
    ana.save()
    assert not is_in(client)
    setattr(ana, right, True)
    ana.save()
    assert not is_in(client), "the old session does not come back to life"


def test_signing_out_takes_a_form_and_ends_the_session(client, ana):
    client.force_login(ana)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert client.get(reverse("admin:logout")).status_code == 405
    assert is_in(client)
    assert client.post(reverse("admin:logout")).status_code == 200
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    assert not is_in(client)


@pytest.mark.parametrize("address", ["/", "/nothing/", "/admin/", DOOR, "/articles.json"])
def test_what_a_session_had_a_part_in_is_kept_by_nobody(client, address):
    client.force_login(chief())
    answer = client.get(address)
    assert answer["Cache-Control"] == "private, no-store"
    assert "ETag" not in answer


# --- Where one is sent afterwards ---------------------------------------------------------------

ELSEWHERES = [
    *("//evil.example", "https:///evil.example", "/\\evil.example", "\\\\evil.example"),
    *(" //evil.example", "javascript:alert(1)", "https://evil.example/", "http:evil.example"),
    *("/\t/evil.example", "https://testserver@evil.example/", "data:text/html,x", "///evil"),
]


@pytest.mark.parametrize("away", ELSEWHERES)
def test_nobody_is_sent_to_another_host(client, ana, away):
    values = {"username": "ana", "password": PASSWORD, "next": away}
    assert is_let_in(client.post(DOOR, values))
    assert "evil" not in client.get(DOOR, {"next": away})["Location"]
    assert "evil" not in Client().post(f"{DOOR}?next={away}", values)["Location"]
    left = client.post(reverse("admin:logout"), {"next": away})
    assert left.status_code == 200 and "evil" not in left.headers.get("Location", "")


def test_one_is_sent_to_where_one_wanted(client, ana):
    wanted = reverse("admin:articles_article_changelist") + "?status__exact=draft"
    assert client.get(wanted)["Location"].startswith(DOOR + "?next=")
    values = {"username": "ana", "password": PASSWORD, "next": wanted}
    assert client.post(DOOR, values)["Location"] == wanted
