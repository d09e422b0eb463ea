import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Action, Archive, Change, Noun, Redirect, Status, recording
from articles.models.plover import Category
from articles.pages.log import PER_PAGE
from tests.crawl import document
from tests.factories import article, entity, source, user

pytestmark = pytest.mark.django_db


def words(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    text = " ".join(" ".join(document(answer).find(".//main").itertext()).split())
    return text.replace(" ,", ",")


# --- Sources -----------------------------------------------------------------------------------


def test_sources_are_listed_with_their_years_and_articles(client):
    assert "No sources yet" in words(client, "/sources/")
    article(published_on=datetime.date(2011, 1, 1))
    article(published_on=datetime.date(2013, 1, 1))
    article(published_on=None, source=source("Undated Post"))
    article(source=source("Hidden Post"), status=Status.DRAFT)
    text = words(client, "/sources/")
    assert "The Moscow Times 2011 – 2013 2" in text
    assert "Undated Post undated 1" in text
    assert "Hidden" not in text


def test_a_source_is_shown_with_its_rights_and_whom_it_writes_about(client):
    turkey = entity("Turkey", iso2="TR")
    paper = source("The Post", homepage="https://post.example/", rights="All reserved.")
    article("A headline", source=paper, entities=[turkey])
    text = words(client, "/sources/the-post/")
    for said in ("Articles 1", "2012", "A headline", "All reserved.", "Country: Turkey 1 article"):
        assert said in text
    html = client.get("/sources/the-post/").content.decode()
    assert 'href="https://post.example/"' in html
    assert 'href="/articles/?source=the-post&amp;country=TR"' in html
    assert 'type="application/atom+xml" href="/articles.atom?source=the-post"' in html


def test_other_addresses_of_a_source_lead_to_the_one(client):
    paper = article().source
    Redirect.objects.create(noun=Noun.SOURCE, slug="moscow-news", source=paper)
    for given in ("moscow-news", "Moscow-News", "THE-moscow-times"):
        answer = client.get(f"/sources/{given}/")
        assert (answer.status_code, answer["Location"]) == (301, "/sources/the-moscow-times/")


def test_a_source_of_drafts_is_as_unknown_as_anything(client):
    article(source=source("Hidden Post"), status=Status.DRAFT)
    hidden, unknown = client.get("/sources/hidden-post/"), client.get("/sources/unknownpost/")
    assert hidden.status_code == 404
    assert hidden.content == unknown.content


# --- Changes -----------------------------------------------------------------------------------


def test_changes_are_told_newest_first_in_plain_words(client):
    anna = user("anna")
    turkey = entity("Turkey", iso2="TR", is_listed=True)
    story = article("A headline", by=anna)
    story.tag(turkey, by=anna)
    text = words(client, "/changes/")
    assert "anna" in text and "The archive" in text
    assert "Tagged Turkey (mentioned, 1)" in text
    assert text.index("Tagged Turkey") < text.index("Added the article")


def test_changes_tell_what_a_reader_may_see_and_no_more(client):
    hidden = entity("Nobody Yet", "person")
    story = article("A draft", entities=[hidden], status=Status.DRAFT, source=source("Shy Post"))
    turkey = entity("Turkey", iso2="TR", is_listed=True)
    with recording(Action.EDITED, by=None, entity=turkey) as record:
        link = turkey.links.model(entity=turkey, tie="part_of", target=hidden, label="Nobody Yet")
        record.save(link)
    text = words(client, "/changes/")
    for secret in ("A draft", "Nobody", "nobody", "Shy"):
        assert secret not in text
    story.publish(by=None)
    assert "A draft" in words(client, "/changes/")


def test_the_log_is_read_page_by_page(client):
    assert "Nothing has been done yet" in words(client, "/changes/")
    turkey = entity("Turkey", iso2="TR", is_listed=True)
    for number in range(PER_PAGE + 3):
        with recording(Action.EDITED, by=None, entity=turkey) as record:
            turkey.description = f"Description {number}."
            record.save(turkey)
    html = client.get("/changes/").content.decode()
    last = html.split("?before=")[1].split('"')[0]
    earlier = words(client, f"/changes/?before={last}")
    assert f"no. {last}" in words(client, "/changes/")
    assert f"no. {int(last) - 1}" in earlier and f"no. {last} " not in earlier
    assert "Earlier changes" not in earlier
    assert "Nothing came before that" in words(client, "/changes/?before=1")


@pytest.mark.parametrize("before", ["0", "-1", "x", "9" * 40, "²", "%00", "1e3"])
def test_a_page_of_the_log_that_is_none_is_the_first(client, before):
    article("A headline")
    assert "A headline" in words(client, f"/changes/?before={before}")


def test_the_log_costs_the_same_whatever_is_in_it(client):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            words(client, "/changes/")
        return len(queries)

    def grow(number):
        one = entity(f"Country {number}", is_listed=True)
        article(entities=[one], by=user(f"person{number}"))

    for number in range(3):
        grow(number)
    before = cost()
    for number in range(3, 10):
        grow(number)
    assert cost() == before


# --- Help and About ----------------------------------------------------------------------------


def test_the_examples_of_help_work_in_any_archive(client):
    def examples():
        links = document(client.get("/help/")).iter("a")
        return [one.get("href") for one in links if "?" in one.get("href", "")]

    assert "/articles/?country=TR&country=RU" in examples()
    countries = [entity(name, iso2=code) for name, code in (("Chad", "TD"), ("Peru", "PE"))]
    article(entities=[*countries, entity("Ada", "person")])
    assert "/articles/?country=TD&country=PE" in examples()
    assert "/articles/?country=TD&not=person:ada" in examples()
    for address in examples():
        assert client.get(address).status_code == 200, address


def test_help_shows_each_kind_with_its_icon_and_line(client):
    html = client.get("/help/").content.decode()
    for kind in ("country", "person", "group", "facility", "event", "topic"):
        assert f'class="tag {kind}"' in html and f'class="e {kind} first"' in html


def test_about_defines_each_category_and_says_how_to_cite(client):
    article()
    text = words(client, "/about/")
    for category in Category:
        assert f"{category.value} {category.label} {category.quad_class}" in text
    public = Change.objects.public().newest().first()
    assert f"archive {Archive.objects.current().uid}, as of change {public.number} (" in text


def test_about_does_not_count_what_is_hidden(client):
    article()
    before = words(client, "/about/")
    article(status=Status.DRAFT)
    assert words(client, "/about/") == before
