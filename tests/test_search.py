"""The index: what is searched for is found, whatever happened to the index before."""

import datetime

import pytest

from articles import search
from articles.models import Article
from articles.search import parse
from articles.search.conditions import (
    Has,
    Stated,
    Word,
)
from tests.factories import article, claim, entity, relation

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_index")]
DAY = datetime.date


def slugs(condition, sort="newest", limit=100):
    found = search.begin().find(condition, sort=sort, limit=limit)
    rows = Article.objects.in_bulk(found.pks)
    assert found.total >= len(found.pks)
    return [rows[pk].slug for pk in found.pks]


def asked(typed):
    return slugs(parse(typed).tree)


def test_what_was_just_saved_is_found_by_the_next_search():
    article("Gas supplies", text="Turkey buys gas.")
    assert asked("gas") == ["gas-supplies"]
    article("More of it", text="Gas again.")
    assert asked("gas") == ["gas-supplies", "more-of-it"]


@pytest.mark.parametrize(
    ("typed", "text", "language"),
    [
        ("turkiye", "Türkiye buys gas.", "en"),
        ("Türkiye", "TURKIYE BUYS GAS.", "en"),
        ("erdogan", "Erdoğan talks.", "en"),
        ("istanbul", "İstanbul'da görüştüler.", "tr"),
        ("ISTANBUL", "istanbul", "en"),
        ("diyarbakir", "Diyarbakır", "tr"),
        ("negotiation", "They negotiated; negotiations go on.", "en"),
        ("négocier", "Ils ont négocié.", "fr"),
        ("negocie", "Ils ont négocié.", "fr"),
        ("переговоров", "Переговоры начались.", "ru"),
        ("Assad's", "The rule of Assad ends.", "en"),
        ("assad", "Assad's rule ends.", "en"),
        ("U.S.", "The U.S. embassy.", "en"),
        ("foo-bar", "A foo-bar and a bar.", "en"),
        ("日本", "日本語の本", "ja"),
        ("本語の", "日本語の本", "ja"),
        ("語", "日本語の本", "ja"),
        ("本", "日本語の本", "ja"),
        ("第1回", "全第1回目", "ja"),
        ("한국", "한국은 가스를 산다", "ko"),
        ("negoti*", "Negotiators met.", "und"),
        ('"iron and blood"', "By iron, and blood!", "de"),
        ('"supplies gas"~0', "Gas supplies.", "en"),
        ("title:wanted", "Nothing.", "en"),
        ("हिन्दी", "हिन्दी में", "hi"),
    ],
)
def test_words_match_whatever_their_case_marks_and_endings(typed, text, language):
    article("Wanted", text=text, language=language)
    article("Not this", text="Something else altogether.", language=language)
    assert asked(typed) == ["wanted"]


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("日語", "日本語の本"),
        ('"blood and iron"', "By iron, and blood!"),
        ('"gas supplies"~1', "Gas and other supplies, and others."),
        ("title:gas", "Gas."),
        ("gass", "Gas."),
        ("-gas", "Gas."),
        ("й", "и"),
    ],
)
def test_and_nothing_else(typed, text):
    article("Not this", text=text)
    assert asked(typed) == []


def test_statements_bind_what_stands_together():
    russia, turkey, lavrov = entity("Russia"), entity("Turkey"), entity("Lavrov", "person")
    agency = entity("Itar-Tass", "organization")
    one = article("One", text="Russia accuses Turkey. Turkey thanks Russia.")
    relation(one, "Russia accuses Turkey", [russia], [turkey], category="ACCUSE")
    relation(one, "Turkey thanks Russia", [turkey], [russia], category="SUPPORT")
    other = article("Other", text="Turkey will not press, Lavrov said.")
    claim(other, "Turkey will not press", [lavrov], via=agency)

    def stated(**parts):
        return slugs(Stated(tuple((key, (str(value),)) for key, value in parts.items())))

    assert stated(event="accuse", actor=russia.pk, target=turkey.pk) == ["one"]
    assert stated(event="accuse", actor=turkey.pk) == []
    assert stated(actor=turkey.pk, target=russia.pk) == ["one"]
    assert slugs(Stated((("said-by", (str(lavrov.pk),)), ("via", (str(agency.pk),))))) == ["other"]
    assert slugs(Has("relations")) == ["one"]


def test_relevance_prefers_the_headline_and_sorts_what_is_alike_by_date():
    article("Of gas", text="Nothing more.", published_on=DAY(2010, 1, 1))
    for year in (2011, 2013, 2012):
        article(f"In {year}", text="All about gas and nothing else.", published_on=DAY(year, 1, 1))
    assert slugs(Word("gas"), "relevance") == ["of-gas", "in-2013", "in-2012", "in-2011"]
    look = search.begin()
    pages = [look.find(Word("gas"), sort="relevance", offset=n, limit=1).pks for n in range(4)]
    assert [pk for (pk,) in pages] == look.find(Word("gas"), sort="relevance").pks


def test_counts_are_exact_for_every_value():
    turkey, putin = entity("Turkey"), entity("Putin", "person")
    for number in range(5):
        article(text="Gas.", entities=[turkey, putin][: 1 + number % 2])
    counts = search.begin().counts(Word("gas"), "country", "person", "year", "language")
    assert counts == {
        "country": {turkey.pk: 5},
        "person": {putin.pk: 2},
        "year": {2012: 5},
        "language": {"en": 5},
    }
