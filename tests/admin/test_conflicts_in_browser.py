"""Conflicts and corrections in a real Chromium: accessible at each step, by mouse and by keys."""

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from articles.models import Article, Claim
from tests.accessibility import complaints
from tests.admin.browsing import log_in, sign_in, tab_to
from tests.admin.pages import of
from tests.factories import annotation, article, editor, entity
from tests.forms import sent

pytestmark = pytest.mark.browser
TEXT = "Turkey will press Russia this week. Peru waits.\n\nThe talks in Istanbul begin on Monday."


@pytest.fixture
def story(transactional_db):
    turkey = entity("Turkey")
    story = article("Talks", text=TEXT, byline="Nobody", entities=[turkey])
    annotation(story, "Turkey", entity=turkey)
    annotation(story, "Peru waits", note="For whom?")
    return story


@pytest.fixture
def eva(transactional_db):
    eva = Client()
    eva.force_login(editor("eva"))
    return eva


@pytest.fixture
def ana(page, transactional_db):
    editor("ana")
    return sign_in(page, "ana")


def press(page, name):
    tab_to(page, page.get_by_role("button", name=name, exact=True).first)
    page.keyboard.press("Enter")


def meet(page, eva, story):
    """Eva saves while Ana writes, and Ana sends hers."""
    page.goto(of(story))
    theirs = story.text.replace("this week", "this very week")
    sent(eva, of(story), byline="By Eva", section="World", text=theirs, reason="A word was lost.")
    page.get_by_label("Byline").fill("By Ana")
    page.get_by_label("Text:").fill(story.text.replace("Monday", "Tuesday"))
    page.get_by_label("Reason for a correction").fill("Another day.")
    page.get_by_label("Reason for a correction").press("Enter")
    expect(page.get_by_role("heading", name="Two versions")).to_be_visible()


def test_two_versions_are_put_together_by_mouse(ana, eva, story, console):
    meet(ana, eva, story)
    assert complaints(ana, console) == []
    question = ana.get_by_role("group", name="Byline: both of you changed it. Which is kept?")
    for words in ("Nobody", "By Eva", "By Ana"):
        expect(question.get_by_text(words, exact=True)).to_be_visible()
    expect(ana.get_by_label("Section")).to_have_value("World")
    ana.get_by_role("button", name="Save the two put together").click()
    expect(ana.get_by_text("Choose what is kept")).to_be_visible()
    assert complaints(ana, console) == []
    ana.get_by_label("As it is now, by eva").check()
    ana.get_by_role("button", name="Save the two put together").click()
    expect(ana.get_by_text("was changed successfully")).to_be_visible()
    story.refresh_from_db()
    assert (story.byline, story.section) == ("By Eva", "World")
    assert "this very week" in story.text and "Tuesday" in story.text


def test_two_versions_are_put_together_by_keyboard_alone(ana, eva, story):
    meet(ana, eva, story)
    tab_to(ana, ana.get_by_label("As it is now, by eva"))
    ana.keyboard.press("ArrowDown")
    expect(ana.get_by_label("Yours, as it stands in the form below")).to_be_checked()
    press(ana, "Save the two put together")
    expect(ana.get_by_text("was changed successfully")).to_be_visible()
    story.refresh_from_db()
    assert story.byline == "By Ana"


