"""The pages of an article, as a reader and a machine find them."""

import datetime
import gzip
import json
import re
import uuid
from html import unescape

import html5lib
import pytest
from django.conf import settings
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from articles.models import (
    Annotation,
    Article,
    Field,
    Noun,
    Redirect,
    Revision,
)
from articles.serialize import article_record
from articles.templatetags.article import language_words, original
from articles.templatetags.linked_data import inert_json
from tests import factories

SMALL = 60_000  # bytes of HTML
XHTML = "{http://www.w3.org/1999/xhtml}"
PAYLOADS = (
    '<script>alert("canary")</script>"><img src=x onerror=alert(1)></script></title>'
    "{{7*7}}javascript:alert(1)&lt;b&gt;]]>\u05d0\u05d1'\"</textarea><svg/onload=alert(1)>"
)
BELOW = ("", "history/", "annotations/")


@pytest.fixture
def seed(db):
    return factories.seed()


def parsed(response):
    """The tree that a browser makes of a page."""
    return html5lib.parse(response.content, transport_encoding="utf-8")


def elements(response, name):
    return list(parsed(response).iter(XHTML + name))


def texts_of_paragraphs(response):
    return ["".join(p.itertext()) for p in elements(response, "p") if "id" in p.attrib]


def assert_harmless(response):
    """D20 and D40: no script but our file and inert data, no style, no handler, no other host."""
    for element in parsed(response).iter():
        name = str(element.tag).removeprefix(XHTML)
        attributes = element.attrib
        assert not [one for one in attributes if one.startswith("on") or one == "style"]
        assert name not in ("style", "iframe", "object", "embed", "base", "img")
        if name == "script" and attributes.get("type") not in (
            "application/json",
            "application/ld+json",
        ):
            assert attributes["src"].startswith("/static/")
            assert not element.text
        if name == "link":
            own = attributes["href"].startswith("/") or attributes["rel"] == "canonical"
            assert own, attributes
        for address in (attributes.get("href", ""), attributes.get("src", "")):
            assert not re.match(r"\s*(javascript|data|vbscript):", address, re.IGNORECASE), address


# --- The page of an article --------------------------------------------------------------------


def test_the_seed_is_whole_small_and_harmless(client, seed):
    response = client.get(seed.get_absolute_url())
    assert response.status_code == 200
    assert len(response.content) <= SMALL
    static = settings.BASE_DIR / "static"
    sent = [response.content, *(one.read_bytes() for one in static.iterdir())]
    assert sum(len(gzip.compress(one)) for one in sent) <= SMALL
    assert_harmless(response)
    assert len(elements(response, "h1")) == 1
    paragraphs = texts_of_paragraphs(response)
    assert [one for one in paragraphs if one in seed.text][:16] == [p.text for p in seed.paragraphs]
    ids = [one.attrib["id"] for one in parsed(response).iter() if "id" in one.attrib]
    assert len(ids) == len(set(ids))
    targets = [a.attrib.get("href", "") for a in elements(response, "a")]
    assert {one[1:] for one in targets if one.startswith("#") and one != "#main"} <= set(ids)


def test_the_head_tells_machines_what_the_page_is(client, seed):
    response = client.get(seed.get_absolute_url())
    address = f"http://testserver{seed.get_absolute_url()}"
    links = {one.attrib["rel"]: one.attrib["href"] for one in elements(response, "link")}
    assert links["canonical"] == address
    assert links["alternate"] == seed.get_absolute_url()[:-1] + ".json"
    metas = {
        one.attrib.get("name") or one.attrib.get("property"): one.attrib.get("content")
        for one in elements(response, "meta")
    }
    assert metas["z:itemType"] == "newspaperArticle"
    assert metas["dc.source"] == "The Moscow Times"
    assert metas["dc.title"] == metas["og:title"] == seed.headline
    assert metas["dc.date"] == metas["article:published_time"] == "2012-12-01"
    assert metas["og:type"] == "article"
    (data,) = [
        json.loads(one.text)
        for one in elements(response, "script")
        if one.attrib.get("type") == "application/ld+json"
    ]
    assert data["@type"] == "NewsArticle"
    assert data["datePublished"] == "2012-12-01"
    (turkey,) = [one for one in data["about"] if one["name"] == "Turkey"]
    assert turkey["@type"] == "Country"
    (putin,) = [one for one in data["about"] if one["name"] == "Vladimir Putin"]
    assert putin["sameAs"].endswith("Q7747")
    assert {one["name"] for one in data["mentions"]} >= {"Iran", "Itar-Tass"}


