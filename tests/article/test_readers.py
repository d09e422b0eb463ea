"""Who sees an article, and that its words are only words."""

import datetime
import json
import uuid

import html5lib
import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from articles.models import Field, Noun, Redirect
from articles.templatetags.linked_data import inert_json
from tests import factories
from tests.article.page import BELOW, XHTML, assert_harmless, parsed, texts_of_paragraphs

PAYLOADS = (
    '<script>alert("canary")</script>"><img src=x onerror=alert(1)></script></title>'
    "{{7*7}}javascript:alert(1)&lt;b&gt;]]>\u05d0\u05d1'\"</textarea><svg/onload=alert(1)>"
)


# --- Hostile words --------------------------------------------------------------------------------


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


# --- Who sees what --------------------------------------------------------------------------------


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
