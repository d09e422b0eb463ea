"""Words are words: nothing that anyone writes becomes part of a page or of an address."""

import json
import re
import unicodedata
from collections import Counter
from contextlib import contextmanager
from random import Random
from string import ascii_lowercase
from urllib.parse import quote, urlencode

import html5lib
import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.models import Action, Entity, EntityLink, Kind, recording
from articles.text import HEADLINE_MAX, NAME_MAX, clean_line
from tests import factories
from tests.crawl import crawl
from tests.test_page_weight import policy_faults

STORY = "/articles/2012/12/01/story/"
KINDS = (Kind.COUNTRY, Kind.PERSON, Kind.ORGANIZATION)
PAYLOADS = (
    "javascript:alert(1)//",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'/onclick='alert(1)",
    "</title></textarea></script><h1>x",
    "{{7*7}}{% now 'Y' %}",
    "&lt;i&gt;&#60;u>",
    "]]>--><!--",
    "\u202eRTL\u2066\u05d0\u05d1",
)
HOSTILE = clean_line(" ".join(PAYLOADS))
# The same to count and to cut, but harmless.
LETTERS = Random(2012).choices(ascii_lowercase, k=len(HOSTILE))  # noqa: S311
PLAIN = "".join(
    " " if hostile == " " else plain for hostile, plain in zip(HOSTILE, LETTERS, strict=True)
)
UID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


def build(words):
    """An article whose every text is made of these words, with all that hangs on it."""
    solid = words.replace(" ", "")
    person = factories.user("mallory", first_name=words[:150], last_name=words[:150])
    paper = factories.source(
        words, slug="paper", rights=words, homepage=f"https://paper.example/{solid}"
    )
    entities = [
        factories.entity(
            f"{words} {number}",
            kind,
            slug=f"one-{kind}",
            description=words,
            aliases=[f"{words} {form}" for form in ("name", "demonym")],
        )
        for number, kind in enumerate(KINDS)
    ]
    with recording(Action.EDITED, by=person, entity=entities[0], reason=words) as record:
        for other in entities[1:]:
            record.save(EntityLink(entity=entities[0], tie="part_of", target=other, label=words))
    for slug, day in (("story", {}), ("undated", {"published_on": None})):
        story = factories.article(
            f"{words} {slug}",
            slug=slug,
            text=f"{words}\n\nTwice {words}\n\n{words}",
            byline=words,
            dateline=words[:40],
            section=words,
            rights=words,
            language=solid[:35],
            url=f"https://paper.example/{slug}/{solid}",
            source=paper,
            entities=entities,
            by=person,
            **day,
        )
        mark_up(story, words, entities, person)
    factories.article(words, slug="tombstone", by=person).withdraw(by=person, reason=words)


def mark_up(story, words, entities, person):
    for number, entity in enumerate(entities):
        factories.annotation(
            story, words[number * 5 : number * 5 + 60], entity=entity, note=words, by=person
        )
    factories.annotation(story, words[8:30], field="headline", entity=entities[1], by=person)
    factories.annotation(story, words[20:90], note=words, by=person)
    factories.annotation(story, words[5:9], "time", value=words, note=words, by=person)
    factories.claim(
        story, words[:100], entities, by=person, about=entities, via=entities[2], note=words
    )
    factories.relation(
        story,
        words[10:90],
        entities,
        entities,
        by=person,
        action=words,
        state=words,
        time=words,
        mode=words[:40],
        note=words,
    )
    # The last paragraph goes, with a note on it: an orphan.
    factories.annotation(story, words, nth=2, note=words, by=person)
    story.correct(
        headline=f"{words[:150]} again",
        text=f"{words}\n\nTwice {words}",
        reason=words,
        by=person,
    )


def asked(words):
    """Addresses in which a stranger writes these words; not as a query, which is a language."""
    listing = ("country", "person", "not", "entity", "source", "lang", "has")
    everywhere = [*listing, "from", "to", "sort", "page", "nothing"]
    for path in ("/articles/", "/claims/", "/relations/"):
        yield f"{path}?{urlencode(dict.fromkeys(everywhere, words))}"
    yield f"/articles/?{urlencode([(name, words) for name in listing for _ in range(3)])}"
    yield f"/people/?{urlencode(dict.fromkeys(('letter', 'sort', 'page', 'all'), words))}"
    yield f"{STORY}annotations/?{urlencode({'kind': words, 'page': words})}"
    yield f"{STORY}history/?{urlencode({'page': words, 'log': words})}"
    yield f"/changes/?{urlencode({'before': words})}"
    yield f"/articles/2012/12/01/{quote(words.replace('/', ''))}/"
    yield f"/{quote(words)}"


def seen(client, words):
    """Every answer that a reader can come to, as (place, answer)."""
    for address, answer in crawl(client).items():
        # An annotation's page has no address that is known before.
        yield re.sub(UID, "uid", address), answer
    yield "tombstone", client.get("/articles/2012/12/01/tombstone/")
    for number, address in enumerate(asked(words)):
        yield f"asked {number}", client.get(address, follow=True)


def is_page(answer):
    return answer["Content-Type"].startswith("text/html") and not answer.has_header("Location")


def document(answer):
    return html5lib.parse(answer.content.decode(), namespaceHTMLElements=False)


def shape(html, words):
    """The elements of a page, the names of their attributes, and whether it says the words."""
    elements = tuple((element.tag, *sorted(element.attrib)) for element in html.iter())
    return elements, words[:40] in "".join(html.itertext())