def test_the_json_is_the_record(client, seed):
    response = client.get(seed.get_absolute_url()[:-1] + ".json")
    assert response["Content-Type"] == "application/json"
    stored = Article.objects.for_record().get(pk=seed.pk)
    assert response.json() == json.loads(json.dumps(article_record(stored)))


@pytest.mark.parametrize("below", BELOW)
def test_a_page_asks_as_many_queries_for_ten_of_everything_as_for_three(
    client, db, django_assert_num_queries, below
):
    counts = []
    for many in (3, 10):
        story = factories.article(text="\n\n".join(f"Place{n} and Note{n}." for n in range(many)))
        others = [factories.article() for _ in range(many)]
        for number in range(many):
            one = factories.entity(f"Place{number} of {many}", "place")
            factories.annotation(story, f"Place{number}", entity=one)
            factories.annotation(story, f"Note{number}", note="A note.", by=factories.user())
            factories.claim(story, f"and Note{number}", [one], about=[one])
            factories.relation(story, f"Place{number} and", [one], [one])
            others[number].tag(one, by=None)
        story.correct(text=story.text.replace("and", "or"), reason="A slip.", by=None)
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as queries:
            assert client.get(story.get_absolute_url() + below).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("fields", "known", "words", "period"),
    [
        ({}, "2012-12-01", "1 December 2012", "/articles/2012/12/01/"),
        ({"date_precision": "month"}, "2012-12", "December 2012", "/articles/2012/12/"),
        ({"date_precision": "year"}, "2012", "2012", "/articles/2012/"),
        ({"published_on": None}, None, "undated", "/articles/undated/"),
    ],
)
def test_a_date_is_told_as_far_as_it_is_known(client, db, fields, known, words, period):
    story = factories.article(**fields)
    page = client.get(story.get_absolute_url()).content.decode()
    assert f'href="{period}"' in page
    assert words in page
    assert (f'datetime="{known}"' in page) == (known is not None)
    assert (f'"datePublished":"{known}"' in page) == (known is not None)


def test_words_in_another_language_say_so(client, db):
    story = factories.article("خبر", text="نص الخبر", language="ar")
    response = client.get(story.get_absolute_url())
    (heading,) = elements(response, "h1")
    assert heading.attrib["lang"] == "ar"
    assert heading.attrib["dir"] == "auto"
    (text,) = [one for one in elements(response, "div") if one.attrib.get("class") == "text"]
    assert text.attrib["lang"] == "ar"
    assert "Arabic" in response.content.decode()
    plain = client.get(factories.article().get_absolute_url()).content.decode()
    assert plain.count(" lang=") == 1


@pytest.mark.parametrize(
    ("tag", "words"),
    [("en", "English"), ("pt-BR", "Brazilian Portuguese"), ("en-GB", "British English"),
     ("fr-CA", "French"), ("tlh", "tlh")],
)  # fmt: skip
def test_languages_have_their_names(tag, words):
    assert language_words(tag) == words


def test_an_address_of_another_kind_is_never_a_link():
    assert original(Article(url="https://example.org/a"))
    assert not original(Article(url="javascript:alert(1)"))
    assert not original(Article(url=""))


def test_an_article_without_anything_has_a_page(client, db):
    story = factories.article(text="Nothing is marked here.")
    Revision.objects.filter(article=story).delete()
    for below in BELOW:
        response = client.get(story.get_absolute_url() + below)
        assert response.status_code == 200
        assert_harmless(response)
    page = client.get(story.get_absolute_url()).content.decode()
    assert "None yet." in page
    assert "v-notes" not in page
    assert 'class="panel"' not in page
    assert "Closest" not in page


def test_the_closest_share_most_tags_and_are_public(client, db):
    turkey, russia, syria = (factories.entity(name) for name in ("Turkey", "Russia", "Syria"))
    story = factories.article(entities=[turkey, russia, syria])
    factories.article("One in common", entities=[turkey])
    factories.article("Two in common", entities=[turkey, russia])
    factories.article("A hidden one", entities=[turkey, russia, syria], status="draft")
    factories.article("Nothing in common")
    page = client.get(story.get_absolute_url()).content.decode()
    near = page[page.index("Closest in the archive") :]
    assert near.index("Two in common") < near.index("One in common")
    assert "2 shared entities" in near
    assert "A hidden one" not in page
    assert "Nothing in common" not in page


