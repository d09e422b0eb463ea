import datetime

import pytest
from django.http import QueryDict
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from articles.facets import BY_PARAMETER, FACETS
from articles.models import DatePrecision, Noun, Redirect, Status
from articles.selection import Selection
from tests.factories import annotation, article, claim, entity, relation, source

pytestmark = pytest.mark.django_db

DAY = datetime.date


def read(query):
    return Selection.read(QueryDict(query))


def found(query):
    return [story.slug for story in read(query).articles()]


@pytest.fixture
def world():
    """Countries and a person, and articles named for what they are tagged with."""
    turkey = entity("Turkey", slug="turkey", iso2="TR", iso3="TUR", is_listed=True)
    russia = entity("Russia", slug="russia", iso2="RU", iso3="RUS", is_listed=True)
    states = entity("United States", slug="united-states", iso2="US", iso3="USA", is_listed=True)
    soviet = entity("Soviet Union", slug="soviet-union", is_listed=True)
    putin = entity("Vladimir Putin", "person", slug="vladimir-putin", aliases=["Putin"])
    gas = entity("Natural gas", "topic", slug="natural-gas")
    reuters = source("Reuters")
    made = {
        "both": article("Both", entities=[turkey, russia, gas], language="en"),
        "all-three": article("All three", entities=[turkey, russia, states], source=reuters),
        "turkey-only": article("Turkey only", entities=[turkey], language="tr"),
        "putin-in-russia": article("Putin in Russia", entities=[russia, putin]),
        "soviet": article("Soviet", entities=[soviet], published_on=DAY(1985, 3, 11)),
        "nobody": article("Nobody", published_on=None),
    }
    annotation(made["both"], "Turkey", note="Since 1923.")
    annotation(made["turkey-only"], "Turkey", entity=turkey)
    claim(made["soviet"], "talks", [soviet])
    relation(made["nobody"], "press", [turkey], [russia])
    return made


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("country=TR", "all-three both turkey-only"),
        ("country=TR&country=RU", "all-three both"),
        ("country=TR,RU", "all-three both putin-in-russia turkey-only"),
        ("country=TR&country=RU&not=US", "both"),
        ("country=TR,RU&country=US", "all-three"),
        ("country=TR&topic=natural-gas", "both"),
        ("country=soviet-union", "soviet"),
        ("not=TR", "nobody putin-in-russia soviet"),
        ("not=TR,RU", "nobody soviet"),
        ("not=TR&not=country:soviet-union", "nobody putin-in-russia"),
        ("country=RU&not=person:vladimir-putin", "all-three both"),
        ("country=TR&not=TR", ""),
        ("source=reuters", "all-three"),
        ("source=reuters,the-moscow-times&lang=tr", "turkey-only"),
        ("not=source:the-moscow-times", "all-three"),
        ("lang=tr", "turkey-only"),
        ("not=lang:en", "turkey-only"),
        ("has=notes", "both"),
        ("has=mentions", "turkey-only"),
        ("has=claims", "soviet"),
        ("has=relations", "nobody"),
        ("has=notes,claims", "both soviet"),
        ("has=notes&has=claims", ""),
        ("to=1990", "soviet"),
        ("from=2012", "all-three both putin-in-russia turkey-only"),
    ],
)
def test_filters_find_what_they_say(world, query, slugs):
    assert sorted(found(query)) == slugs.split()
    assert read(query).ignored == ()
    assert read(query).total == len(slugs.split())


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("from=2012&to=2012", True),
        ("from=2012-11&to=2012-11", True),
        ("from=2012-11-30", True),
        ("from=2012-12-01", False),
        ("to=2012-11-01", True),
        ("to=2012-10-31", False),
        ("from=2012-11-10&to=2012-11-12", True),
        ("from=2013", False),
        ("to=2011", False),
    ],
)
def test_dates_match_when_periods_overlap(query, is_found):
    article("A month", published_on=DAY(2012, 11, 15), date_precision=DatePrecision.MONTH)
    assert bool(found(query)) is is_found


def test_a_year_is_found_by_any_day_of_it():
    article("A year", published_on=DAY(2012, 6, 1), date_precision=DatePrecision.YEAR)
    assert found("from=2012-12-31") == found("to=2012-01-01") == ["a-year"]
    assert found("from=2013-01-01") == found("to=2011-12-31") == []


def test_the_undated_match_neither_from_nor_to():
    article("Undated", published_on=None)
    assert found("from=1000") == found("to=9999") == []
    assert found("") == ["undated"]


def test_a_month_as_to_includes_its_last_day():
    article("Leap day", published_on=DAY(2012, 2, 29))
    assert found("to=2012-02") == found("to=2012-02-29") == ["leap-day"]
    assert found("to=2012-02-28") == []


