"""A list as an Atom feed: well-formed whatever stands in it, and of what readers may see."""

from datetime import timedelta
from xml.etree import ElementTree

import feedparser
import pytest
import time_machine
from django.utils import timezone

from tests import factories

ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = "]]></title><script>alert(1)</script> & <img src=x onerror=alert(1)>"

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_index")]


def entries(answer):
    feed = ElementTree.fromstring(answer.content)  # noqa: S314  it is ours
    return feed.findall(f"{ATOM}entry")


def titles(answer):
    return [entry.findtext(f"{ATOM}title") for entry in entries(answer)]


def test_a_feed_has_the_newest_articles_of_its_list(client):
    turkey = factories.entity("Turkey", iso2="TR")
    address = "/articles.atom?country=TR"
    assert titles(client.get(address.replace("TR", "tr"), follow=True)) == []
    for n, headline in enumerate(("Gas gas gas", HOSTILE, "Newest")):
        factories.article(
            headline,
            text=f"Gas. {HOSTILE}",
            entities=[turkey],
            published_on=f"2012-12-0{n + 1}",
            byline=HOSTILE,
        )
    factories.article("Another", published_on=None)
    answer = client.get(address)
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert titles(answer) == ["Newest", HOSTILE, "Gas gas gas"]
    # The most relevant comes first in the list; in a feed the newest does.
    assert titles(client.get("/articles.atom?q=gas&country=TR"))[0] == "Newest"
    assert titles(client.get("/articles.atom")) == [*titles(answer), "Another"]

    feed = ElementTree.fromstring(answer.content)  # noqa: S314
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["self"] == f"http://testserver{address}"
    assert links["alternate"] == "http://testserver/articles/?country=TR"
    first = entries(answer)[0]
    assert first.findtext(f"{ATOM}id") == "tag:testserver,2026:articles/newest"
    assert first.find(f"{ATOM}link").get("href").startswith("http://testserver/articles/2012/12/03")
    for one in (feed, *entries(answer)):
        assert one.findtext(f"{ATOM}updated")
    # As feed readers read it.
    read = feedparser.parse(answer.content)
    assert not read.bozo
    assert all(entry.link.startswith("http://testserver/articles/2012") for entry in read.entries)
    assert all(entry.updated_parsed and entry.published_parsed for entry in read.entries)
    # A summary is read as HTML, so that what is in it is escaped twice.
    assert "<" not in first.findtext(f"{ATOM}summary")

    assert client.get("/countries/turkey.atom")["Location"] == address
    head = client.get("/articles/?country=TR").content.decode()
    assert (
        '<link rel="alternate" type="application/atom+xml" href="/articles.atom?country=TR"' in head
    )
    known = {"if-none-match": answer["ETag"]}
    assert client.get(address, headers=known).status_code == 304


def test_a_feed_has_an_article_from_the_end_of_its_embargo_until_it_is_withdrawn(client):
    end = timezone.now() + timedelta(days=1)
    story = factories.article("Later", embargo_until=end)
    before = client.get("/articles.atom")
    assert titles(before) == []
    with time_machine.travel(end, tick=False):
        known = {"if-none-match": before["ETag"]}
        answer = client.get("/articles.atom", headers=known)
        assert titles(answer) == ["Later"]
        # It is news from this hour on, not from when it was written.
        updated = entries(answer)[0].findtext(f"{ATOM}updated")
        assert updated == end.isoformat()
        story.refresh_from_db()
        story.withdraw(by=None, reason="Not true.")
        assert titles(client.get("/articles.atom")) == []