def test_a_tag_on_very_many_articles_finds_none(client, db, monkeypatch):
    monkeypatch.setattr("articles.pages.closest.COMMON", 1)
    turkey = factories.entity("Turkey")
    story = factories.article(entities=[turkey])
    factories.article(entities=[turkey])
    assert "Closest" not in client.get(story.get_absolute_url()).content.decode()


# --- Hostile words -----------------------------------------------------------------------------


@pytest.fixture
def hostile(db):
    someone = factories.user("mallory", first_name=PAYLOADS[:100], last_name="<i>")
    paper = factories.source("<b>Paper</b>" + PAYLOADS[:100], rights=PAYLOADS)
    one = factories.entity("<u>One</u>" + PAYLOADS[:150], "person", description=PAYLOADS)
    story = factories.article(
        PAYLOADS[:250],
        text=f"{PAYLOADS}\n\n{PAYLOADS} again.",
        source=paper,
        byline=PAYLOADS[:250],
        dateline=PAYLOADS[:40],
        section=PAYLOADS[:250],
        rights=PAYLOADS,
        entities=[one],
        by=someone,
    )
    factories.annotation(story, PAYLOADS[:40], entity=one, note=PAYLOADS, by=someone)
    factories.annotation(story, PAYLOADS[3:60], note=PAYLOADS, by=someone)
    factories.annotation(story, PAYLOADS[5:30], "time", value=PAYLOADS[:250], note=PAYLOADS)
    factories.annotation(story, "script", field=Field.HEADLINE, note=PAYLOADS)
    factories.claim(story, PAYLOADS[:90], [one], via=one, note=PAYLOADS)
    factories.relation(story, PAYLOADS[:80], [one], [one], action=PAYLOADS[:250], note=PAYLOADS)
    story.correct(
        headline=PAYLOADS[:200], text=f"{PAYLOADS} once more.", reason=PAYLOADS, by=someone
    )
    return story


def test_hostile_words_stay_words_on_every_page(client, hostile):
    addresses = [hostile.get_absolute_url() + below for below in BELOW]
    addresses += [one.get_absolute_url() for one in hostile.annotations.all()]
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200
        assert_harmless(response)
        page = "".join(parsed(response).itertext())
        assert '<script>alert("canary")' in page
        assert "{{7*7}}" in page or "{{7*7}}" not in hostile.headline
    paragraphs = texts_of_paragraphs(client.get(hostile.get_absolute_url()))
    assert hostile.paragraphs[0].text in paragraphs


