import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Status
from tests.crawl import document
from tests.factories import annotation, article, entity, source

pytestmark = pytest.mark.django_db


def page(client):
    answer = client.get("/")
    assert answer.status_code == 200
    return answer.content.decode()


def words(client):
    return " ".join("".join(document(client.get("/")).find(".//main").itertext()).split())


def test_an_empty_archive_says_how_to_begin(client):
    assert "No articles yet" in words(client)
    assert "python manage.py loaddata countries moscow_times" in words(client)
    assert 'href="/admin/articles/article/add/"' in page(client)


def test_the_archive_is_told_in_one_line_of_true_numbers(client):
    article(published_on=datetime.date(2011, 1, 5))
    article(published_on=datetime.date(2013, 2, 1), source=source("Another Paper"))
    article(published_on=None)
    article(published_on=datetime.date(1999, 1, 1), status=Status.DRAFT, source=source("Hidden"))
    assert "3 articles from 2 sources, January 2011 to February 2013." in words(client)


def test_one_article_of_one_month(client):
    article()
    assert "1 article from 1 source, December 2012." in words(client)


def test_of_a_year_no_month_is_said_or_drawn(client):
    article(published_on=datetime.date(1998, 1, 1), date_precision="year")
    assert "1 article from 1 source, 1998." in words(client)
    assert 'href="/articles/1998/01/"' not in page(client)
    assert 'href="/articles/1998/"' in page(client)


def test_an_archive_of_undated_articles_names_no_date(client):
    article(published_on=None)
    assert "1 article from 1 source. Every" in words(client)
    assert "By date" not in words(client)


def test_months_are_counted_and_lead_to_their_articles(client):
    for day in (1, 1, 12):
        article(published_on=datetime.date(2012, 12, day))
    assert 'aria-label="Dec 2012, 3 articles"' in page(client)
    assert 'href="/articles/2012/12/"' in page(client)


def test_a_century_is_a_short_page(client):
    for year in range(1900, 2000):
        article(published_on=datetime.date(year, 5, 1))
    html = page(client)
    assert 'href="/articles/1999/05/"' in html and 'href="/articles/1960/"' in html
    assert len(html) < 60_000


def test_what_was_added_last_comes_first_with_its_beginning(client):
    article("The older one")
    article("The newer one", published_on=datetime.date(1990, 1, 1), text="It began <so>.\n\nEnd.")
    html = page(client)
    assert html.index("The newer one") < html.index("The older one")
    assert "It began &lt;so&gt;." in html
    assert "End." not in html


def test_notes_lead_to_their_words(client):
    story = article(text="Turkey will press Russia.")
    annotation(story, "press", note="It will ask.")
    annotation(story, "will", note="A suggestion.", state="suggested")
    draft = article(text="Turkey will press Russia.", status=Status.DRAFT)
    annotation(draft, "press", note="Not yet.")
    assert "It will ask." in words(client)
    assert f'href="{story.get_absolute_url()}#a-' in page(client)
    assert "Not yet." not in words(client) and "A suggestion." not in words(client)


def test_entities_stand_by_kind_the_most_frequent_first(client):
    turkey, russia = entity("Turkey", iso2="TR"), entity("Russia", iso2="RU")
    article(entities=[turkey, russia, entity("Ada", "person")])
    article(entities=[turkey])
    text = words(client)
    assert "CountriesAll 2 countries Turkey2 articlesRussia1 article" in text.replace(
        "Countries All", "CountriesAll"
    )
    assert "PeopleAll 1 people" in text.replace("People All", "PeopleAll")
    assert "2 countries, darker where" in text


def test_attention_is_a_number_or_a_share_of_all_articles(client):
    turkey = entity("Turkey", iso2="TR")
    for month, others in ((10, 0), (11, 3)):
        for number in range(2 + others):
            day = datetime.date(2012, month, 1)
            article(published_on=day, entities=[turkey] if number < month - 9 else [])
    assert "Turkey 3 articles, most in November 2012" in words(client)
    assert "Share of all articles by month" not in words(client)
    shares = " ".join("".join(document(client.get("/?norm=share")).itertext()).split())
    assert "Share of all articles by month" in shares
    assert "Turkey 3 articles, most in October 2012" in shares, "1 of 2 is more than 2 of 5"


def test_home_costs_the_same_whatever_is_in_the_archive(client):
    def grow(number):
        country = entity(f"Country {number}")
        story = article(entities=[country, entity(f"Person {number}", "person")])
        annotation(story, "Turkey", entity=country)
        annotation(story, "press", note="A note.")

    def cost():
        with CaptureQueriesContext(connection) as queries:
            page(client)
        return len(queries)

    for number in range(3):
        grow(number)
    before = cost()
    for number in range(3, 10):
        grow(number)
    assert cost() == before
