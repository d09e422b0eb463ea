"""An editor at her desk in a real Chromium: each way of working by mouse, and by keyboard alone."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from articles.admin import many
from articles.models import Article, Status
from tests.accessibility import complaints
from tests.admin.browsing import sign_in
from tests.factories import PASSWORD, annotation, article, chief, entity, source

pytestmark = pytest.mark.browser
LIST = "/admin/articles/article/"
COPIED = """Talks Begin in Ankara

By Jane Doe

01/12/2012

ANKARA — The talks of the two ministers begin in the city on Monday, and they are to last a week."""


@pytest.fixture
def boss(page, transactional_db):
    chief("boss")
    return sign_in(page, "boss")


def tab_to(page, name, element="", *, most=80):
    """Press Tab until what has this name, or begins with it, has the focus."""
    told = """() => {
        const one = document.activeElement;
        const label = one.labels?.[0]?.textContent.trim() || one.labels?.[0]?.firstChild?.alt || '';
        const by = (one.getAttribute('aria-labelledby') ?? '').split(' ')
            .map(id => document.getElementById(id)?.textContent ?? '').join(' ');
        return [by, one.getAttribute('aria-label') ?? '', label, one.value ?? '', one.textContent]
            .map(words => words.trim());
    }"""
    for _ in range(most):
        page.keyboard.press("Tab")
        is_one = not element or page.evaluate("document.activeElement.tagName") == element
        if is_one and any(words.startswith(name) for words in page.evaluate(told)):
            return
    raise AssertionError(f"Tab never reaches “{name}”.")


def test_an_article_is_pasted_looked_at_and_previewed(boss, console):
    source("The Paper", homepage="https://example.org/")
    boss.get_by_role("link", name="Paste an article").first.click()
    assert complaints(boss, console) == []
    boss.get_by_label("Its address").fill("https://example.org/talks")
    boss.get_by_label("What you copied").fill(COPIED)
    boss.get_by_role("button", name="Read it").click()
    expect(boss.get_by_label("Headline")).to_have_value("Talks Begin in Ankara")
    assert complaints(boss, console) == []
    boss.get_by_role("button", name="Save as a draft").click()
    expect(boss.get_by_text("Which of these is the day")).to_be_visible()
    assert complaints(boss, console) == []
    boss.get_by_label("1 December 2012").check()
    boss.get_by_role("button", name="Save as a draft").click()
    expect(boss.get_by_text("Saved as a draft.")).to_be_visible()
    assert complaints(boss, console) == []
    boss.get_by_role("link", name="see it as readers will").click()
    expect(boss.get_by_text("Preview: readers do not see this yet")).to_be_visible()
    assert complaints(boss, console) == []
    story = Article.objects.get()
    assert story.status == Status.DRAFT and story.source.name == "The Paper"


def test_an_article_is_pasted_by_keyboard_alone(boss):
    source("The Paper", homepage="https://example.org/")
    tab_to(boss, "Paste an article")
    boss.keyboard.press("Enter")
    expect(boss.get_by_label("What you copied")).to_be_focused()
    boss.keyboard.insert_text(f"https://example.org/talks\n{COPIED}")
    boss.keyboard.press("Tab")
    boss.keyboard.press("Enter")
    expect(boss.get_by_label("Headline")).to_have_value("Talks Begin in Ankara")
    tab_to(boss, "1 December 2012")
    boss.keyboard.press("Space")
    tab_to(boss, "Save as a draft")
    boss.keyboard.press("Enter")
    expect(boss.get_by_text("Saved as a draft.")).to_be_visible()
    assert Article.objects.get().url == "https://example.org/talks"


def test_what_is_there_already_is_warned_of(boss, console):
    known = article("Talks Begin in Ankara", url="https://example.org/talks")
    boss.goto("/admin/articles/article/paste/?url=https://example.org/talks")
    boss.get_by_label("What you copied").fill(COPIED)
    boss.get_by_role("button", name="Read it").click()
    expect(boss.get_by_role("heading", name="may have it already")).to_be_visible()
    assert complaints(boss, console) == []
    link = boss.get_by_role("link", name="Talks Begin in Ankara")
    expect(link).to_have_attribute("href", f"{LIST}{known.pk}/change/")


def test_the_list_is_narrowed_and_comes_back_and_starts_anew(boss, console):
    article("About Turkey", entities=[entity("Turkey", iso2="TR")])
    article("About Nothing")
    boss.goto(LIST)
    assert complaints(boss, console) == []
    boss.get_by_label("By country", exact=True).select_option("Turkey")
    boss.get_by_role("button", name="Show by country").click()
    expect(boss.get_by_role("link", name="About Nothing")).to_have_count(0)
    boss.goto("/admin/")
    boss.goto(LIST)
    expect(boss.get_by_text("As you left it: country: Turkey")).to_be_visible()
    assert complaints(boss, console) == []
    boss.get_by_role("link", name="Start anew with all articles").click()
    expect(boss.get_by_role("link", name="About Nothing")).to_be_visible()


def test_the_list_is_searched_and_narrowed_by_keyboard_alone(boss):
    article("About Turkey", entities=[entity("Turkey", iso2="TR")])
    article("About Nothing")
    boss.goto(LIST)
    tab_to(boss, "Search", "INPUT")
    boss.keyboard.type("about")
    boss.keyboard.press("Enter")
    expect(boss.get_by_text("As you left it: “about”")).to_be_visible()
    tab_to(boss, "By country", "SELECT")
    boss.keyboard.type("Tur")
    tab_to(boss, "Show by country")
    boss.keyboard.press("Enter")
    expect(boss.get_by_text("As you left it: “about”, country: Turkey")).to_be_visible()
    expect(boss.get_by_role("link", name="About Nothing")).to_have_count(0)


def choose_all(page, action):
    page.goto(LIST)
    page.get_by_label("Select all objects on this page").check()
    page.locator("select[name=action]").select_option(action)
    page.get_by_role("button", name="Go", exact=True).click()


def test_many_articles_are_tagged(boss, console):
    entity("Georgia")
    entity("Georgia", "place")
    stories = [article(f"Story {number}") for number in range(3)]
    choose_all(boss, "Tag the chosen…")
    expect(boss.get_by_text("3 articles chosen")).to_be_visible()
    assert complaints(boss, console) == []
    boss.get_by_role("searchbox", name="Entities").click()
    boss.keyboard.type("georgia")
    boss.get_by_role("option", name="Georgia (place)").click()
    boss.get_by_role("button", name="See what will happen").click()
    expect(boss.get_by_text("3 of 3 articles will change")).to_be_visible()
    assert complaints(boss, console) == []
    boss.get_by_role("button", name="Tag 3 articles").click()
    expect(boss.get_by_text("3 articles tagged.")).to_be_visible()
    assert complaints(boss, console) == []
    assert {story.tags.get().tag.kind for story in stories} == {"place"}


def test_many_articles_are_published_some_at_a_time_and_the_page_goes_on_by_itself(
    boss, console, monkeypatch
):
    monkeypatch.setattr(many, "AT_ONCE", 1)
    for number in range(3):
        article(f"Story {number}", status=Status.DRAFT)
    choose_all(boss, "Publish the chosen…")
    expect(boss.get_by_text("Public now.")).to_have_count(3)
    assert complaints(boss, console) == []
    boss.get_by_role("button", name="Publish 3 articles").click()
    expect(boss.get_by_text("3 articles published.")).to_be_visible()
    assert Article.objects.public().count() == 3


def test_without_scripts_the_page_of_many_goes_on_at_a_button(browser, live_server, monkeypatch):
    monkeypatch.setattr(many, "AT_ONCE", 1)
    chief("boss")
    for number in range(2):
        article(f"Story {number}", status=Status.DRAFT)
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/admin/")
    page.get_by_label("Username").fill("boss")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.goto(LIST)
    for box in page.get_by_role("checkbox", name="Select this object").all():
        box.check()
    page.locator("select[name=action]").select_option("Publish the chosen…")
    page.get_by_role("button", name="Go", exact=True).click()
    page.get_by_role("button", name="Publish 2 articles").click()
    expect(page.get_by_text("1 of 2 articles are published.")).to_be_visible()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("2 articles published.")).to_be_visible()
    context.close()


def test_many_articles_are_withdrawn_by_keyboard_alone(boss):
    article("Story")
    boss.goto(LIST)
    tab_to(boss, "Action", "SELECT")
    boss.keyboard.type("With")
    tab_to(boss, "Select this object")
    boss.keyboard.press("Space")
    for _ in range(80):
        boss.keyboard.press("Shift+Tab")
        if boss.evaluate("document.activeElement.name") == "index":
            break
    boss.keyboard.press("Enter")
    expect(boss.get_by_text("1 of 1 article will be withdrawn")).to_be_visible()
    tab_to(boss, "Reason")
    boss.keyboard.type("A hoax.")
    tab_to(boss, "Withdraw 1 article")
    boss.keyboard.press("Enter")
    expect(boss.get_by_text("1 article withdrawn.")).to_be_visible()
    assert Article.objects.get().status == Status.WITHDRAWN


def test_an_article_is_tagged_by_keyboard_alone(boss):
    entity("Georgia")
    entity("Georgia", "place")
    story = article("Talks")
    boss.goto(f"{LIST}{story.pk}/change/", wait_until="networkidle")
    tab_to(boss, "Entity")
    boss.keyboard.press("Enter")
    boss.keyboard.type("georgia")
    expect(boss.get_by_role("option", name="Georgia (place)")).to_be_visible()
    boss.keyboard.press("ArrowDown")
    boss.keyboard.press("Enter")
    tab_to(boss, "Role")
    boss.keyboard.type("act")
    tab_to(boss, "Salience")
    boss.keyboard.press("ControlOrMeta+A")
    boss.keyboard.type("3")
    tab_to(boss, "Save", "INPUT")
    boss.keyboard.press("Enter")
    expect(boss.get_by_text("was changed successfully")).to_be_visible()
    tag = story.tags.get()
    assert (tag.tag.kind, tag.role, tag.salience) == ("place", "actor", 3)


def test_a_tag_with_mentions_is_removed_after_they_are_counted(boss, console):
    turkey = entity("Turkey")
    story = article("Talks", text="Turkey talks.", entities=[turkey])
    annotation(story, "Turkey", entity=turkey)
    boss.goto(f"{LIST}{story.pk}/change/", wait_until="networkidle")
    boss.get_by_label("Remove this row").first.check()
    boss.get_by_role("button", name="Save", exact=True).click()
    expect(
        boss.get_by_text("To remove a tag is to reject its mentions: Turkey (1)")
    ).to_be_visible()
    assert complaints(boss, console) == []
    boss.get_by_label("Reject their mentions").check()
    boss.get_by_role("button", name="Save", exact=True).click()
    expect(boss.get_by_text("was changed successfully")).to_be_visible()
    assert not story.tags.exists()


def test_her_day_is_accessible_empty_and_full(boss, console):
    assert complaints(boss, console) == []
    turkey, her = entity("Turkey"), User.objects.get(username="boss")
    for number in range(14):
        story = article(f"Story {number}", text="Turkey talks.", status=Status.DRAFT)
        story.tag(turkey, by=her, role="actor")
        annotation(story, "Turkey", entity=turkey, state="suggested")
    boss.goto("/admin/")
    expect(boss.get_by_text("14 suggested mentions")).to_be_visible()
    assert complaints(boss, console) == []
