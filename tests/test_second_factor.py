"""The second factor: asked for where somebody has set one up, and slowed down as passwords are."""

import re
import time
from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import AuthEvent
from tests.factories import PASSWORD, editor
from tests.test_signing_in import is_in, knock

oath = pytest.importorskip("django_otp.oath", reason="needs the extra: pip install -e '.[otp]'")
pytest.importorskip("segno", reason="needs the extra: pip install -e '.[otp]'")

from django_otp.plugins.otp_static.models import StaticToken  # noqa: E402  only where installed
from django_otp.plugins.otp_totp.models import TOTPDevice  # noqa: E402

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        yield clock


@pytest.fixture
def ana(clock):
    return editor("ana")


def code_of(user, *, shift=0):
    """What the phone shows; a phone whose clock is some steps off shows another."""
    key = TOTPDevice.objects.get(user=user).bin_key
    totp = oath.TOTP(key)
    totp.time = time.time() + 30 * shift
    return f"{totp.token():06}"


def wrong_for(user):
    return next(code for code in ("123456", "654321") if code != code_of(user))


def page(name):
    return reverse(f"admin:{name}")


def act(client, what, code="", password=PASSWORD):
    return client.post(page("second_factor"), {"act": what, "code": code, "password": password})


@pytest.fixture
def armed(ana, clock):
    """Ana, with a phone and ten codes on paper. Time has passed since."""
    client = Client()
    client.force_login(ana)
    assert act(client, "begin").status_code == 302
    answer = act(client, "confirm", code_of(ana))
    ana.recovery_codes = answer.context["given"]
    clock.shift(timedelta(minutes=1))
    return ana


def half_way(client, **values):
    answer = client.post(page("login"), {"username": "ana", "password": PASSWORD, **values})
    assert (answer.status_code, answer["Location"]) == (302, page("code"))
    return client


def give(client, code):
    return client.post(page("code"), {"code": code})


# --- At the door --------------------------------------------------------------------------------


def test_who_has_no_second_factor_is_not_asked(ana):
    assert knock(password=PASSWORD)["Location"] == page("index")


def test_a_password_alone_lets_nobody_in_who_has_a_second_factor(client, armed):
    half_way(client)
    assert not is_in(client)
    assert client.get(page("code")).status_code == 200
    answer = give(client, code_of(armed))
    assert (answer.status_code, answer["Location"]) == (302, page("index"))
    assert is_in(client)
    assert AuthEvent.objects.values_list("kind", flat=True).get() == "signed-in"


def test_a_wrong_password_asks_for_no_code(armed):
    assert knock().status_code == 200


def test_the_session_has_another_key_after_each_step(client, armed):
    keys = [half_way(client).session.session_key]
    give(client, code_of(armed))
    assert client.session.session_key not in keys


def test_one_is_sent_to_where_one_wanted_and_to_no_other_host(client, armed, clock):
    wanted = reverse("admin:articles_article_changelist")
    half_way(client, next=wanted)
    assert give(client, code_of(armed))["Location"] == wanted
    clock.shift(timedelta(minutes=1))
    other = half_way(Client(), next="//evil.example")
    assert give(other, code_of(armed))["Location"] == page("index")


def test_a_code_of_the_phone_is_good_for_once(client, armed):
    code = code_of(armed)
    give(half_way(client), code)
    answer = give(half_way(Client()), code)
    assert "it has been used" in answer.content.decode()


def test_a_phone_may_be_half_a_minute_off(client, armed):
    assert give(half_way(client), code_of(armed, shift=1)).status_code == 302


def test_a_code_on_paper_is_good_for_once_however_it_is_typed(client, armed):
    code = armed.recovery_codes[0]
    assert give(half_way(client), f" {code[:4].upper()}-{code[4:]} ").status_code == 302
    assert give(half_way(Client()), code).status_code == 200
    assert StaticToken.objects.count() == 9


@pytest.mark.parametrize("code", ["", "0", "12345", "1234567", "²²²²²²", "\0", "x" * 50, "'--"])
def test_no_code_is_too_odd_to_be_answered(client, armed, code):
    assert give(half_way(client), code).status_code == 200


def test_guessing_codes_is_slowed_down(client, armed, clock):
    half_way(client)
    codes = []
    for _ in range(8):
        codes.append(give(client, wrong_for(armed)).status_code)
        clock.shift(timedelta(seconds=20))
    assert codes == [200] * 5 + [429] * 3
    assert give(client, code_of(armed)).status_code == 429
    assert not is_in(client)
    assert knock(password=PASSWORD, address="127.0.0.1").status_code == 429


def test_guesses_right_after_one_another_wait_for_the_phone(client, armed):
    half_way(client)
    assert give(client, wrong_for(armed)).status_code == 200
    answer = give(client, wrong_for(armed))
    assert answer.status_code == 429 and int(answer["Retry-After"]) <= 3
    assert give(client, armed.recovery_codes[0]).status_code == 302


