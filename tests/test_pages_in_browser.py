"""Every page in a real Chromium: at any width, in light and dark, by keyboard, without script."""

import json

import pytest

from articles.models import Article
from articles.reading import fragment
from tests import every_page, factories
from tests.accessibility import HEIGHT, PHONE, faults, violations

pytestmark = pytest.mark.browser


# --- Every page --------------------------------------------------------------------------------


def test_every_page_is_accessible_at_any_width_in_light_and_dark(page, console, transactional_db):
    story = every_page.archive()
    found = {}
    for address in [*every_page.addresses(story), "/admin/login/"]:
        page.goto(address)
        found[address] = [*faults(page), *console]
        console.clear()
    for status, address in every_page.missing(story).items():
        assert page.goto(address).status == status
        # The browser tells of the status itself.
        told = [one for one in console if f"status of {status}" not in one]
        found[address] = [*faults(page), *told]
        console.clear()
    found = {address: faults for address, faults in found.items() if faults}
    assert not found, json.dumps(found, indent=1, ensure_ascii=False)


def test_what_opens_over_a_page_is_accessible_too(page, transactional_db):
    story = every_page.archive()
    page.goto(story.get_absolute_url(), wait_until="networkidle")
    page.locator("#v-statements").check()
    page.locator(".text a.person").first.focus()
    page.get_by_role("tooltip").wait_for()
    for scheme in ("light", "dark"):
        assert not violations(page, scheme=scheme)
    page.keyboard.press("?")
    page.get_by_role("dialog").wait_for()
    for scheme in ("light", "dark"):
        assert not violations(page, scheme=scheme)


# --- Keys --------------------------------------------------------------------------------------


@pytest.fixture
def story(transactional_db):
    """A short article with marks of every sort, in a list of two."""
    turkey = factories.entity("Turkey", "country", iso2="TR")
    putin = factories.entity("Vladimir Putin", "person", description="President of Russia")
    factories.article("Another article", entities=[turkey])
    story = factories.article(
        "Talks in Istanbul",
        text="Turkey will press Putin on Monday.\n\nTurkey said that the talks go on.",
    )
    factories.annotation(story, "Turkey", entity=turkey)
    factories.annotation(story, "Putin", entity=putin)
    factories.annotation(story, "on Monday", note="The third of December.")
    factories.annotation(story, "the talks", note="In Istanbul.")
    factories.claim(story, "said that the talks go on", [turkey])
    return story


def focused(page):
    return page.evaluate("document.activeElement.getAttribute('href') ?? ''")


def test_keys_lead_through_a_list(page, story):
    page.goto("/articles/")
    first, second = [link.get_attribute("href") for link in page.locator("[data-list] h2 a").all()]
    page.keyboard.press("j")
    assert focused(page) == first
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert focused(page) == second, "the last stays the last"
    page.keyboard.press("k")
    assert focused(page) == first
    page.keyboard.press("/")
    field = page.locator("[data-search]")
    assert field.evaluate("field => field === document.activeElement")
    page.keyboard.type("jk/?")
    assert field.input_value() == "jk/?", "in a field a key is a letter"
    assert not page.get_by_role("dialog").count()


def test_keys_lead_through_an_article(page, story):
    page.goto(story.get_absolute_url())
    for key, note in (("n", "#n1"), ("n", "#n2"), ("n", "#n2"), ("p", "#n1")):
        page.keyboard.press(key)
        assert focused(page) == note
    for key, name, is_on in (
        ("e", "entities", True),
        ("m", "notes", True),
        ("s", "statements", False),
    ):
        box = page.locator(f"#v-{name}")
        assert box.is_checked() == is_on
        page.keyboard.press(key)
        assert box.is_checked() != is_on
        page.keyboard.press(f"Control+{key}")
        assert box.is_checked() != is_on, "a key with Ctrl is the browser's"
    page.keyboard.press("c")
    assert page.evaluate("location.hash") == "#cite"


def test_keys_are_listed_and_can_be_switched_off(page, story):
    page.goto(story.get_absolute_url())
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    listed = dialog.locator("kbd").all_inner_texts()
    assert {*listed} == {*"/jknpemscf?"}
    dialog.get_by_label("Use single-key shortcuts").uncheck()
    page.keyboard.press("Escape")
    assert dialog.is_hidden()
    for _ in range(2):
        page.keyboard.press("e")
        assert page.locator("#v-entities").is_checked()
        page.reload()
    page.locator("[data-keys]").click()
    page.get_by_label("Use single-key shortcuts").check()
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("e")
    assert not page.locator("#v-entities").is_checked()