def test_a_correction_is_looked_at_made_and_its_orphan_placed_by_keyboard_alone(
    ana, story, console
):
    ana.goto(of(story))
    ana.get_by_label("Text:").fill(story.text.replace("Peru waits", "Peru has left"))
    press(ana, "What becomes of the annotations?")
    expect(ana.get_by_role("heading", name="Without a place")).to_be_visible()
    assert complaints(ana, console) == []
    tab_to(ana, ana.get_by_label("Reason for a correction"))
    ana.keyboard.type("It did.")
    ana.keyboard.press("Tab")
    ana.keyboard.type("Peru does not wait any more.")
    press(ana, "Save and continue editing")
    tab_to(ana, ana.get_by_role("link", name="Place them again"))
    ana.keyboard.press("Enter")
    expect(ana.get_by_role("heading", name="“Peru waits”")).to_be_visible()
    assert complaints(ana, console) == []
    tab_to(ana, ana.get_by_role("textbox", name="Or on these words"))
    ana.keyboard.type("the")
    ana.keyboard.press("Enter")
    expect(ana.get_by_text("does not occur")).to_have_count(2)
    assert complaints(ana, console) == []
    tab_to(ana, ana.get_by_role("textbox", name="Or on these words"))
    ana.keyboard.press("ControlOrMeta+A")
    ana.keyboard.type("Peru has left")
    ana.keyboard.press("Enter")
    expect(ana.get_by_text("Every annotation of “Talks” stands on its words")).to_be_visible()
    assert story.annotations.get(note="For whom?").exact == "Peru has left"
    ana.goto(story.get_absolute_url())
    expect(ana.get_by_text("Peru does not wait any more.")).to_be_visible()


def test_which_words_are_meant_is_asked_and_a_guess_taken_by_mouse(ana, story, console):
    story.correct(by=None, reason="-", text=story.text.replace("Peru waits", "Peru left, left"))
    ana.goto(of(story, "orphans"))
    ana.get_by_role("textbox", name="Or on these words").fill("left")
    ana.get_by_role("button", name="Place it on them").click()
    expect(ana.get_by_role("heading", name="Which of the 2?")).to_be_visible()
    assert complaints(ana, console) == []
    asked = ana.get_by_role("listitem").filter(has_text="left, [left]")
    asked.get_by_role("button", name="Place it here").click()
    expect(ana.get_by_text("stands on “left” now")).to_be_visible()


def test_a_claim_is_stated_on_words_by_keyboard_alone(ana, story, console):
    ana.goto(reverse("admin:articles_claim_add") + f"?article={story.pk}", wait_until="networkidle")
    tab_to(ana, ana.get_by_label("Words:", exact=True))
    ana.keyboard.type("Russia this week")
    ana.keyboard.press("Tab")
    tab_to(ana, ana.locator("#id_speakers + .select2 .select2-search__field"))
    ana.keyboard.type("turk")
    ana.get_by_role("option", name="Turkey (country)").wait_for()
    ana.keyboard.press("Enter")
    tab_to(ana, ana.get_by_label("Mode"))
    ana.keyboard.type("partly")
    press(ana, "Save")
    expect(ana.get_by_text("was added successfully")).to_be_visible()
    assert Claim.objects.get().evidence.exact == "Russia this week"
    assert console == []


def test_what_is_typed_outlives_the_session(ana, story, console):
    ana.goto(of(story))
    ana.get_by_label("Byline").fill("By Ana")
    ana.context.clear_cookies(name="sessionid")
    ana.get_by_role("button", name="Save", exact=True).click()
    expect(ana.get_by_text("What you typed is kept")).to_be_visible()
    assert complaints(ana, console) == []
    log_in(ana, "ana")
    expect(ana.get_by_text("Your session had ended")).to_be_visible()
    expect(ana.get_by_label("Byline")).to_have_value("By Ana")
    assert complaints(ana, console) == []
    ana.get_by_role("button", name="Save", exact=True).click()
    expect(ana.get_by_text("was changed successfully")).to_be_visible()
    assert Article.objects.get().byline == "By Ana"


def test_what_was_typed_and_cannot_be_saved_is_shown(ana, console):
    peru = entity("Peru")
    ana.goto(of(peru))
    ana.get_by_label("Description").fill("A land in the Andes.")
    peru.delete()
    ana.get_by_role("button", name="Save", exact=True).click()
    expect(ana.get_by_label("Description")).to_have_value("A land in the Andes.")
    console[:] = [one for one in console if "404" not in one]  # what the page itself answers with
    assert complaints(ana, console) == []


def test_two_versions_are_put_together_without_scripts(browser, live_server, eva, story):
    editor("ana")
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/admin/")
    log_in(page, "ana")
    meet(page, eva, story)
    page.get_by_label("Yours, as it stands").check()
    page.get_by_role("button", name="Save the two put together").click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    context.close()
    story.refresh_from_db()
    assert (story.byline, story.section) == ("By Ana", "World")
