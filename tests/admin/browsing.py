"""An editor in a browser: how she signs in, and how she gets about by the keyboard."""

from playwright.sync_api import expect

from tests.factories import PASSWORD


def sign_in(page, name):
    page.goto("/admin/")
    log_in(page, name)
    expect(page.get_by_role("heading", name="What waits")).to_be_visible()
    return page


def log_in(page, name):
    """Where the form of the door is open."""
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()


def tab_to(page, target, key="Tab", most=150):
    """Press the key until the element has the focus, as someone does who has no mouse."""
    for _ in range(most):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"The keyboard does not come to {target}.")
