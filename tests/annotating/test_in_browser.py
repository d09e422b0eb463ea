"""The workbench in a real Chromium: by keyboard alone, by mouse, by finger."""

import datetime

import pytest
from playwright.sync_api import expect

from articles.models import Article, Claim, Relation
from articles.text import clean_text
from tests.accessibility import PHONE, complaints
from tests.admin.browsing import tab_to
from tests.factories import PASSWORD, chief, entity, source

pytestmark = pytest.mark.browser

# Written for this test, in the manner of Wikinews.
HEADLINE = "Poland closes escape rooms after fire"
TEXT = (
    "Poland's fire service yesterday closed thirteen escape rooms in Koszalin, and Polish police "
    "opened an inquiry.\n\n"
    "President Andrzej Duda said the girls had been robbed of their lives. Poland mourns today.\n\n"
    "A spokesman told the Polish agency PAP that the doors had opened inwards."
)


@pytest.fixture
def story(transactional_db):
    """A draft that nobody has annotated, in an archive that knows one country."""
    entity("Poland", iso2="PL", aliases=[("Polish", "demonym")])
    article = Article(
        headline=HEADLINE,
        text=TEXT,
        source=source("Wikinews"),
        published_on=datetime.date(2019, 1, 5),
        language="en",
    )
    article.create(by=chief("boss"))
    return article


def workbench(page, story, name="boss"):
    address = f"{story.get_absolute_url()}annotate/"
    page.goto(address)
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button").click()
    page.wait_for_url(f"**{address}")
    return page.get_by_role("group", name="Text of the article")


def said(page, words):
    expect(page.locator("#said")).to_contain_text(words)


def marks(story):
    rows = story.annotations.accepted().in_reading_order()
    return [(row.field, row.exact, row.entity and row.entity.name, row.form) for row in rows]


def go_to(page, words, key="ArrowRight"):
    """By the arrow, word by word, until these are selected."""
    for _ in range(60):
        page.keyboard.press(key)
        if page.evaluate("getSelection().toString()") == words:
            return
    raise AssertionError(f"The arrow does not come to {words}.")


def test_a_fresh_article_is_annotated_by_keyboard_alone(page, story, console):
    text = workbench(page, story)
    tab_to(page, text)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("a")
    page.keyboard.type("pol")
    page.keyboard.press("Enter")
    said(page, "Saved: you marked “Poland” as Poland")
    expect(text).to_be_focused()
    assert marks(story) == [("headline", "Poland", "Poland", "name")]

    # The same words, wherever they stand.
    page.keyboard.press("u")
    said(page, "undid")
    page.keyboard.press("a")
    first = page.get_by_role("option", name="Poland").first
    expect(first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    tab_to(page, page.get_by_role("button", name="Save, next match"))
    page.keyboard.press("Enter")
    for number in (1, 2):
        expect(page.locator("#sheet .e")).to_have_count(number)
        page.keyboard.press("Enter")
    said(page, "These words stand nowhere else unmarked")
    assert [row[:2] for row in marks(story)] == [
        ("headline", "Poland"),
        ("text", "Poland"),
        ("text", "Poland"),
    ]

    # Somebody whom the archive does not know.
    expect(text).to_be_focused()
    go_to(page, "Andrzej", key="ArrowLeft")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("a")
    page.get_by_role("option", name="Make “Andrzej Duda” a new entity").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_label("What it is")).to_be_focused()
    page.keyboard.type("person")
    tab_to(page, page.get_by_role("button", name="Save", exact=True))
    page.keyboard.press("Enter")
    said(page, "you marked “Andrzej Duda” as Andrzej Duda")

    # What the archive suggests.
    tab_to(page, page.get_by_role("button", name="Suggest mentions"))
    page.keyboard.press("Enter")
    expect(page.locator(".question")).to_have_count(2)
    expect(page.locator(".question").first).to_be_focused()
    page.keyboard.press("a")
    said(page, "you marked “Polish” as Poland")
    expect(page.locator(".question")).to_be_focused()

    # Who says what, resting on its words.
    tab_to(page, text, key="Shift+Tab")
    go_to(page, "the")
    for _ in range(7):
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("a")
    tab_to(page, page.get_by_role("radio", name="Mention"), key="Shift+Tab")
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Claim")).to_be_checked()
    tab_to(page, page.get_by_label("Who says it"))
    page.keyboard.type("duda")
    page.keyboard.press("Enter")
    expect(page.get_by_role("checkbox", name="Andrzej Duda")).to_be_checked()
    tab_to(page, page.get_by_label("Words that say who"))
    page.keyboard.type("Duda said")
    page.keyboard.press("Enter")
    expect(page.locator("#stated .rel")).to_have_count(1)
    (claim,) = Claim.objects.all()
    assert claim.evidence.exact == "the girls had been robbed of their lives"
    assert (claim.cue.exact, claim.mode) == ("Duda said", "indirect")
    assert [speaker.name for speaker in claim.speakers.all()] == ["Andrzej Duda"]

    # Who does what to whom. The form goes on with statements.
    page.keyboard.press("a")
    relation_kind = page.get_by_role("radio", name="Relation")
    tab_to(page, page.get_by_role("radio", name="Claim"), key="Shift+Tab")
    page.keyboard.press("ArrowDown")
    expect(relation_kind).to_be_checked()
    tab_to(page, page.get_by_label("Who", exact=True))
    page.keyboard.type("duda")
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("Does what"))
    page.keyboard.type("deplores deaths in")
    tab_to(page, page.get_by_label("To whom"))
    page.keyboard.type("polish")
    page.keyboard.press("Enter")
    expect(page.get_by_role("checkbox", name="Poland")).to_be_checked()
    tab_to(page, page.get_by_label("Category"))
    page.keyboard.type("ACC")
    assert complaints(page, console) == []
    tab_to(page, page.get_by_role("button", name="Save", exact=True))
    page.keyboard.press("Enter")
    expect(page.locator("#stated .rel")).to_have_count(2)
    (relation,) = Relation.objects.all()
    assert (relation.action, relation.category) == ("deplores deaths in", "ACCUSE")
    assert [target.name for target in relation.targets.all()] == ["Poland"]
    assert {change.by.username for change in story.changes.all()} == {"boss"}