def test_what_is_not_public_is_neither_found_nor_counted():
    turkey = entity("Turkey", iso2="TR", is_listed=True)
    article("Draft", status=Status.DRAFT, entities=[turkey])
    article("Withdrawn", status=Status.WITHDRAWN, entities=[turkey])
    later = timezone.now() + datetime.timedelta(hours=1)
    article("Embargoed", embargo_until=later, entities=[turkey])
    assert read("country=TR").total == read("").total == 0


def test_an_entity_that_only_a_draft_names_is_unknown_under_every_name():
    secret = entity("Secret Person", "person", slug="secret-person", aliases=["Deep Throat"])
    Redirect.objects.create(noun=Noun.ENTITY, slug="old-secret", entity=secret)
    article("Draft", status=Status.DRAFT, entities=[secret])
    never = read("person=no-such-person").ignored[0].reason
    for name in ("secret-person", "Secret+Person", "deep+throat", "old-secret"):
        for query in (f"person={name}", f"entity={name}", f"not=person:{name}", f"not={name}"):
            selection = read(query)
            assert not selection.terms
            assert selection.is_usual
            if query.startswith("person"):
                assert selection.ignored[0].reason == never


def test_a_source_without_public_articles_is_unknown():
    article("Draft", status=Status.DRAFT, source=source("Secret Paper"))
    assert [ignored.written for ignored in read("source=secret-paper").ignored] == [
        "source=secret-paper"
    ]


@pytest.mark.parametrize(
    ("query", "usual"),
    [
        ("country=tr", "country=TR"),
        ("country=TUR", "country=TR"),
        ("country=turkey", "country=TR"),
        ("country=Turkey&country=rus", "country=TR&country=RU"),
        ("country=tr,ru", "country=TR,RU"),
        ("not=united-states", "not=US"),
        ("not=country:us", "not=US"),
        ("not=US,TR", "not=US&not=TR"),
        ("not=soviet-union", "not=country:soviet-union"),
        ("not=putin", "not=person:vladimir-putin"),
        ("person=Putin", "person=vladimir-putin"),
        ("person=putin-v", "person=vladimir-putin"),
        ("entity=Putin", "person=vladimir-putin"),
        ("entity=TR", "country=TR"),
        ("entity=TR,Russia", "country=TR,RU"),
        ("person=turkey", "country=TR"),
        ("country=TR&country=TR", "country=TR"),
        ("country=TR,TR", "country=TR"),
        ("country=&from=&to=&country=TR&page=1&sort=newest", "country=TR"),
        ("source=Reuters", "source=reuters"),
        ("lang=EN", "lang=en"),
        ("has=Notes", "has=notes"),
        ("page=02", "page=2"),
        ("country=tr&from=2012-13", "country=TR&from=2012-13"),
        ("country=tr,zz", "country=TR,zz"),
        ("country=tr&utm_source=x", "country=TR"),
    ],
)
def test_other_spellings_have_a_usual_one(world, query, usual):
    putin = BY_PARAMETER["person"].find([("person", "vladimir-putin")])
    row = putin["person", "vladimir-putin"].row
    Redirect.objects.create(noun=Noun.ENTITY, slug="putin-v", entity=row)
    selection = read(query)
    assert not selection.is_usual
    assert selection.usual_url() == f"/articles/?{usual}"
    again = read(usual)
    assert again.is_usual
    assert again == selection


def test_the_order_of_parameters_is_the_readers_own(world):
    assert read("not=US&to=2013&country=TR").is_usual


@pytest.mark.parametrize(
    ("query", "ignored"),
    [
        ("from=2012-13", "from=2012-13 is not a date"),
        ("from=2012-02-30", "from=2012-02-30 is not a date"),
        ("to=0000", "to=0000 is not a date"),
        ("to=٢٠١٢", "to=٢٠١٢ is not a date"),
        ("from=2013&to=2012", "from=2013 is after the end|to=2012 is before the beginning"),
        ("country=XX", "country=XX is not a country in this archive"),
        ("organization=x", "organization=x is not an organization in this archive"),
        ("not=x:y", "not=x:y is none of the filters"),
        ("not=has:notes", "not=has:notes cannot be excluded"),
        ("source=x", "source=x is not a source in this archive"),
        ("lang=x", "lang=x is not a language tag"),
        ("has=x", "has=x is none of notes, mentions, relations and claims"),
        ("sort=relevance", "sort=relevance needs words"),
        ("sort=headline", "sort=headline is neither newest nor oldest"),
        ("page=0", "page=0 is not the number of a page"),
        ("page=-1", "page=-1 is not the number of a page"),
        ("page=1e3", "page=1e3 is not the number of a page"),
        ("q=!!", "q=!! has nothing in it to look for"),
        ("q=person:nobody", "q=person:nobody is not a person in this archive"),
        ("from=2011&from=2012", "from=2011 is given beside another"),
    ],
)
def test_what_is_not_understood_is_left_out_and_said(world, query, ignored):
    said = [f"{one.written} {one.reason}" for one in read(query).ignored]
    assert len(said) == len(ignored.split("|"))
    for words, beginning in zip(said, ignored.split("|"), strict=True):
        assert words.startswith(beginning)


