"""Who may do what at every address (D30), and that the same page is there for all who may (D32)."""

import datetime

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.groups import CHIEF_EDITORS, EDITORS
from articles.models import Annotation, Article, Claim, FrozenSet, Relation, SavedSearch
from tests import factories
from tests.crawl import names_of_addresses
from tests.doors import tables

pytestmark = pytest.mark.django_db

DAY = {"year": "2012", "month": "12", "day": "01"}
STATES = ("published", "draft", "embargoed", "withdrawn")
SAFE = {"published": 200, "draft": 404, "embargoed": 404, "withdrawn": 410}
# Of an article: what each address answers a GET with, by the state of the article.
OF_AN_ARTICLE = {
    "article-detail": SAFE,
    "article-json": SAFE,
    "article-rendering": SAFE,
    "article-history": SAFE,
    "article-annotations": SAFE,
    "article-annotations-jsonld": SAFE,
    "article-detail-undated": SAFE,
    "article-json-undated": SAFE,
    "article-rendering-undated": SAFE,
    "article-history-undated": SAFE,
    "article-annotations-undated": SAFE,
    "article-annotations-jsonld-undated": SAFE,
    "annotation-detail": SAFE,
    "annotation-jsonld": SAFE,
    # An entity or source that only a withdrawn article had is as if it had never been.
    "entity-detail": SAFE | {"withdrawn": 404},
    "entity-json": SAFE | {"withdrawn": 404},
    "entity-jsonld": SAFE | {"withdrawn": 404},
    "entity-atom": SAFE | {"published": 302, "withdrawn": 404},
    "source-detail": SAFE | {"withdrawn": 404},
    "api-article": SAFE,
    "api-annotation": SAFE,
    "api-claim": SAFE | {"withdrawn": 404},
    "api-relation": SAFE | {"withdrawn": 404},
    "api-entity": SAFE | {"withdrawn": 404},
    "api-source": SAFE | {"withdrawn": 404},
    # To write to, which takes a token (tests/api/test_tokens.py).
    "api-article-annotations": dict.fromkeys(STATES, 405),
}
# Of the archive: always there, for everybody.
OF_THE_ARCHIVE = {
    "home": {},
    "article-list": {},
    "article-list-csv": {},
    "article-months-csv": {},
    "article-list-json": {},
    "article-list-feed-json": {},
    "article-list-rendering": {"format_": ".ris"},
    "article-list-atom": {},
    "article-facet": {"parameter": "country"},
    "article-year": {"year": "2012"},
    "article-month": {"year": "2012", "month": "12"},
    "article-day": DAY,
    "article-undated": {},
    "entity-list": {"plural": "people"},
    "entity-list-json": {"plural": "people"},
    "source-list": {},
    "claim-list": {},
    "claim-list-json": {},
    "claim-list-rendering": {"format_": ".csv"},
    "relation-list": {},
    "relation-list-json": {},
    "relation-list-rendering": {"format_": ".jsonl"},
    "change-list": {},
    "suggest": {},
    "opensearch-suggest": {},
    "opensearch": {},
    "sitemap": {},
    "sitemap-part": {"part": "archive"},
    "robots": {},
    "security-txt": {},
    "help": {},
    "help-query": {},
    "about": {},
    "favicon": {},
    "api": {},
    "api-openapi": {},
    "api-root": {},
    "api-articles": {},
    "api-annotations": {},
    "api-claims": {},
    "api-relations": {},
    "api-sources": {},
    "api-changes": {},
    "api-entities": {},
    "api-entities-of-kind": {"plural": "people"},
}
# Of a result that was cited: for everybody, whatever has become of its articles.
OF_A_SET = ("set-detail", "set-json", "set-text", "api-set")
# For those who have an account: what others are answered, and what they are.
OF_READERS = {
    "set-new": (302, 200),
    "search-list": (302, 200),
    "search-new": (302, 200),
    "search-detail": (302, 404),  # somebody else's
    "token-list": (302, 200),
    "token-new": (302, 302),  # the form is on the list
    "token-detail": (302, 404),
    "sign-in": (200, 302),
    "sign-in-code": (302, 302),  # without a password given before
    "sign-out": (405, 405),
}
# For those who annotate, whatever the state of the article: what others are answered, and they.
OF_EDITORS = ("article-annotate", "article-annotate-undated", "entity-choices")
PEOPLE = ("anonymous", "reader", "editor", "chief", "superuser", "deactivated")
UNSAFE = ("post", "put", "patch", "delete")
REFUSED = (401, 403, 405)