# Written as it came from elsewhere: with CR LF, marks that join no letter, and both directions.
MIXED = (
    "😀 The 𠮷野家 chain opened in Erdoğan\u0301's town.\r\n\r\n"
    "وقالت تركيا إن المحادثات تبدأ يوم الاثنين 👩🏽‍🚒 قريبا.\r\n\r\n"
    "A line\r\nand x\u0323\u0301y̌z again: 𝔗urkey, 😀 and Turkey."
)
# Selects the nth of these words in the text, as a finger would.
SELECT = """([words, nth]) => {
    const nodes = document.createTreeWalker(document.querySelector('#sheet'), NodeFilter.SHOW_TEXT);
    for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
        for (let at = node.data.indexOf(words); at >= 0; at = node.data.indexOf(words, at + 1)) {
            if (nth--) continue;
            getSelection().setBaseAndExtent(node, at, node, at + words.length);
            return;
        }
    }
    throw new Error(`nowhere: ${words}`);
}"""


@pytest.fixture
def phone(browser, live_server):
    size = {"width": PHONE, "height": 844}
    context = browser.new_context(
        base_url=live_server.url, viewport=size, has_touch=True, is_mobile=True
    )
    yield context.new_page()
    context.close()


def test_a_finger_marks_the_words_that_python_counts(phone, story):
    story.correct(text=MIXED, reason="As it came.", by=None)
    entity("Turkey", aliases=["تركيا"])
    workbench(phone, story)
    for words in (
        "😀",
        "𠮷野家",
        "Erdoğan\u0301",
        "تركيا",
        "👩🏽‍🚒",
        "x\u0323\u0301y̌z",
        "𝔗urkey",
        "Turkey",
    ):
        words = clean_text(words)
        phone.evaluate(SELECT, [words, 0])
        phone.get_by_role("button", name="Annotate").tap()
        start = story.text.index(words)
        place = phone.locator("#making [name=place]").input_value()
        assert place.startswith(f"text-{start}-{start + len(words)}-"), words
    phone.evaluate(SELECT, ["تركيا", 0])
    phone.get_by_role("button", name="Annotate").tap()
    phone.get_by_role("option", name="Turkey").first.tap()
    phone.get_by_role("button", name="Save", exact=True).tap()
    said(phone, "you marked “تركيا” as Turkey")
    phone.keyboard.press("ArrowLeft")
    assert phone.evaluate("getSelection().toString()") == "إن", "onwards is to the left here"
    (mention,) = story.annotations.all()
    assert story.text[mention.start : mention.end] == mention.exact == "تركيا"
    assert phone.evaluate("document.documentElement.scrollWidth") == PHONE


def test_a_mouse_marks_moves_and_rejects(page, story):
    workbench(page, story)
    page.evaluate(SELECT, ["fire service", 0])
    page.get_by_role("button", name="Annotate").click()
    page.get_by_label("Entity", exact=True).fill("pol")
    page.get_by_role("option", name="Poland").first.click()
    page.get_by_label("Form").select_option("description")
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator("#sheet a", has_text="fire service").click()
    expect(page.get_by_role("heading", name="Change this mention")).to_be_visible()
    page.evaluate(SELECT, ["service", 0])
    page.get_by_role("button", name="Move here").click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#sheet a")).to_have_text("service")
    page.locator("#sheet a").click()
    page.get_by_role("button", name="Reject").click()
    expect(page.locator("#sheet a")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#sheet a")).to_have_text("service")
    assert marks(story) == [("text", "service", "Poland", "description")]
