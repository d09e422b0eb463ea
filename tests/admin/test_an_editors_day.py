"""A whole day at the desk, in a real Chromium, and what readers see after each step of it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from articles.models import Article, Entity, Status
from tests.admin.browsing import sign_in
from tests.factories import article, chief, editor, entity

pytestmark = pytest.mark.browser
COPIED = (Path(__file__).parent.parent / "texts" / "wikinews.txt").read_text()
HEADLINE = "German migrant rescue charity renames ship after drowned Syrian toddler"
ADDRESS = "https://en.wikinews.org/wiki/" + HEADLINE.replace(" ", "_")


@pytest.fixture
def world(transactional_db):
    """An archive with an article of its own, and a person who is in it twice."""
    entity("Turkey", iso2="TR", is_listed=True, aliases=[("Turkish", "demonym")])
    entity("Syria", iso2="SY", is_listed=True)
    kurdi = entity("Abdullah Kurdi", "person")
    entity("A. Kurdi", "person")
    article("An older one", text="Abdullah Kurdi spoke.", entities=[kurdi])
    chief("ana")


@pytest.fixture
def reader(browser, live_server):
    """Somebody who only reads."""
    context = browser.new_context(base_url=live_server.url)
    yield context.new_page()
    context.close()


def paste(page):
    page.get_by_role("link", name="Paste an article").first.click()
    page.get_by_label("Its address").fill(ADDRESS)
    page.get_by_label("What you copied").fill(COPIED)
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_label("Headline")).to_have_value(HEADLINE)
    page.get_by_label("Or a new source").fill("Wikinews")
    page.get_by_role("button", name="Save as a draft").click()
    expect(page.get_by_text("Saved as a draft.")).to_be_visible()


def choose(page, box, typed, option):
    box.click()
    page.keyboard.type(typed)
    page.get_by_role("option", name=option).click()


def save(page):
    page.get_by_role("button", name="Save and continue editing").click()


def tag_and_preview(page, form):
    """Tags it, and looks at it as readers will see it."""
    page.goto(form)
    choose(page, page.get_by_role("combobox", name="Entity").last, "turk", "Turkey (country)")
    save(page)
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    page.get_by_role("link", name="Preview").click()
    expect(page.get_by_text("readers do not see this yet")).to_be_visible()


def mark(page, story):
    """Marks words that stand in the text three times."""
    page.goto(f"/admin/articles/annotation/add/?article={story.pk}")
    page.get_by_label("Kind").select_option("mention")
    page.get_by_label("Words:", exact=True).fill("Turkey")
    choose(page, page.get_by_role("combobox", name="Entity"), "turk", "Turkey (country)")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("These words occur 3 times")).to_be_visible()
    page.get_by_label("drowned offshore of [Turkey]").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("was added successfully")).to_be_visible()


def publish(page, reader, form, its):
    page.goto(form)
    page.get_by_role("link", name="Publish, embargo, withdraw").click()
    page.get_by_label("Publish").check()
    page.get_by_role("button", name="Do it").click()
    expect(page.get_by_text("is now published")).to_be_visible()
    assert reader.goto(its).status == 200
    expect(reader.locator(".text a.country")).to_have_text("Turkey")
    reader.goto("/articles/?country=TR")
    expect(reader.get_by_role("link", name=HEADLINE)).to_be_visible()


def correct(page, reader, form, story):
    """Corrects a slip, and tells readers."""
    page.goto(form)
    text = page.get_by_role("textbox", name="Text")
    text.fill(story.text.replace("Kurdi's image lead to", "Kurdi's image led to"))
    page.get_by_label("Reason").fill("A slip of the pen.")
    save(page)
    expect(page.get_by_text("Revision 2")).to_be_visible()
    reader.goto(story.get_absolute_url() + "history/")
    expect(reader.get_by_text("A slip of the pen.").first).to_be_visible()


def meet_a_conflict(page, form, story):
    """A colleague saves while she has the article open: she sees both, and saves hers."""
    page.goto(form)
    Article.objects.get(pk=story.pk).edit(byline="Ben", by=editor("ben"))
    page.get_by_label("Byline").fill("Ana")
    page.get_by_label("Section").fill("World")
    save(page)
    expect(page.get_by_text("Nothing of yours was saved").first).to_be_visible()
    page.get_by_label("Yours, as it stands in the form below").check()
    save(page)
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    story.refresh_from_db()
    assert (story.byline, story.section) == ("Ana", "World")


def take_back(page, reader, story):
    """Undoes her part of it: it was Ben's to say."""
    page.get_by_role("link", name="Undo").first.click()
    page.get_by_role("button", name="Undo").click()
    story.refresh_from_db()
    assert (story.byline, story.section) == ("Ben", "")
    reader.goto(story.get_absolute_url())
    expect(reader.get_by_text("By Ben")).to_be_visible()


def merge(page, reader):
    """One person is two: they are made one, and the other's address leads on."""
    gone = Entity.objects.get(name="A. Kurdi")
    page.goto(f"/admin/articles/entity/{gone.pk}/change/")
    page.get_by_role("link", name="Merge into").click()
    page.get_by_label("Name, alias, slug or Wikidata id").fill("Abdullah")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="Abdullah Kurdi").click()
    page.get_by_role("button", name="Merge").click()
    expect(page.get_by_role("heading", name="Abdullah Kurdi")).to_be_visible()
    reader.goto("/people/a-kurdi/")
    expect(reader).to_have_url(re.compile("/people/abdullah-kurdi/$"))
    expect(reader.get_by_text("A. Kurdi").first).to_be_visible()


def go_home(page, form):
    page.goto("/admin/")
    page.get_by_role("button", name="Log out").click()
    page.goto(form)
    expect(page.get_by_label("Password")).to_be_visible()


def test_from_signing_in_to_signing_out(page, reader, browser, live_server, world):
    sign_in(page, "ana")
    paste(page)
    story = Article.objects.get(headline=HEADLINE)
    assert (story.status, str(story.published_on)) == (Status.DRAFT, "2019-02-12")
    its, form = story.get_absolute_url(), f"/admin/articles/article/{story.pk}/change/"
    assert reader.goto(its).status == 404
    tag_and_preview(page, form)
    mark(page, story)
    publish(page, reader, form, its)
    correct(page, reader, form, story)
    meet_a_conflict(page, form, story)
    take_back(page, reader, story)
    merge(page, reader)
    go_home(page, form)