def client_of(person):
    client = Client(enforce_csrf_checks=True)
    if person == "anonymous":
        return client
    groups = {"editor": [EDITORS], "chief": [CHIEF_EDITORS], "deactivated": [EDITORS]}
    user = factories.user(groups=groups.get(person, ()), is_superuser=person == "superuser")
    client.force_login(user)
    if person == "deactivated":
        get_user_model().objects.filter(pk=user.pk).update(is_active=False)
    return client


def article_in(state, *, undated):
    """An article with a person, a source and a note that no other article has."""
    person = factories.entity(f"Person of the {state} one", "person")
    later = timezone.now() + datetime.timedelta(days=1)
    story = factories.article(
        text="Somebody spoke.",
        entities=[person],
        source=factories.source(f"Paper of the {state} one"),
        published_on=None if undated else datetime.date(2012, 12, 1),
        status="draft" if state == "draft" else "published",
        embargo_until=later if state == "embargoed" else None,
    )
    factories.annotation(story, "Somebody", entity=person)
    factories.claim(story, "spoke", [person])
    factories.relation(story, "Somebody spoke", [person])
    if state == "withdrawn":
        story.withdraw(by=None, reason="It was wrong.")
    return story


def address_of(name, story):
    annotation = Annotation.objects.mentions().get(article=story)
    of_the_person = {"plural": "people", "slug": annotation.entity.slug}
    of_the_source, of_the_story = {"slug": story.source.slug}, {"slug": story.slug}
    day = {} if name.endswith("-undated") else DAY
    arguments = {
        "annotation-detail": {"uid": annotation.uid},
        "annotation-jsonld": {"uid": annotation.uid},
        **dict.fromkeys(("entity-detail", "entity-json", "entity-jsonld"), of_the_person),
        **dict.fromkeys(("entity-atom", "api-entity"), of_the_person),
        **dict.fromkeys(("source-detail", "api-source"), of_the_source),
        **dict.fromkeys(("api-article", "api-article-annotations"), of_the_story),
        "api-annotation": {"uid": annotation.uid},
        "api-claim": {"uid": Claim.objects.get(evidence__article=story).uid},
        "api-relation": {"uid": Relation.objects.get(evidence__article=story).uid},
    }
    file = {"format_": ".ris"} if "rendering" in name else {}
    return reverse(name, kwargs=arguments.get(name, {"slug": story.slug, **day, **file}))


def test_the_table_lists_every_address():
    assert set(names_of_addresses()) == {
        *(*OF_AN_ARTICLE, *OF_THE_ARCHIVE, *OF_A_SET),
        *(*OF_READERS, *OF_EDITORS),
    }


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("state", STATES)
def test_who_sees_what_of_an_article(state, person):
    story = article_in(state, undated=False)
    client = client_of(person)
    for name, expected in OF_AN_ARTICLE.items():
        if name.endswith("-undated"):
            continue
        address = address_of(name, story)
        assert client.get(address).status_code == expected[state], address
        for method in UNSAFE:
            assert getattr(client, method)(address).status_code in REFUSED, (method, address)
    assert Article.objects.get().status == story.status


@pytest.mark.parametrize("person", ["anonymous", "chief"])
@pytest.mark.parametrize("state", STATES)
def test_who_sees_what_of_an_undated_article(state, person):
    story = article_in(state, undated=True)
    client = client_of(person)
    for name, expected in OF_AN_ARTICLE.items():
        if name.endswith("-undated"):
            assert client.get(address_of(name, story)).status_code == expected[state], name


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("own_index")
@pytest.mark.parametrize("person", PEOPLE)
def test_the_archives_own_pages_are_there_for_everybody_to_read_and_for_nobody_to_post_to(person):
    client = client_of(person)
    cited = factories.frozen_set(factories.article())
    addresses = OF_THE_ARCHIVE | {name: {"sha256": cited.sha256} for name in OF_A_SET}
    for name, arguments in addresses.items():
        address = reverse(name, kwargs=arguments)
        # The icon has another address, with a hash in production; a contact is named in none.
        # By what name an entity goes has to be said.
        others = {"favicon": 302, "security-txt": 404, "api-entities": 422}
        expected = others.get(name, 200)
        assert client.get(address).status_code == expected, address
        for method in UNSAFE:
            assert getattr(client, method)(address).status_code in REFUSED, (method, address)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("own_index")
