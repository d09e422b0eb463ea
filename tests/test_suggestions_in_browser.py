"""Suggestions in a real Chromium: by keyboard, by pointer, beside a form that narrows."""

import pytest
from playwright.sync_api import expect

from tests.accessibility import violations
from tests.factories import article, entity

pytestmark = pytest.mark.browser


def test_the_search_field_offers_what_begins_so(page, own_index, transactional_db):
    turkey = entity("Turkey", iso2="TR")
    for kind in ("country", "place"):
        article(f"Georgia, the {kind}", entities=[turkey, entity("Georgia", kind)])
    page.goto("/help/", wait_until="networkidle")
    field, options = (
        page.get_by_role("combobox", name="Search the archive"),
        page.locator(".picks li"),
    )
    field.press_sequentially("geor")
    expect(options).to_have_count(4)
    assert [words.split("\n") for words in options.all_inner_texts()][:2] == [
        ["Georgia", "country"],
        ["Georgia", "place"],
    ]
    expect(field).to_have_attribute("aria-expanded", "true")
    for scheme in ("light", "dark"):
        assert not violations(page, scheme=scheme)

    # Up and down, round by the field itself; Escape leaves what was typed.
    for key, chosen in [("ArrowDown", 0), ("ArrowDown", 1), ("ArrowUp", 0), ("ArrowUp", None)]:
        field.press(key)
        for place in range(4):
            expect(options.nth(place)).to_have_attribute(
                "aria-selected", str(place == chosen).lower()
            )
    assert field.get_attribute("aria-activedescendant") is None
    field.press("Escape")
    expect(options.first).to_be_hidden()
    expect(field).to_have_value("geor")
    field.press("ArrowDown")
    expect(options.first).to_be_visible()
    field.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    field.press("Enter")
    page.wait_for_url("**/articles/2012/12/01/georgia-the-*/")

    # On a list it narrows the list, and what is not chosen is searched for.
    page.goto("/articles/?country=TR", wait_until="networkidle")
    field = page.get_by_role("combobox", name="Words, or a query")
    field.press_sequentially("georgia")
    options.filter(has_text="place").first.click()
    page.wait_for_url("**/articles/?**place=georgia**")
    assert page.get_by_role("heading", level=1).inner_text() == (
        "1 article that mentions Turkey and Georgia"
    )
    page.goto("/articles/", wait_until="networkidle")
    field.press_sequentially("georgia")
    expect(options.first).to_be_visible()
    field.press("Enter")
    page.wait_for_url("**/articles/?**q=georgia**")
