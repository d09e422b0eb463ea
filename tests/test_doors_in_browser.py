"""Coming in and going out in a real Chromium, by keyboard alone: accessible at each step."""

import time
from base64 import b32decode

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from articles.models import AuthEvent
from tests.accessibility import faults
from tests.factories import PASSWORD, editor

pytestmark = pytest.mark.browser
NEW_PASSWORD = "quite another phrase"


@pytest.fixture
def ana(transactional_db):
    return editor("ana")


def wrong_with(page, console):
    """What axe itself was told of the policy is no complaint of the page."""
    found = [*console, *faults(page)]
    console.clear()
    return found


def typed(page, *words):
    """Field after field, then Enter. The first has the focus."""
    for number, word in enumerate(words):
        page.keyboard.type(word)
        page.keyboard.press("Tab" if number < len(words) - 1 else "Enter")


def sign_in(page, password=PASSWORD):
    page.goto("/admin/")
    expect(page.get_by_label("Username")).to_be_focused()
    typed(page, "ana", password)


def tab_to(page, target, limit=60):
    for _ in range(limit):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("The keyboard does not come there.")


def press(page, name, role="button"):
    target = page.get_by_role(role, name=name, exact=True)
    tab_to(page, target)
    page.keyboard.press("Enter")


def sign_out(page):
    press(page, "Log out")
    expect(page.get_by_role("link", name="Log in again")).to_be_visible()


def test_wrong_passwords_and_the_wait_are_told_and_the_name_stays(page, ana, console):
    sign_in(page, "a wrong one")
    expect(page.get_by_text("Please enter the correct username and password")).to_be_visible()
    expect(page).to_have_title("Error: Log in · The Annotated Archive")
    assert not wrong_with(page, console)
    for _ in range(5):
        page.get_by_label("Password").fill("a wrong one")
        page.get_by_role("button", name="Log in").click()
    expect(page.get_by_text("Please wait 15 minutes and try again")).to_be_visible()
    expect(page.get_by_label("Username")).to_have_value("ana")
    console.clear()  # of the status, 429
    assert not wrong_with(page, console)
    assert AuthEvent.objects.filter(kind="locked-out").count() == 1


def test_she_comes_in_changes_her_password_and_goes_out(page, ana, console):
    sign_in(page)
    press(page, "Change password", "link")
    expect(page.get_by_label("Old password")).to_be_focused()
    typed(page, PASSWORD, "short", "short")
    expect(page.get_by_text("This password is too short")).to_be_visible()
    assert not wrong_with(page, console)
    page.get_by_label("Old password").focus()
    typed(page, PASSWORD, NEW_PASSWORD, NEW_PASSWORD)
    expect(page.get_by_text("Your password was changed")).to_be_visible()
    assert not wrong_with(page, console)
    sign_out(page)
    assert not wrong_with(page, console)
    sign_in(page, NEW_PASSWORD)
    expect(page.get_by_role("button", name="Log out")).to_be_visible()


def code_of(key, *, steps):
    from django_otp.oath import TOTP

    totp = TOTP(b32decode(key.replace(" ", "")))
    totp.time = time.time() + 30 * steps
    return f"{totp.token():06}"


def sign_in_with(page, code):
    sign_in(page)
    expect(page.get_by_label("Code")).to_be_focused()
    typed(page, code)


def test_she_sets_up_a_second_factor_and_comes_in_with_it(page, ana, console):
    pytest.importorskip("django_otp", reason="needs the extra: pip install -e '.[otp]'")
    sign_in(page)
    press(page, "Second factor", "link")
    assert not wrong_with(page, console)
    press(page, "Set it up")
    key = page.locator("figcaption code").inner_text()
    assert not wrong_with(page, console)
    tab_to(page, page.get_by_label("Your password"))
    typed(page, PASSWORD, code_of(key, steps=0))
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    recovery_code = page.locator(".recovery-codes code").first.inner_text()
    assert not wrong_with(page, console)
    for code in (recovery_code, code_of(key, steps=1)):
        sign_out(page)
        sign_in_with(page, code)
        expect(page.get_by_role("button", name="Log out")).to_be_visible()
    sign_out(page)
    sign_in_with(page, "000000")
    expect(page.get_by_text("This code is wrong")).to_be_visible()
    assert not wrong_with(page, console)
    page.goto(reverse("admin:index"))
    expect(page.get_by_label("Username")).to_be_visible()