def test_what_is_understood_beside_it_still_holds(world):
    selection = read("country=TR,XX&country=RU&from=2012-13")
    assert sorted(story.slug for story in selection.articles()) == ["all-three", "both"]
    assert [one.written for one in selection.ignored] == ["country=XX", "from=2012-13"]


def test_values_of_several_kinds_are_no_alternatives(world):
    for query in ("entity=TR,vladimir-putin", "person=vladimir-putin,turkey"):
        selection = read(query)
        assert selection.is_usual
        assert selection.left_out[0].reason.startswith("is of another kind")
    links = [link.url for one in read("entity=TR,vladimir-putin").left_out for link in one.links]
    assert links == ["/articles/?country=TR", "/articles/?person=vladimir-putin"]


def test_a_name_with_several_meanings_is_left_out_with_the_choice():
    georgia = entity("Georgia", slug="georgia", iso2="GE", is_listed=True)
    state = entity("Georgia", "place", slug="georgia-us-state")
    article(entities=[georgia, state])
    [ignored] = read("country=GE&entity=Georgia").left_out
    assert [link.label for link in ignored.links] == ["Georgia (country)", "Georgia (place)"]
    assert ignored.links[1].url == "/articles/?country=GE&place=georgia-us-state"
    assert read("country=Georgia").usual_url() == "/articles/?country=GE"
    assert read("place=Georgia").usual_url() == "/articles/?place=georgia-us-state"


def test_so_many_values_are_read_and_the_others_are_left_out_and_said(world):
    many = ",".join(f"place-{number}" for number in range(60))
    selection = read(f"country=TR&place={many}&not=RU")
    assert len(selection.ignored) == 49 + 2
    assert [one.reason for one in selection.ignored[:2]] == ["is beyond the first 50 values"] * 2
    assert [term.facet.parameter for term in selection.terms] == ["country"]
    assert selection.is_usual


def test_so_many_conditions_are_read_and_the_others_are_left_out_and_said(world):
    for number in range(12):
        entity(f"Place {number}", "place", slug=f"place-{number}", is_listed=True)
    places = [f"place=place-{number}" for number in range(12)]
    selection = read("&".join([*places, "not=TR,RU"]))
    assert len(selection.terms) == 12, "ten places, and two countries that are not"
    assert [one.written for one in selection.ignored] == ["place=place-10", "place=place-11"]
    assert selection.ignored[0].reason == "is beyond the first 10 conditions"


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "6 articles"),
        ("country=TR&country=RU&not=US",
         "1 article that mentions Turkey and Russia but not the United States"),
        ("country=TR", "3 articles that mention Turkey"),
        ("country=TR,RU", "4 articles that mention Turkey or Russia"),
        ("country=TR,RU&country=US",
         "1 article that mentions Turkey or Russia, and the United States"),
        ("not=TR&not=RU", "2 articles that do not mention Turkey or Russia"),
        ("not=TR&not=RU&to=1990",
         "1 article published until 1990 that does not mention Turkey or Russia"),
        ("country=soviet-union&country=TR", "No article mentions the Soviet Union and Turkey"),
        ("lang=en&source=reuters", "1 article in English from Reuters"),
        ("lang=en,tr&not=source:reuters&from=2012-12-01&to=2012-12-01",
         "3 articles in English or Turkish not from Reuters published on 1 December 2012"),
        ("has=notes&from=2012", "1 article with notes published since 2012"),
        ("from=2012-10&to=2013-02", "4 articles published from October 2012 to February 2013"),
        ("from=2011-01&to=2011-01&country=TR",
         "No article published in January 2011 mentions Turkey"),
    ],
)  # fmt: skip
def test_it_is_said_in_words(world, query, words):
    assert read(query).in_words() == words