def shapes(client, words):
    build(words)
    found = Counter()
    for place, answer in seen(client, words):
        html = assert_harmless(answer, place)
        if is_page(answer):
            found[place, *shape(html, words)] += 1
    return found


def assert_harmless(answer, place):
    """Gives the page as a tree, if it is one."""
    assert answer.status_code < 500, place
    assert answer["X-Content-Type-Options"] == "nosniff", place
    name_of_a_slug = r'(attachment|inline)(; filename="[a-z0-9.-]+")?'
    assert re.fullmatch(name_of_a_slug, answer.get("Content-Disposition", "inline")), place
    if is_page(answer):
        html = document(answer)
        assert not [fault for one in html.iter() for fault in policy_faults(one)], place
        return html
    if answer["Content-Type"] == "application/json":
        assert answer.json(), place
    return None


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("own_index")
def test_hostile_words_in_the_search_field_are_only_words(client):
    build(HOSTILE)
    for typed in (HOSTILE, f'"{HOSTILE}"', *HOSTILE.split(), "words OR script OR img OR onerror"):
        for path in ("/articles/", "/articles.json", "/claims/", "/relations/"):
            answer = client.get(path, query_params={"q": typed}, follow=True)
            assert_harmless(answer, f"{path} {typed}")
            assert answer.status_code == 200


@contextmanager
def undone():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("own_index")
def test_hostile_words_make_the_same_pages_as_harmless_ones(client):
    harmless = shapes(client, PLAIN)
    call_command("flush", interactive=False, verbosity=0)
    hostile = shapes(client, HOSTILE)
    assert sum(says for _, _, says in hostile) > 50, "there is something to see"
    assert {place for place, *_ in hostile - harmless} == set()
    assert {place for place, *_ in harmless - hostile} == set()


@pytest.mark.django_db
def test_json_says_hostile_words_as_they_are(client):
    build(HOSTILE)
    record = client.get(STORY.rstrip("/") + ".json").json()
    assert record["byline"] == HOSTILE
    assert client.get("/people/one-person.json").json()["description"] == HOSTILE


# --- Data inside a page ------------------------------------------------------------------------


def data(html, kind):
    return [json.loads(one.text) for one in html.iter("script") if one.get("type") == kind]


@pytest.mark.django_db
@settings(max_examples=30, suppress_health_check=list(HealthCheck), deadline=None)
@given(words=st.text(min_size=1).map(clean_line).filter(bool), name=st.sampled_from(PAYLOADS))
def test_data_in_a_page_says_what_is_stored(client, words, name):
    with undone():
        someone = factories.entity(f"{name} {words}"[:NAME_MAX], "person", slug="someone")
        story = factories.article(
            f"{words} {name}"[:HEADLINE_MAX], slug="story", text="Putin.", entities=[someone]
        )
        factories.annotation(story, "Putin", entity=someone)
        html = document(client.get(story.get_absolute_url()))
        (schema,) = data(html, "application/ld+json")
        (previews,) = data(html, "application/json")
        assert schema["headline"] == story.headline
        assert schema["mentions"][0]["name"] == someone.name
        assert previews["/people/someone/"][0] == someone.name
        (schema,) = data(document(client.get("/people/someone/")), "application/ld+json")
        assert schema["name"] == someone.name


# --- Names of tags -----------------------------------------------------------------------------

NAMES = [
    "Türkiye",
    "Турция",
    "日本",
    "!!!",
    "+",
    "''",
    "C",
    "C#",
    "C++",
    "x/y",
    "..",
    "\u05e9\u05dc",
]


@pytest.mark.django_db
def test_every_name_has_a_page(client):
    entities = [factories.entity(name, "topic") for name in NAMES]
    factories.article(entities=entities)
    assert len({one.slug for one in entities}) == len(NAMES)
    for entity, name in zip(entities, NAMES, strict=True):
        assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", entity.slug)
        for address in (entity.get_absolute_url(), f"/articles/?topic={entity.slug}"):
            answer = client.get(address)
            assert answer.status_code == 200, address
            assert name in "".join(document(answer).find(".//h1").itertext())
        record = client.get(reverse("entity-json", args=["topics", entity.slug])).json()
        assert record["name"] == name
        assert Entity.objects.named(name).get() == entity
    listed = "".join(document(client.get("/topics/")).itertext())
    assert all(name in listed for name in NAMES)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("one", "same"),
    [
        ("Erdoğan", unicodedata.normalize("NFD", "Erdoğan")),
        ("Erdoğan", "ERDOGAN"),
        ("turkey", "TURKEY"),
        ("Turkey", "\u202eTurkey\u2066"),
        ("Straße", "STRASSE"),
        ("Istanbul", "İstanbul"),
        ("The  Hague", " the\u00a0hague"),
    ],
)
def test_case_composition_and_marks_make_no_second_tag(one, same):
    first = factories.entity(one, "topic")
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.entity(same, "topic")
    with pytest.raises(ValidationError):
        Entity(name=same, kind="topic", slug="another").full_clean()
    assert Entity.objects.named(same).get() == first


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["", " ", "\u202e", "\u2066\u2069", "\ufeff"])
def test_no_tag_is_without_a_name(name):
    with pytest.raises(ValidationError):
        Entity(name=name, kind="topic").full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.entity(name, "topic")