@given(st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_data_in_a_page_cannot_end_its_element_and_says_what_it_said(content):
    inert = str(inert_json(content))
    assert "<" not in inert
    assert json.loads(inert) == content


@given(st.text(min_size=1, max_size=60))
def test_any_words_come_back_out_of_a_script_element(words):
    page = (
        f'<script type="application/ld+json">{inert_json([words + "</script><script>"])}</script>'
    )
    (script,) = html5lib.parse(page).iter(XHTML + "script")
    assert json.loads(script.text) == [words + "</script><script>"]


# --- Who sees what -----------------------------------------------------------------------------


def soon():
    return timezone.now() + datetime.timedelta(hours=1)


def same(one, other):
    """Alike for whoever compares two answers, but for the id of the request."""
    headers = [dict(answer.headers) for answer in (one, other)]
    for each in headers:
        each.pop("X-Request-ID", None)
    return (
        (one.status_code, one.content) == (other.status_code, other.content)
        and headers[0] == headers[1]
    )  # fmt: skip


@pytest.mark.parametrize("below", [*BELOW, ".json"])
@pytest.mark.parametrize("hidden", ["draft", "embargoed"])
def test_what_is_hidden_is_as_if_it_were_not_there(client, db, hidden, below):
    fields = {"status": "draft"} if hidden == "draft" else {"embargo_until": soon()}
    story = factories.article("Canary sings", **fields)
    Redirect.objects.create(noun=Noun.ARTICLE, slug="canary-sang", article=story)
    address = story.get_absolute_url()
    nothing = address.replace(story.slug, "never-was")

    def at(place):
        return client.get(place.rstrip("/") + below if below == ".json" else place + below)

    missing = at(nothing)
    assert missing.status_code == 404
    wrong_day = address.replace("/12/01/", "/11/01/")
    assert same(at(address), missing)
    assert same(at(address.replace(story.slug, story.slug.upper())), missing)
    assert same(at(address.replace(story.slug, "canary-sang")), missing)
    assert same(at(wrong_day), at(wrong_day.replace(story.slug, "never-was")))


def test_a_page_that_is_not_there_names_what_was_printed_that_day(client, db):
    story = factories.article("Printed that day")
    factories.article("A draft of that day", status="draft")
    page = client.get("/articles/2012/12/01/never-was/").content.decode()
    assert story.headline in page
    assert "A draft" not in page
    assert client.get("/articles/2012/99/99/never-was/").status_code == 404
    assert client.get("/articles/undated/never-was/").status_code == 404


@pytest.mark.parametrize("below", [*BELOW, ".json"])
def test_what_was_withdrawn_leaves_a_tombstone_without_its_headline(client, db, below):
    story = factories.article("Canary sings")
    mention = factories.annotation(story, "Turkey", entity=factories.entity("Turkey"))
    story.withdraw(reason="Not ours to keep.", by=None)
    base = story.get_absolute_url()
    response = client.get(base.rstrip("/") + below if below == ".json" else base + below)
    assert response.status_code == 410
    page = response.content.decode()
    assert "Canary sings" not in page
    assert "Turkey" not in page
    assert "Not ours to keep." in page
    assert client.get(mention.get_absolute_url()).status_code == 410


def test_an_old_slug_of_what_was_withdrawn_leads_nowhere(client, db):
    story = factories.article()
    Redirect.objects.create(noun=Noun.ARTICLE, slug="once", article=story)
    story.withdraw(reason="Gone.", by=None)
    assert client.get("/articles/2012/12/01/once/").status_code == 404


@pytest.mark.parametrize("below", [*BELOW, ".json"])
def test_other_spellings_of_an_address_lead_to_the_right_one(client, db, below):
    story = factories.article("Talks in Istanbul")
    Redirect.objects.create(noun=Noun.ARTICLE, slug="old-name", article=story)
    right = story.get_absolute_url()
    right = right.rstrip("/") + below if below == ".json" else right + below
    for wrong in (
        right.replace("/2012/12/01/", "/2011/01/31/"),
        right.replace("/2012/12/01/", "/undated/"),
        right.replace("talks-in", "Talks-In"),
        right.replace("talks-in-istanbul", "old-name"),
    ):
        response = client.get(f"{wrong}?kind=note&page=2")
        assert response.status_code == 301
        assert response["Location"] == f"{right}?kind=note&page=2"


@pytest.mark.parametrize("state", ["suggested", "rejected"])
def test_an_annotation_that_is_not_accepted_is_not_there(client, db, state):
    story = factories.article()
    one = factories.annotation(story, "Monday", note="Canary.", state=state)
    missing = client.get(f"/annotations/{uuid.UUID(int=1)}/")
    assert missing.status_code == 404
    assert same(client.get(one.get_absolute_url()), missing)
    for below in BELOW:
        assert "Canary" not in client.get(story.get_absolute_url() + below).content.decode()
    story.withdraw(reason="Gone.", by=None)
    assert client.get(one.get_absolute_url()).status_code == 404


def test_an_annotation_of_a_hidden_article_is_not_there(client, db):
    story = factories.article(status="draft")
    one = factories.annotation(story, "Monday", note="Canary.")
    missing = client.get(f"/annotations/{uuid.UUID(int=1)}/")
    assert same(client.get(one.get_absolute_url()), missing)


def test_pages_are_only_read(client, db):
    story = factories.article()
    for below in BELOW:
        assert client.post(story.get_absolute_url() + below).status_code == 405
        assert client.head(story.get_absolute_url() + below).status_code == 200


# --- History -----------------------------------------------------------------------------------


def test_history_shows_each_correction_word_by_word(client, db):
    someone = factories.user("anna", first_name="Anna", last_name="Editor")
    story = factories.article(text="Turkey met Assad.\n\nThe rest stays.")
    factories.annotation(story, "Assad", entity=factories.entity("Bashar al-Assad", "person"))
    story.correct(text="Turkey met Assad again.\n\nThe rest stays.", reason="A slip.", by=someone)
    page = client.get(story.get_absolute_url() + "history/").content.decode()
    assert "<ins> again</ins>" in page
    assert "1 paragraph unchanged" in page
    assert "A slip." in page
    assert "Anna Editor" in page
    assert "1 annotation kept its words" in page
    assert page.index("Revision 2") < page.index("Revision 1")


def test_history_stays_small_however_much_was_corrected(client, db):
    story = factories.article(text="word " * 9000)
    for number in range(8):
        story.correct(text=f"word{number} " * 9000, reason="All anew.", by=None)
    response = client.get(story.get_absolute_url() + "history/")
    assert len(response.content) <= SMALL
    assert "Revision 9" in response.content.decode()
    assert "Revision 2" in client.get(response.wsgi_request.path + "?page=2").content.decode()


def test_the_log_has_pages_of_its_own(client, db):
    story = factories.article()
    for number in range(25):
        story.edit(section=f"Section {number}", by=None)
    address = story.get_absolute_url() + "history/"
    assert "Section 24" in client.get(address).content.decode()
    older = client.get(address + "?log=2").content.decode()
    assert "Added the article" in older
    assert "Section 24" not in older


# --- Annotations -------------------------------------------------------------------------------


def test_annotations_are_listed_by_the_hundred_and_by_kind(client, seed):
    address = seed.get_absolute_url() + "annotations/"
    first, second = client.get(address), client.get(address + "?page=2")
    assert [len(elements(one, "tr")) - 1 for one in (first, second)] == [100, 74]
    assert len(first.content) <= SMALL
    times = client.get(address + "?kind=time")
    assert len(elements(times, "tr")) - 1 == 9
    page = client.get(address + "?kind=nonsense").content.decode()
    assert "“nonsense” is not a kind" in page
    assert client.get(address + "?page=x%00").status_code == 200


def test_one_annotation_has_a_page_that_leads_to_its_words(client, seed):
    evidence = Annotation.objects.get(relation__action="sells arms to")
    page = unescape(client.get(evidence.get_absolute_url()).content.decode())
    assert "<mark>Syria has been a major client for Russian arms</mark>" in page
    assert "material cooperation" in page
    (target,) = re.findall(r'href="[^"]*#(a-[0-9a-f]+)"', page)
    assert f'id="{target}"' in client.get(seed.get_absolute_url()).content.decode()
    cue = Annotation.objects.exclude(cued_claim=None).first()
    assert client.get(cue.get_absolute_url()).status_code == 200


def test_an_annotation_without_a_place_shows_its_old_words(client, db):
    story = factories.article(text="Turkey met Assad. Nobody else came to the talks on that day.")
    note = factories.annotation(story, "Nobody else came", note="Strange.")
    story.correct(text="Turkey met Assad.", reason="Too much.", by=None)
    for address in (
        note.get_absolute_url(),
        story.get_absolute_url(),
        story.get_absolute_url() + "annotations/",
        story.get_absolute_url() + "history/",
    ):
        response = client.get(address)
        assert_harmless(response)
        assert "Nobody else came" in response.content.decode()
    assert "removed these words" in client.get(note.get_absolute_url()).content.decode()


# --- In a browser ------------------------------------------------------------------------------


def test_marks_notes_and_statements_are_shown_and_hidden_without_script(
    browser, live_server, transactional_db
):
    seed = factories.seed()
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(seed.get_absolute_url())
    note, mention = page.locator("#n1"), page.locator("a.e.country.first").first
    assert note.is_visible()
    page.locator("#v-notes").uncheck()
    assert note.is_hidden()
    assert mention.evaluate("e => getComputedStyle(e).textDecorationLine") == "underline"
    page.locator("#v-entities").uncheck()
    assert mention.evaluate("e => getComputedStyle(e).textDecorationLine") == "none"
    context.close()


def test_a_card_tells_of_an_entity_and_a_statement_leads_to_its_words(page, transactional_db):
    seed = factories.seed()
    page.goto(seed.get_absolute_url())
    page.locator(".text a.person").first.focus()
    card = page.get_by_role("tooltip")
    card.wait_for()
    assert "Vladimir Putin" in card.inner_text()
    page.keyboard.press("Escape")
    page.locator(".panel details").last.locator("summary").click()
    page.locator(".panel .rel", has_text="sells arms to").locator("a").click()
    assert page.locator(".text .s:target").inner_text().startswith("Syria has been")
