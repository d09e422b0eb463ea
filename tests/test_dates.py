import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Status
from articles.pages.timeline import Day, Month, Year
from articles.paging import PER_PAGE
from articles.period import Period
from tests.factories import article, entity, source

pytestmark = pytest.mark.django_db

DAY = datetime.date


def page(client, path):
    response = client.get(f"/articles/{path}/")
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def december():
    article("First", published_on=DAY(2012, 12, 1))
    article("Second", published_on=DAY(2012, 12, 1), source=source("Reuters"))
    article("Third", published_on=DAY(2012, 12, 12))
    article("Of the month", published_on=DAY(2012, 12, 5), date_precision="month")
    article("Of the year", published_on=DAY(2012, 12, 5), date_precision="year")
    article("Undated", published_on=None)
    article("Of March", published_on=DAY(2012, 3, 31))
    article("Of 1998", published_on=DAY(1998, 5, 1), date_precision="year")
    article("Of 2015", published_on=DAY(2015, 1, 1))


def test_a_year_counts_its_months_and_lists_what_has_none(client, december):
    year = Year(Period.of(2012))
    assert year.counts == {(2012, 12): 4, (2012, 3): 1}
    assert year.total == 6
    assert [str(month.stretch) for month in year.months] == ["March 2012", "December 2012"]
    html = page(client, 2012)
    assert "Known only as 2012" in html
    assert "Of the year" in html
    assert "Of the month" not in html
    assert 'href="/articles/2012/12/"' in html
    assert 'rel="prev" href="/articles/1998/"' in html
    assert 'rel="next" href="/articles/2015/"' in html


def test_a_month_is_a_calendar_with_what_is_known_only_to_it(client, december):
    month = Month(Period.of(2012, 12))
    assert month.counts == {1: 2, 12: 1}
    assert month.total == 4
    html = page(client, "2012/12")
    assert 'href="/articles/2012/12/01/"' in html
    assert 'href="/articles/2012/12/05/"' not in html
    assert "Known only as December 2012" in html
    assert "Of the month" in html
    assert "Of the year" not in html
    assert 'rel="prev" href="/articles/2012/03/"' in html
    assert 'rel="next" href="/articles/2015/01/"' in html


def test_a_day_lists_its_articles_by_source(client, december):
    html = page(client, "2012/12/01")
    assert html.index("Reuters") < html.index("Second") < html.index("The Moscow Times")
    assert html.index("The Moscow Times") < html.index("First")
    assert "Of the month" not in html
    assert 'rel="prev" href="/articles/2012/03/31/"' in html
    assert 'rel="next" href="/articles/2012/12/12/"' in html


def test_a_day_without_articles_names_the_nearest_that_have_some(client, december):
    html = page(client, "2012/12/05")
    assert "No article of 5 December 2012" in html
    assert 'href="/articles/2012/12/01/"' in html
    assert 'href="/articles/2012/12/12/"' in html
    assert "noindex" in html
    assert "noindex" not in page(client, "2012/12/01")


def test_a_month_and_a_year_without_articles_do_the_same(client, december):
    assert 'href="/articles/2012/03/"' in page(client, "2012/04")
    assert 'href="/articles/1998/"' in page(client, 1999)
    assert Month(Period.of(2012, 3)).before is None, "of 1998 no month is known"


def test_before_the_first_and_after_the_last_there_is_nothing(client, december):
    assert "Nothing earlier" in page(client, "0001")
    assert "Nothing later" in page(client, "9999/12/31")


@pytest.mark.parametrize(
    "path", ["0000", "2012/00", "2012/13", "2012/02/30", "2012/12/00", "2011/02/29", "0000/01/01"]
)
def test_what_the_calendar_lacks_is_not_found(client, path):
    assert client.get(f"/articles/{path}/").status_code == 404


@pytest.mark.parametrize("path", ["2012", "2012/12", "2012/12/01", "undated"])
def test_an_empty_archive_has_its_days(client, path):
    assert "<h1>" in page(client, path)


def test_the_undated_have_their_own_page(client, december):
    html = page(client, "undated")
    assert "1 article of which nobody knows" in html
    assert ">Undated</a>" in html
    assert "First" not in html


def test_what_is_not_public_leaves_no_trace(client):
    article("Public", published_on=DAY(2012, 6, 15))
    later = timezone.now() + datetime.timedelta(hours=1)
    before = {path: page(client, path) for path in PATHS}
    for number, fields in enumerate(
        [{"status": Status.DRAFT}, {"status": Status.WITHDRAWN}, {"embargo_until": later}]
    ):
        for day in (DAY(2012, 6, 14), DAY(2012, 6, 15), DAY(2012, 7, 1), DAY(2013, 1, 1), None):
            for precision in ("day", "month", "year"):
                article(
                    f"Canary {number} {precision} {day}",
                    published_on=day,
                    date_precision=precision,
                    source=source("Canary Paper"),
                    entities=[entity(f"Canary {number} {precision} {day}", "person")],
                    **fields,
                )
    assert {path: page(client, path) for path in PATHS} == before


PATHS = [
    *("2011", "2012", "2013", "2012/06", "2012/07", "2013/01", "2012/06/14", "2012/06/15"),
    *("2012/06/16", "2012/07/01", "2013/01/01", "undated"),
]


@pytest.mark.parametrize("path", ["2012", "2012/12", "2012/12/01", "undated"])
def test_many_articles_come_in_pages(client, path):
    fields = {
        "2012": {"date_precision": "year"},
        "2012/12": {"date_precision": "month"},
        "2012/12/01": {"date_precision": "day"},
        "undated": {"published_on": None},
    }[path]
    for number in range(PER_PAGE + 1):
        article(f"Story {number}", **fields)
    assert page(client, path).count('class="item"') == PER_PAGE
    second = client.get(f"/articles/{path}/?page=2").content.decode()
    assert second.count('class="item"') == 1
    assert "noindex" in second
    for odd in ("0", "-1", "abc", "1e3", "9" * 5000, "%00", "٢"):
        assert client.get(f"/articles/{path}/?page={odd}").status_code == 200


@pytest.mark.parametrize("path", ["2012", "2012/12", "2012/12/01", "undated"])
def test_three_articles_cost_as_many_queries_as_ten(client, path):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            page(client, path)
        return len(queries)

    def add(count):
        for number in range(count):
            for precision in ("day", "month", "year"):
                article(date_precision=precision, source=source(f"Paper {number}"))
            article(published_on=None, source=source(f"Paper {number}"))

    add(3)
    three = cost()
    add(7)
    assert cost() == three <= 12


def test_a_stretch_knows_the_one_that_a_day_is_in():
    day = DAY(2012, 2, 29)
    assert str(Year.on(day)) == "2012"
    assert str(Month.on(day)) == "February 2012"
    assert str(Day.on(day)) == "29 February 2012"
    assert Day.on(day).month.year.url == "/articles/2012/"