def test_who_dawdles_begins_again(client, armed, clock):
    half_way(client)
    clock.shift(timedelta(minutes=5, seconds=1))
    assert give(client, code_of(armed))["Location"] == page("login")
    assert not is_in(client)


@pytest.mark.parametrize("change", ["deactivated", "new password", "no longer on the staff"])
def test_what_changes_between_password_and_code_counts(client, armed, change):
    half_way(client)
    if change == "new password":
        armed.set_password("quite another phrase")
    armed.is_active = change != "deactivated"
    armed.is_staff = change != "no longer on the staff"
    armed.save()
    assert give(client, code_of(armed))["Location"] == page("login")


def test_the_page_for_the_code_is_for_those_who_gave_a_password(client, armed):
    assert client.get(page("code"))["Location"] == page("login")
    assert give(client, code_of(armed))["Location"] == page("login")
    own = Client(enforce_csrf_checks=True)
    assert own.post(page("code"), {"code": "1"}).status_code == 403


# --- One's own page -----------------------------------------------------------------------------


def test_it_is_set_up_with_a_password_and_a_first_code(client, ana):
    client.force_login(ana)
    assert "Set it up" in client.get(page("second_factor")).content.decode()
    act(client, "begin")
    shown = client.get(page("second_factor"))
    assert shown.context["key"].replace(" ", "") in shown.context["new"].config_url
    assert re.search(r'<path d="M\d+ \d+h1v1h-1z', shown.content.decode())
    assert knock(password=PASSWORD)["Location"] == page("index"), "not before it is confirmed"
    assert "not your password" in act(client, "confirm", code_of(ana), "x").content.decode()
    assert "code is wrong" in act(client, "confirm", wrong_for(ana)).content.decode()
    assert not TOTPDevice.objects.get().confirmed


def test_recovery_codes_are_shown_once(client, armed):
    client.force_login(armed)
    assert len(set(armed.recovery_codes)) == 10
    shown = client.get(page("second_factor")).content.decode()
    assert "10 recovery codes left" in shown
    assert not [code for code in armed.recovery_codes if code in shown]


def test_a_session_alone_takes_nothing_away(client, armed):
    client.force_login(armed)
    act(client, "begin")
    act(client, "remove", code_of(armed), "not the password")
    act(client, "remove", wrong_for(armed))
    act(client, "renew", "")
    client.get(page("second_factor"), {"act": "remove"})
    assert TOTPDevice.objects.get().confirmed
    assert StaticToken.objects.filter(token=armed.recovery_codes[0]).exists()


def test_new_recovery_codes_take_the_place_of_the_old(client, armed):
    client.force_login(armed)
    given = act(client, "renew", code_of(armed)).context["given"]
    assert len(given) == 10 and not set(given) & set(armed.recovery_codes)
    assert StaticToken.objects.count() == 10


def test_it_is_removed_with_password_and_code(client, armed):
    client.force_login(armed)
    answer = act(client, "remove", armed.recovery_codes[0])
    assert "removed" in answer.content.decode()
    assert not TOTPDevice.objects.exists() and not StaticToken.objects.exists()
    assert knock(password=PASSWORD)["Location"] == page("index")


def test_a_password_is_not_guessed_in_a_session_that_was_left_open(client, armed):
    client.force_login(armed)
    codes = [act(client, "remove", "1", "wrong").status_code for _ in range(7)]
    assert codes == [200] * 5 + [429] * 2


def test_nobody_sees_the_secrets_of_another(admin_client, armed):
    for app in ("otp_totp/totpdevice", "otp_static/staticdevice"):
        assert admin_client.get(f"/admin/{app}/").status_code == 404


def test_without_the_extra_nobody_is_asked(armed, settings):
    settings.SECOND_FACTOR = False
    assert knock(password=PASSWORD)["Location"] == page("index")
    assert Client().get("/sign-in/code/").status_code == 404


# --- From a shell -------------------------------------------------------------------------------


def test_an_operator_forgives_and_takes_a_lost_phone_out_of_use(armed, capsys):
    for _ in range(6):
        knock()
    assert knock(password=PASSWORD).status_code == 429
    call_command("forgive", "ana")
    assert knock(password=PASSWORD)["Location"] == page("code")
    call_command("forgive", "ana", "--second-factor")
    assert knock(password=PASSWORD)["Location"] == page("index")
    assert capsys.readouterr().out.splitlines() == [
        "Forgotten wrong attempts for ana: 5.",
        "Forgotten wrong attempts for ana: 1.",
        "The second factor is removed.",
    ]
    with pytest.raises(CommandError, match="no account"):
        call_command("forgive", "nobody")
