"""A reader in a real Chromium, by keyboard: she signs in, cites a result and saves the search."""

import pytest

from tests import factories
from tests.accessibility import faults

pytestmark = pytest.mark.browser


def follow(page, name, *, to):
    page.get_by_role("link", name=name, exact=True).first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name=to).wait_for()


def fill(page, name, words):
    page.get_by_label(name, exact=True).focus()
    page.keyboard.type(words)


def test_a_reader_cites_a_result_and_saves_it_by_keyboard(
    page, console, own_index, transactional_db
):
    factories.user("rena")
    turkey = factories.entity("Turkey", iso2="TR")
    stories = [factories.article(f"Gas {n}", entities=[turkey]) for n in range(4)]
    found = {}

    def look(name):
        found[name] = [*faults(page)]

    page.goto("/articles/?country=TR")
    follow(page, "Cite", to="Sign in")
    look("the door")
    fill(page, "Username", "rena")
    fill(page, "Password", factories.PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Cite this result").wait_for()
    look("before it is cited")
    page.get_by_role("button", name="Cite it").press("Enter")
    page.get_by_role("heading", name="4 articles that mention Turkey").wait_for()
    stories[0].correct(text="Another.", reason="A slip.", by=None)
    stories[1].withdraw(by=None, reason="Not true.")
    page.reload()
    page.get_by_text("1 article has been withdrawn.").wait_for()
    look("what was cited")

    page.goto("/articles/?country=TR")
    follow(page, "Save", to="Save this search")
    look("before it is saved")
    fill(page, "Name", "Gas for Turkey")
    page.keyboard.press("Enter")
    page.get_by_text("“Gas for Turkey” is saved.").wait_for()
    factories.article("Gas 5", entities=[turkey])
    page.reload()
    page.get_by_text("1 new").wait_for()
    look("her searches")
    follow(page, "Rename or delete", to="Gas for Turkey")
    page.get_by_role("button", name="Rename").wait_for()
    look("one of them")
    page.get_by_role("button", name="Sign out").press("Enter")
    page.wait_for_url("**/")
    assert not {name: faults for name, faults in found.items() if faults}