# --- Theme, cards ------------------------------------------------------------------------------


def test_a_theme_is_kept(page, story):
    page.emulate_media(color_scheme="light")
    page.goto("/")
    paper = "getComputedStyle(document.body).backgroundColor"
    button = page.locator("[data-theme-button]")
    light = page.evaluate(paper)
    button.click()
    assert page.evaluate(paper) == light
    button.click()
    dark = page.evaluate(paper)
    assert dark != light
    page.reload()
    assert page.evaluate(paper) == dark
    page.goto(story.get_absolute_url())
    assert page.evaluate(paper) == dark
    assert "dark" in button.get_attribute("aria-label")
    button.click()
    assert page.evaluate(paper) == light, "automatic again: what the system wants"
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(paper) == dark


def test_a_card_opens_on_hover_and_focus_and_is_closed_by_escape(page, story):
    page.goto(story.get_absolute_url(), wait_until="networkidle")
    link, card = page.locator(".text a.person"), page.get_by_role("tooltip")
    link.hover()
    card.wait_for()
    assert "President of Russia" in card.inner_text()
    card.hover()
    page.wait_for_timeout(400)
    assert card.is_visible(), "it can be pointed at"
    page.keyboard.press("Escape")
    assert card.count() == 0
    link.focus()
    assert card.is_visible()
    assert link.get_attribute("aria-describedby") == card.get_attribute("id")
    link.blur()
    assert card.count() == 0
    page.locator("h1").hover()
    page.keyboard.press("?")
    page.get_by_label("Show cards").uncheck()
    page.keyboard.press("Escape")
    link.focus()
    assert card.count() == 0


# --- Without script ----------------------------------------------------------------------------


@pytest.fixture
def plain_page(browser, live_server):
    """A tab of a phone with scripts switched off."""
    phone = {"width": PHONE, "height": HEIGHT}
    context = browser.new_context(
        base_url=live_server.url, java_script_enabled=False, viewport=phone
    )
    yield context.new_page()
    context.close()


def line_of(mark):
    return mark.evaluate("mark => getComputedStyle(mark).textDecorationLine")


def test_marks_are_shown_and_hidden_without_script(plain_page, story):
    plain_page.goto(story.get_absolute_url())
    mention = plain_page.locator(".text a.e").first
    noted = plain_page.locator(".text mark").first
    evidence = plain_page.locator(".text .s")
    paper = "mark => getComputedStyle(mark).backgroundColor"
    assert line_of(mention) == "underline"
    plain_page.get_by_label("Entities", exact=True).uncheck()
    assert line_of(mention) == "none"
    assert plain_page.locator("#n1").is_visible()
    marked = noted.evaluate(paper)
    plain_page.get_by_label("Notes", exact=True).uncheck()
    assert plain_page.locator("#n1").is_hidden()
    assert noted.evaluate(paper) != marked
    unmarked = evidence.evaluate(paper)
    plain_page.get_by_label("Statements", exact=True).check()
    assert evidence.evaluate(paper) != unmarked


def test_the_menu_opens_without_script(plain_page, story):
    plain_page.goto("/")
    way = plain_page.get_by_role("navigation", name="Main").get_by_role("link", name="Countries")
    assert way.is_hidden()
    plain_page.get_by_role("button", name="Menu").click()
    way.click()
    assert plain_page.url.endswith("/countries/")


def test_what_only_a_script_can_do_is_not_offered_without_one(plain_page, story):
    plain_page.goto(story.get_absolute_url())
    assert plain_page.locator("[data-copy], [data-copy-text], [data-theme-button]").count()
    for button in plain_page.locator("[data-copy], [data-copy-text], [data-theme-button]").all():
        assert button.is_hidden()


# --- The text ----------------------------------------------------------------------------------