def test_what_an_account_is_for_is_shown_to_those_who_have_one():
    factories.article()
    owner = factories.user("owner")
    search = SavedSearch.objects.create(owner=owner, name="Hers")
    token, _ = factories.token(owner)
    of_hers = {"search-detail": {"uid": search.uid}, "token-detail": {"uid": token.uid}}
    for person in PEOPLE:
        client = client_of(person)
        for name, expected in OF_READERS.items():
            address = reverse(name, kwargs=of_hers.get(name))
            is_out = person in ("anonymous", "deactivated")
            answer = client.get(address)
            assert answer.status_code == expected[not is_out], (person, address)
            if is_out and expected == (302, 200):
                assert answer["Location"].startswith(reverse("sign-in")), address
            if not is_out:
                assert answer["Cache-Control"] == "private, no-store"
            for method in UNSAFE:
                assert getattr(client, method)(address).status_code in (403, 405), address
    assert SavedSearch.objects.get() == search
    assert not FrozenSet.objects.exists()


def test_the_workbench_is_for_editors_and_tells_others_nothing_of_what_there_is():
    stories = [article_in(state, undated=number % 2) for number, state in enumerate(STATES)]
    slugs = ["nowhere", *(story.slug for story in stories)]
    before = tables("annotation", "article", "change", "entity", "taggedentity")
    for person, expected in {
        **dict.fromkeys(("anonymous", "deactivated"), 302),
        "reader": 403,
        **dict.fromkeys(("editor", "chief", "superuser"), 200),
    }.items():
        client = client_of(person)
        for slug in slugs:
            undated = Article.objects.filter(slug=slug, published_on=None).exists()
            arguments = {} if undated else DAY
            name = "article-annotate-undated" if undated else "article-annotate"
            address = reverse(name, kwargs={"slug": slug, **arguments})
            answer = client.get(address)
            there = 404 if slug == "nowhere" and expected == 200 else expected
            assert answer.status_code == there, (person, address)
        for method in UNSAFE:
            assert getattr(client, method)(address).status_code in (302, 403, 405), address
        answer = client.get(reverse("entity-choices"), {"q": "Person of the draft"})
        assert answer.status_code == expected
        assert (b"person-of-the-draft-one" in answer.content) == (expected == 200)
    assert tables("annotation", "article", "change", "entity", "taggedentity") == before


@pytest.mark.parametrize("state", ["draft", "embargoed"])
def test_a_hidden_article_answers_as_one_that_does_not_exist(client, state):
    story = article_in(state, undated=False)
    by_number = {"annotation-detail", "api-annotation", "api-claim", "api-relation"}
    for name in {*OF_AN_ARTICLE} - by_number - {"api-article-annotations"}:
        if name.endswith("-undated"):
            continue
        hidden = address_of(name, story)
        slug = hidden.rstrip("/").removesuffix("/history")
        for suffix in (".json", ".jsonld", ".atom", ".ris"):
            slug = slug.removesuffix(suffix)
        slug = slug.removesuffix("/annotations").rsplit("/", 1)[-1]
        absent = hidden.replace(slug, "x" * len(slug))
        answers = [client.get(address) for address in (hidden, absent)]
        bodies = [
            answer.content.decode().replace(slug, "SLUG").replace("x" * len(slug), "SLUG")
            for answer in answers
        ]
        # The words of the address stand on the page as a suggestion: they are the reader's own.
        words = [slug.replace("-", " "), "x" * len(slug)]
        bodies = [body.replace(word, "WORDS") for body, word in zip(bodies, words, strict=True)]
        assert answers[0].status_code == answers[1].status_code == 404
        assert bodies[0] == bodies[1]
        headers = [dict(answer.headers) for answer in answers]
        for header in headers:
            header.pop("X-Request-ID"), header.pop("Content-Length", None)
        assert headers[0] == headers[1]
