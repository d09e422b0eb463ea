"""A cited result stays as it was, says what has become of it, and hides what is hidden."""

import hashlib
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Archive, FrozenSet, Noun, Redirect
from articles.pages import cited
from articles.selection import citing
from tests import factories
from tests.test_page_weight import faults

CANARY = "Zyxwvutia"


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def answers(client, frozen):
    """As a page, as JSON, as lines."""
    path = frozen.get_absolute_url().rstrip("/")
    return [client.get(path + suffix) for suffix in ("/", ".json", ".txt")]


def assert_shown_to_all(client, frozen, lines):
    page, record, text = answers(client, frozen)
    assert text.content.decode() == lines
    assert text["Content-Type"] == "text/plain; charset=utf-8"
    assert record.json()["query"] == "2 articles that mention Turkey"
    assert record.json()["articles"][0] == {
        "slug": "gas-1",
        "revision": 2,
        "state": "unchanged",
        "newest_revision": 2,
        "url": "/articles/2012/12/01/gas-1/",
    }
    html = page.content.decode()
    assert f"http://testserver{frozen.get_absolute_url()}" in html
    assert "Nothing has changed" in html
    assert not any("ana" in answer.content.decode() for answer in (record, text))


def assert_same_for_another_question(reader, found):
    """The same list has the same address, and the first question stays; in another order not."""
    told = reader.post("/sets/new/?country=TR&q=gas&sort=oldest", follow=True)
    assert told.redirect_chain[0][0] == found
    assert "answer to another question" in told.content.decode()
    assert found in reader.get("/searches/").content.decode()
    assert reader.post("/sets/new/?country=TR")["Location"] != found


def assert_refused_in_words(reader, monkeypatch):
    """Nothing to cite, or too much of it, or too often."""
    assert "nothing to cite" in reader.get("/sets/new/?country=TR&from=2030").content.decode()
    monkeypatch.setattr(citing, "MOST", 2)
    refused = reader.post("/sets/new/")
    assert refused.status_code == 400
    assert "These are 3 articles. Up to 2 can be cited" in refused.content.decode()
    monkeypatch.setattr(citing, "MOST_A_DAY", 2)
    assert "Go on tomorrow" in reader.post("/sets/new/?q=another").content.decode()
    assert FrozenSet.objects.count() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("own_index")
def test_a_result_is_cited_under_the_checksum_of_its_lines(client, monkeypatch):
    turkey = factories.entity("Turkey", iso2="TR")
    stories = [
        factories.article(f"Gas {n}", text="Gas.", entities=[turkey], published_on=f"2012-12-0{n}")
        for n in (1, 2)
    ]
    stories[0].correct(text="Gas again.", reason="A slip.", by=None)
    factories.article("Another")
    ana = factories.user("ana")
    reader, address = signed_in(ana), "/sets/new/?country=TR&sort=oldest"
    before = Archive.objects.current().last_change

    # Looking writes nothing, and nobody cites without an account.
    page = reader.get(address)
    assert "2 articles that mention Turkey" in page.content.decode()
    assert not [*faults(page)]
    assert client.post(address)["Location"].startswith("/sign-in/?next=/sets/new/")
    assert not FrozenSet.objects.exists()

    found = reader.post(address)["Location"]
    lines = "gas-1@2\ngas-2@1\n"
    assert found == f"/sets/{hashlib.sha256(lines.encode()).hexdigest()}/"
    assert reader.post(address)["Location"] == found
    frozen = FrozenSet.objects.get()
    assert (frozen.query, frozen.made_by) == ("country=TR&sort=oldest", ana)
    assert Archive.objects.current().last_change == before

    assert_shown_to_all(client, frozen, lines)
    assert_same_for_another_question(reader, found)
    assert_refused_in_words(reader, monkeypatch)


