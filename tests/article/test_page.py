"""The page of an article."""

import gzip
import json

import extruct
import pytest
from django.conf import settings

from articles.models import Article, Revision
from articles.serialize import article_record
from articles.templatetags.article import language_words, original
from tests import factories
from tests.article.page import BELOW, SMALL, assert_harmless, elements, parsed, texts_of_paragraphs

# --- The page of an article -----------------------------------------------------------------------


def test_the_seed_is_whole_small_and_harmless(client, seed):
    response = client.get(seed.get_absolute_url())
    assert response.status_code == 200
    assert len(response.content) <= SMALL
    static = settings.BASE_DIR / "static"
    sent = [response.content, *(one.read_bytes() for one in static.glob("*.*"))]
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
    links = elements(response, "link")
    canonical = [one.attrib["href"] for one in links if one.attrib["rel"] == "canonical"]
    assert canonical == [address]
    files = [one.attrib["href"] for one in (*links, *elements(response, "a"))]
    for suffix in (".json", ".jsonld", ".txt", ".ris", ".bib", ".csl.json"):
        assert seed.get_absolute_url()[:-1] + suffix in files
    metas = {
        one.attrib.get("name") or one.attrib.get("property"): one.attrib.get("content")
        for one in elements(response, "meta")
    }
    assert metas["z:itemType"] == "newspaperArticle"
    assert metas["dc.source"] == "The Moscow Times"
    assert metas["dc.title"] == metas["og:title"] == seed.headline
    assert metas["dc.date"] == metas["article:published_time"] == "2012-12-01"
    assert metas["og:type"] == "article"
    # As others read them.
    kinds = ["json-ld", "opengraph", "dublincore"]
    read = extruct.extract(response.content.decode(), address, syntaxes=kinds, errors="strict")
    (data,) = read["json-ld"]
    assert dict(read["opengraph"][0]["properties"])["og:url"] == data["url"] == address
    assert {"title", "source", "date"} <= {
        one["name"].removeprefix("dc.") for one in read["dublincore"][0]["elements"]
    }
    assert data["@type"] == "NewsArticle"
    assert data["datePublished"] == "2012-12-01"
    (turkey,) = [one for one in data["about"] if one["name"] == "Turkey"]
    assert turkey["@type"] == "Country"
    (putin,) = [one for one in data["about"] if one["name"] == "Vladimir Putin"]
    assert putin["sameAs"].endswith("Q7747")
    assert {one["name"] for one in data["mentions"]} >= {"Iran", "Itar-Tass"}
    linked = client.get(seed.get_absolute_url()[:-1] + ".jsonld").json()
    assert linked["@graph"][0]["about"] == data["about"]


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


# --- In a browser ---------------------------------------------------------------------------------


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
    page.locator(".panel details li", has_text="sells arms to").locator("a").click()
    assert page.locator(".text .s:target").inner_text().startswith("Syria has been")
