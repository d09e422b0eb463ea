"""Undo in a real browser: by mouse and by keyboard, accessible in light and dark, on a phone."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from articles.models import Article, Change
from tests.accessibility import faults
from tests.admin.browsing import sign_in
from tests.factories import article, chief, editor

pytestmark = pytest.mark.browser


@pytest.fixture
def story(transactional_db):
    chief("boss")
    return article("A Story", text="Turkey will press Russia.\n\nIt said so.", by=editor("eva"))


@pytest.fixture
def boss(page, story):
    return sign_in(page, "boss")


def address(change, what="undo"):
    return reverse(f"admin:articles_change_{what}", args=[change.pk])


def last():
    return Change.objects.newest().first()


def test_a_save_is_undone_from_where_it_is_told_and_done_again(boss, story):
    boss.goto(reverse("admin:articles_article_change", args=[story.pk]))
    boss.get_by_label("Byline").fill("By Boss")
    boss.get_by_role("button", name="Save", exact=True).click()
    boss.get_by_role("link", name="Undo this").click()
    expect(boss.get_by_text("removed the byline")).to_be_visible()
    boss.get_by_role("button", name="Undo change").click()
    expect(boss.get_by_text("is undone, which is")).to_be_visible()
    assert Article.objects.get().byline == ""
    boss.get_by_role("link", name="Undo the undoing").click()
    boss.get_by_role("button", name="Undo change").click()
    expect(boss.get_by_text("is undone, which is")).to_be_visible()
    assert Article.objects.get().byline == "By Boss"


def test_a_change_is_found_in_the_log_and_undone_by_keyboard_alone(boss, story):
    story.edit(by=None, byline="By Eva")
    boss.goto(address(last(), "change"))
    boss.get_by_role("link", name="Undo this").focus()
    boss.keyboard.press("Enter")
    boss.wait_for_url("**/undo/")
    boss.get_by_label("Reason").focus()
    boss.keyboard.type("It is by Ana.")
    boss.keyboard.press("Tab")
    boss.keyboard.press("Enter")
    expect(boss.get_by_text("is undone, which is")).to_be_visible()
    assert Article.objects.get().byline == "" and last().reason == "It is by Ana."


def test_every_state_of_the_page_is_accessible(boss, story, console):
    story.edit(by=None, byline="By Eva")
    refused = last()
    story.edit(by=None, byline="By Ana")
    story.correct(by=None, text="Turkey will ask Russia.\n\nIt said so.", reason="-")
    corrected = last()
    found = {}
    for one in (address(refused), address(corrected), address(corrected, "change")):
        boss.goto(one, wait_until="networkidle")
        found[one] = [*console, *faults(boss)]
        console.clear()
    boss.goto(address(corrected))
    boss.get_by_text("Field by field").click()
    found["open"] = list(faults(boss))
    console.clear()
    assert not [one for one in found.items() if one[1]], found