# Each paragraph of the text, and each mark in it: where it stands in code points, and its words.
PLACES = """() => [...document.querySelectorAll('.text > p')].map(paragraph => {
  const length = words => [...words].length;
  const before = element => {
    const range = document.createRange();
    range.setStart(paragraph, 0);
    range.setEndBefore(element);
    return length(range.toString());
  };
  return {
    words: paragraph.textContent,
    marks: [...paragraph.querySelectorAll('*:not(.ref)')].map(mark => ({
      id: mark.id, start: before(mark), words: mark.textContent,
    })),
  };
})"""
# Beyond the first plane, joined by ZWJ, composed and not, from right to left, lines of every sort.
FLAG, SMILE = "\U0001f1f9\U0001f1f7", "\U0001f600"
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
ASSAD, HEBREW = "\U0001d4d0ssad", "\u05e9\u05b8\u05dc\u05d5\u05b9\u05dd"
ODD = (
    f"{FLAG} Erdog\u0306an met {ASSAD} {FAMILY}.\r\n\r\nThe x\u0323\u0302 of \U00020000\U0002f800 "
    f"in {HEBREW} <b>&amp; \ttabs.\r\n \r\n\r\n\u202eLast\u202c word\u2028{SMILE} here."
)


def test_the_words_on_the_page_are_the_stored_ones(page, transactional_db):
    odd = factories.article("Odd letters", text=ODD)
    assad = factories.entity("Assad", "person")
    for words in ("Erdo\u011fan", ASSAD, HEBREW, SMILE):
        factories.annotation(odd, words, entity=assad)
    factories.annotation(odd, f"met {ASSAD} {FAMILY[0]}", note="Into a joined sign.")
    factories.annotation(odd, "<b>&amp;", note="Markup as words.")
    across = odd.text[odd.text.index(FAMILY[-2:]) : odd.text.index(" of")]
    factories.claim(odd, across, [assad])
    for story in (factories.seed(), odd):
        page.goto(story.get_absolute_url())
        drawn = page.evaluate(PLACES)
        assert [one["words"] for one in drawn] == [one.text for one in story.paragraphs]
        pieces = [
            (mark["id"], stored.start + mark["start"], mark["words"])
            for stored, one in zip(story.paragraphs, drawn, strict=True)
            for mark in one["marks"]
        ]
        for _, start, words in pieces:
            assert story.text[start : start + len(words)] == words
        begun = {name: (start, words) for name, start, words in pieces if name}
        annotations = story.annotations.accepted().anchored().filter(field="text")
        assert len(begun) == annotations.count() > 5
        for annotation in annotations:
            start, words = begun[fragment(annotation)]
            assert start == annotation.start
            assert annotation.exact.startswith(words)


def test_right_to_left_text_is_laid_out_from_the_right(page, transactional_db):
    every_page.archive()
    undated = Article.objects.public().undated().get()
    page.goto(undated.get_absolute_url())
    direction = "element => getComputedStyle(element).direction"
    for selector in ("h1", ".text", ".text p >> nth=0", ".note"):
        assert page.locator(selector).first.evaluate(direction) == "rtl", selector
    assert page.locator(".text").get_attribute("lang") == "ar"
    assert page.locator("main").evaluate(direction) == "ltr"
    page.goto("/articles/undated/")
    assert page.locator("[data-list] h2 a").evaluate(direction) == "rtl"


# --- Paper, and colors of one's own ------------------------------------------------------------


def test_on_paper_there_are_the_words_and_the_notes_and_nothing_else(page, story):
    page.goto(story.get_absolute_url())
    page.emulate_media(media="print")
    for chrome in (".top", ".tools", ".foot", ".skip", ".panel", "#main .btn"):
        for part in page.locator(chrome).all():
            assert part.is_hidden(), chrome
    for words in ("h1", ".text p", "#n1", "#n2", "#cite-t", ".spec"):
        assert page.locator(words).first.is_visible(), words


def test_marks_are_seen_in_forced_colors(page, story):
    page.goto(story.get_absolute_url())
    page.emulate_media(forced_colors="active")
    assert line_of(page.locator(".text a.e").first) == "underline"
    border = "mark => getComputedStyle(mark).borderBottomStyle"
    assert page.locator(".text mark").first.evaluate(border) == "solid"
    page.locator("#v-statements").check()
    border = "mark => getComputedStyle(mark).borderInlineStartStyle"
    assert page.locator(".text .s").first.evaluate(border) == "solid"