def test_chips_say_how_they_are_joined_and_lead_to_the_rest(world):
    selection = read("country=TR,RU&not=US&from=2012-10&to=2013-02-03&sort=oldest&page=3")
    said = [(chip.joint, chip.is_not, chip.kind, chip.label) for chip in selection.chips]
    assert said == [
        ("and", False, "country", "Turkey"),
        ("or", False, "country", "Russia"),
        ("and", True, "country", "United States"),
        ("and", False, "", "October 2012 to 3 February 2013"),
    ]
    rest = [chip.remove_url for chip in selection.chips]
    assert rest == [
        "/articles/?country=RU&not=US&from=2012-10&to=2013-02-03&sort=oldest",
        "/articles/?country=TR&not=US&from=2012-10&to=2013-02-03&sort=oldest",
        "/articles/?country=TR,RU&from=2012-10&to=2013-02-03&sort=oldest",
        "/articles/?country=TR,RU&not=US&sort=oldest",
    ]


def test_a_selection_that_finds_nothing_names_those_that_do(world):
    ways = read("country=soviet-union&country=TR&lang=en").ways_out()
    assert {(way.label, way.count) for way in ways} == {
        ("Without the filter “Soviet Union”", 2),
        ("Without the filter “Turkey”", 1),
        ("The Soviet Union or Turkey, instead of both", 3),
    }
    for way in ways:
        assert read(way.url.partition("?")[2]).total == way.count


def test_ways_out_cost_a_bounded_number_of_queries(world, django_assert_max_num_queries):
    for number in range(30):
        entity(f"Place {number}", "place", slug=f"place-{number}", is_listed=True)
    selection = read("&".join(f"place=place-{number}" for number in range(10)))
    assert len(selection.chips) == 10
    assert not selection.total  # as the page asks first: the others begin where it has looked
    with django_assert_max_num_queries(16):
        selection.ways_out()


def test_the_order_is_total():
    morning = datetime.datetime(2012, 12, 1, 8, tzinfo=datetime.UTC)
    article("B", published_at=None)
    article("A", published_at=None)
    article("Early", published_at=morning)
    article("Late", published_at=morning + datetime.timedelta(hours=5))
    article("Older", published_on=DAY(2011, 1, 1))
    article("Unknown", published_on=None)
    assert found("") == ["late", "early", "a", "b", "older", "unknown"]
    assert found("sort=oldest") == ["older", "a", "b", "early", "late", "unknown"]


def test_each_facet_has_a_parameter_of_its_own():
    assert len(BY_PARAMETER) == len(FACETS)


CODES = st.sampled_from(
    [
        *("TR", "RU", "turkey", "xx", "", " ", "US", "zz", "vladimir-putin", "2012", "2012-12"),
        *("0", "-1", "2012-02-30", "9e99", "1" * 5000, str(10**20), "notes", "en", "[]", "'", '"'),
        *("%", "a:b", ":", "person:vladimir-putin", "country:soviet-union", "source:reuters"),
        *("\x00", "٢٠١٢", "\ud800", "Ä" * 300, "reuters", "oldest", "relevance", "\u202e", "2"),
        *("&", "=", "Putin", "lang:tr"),
    ]
)
VALUES = st.lists(CODES, min_size=1, max_size=4).map(",".join) | st.text(max_size=30)
PARAMETERS = st.sampled_from(
    [*BY_PARAMETER, "not", "entity", "q", "sort", "page", "utm_source", "status", "author__name"]
)


@pytest.mark.django_db(transaction=True)
@settings(
    deadline=None,
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(pairs=st.lists(st.tuples(PARAMETERS, VALUES), max_size=8))
@example(pairs=[("entity", "TR,vladimir-putin")])
@example(pairs=[("country", "TR"), ("country", "TR,RU")])
@example(pairs=[("facility", "2012-12,RU,turkey")])
@example(pairs=[("q", "0"), ("q", "")])
@example(pairs=[("q", "0"), ("q", "country:TR")])
@example(pairs=[("sort", "oldest"), ("sort", "newest")])
@example(pairs=[("from", "2012"), ("from", "2012-12")])
def test_any_query_is_read_and_its_address_leads_back_to_it(world, pairs):
    query = QueryDict(mutable=True)
    for name, value in pairs:
        query.appendlist(name, value)
    selection = Selection.read(query)
    assert read(selection.address()) == selection
    assert read(selection.address()).is_usual
    assert read(selection.address()).ignored == ()
    usual = read(selection.usual_url().partition("?")[2])
    assert usual.is_usual
    assert usual == selection
    assert selection.total == len(selection.articles()) <= 6
    assert selection.in_words()
    for chip in selection.chips:
        assert read(chip.remove_url.partition("?")[2]).is_usual
    assert len(selection.left_out) >= len(selection.ignored)
    assert all(way.count for way in selection.ways_out())


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("query", ["a" * 5000, "0" * 5000, "1" * 5000])
def test_no_length_of_a_value_is_trouble(query):
    for parameter in [*BY_PARAMETER, "not", "entity", "q", "sort", "page"]:
        assert read(f"{parameter}={query}").total == 0
