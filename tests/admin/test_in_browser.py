"""The admin in a real Chromium: accessible in light and dark, on a phone, and without complaint."""

import json

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from articles.models import (
    Annotation,
    Article,
    Change,
    Redirect,
    Revision,
    Status,
)
from tests.accessibility import complaints
from tests.admin.browsing import sign_in
from tests.admin.pages import NOUNS
from tests.admin.pages import page as address
from tests.factories import annotation, article, chief, claim, entity, relation

pytestmark = pytest.mark.browser
LOOKED_AT = (Revision, Change, Redirect)


@pytest.fixture
def story(transactional_db):
    turkey = entity("Turkey", iso2="TR", aliases=["Türkiye", ("Turkish", "demonym")])
    russia = entity("Russia", iso2="RU")
    text = "Turkey will press Russia.\n\nThe talks of Turkey begin on Monday."
    story = article("Turkey to Press Putin", text=text, entities=[turkey], by=chief("boss"))
    annotation(story, "Turkey", entity=turkey)
    annotation(story, "Monday", note="The third.")
    claim(story, "will press", [turkey], about=[russia])
    relation(story, "talks", [turkey], [russia])
    Redirect.objects.create(noun="article", slug="old", article=story)
    story.correct(by=None, text=text.replace(" on Monday", ""), reason="No day was given.")
    return story


@pytest.fixture
def boss(page, story):
    return sign_in(page, "boss")


def test_every_page_of_the_admin_is_accessible_at_any_width_in_light_and_dark(boss, story, console):
    addresses = [reverse("admin:index"), address(Article, "publishing", story)]
    for model in NOUNS:
        addresses.append(address(model))
        addresses.append(address(model, "change", model._base_manager.order_by("pk").first()))
        if model not in LOOKED_AT:
            addresses.append(address(model, "add"))
    addresses.append(address(Annotation, "change", Annotation.objects.get(is_orphaned=True)))
    found = {}
    for one in addresses:
        boss.goto(one, wait_until="networkidle")
        found[one] = complaints(boss, console)
    found = {one: faults for one, faults in found.items() if faults}
    assert not found, json.dumps(found, indent=1, ensure_ascii=False)


def test_the_sign_in_is_accessible(page, console, transactional_db):
    page.goto("/admin/", wait_until="networkidle")
    assert complaints(page, console) == []


def test_an_editor_tags_one_of_two_georgias(boss, story):
    entity("Georgia")
    entity("Georgia", "place")
    boss.goto(address(Article, "change", story), wait_until="networkidle")
    boss.get_by_role("combobox", name="Entity").last.click()
    boss.keyboard.type("georgia")
    boss.get_by_role("option", name="Georgia (place)").click()
    expect(boss.get_by_role("combobox", name="Entity Georgia (place)")).to_be_visible()
    boss.get_by_role("button", name="Save and continue editing").click()
    expect(boss.get_by_text("was changed successfully")).to_be_visible()
    assert [tag.tag.kind for tag in story.tags.filter(tag__name="Georgia")] == ["place"]


def test_an_editor_is_asked_which_words_are_meant(boss, story, console):
    boss.goto(address(Annotation, "add") + f"?article={story.pk}")
    boss.get_by_label("Kind").select_option("note")
    boss.get_by_label("Words:", exact=True).fill("Turkey")
    boss.get_by_label("Note").fill("Its government.")
    boss.get_by_role("button", name="Save", exact=True).click()
    expect(boss.get_by_text("These words occur 3 times")).to_be_visible()
    assert complaints(boss, console) == []
    boss.get_by_label("The talks of [Turkey]").check()
    boss.get_by_role("button", name="Save", exact=True).click()
    expect(boss.get_by_text("was added successfully")).to_be_visible()
    mark = Annotation.objects.latest("pk")
    assert (mark.start, mark.exact) == (story.text.index("Turkey begin"), "Turkey")


def test_an_editor_corrects_and_is_told_of_a_conflict_and_keeps_her_words(boss, story, console):
    boss.goto(address(Article, "change", story))
    Article.objects.get(pk=story.pk).edit(by=None, byline="By Eva")
    boss.get_by_label("Byline").fill("By Boss")
    boss.get_by_role("button", name="Save", exact=True).click()
    expect(boss.get_by_text("Nothing of yours was saved").first).to_be_visible()
    expect(boss.get_by_label("Byline")).to_have_value("By Boss")
    assert complaints(boss, console) == []


def test_a_chief_editor_withdraws_and_restores(boss, story):
    boss.goto(address(Article, "change", story))
    boss.get_by_role("link", name="Publish, embargo, withdraw").click()
    boss.get_by_label("Withdraw").check()
    boss.get_by_label("Reason").fill("It was wrong.")
    boss.get_by_role("button", name="Do it").click()
    expect(boss.get_by_text("is now withdrawn")).to_be_visible()
    story.refresh_from_db()
    assert story.status == Status.WITHDRAWN


def test_the_theme_is_one_for_readers_and_editors(boss):
    boss.goto("/")
    boss.get_by_role("button", name="Color theme: automatic").click()
    boss.get_by_role("button", name="Color theme: light").click()
    boss.goto("/admin/")
    expect(boss.locator("html")).to_have_attribute("data-theme", "dark")
