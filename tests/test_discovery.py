"""What programs ask of any site: sitemaps, robots.txt, OpenSearch, security.txt."""

import datetime
from xml.etree import ElementTree

import pytest
from django.core.exceptions import ImproperlyConfigured

from archive import environment
from articles.pages import sitemap
from tests import factories

HERE = "http://testserver"
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def addresses(client, path):
    answer = client.get(path)
    assert answer["Content-Type"].startswith("application/xml")
    body = b"".join(answer) if answer.streaming else answer.content
    found = [one.text for one in ElementTree.fromstring(body).iter(LOC)]  # noqa: S314  it is ours
    assert all(one.startswith(HERE) for one in found)
    return [one.removeprefix(HERE) for one in found]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("own_index")
def test_a_sitemap_has_each_public_page_once_in_parts_of_a_size(client, monkeypatch):
    monkeypatch.setattr(sitemap, "PER_PART", 2)
    turkey = factories.entity("Turkey", iso2="TR")
    factories.entity("Nobody names her", "person")
    stories = [factories.article(entities=[turkey]) for _ in range(3)]
    stories += [factories.article(published_on=None)]
    stories += [factories.article(published_on="1998-01-01", date_precision="year")]
    factories.article(status="draft", published_on="1977-07-07")
    factories.article(published_on="1978-07-07").withdraw(by=None, reason="Untrue.")

    parts = addresses(client, "/sitemap.xml")
    names = ("archive", "countries-1", "1998-1", "2012-1", "2012-2", "undated-1")
    assert parts == [f"/sitemaps/{name}.xml" for name in names]
    pages = [page for part in parts for page in addresses(client, part)]
    assert len(pages) == len({*pages})
    assert {story.get_absolute_url() for story in stories} <= {*pages}
    assert {"/", "/countries/turkey/", "/sources/the-moscow-times/"} <= {*pages}
    assert "/articles/2012/12/01/" in pages and "/articles/1998/01/01/" not in pages
    for page in pages:
        assert client.get(page).status_code == 200, page
    assert "lastmod" in b"".join(client.get("/sitemaps/2012-2.xml")).decode()
    past = ("2012-3", "countries-2", "undated-2", "people-1")  # the last, and one of drafts alone
    for part in (*past, "1977-1", "nothing", "2012", "2012-0", "people", "places-x", "99999-1"):
        assert client.get(f"/sitemaps/{part}.xml").status_code == 404, part


@pytest.mark.django_db
def test_programs_are_told_what_to_leave_alone_and_how_to_search(client, settings):
    settings.ARCHIVE_NAME = "News & Notes of the Whole World"
    robots = client.get("/robots.txt").content.decode()
    assert f"Sitemap: {HERE}/sitemap.xml" in robots
    assert "Disallow: /articles.\n" in robots
    described = ElementTree.fromstring(client.get("/opensearch.xml").content)  # noqa: S314
    space = "{http://a9.com/-/spec/opensearch/1.1/}"
    assert described.findtext(f"{space}ShortName") == "News & Notes of"
    templates = {url.get("type"): url.get("template") for url in described.iter(f"{space}Url")}
    assert templates["text/html"] == f"{HERE}/articles/?q={{searchTerms}}"
    factories.entity("Turkey", iso2="TR", is_listed=True)
    asked = templates["application/x-suggestions+json"].replace("{searchTerms}", "tur")
    answer = client.get(asked)
    assert answer["Content-Type"].startswith("application/x-suggestions+json")
    assert answer.json() == ["tur", ["Turkey"], ["country"], [f"{HERE}/countries/turkey/"]]
    assert 'type="application/opensearchdescription+xml"' in client.get("/help/").content.decode()


@pytest.mark.django_db
def test_whom_to_tell_of_a_weakness_is_said_where_somebody_is_named(client, settings):
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.SECURITY_CONTACT = "mailto:security@archive.example"
    answer = client.get("/.well-known/security.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    # It goes by the day: what was kept under the archive's tag could say a day that is over.
    assert answer["Cache-Control"] == "public, max-age=86400"
    assert "ETag" not in answer
    lines = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert lines["Contact"] == "mailto:security@archive.example"
    expires = datetime.datetime.fromisoformat(lines["Expires"])
    left = expires - datetime.datetime.now(datetime.UTC)
    assert datetime.timedelta(days=30) < left < datetime.timedelta(days=366)


@pytest.mark.parametrize("contact", ["security@archive.example", "http://a.example", "mailto:a b"])
def test_a_contact_that_no_program_understands_stops_the_start(monkeypatch, contact):
    monkeypatch.setenv("ARCHIVE_SECURITY_CONTACT", contact)
    with pytest.raises(ImproperlyConfigured, match="mailto:security@example"):
        environment.contact("ARCHIVE_SECURITY_CONTACT")