@pytest.mark.django_db
def test_a_set_says_what_has_become_of_its_articles(client):
    story, renamed, same = (factories.article(name) for name in ("First words", "Old", "Same"))
    frozen = factories.frozen_set(story, renamed, same)
    tag = answers(client, frozen)[0]["ETag"]
    factories.frozen_set(same)
    assert answers(client, frozen)[0]["ETag"] == tag

    story.correct(headline="Other words", reason="A slip.", by=None)
    type(renamed).objects.filter(pk=renamed.pk).update(slug="new")
    Redirect.objects.create(noun=Noun.ARTICLE, slug="old", article=renamed)
    page, record, text = answers(client, frozen)
    assert page["ETag"] != tag
    html = page.content.decode()
    assert "1 article has been corrected." in html
    assert "1 article has got another address." in html
    assert "First words" in html  # as it was cited
    assert f'{story.get_absolute_url()}history/"' in html
    assert 'href="/articles/2012/12/01/new/"' in html
    assert [one["state"] for one in record.json()["articles"]] == [
        *("corrected", "moved", "unchanged")
    ]
    assert record.json()["articles"][0]["newest_revision"] == 2
    assert hashlib.sha256(text.content).hexdigest() == frozen.sha256

    renamed.refresh_from_db()
    renamed.withdraw(by=None, reason="It was made up.")
    page, record, _ = answers(client, frozen)
    assert [one["state"] for one in record.json()["articles"]] == [
        *("corrected", "withdrawn", "unchanged")
    ]
    assert re.search(r"<h3>Withdrawn</h3>\n.*<span>on \d+ \w+ \d{4}</span>", page.content.decode())
    with pytest.raises(TypeError):
        frozen.save()


@pytest.mark.django_db
@pytest.mark.parametrize("what", ["withdrawn", "embargoed"])
def test_what_is_hidden_after_it_was_cited_is_in_no_byte_of_the_set(client, what):
    turkey = factories.entity("Turkey", iso2="TR")
    place = factories.entity(CANARY, "place")
    other = factories.article("Seen", entities=[turkey])
    story = factories.article(
        f"{CANARY} in the news",
        text=f"{CANARY}.",
        entities=[turkey, place],
        source=factories.source(f"{CANARY} Post"),
    )
    sets = [
        factories.frozen_set(other, story, query="country=TR"),
        factories.frozen_set(story, query=f"place={CANARY.lower()}"),
        factories.frozen_set(story, other, query=f"q={CANARY}"),
    ]
    assert CANARY in answers(client, sets[0])[0].content.decode()
    if what == "withdrawn":
        story.withdraw(by=None, reason=f"{CANARY} is made up.")
    else:
        story.embargo(timezone.now() + timedelta(days=1), by=None)
    for frozen in sets:
        for answer in answers(client, frozen):
            assert CANARY.lower() not in answer.content.decode().lower()
            assert answer.status_code == 200
    page, record, text = answers(client, sets[0])
    assert ("Withdrawn" in page.content.decode()) == (what == "withdrawn")
    assert not [*faults(page)]
    assert record.json()["is_whole"] is False
    assert text.content.decode() == ("seen@1\n# withheld: this article is not public at present\n")
    # What was asked is said only where it can name nothing hidden.
    assert [answers(client, one)[1].json()["query"] is None for one in sets] == [False, True, True]

    if what == "withdrawn":
        story.restore(by=None)
    else:
        story.embargo(None, by=None)
    assert hashlib.sha256(answers(client, sets[0])[2].content).hexdigest() == sets[0].sha256


@pytest.mark.django_db
def test_a_long_set_is_paged_and_costs_as_many_queries_as_a_short_one(client, monkeypatch):
    stories = [factories.article(f"Story {n}") for n in range(10)]
    costs = []
    for count in (3, 10):
        frozen = factories.frozen_set(*stories[:count])
        stories[0].correct(text=f"Of {count}.", reason="A slip.", by=None)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(frozen.get_absolute_url()).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]

    monkeypatch.setattr(cited, "PER_PAGE", 4)
    last = client.get(frozen.get_absolute_url() + "?page=3").content.decode()
    assert [f"Story {n}<" in last for n in range(10)] == [False] * 8 + [True] * 2
    assert '<li class="item" value="9">' in last
    assert "1 article has been corrected." in last  # of the whole set
    assert client.get(frozen.get_absolute_url() + "?page=x").status_code == 200
