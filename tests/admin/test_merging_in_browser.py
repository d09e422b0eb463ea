"""Merging and splitting in a real Chromium: by mouse, by the keys alone, and under axe."""

import pytest
from playwright.sync_api import expect

from articles.models import Change, Entity
from tests.accessibility import complaints
from tests.admin.browsing import sign_in, tab_to
from tests.admin.pages import page as page_of
from tests.factories import annotation, article, chief, entity

pytestmark = pytest.mark.browser


@pytest.fixture
def world(transactional_db):
    putin = entity("Vladimir Putin", "person", description="President.", aliases=["Putin"])
    double = entity("V. Putin", "person", description="A politician.", aliases=["Vladimir Putin"])
    for number in range(3):
        story = article(f"Talks {number}", entities=[putin, double][number % 2 :])
        annotation(story, "Turkey", entity=double)
    chief("boss")
    return putin, double


@pytest.fixture
def boss(page, world):
    return sign_in(page, "boss")


def test_two_people_are_merged_by_mouse(boss, world, console):
    putin, double = world
    boss.goto(page_of(Entity, "change", double))
    expect(boss.get_by_text("is also called “Vladimir Putin”, the name of")).to_be_visible()
    boss.get_by_role("link", name="Merge into…").click()
    boss.get_by_role("link", name="Vladimir Putin", exact=True).click()
    expect(boss.get_by_role("heading", name="Articles tagged with both")).to_be_visible()
    assert complaints(boss, console) == []
    boss.get_by_label("a former name").check()
    boss.get_by_label("Reason").fill("One man.")
    boss.get_by_role("button", name="Merge").click()
    expect(boss.get_by_text("“V. Putin” is merged into Vladimir Putin")).to_be_visible()
    assert complaints(boss, console) == []
    assert not Entity.objects.filter(pk=double.pk).exists()
    boss.goto("/people/v-putin/")
    expect(boss).to_have_url(f"{boss.url.split('/people')[0]}{putin.get_absolute_url()}")


def test_two_people_are_merged_by_the_keyboard_alone(boss, world):
    putin, double = world
    boss.goto(page_of(Entity, "change", double))
    steps = (
        boss.get_by_role("link", name="Merge into…"),
        boss.get_by_role("link", name="Vladimir Putin", exact=True),
        boss.get_by_role("button", name="Merge"),
    )
    for step in steps:
        tab_to(boss, step)
        if step is steps[-1]:
            tab_to(boss, boss.get_by_label("Reason"), "Shift+Tab")
            boss.keyboard.type("One man.")
            tab_to(boss, boss.get_by_label("another name"), "Shift+Tab")
            boss.keyboard.press("ArrowDown")
            tab_to(boss, step)
        with boss.expect_navigation():
            boss.keyboard.press("Enter")
    expect(boss.get_by_text("“V. Putin” is merged into Vladimir Putin")).to_be_visible()
    change = Change.objects.newest().first()
    assert (change.entity, change.reason) == (putin, "One man.")
    assert putin.names.get(name="V. Putin").form == "former"


def test_who_comes_second_is_told_and_keeps_what_she_wrote(boss, world, console):
    putin, double = world
    boss.goto(f"{page_of(Entity, 'merge', double)}?into={putin.slug}")
    boss.get_by_label("Reason").fill("One man.")
    putin.names.create(name="Putler", folded="putler")
    boss.get_by_role("button", name="Merge").click()
    expect(boss.get_by_text("Somebody changed one of the two")).to_be_visible()
    expect(boss.get_by_label("Reason")).to_have_value("One man.")
    assert complaints(boss, console) == []
    boss.get_by_role("button", name="Merge").click()
    expect(boss.get_by_text("is merged into")).to_be_visible()


def test_two_chosen_in_the_list_are_merged(boss):
    boss.goto(page_of(Entity, "changelist"))
    for name in ("Vladimir Putin", "V. Putin"):
        boss.get_by_role("row").filter(
            has=boss.get_by_role("link", name=name, exact=True)
        ).get_by_role("checkbox").check()
    boss.get_by_role("combobox", name="Action").select_option("Merge the two chosen…")
    boss.get_by_role("button", name="Go").or_(boss.get_by_role("button", name="Run")).click()
    boss.get_by_role("button", name="Merge").click()
    expect(boss.get_by_text("is merged into")).to_be_visible()


def test_a_part_is_split_off_by_mouse(boss, world, console):
    _, double = world
    boss.goto(page_of(Entity, "split", double))
    assert complaints(boss, console) == []
    boss.get_by_label("“Turkey” 3 mentions in 3 articles").check()
    boss.get_by_label("Name").fill("Igor Putin")
    boss.get_by_role("button", name="Look at it first").click()
    expect(boss.get_by_text("given to the new person “Igor Putin”")).to_be_visible()
    assert complaints(boss, console) == []
    boss.get_by_role("button", name="Split", exact=True).click()
    expect(boss.get_by_text("What you chose belongs to Igor Putin (person) now")).to_be_visible()
    assert Entity.objects.get(name="Igor Putin").mentions.count() == 3


def test_possible_duplicates_are_found_from_the_list(boss, world, console):
    boss.goto(page_of(Entity, "changelist"))
    boss.get_by_role("link", name="Possible duplicates").click()
    expect(boss.get_by_role("row").filter(has_text="vladimir putin")).to_be_visible()
    assert complaints(boss, console) == []
    boss.get_by_role("link", name="Merge V. Putin, v-putin, into…").click()
    expect(boss.get_by_role("heading", name="Merge V. Putin (person) into…")).to_be_visible()
    assert complaints(boss, console) == []
