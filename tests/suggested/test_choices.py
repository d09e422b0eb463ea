"""Which of several entities is meant, why, and what is no suggestion at all."""

from articles.suggest import Mark, Name, Suggester
from tests.suggested.names import (
    ATLANTA,
    ERDOGAN,
    GEORGIA,
    JORDAN,
    MICHAEL,
    MOSCOW,
    NAMES,
    RUSSIA,
    STATE,
    TURKEY,
    decided,
    found,
)


def reasons(text, *names, **known):
    (suggestion,) = Suggester(names or NAMES, known.pop("ties", None)).suggest(
        {"text": text}, **known
    )
    return [choice.reason for choice in suggestion.choices]


def test_of_two_georgias_the_country_comes_first_unless_the_article_says_otherwise():
    assert found("Georgia voted.") == [("Georgia", GEORGIA, STATE)]
    assert found("Georgia voted.", tagged={STATE}) == [("Georgia", STATE, GEORGIA)]
    assert reasons("Georgia voted.", tagged={STATE})[0] == "The article is tagged with Georgia."
    ties = {STATE: {ATLANTA}}
    assert found("Atlanta is in Georgia.", ties=ties)[1] == ("Georgia", STATE, GEORGIA)
    assert found("Tbilisi is in doubt. Georgia voted.")[1] == ("Georgia", GEORGIA, STATE)


def test_jordan_is_the_person_where_the_whole_name_stands_and_the_country_after_in():
    assert found("Jordan won.") == [("Jordan", JORDAN, MICHAEL)]
    assert found("Michael Jordan came. Jordan won.")[1] == ("Jordan", MICHAEL, JORDAN)
    assert found("Mr. Jordan won.") == [("Jordan", MICHAEL, JORDAN)]
    assert found("Troops in Jordan won.") == [("Jordan", JORDAN, MICHAEL)]
    assert reasons("Troops in Jordan won.")[0] == "It stands after “in”. That is a place."


def test_moscow_is_the_state_but_the_city_after_from_and_before_the_report():
    assert found("It sold arms. Moscow said no.") == [("Moscow", RUSSIA, MOSCOW)]
    assert found("They flew from Moscow.") == [("Moscow", MOSCOW, RUSSIA)]
    assert found("MOSCOW (Reuters) — It snows.") == [("MOSCOW", MOSCOW, RUSSIA)]
    assert reasons("Moscow said no.")[0] == (
        "It stands for the government of Russia, as capitals do."
    )


def test_a_capital_that_is_a_place_is_no_government_though_the_archive_has_no_such_place():
    state = Name("Moscow", RUSSIA, "country", "metonym", label="Russia")
    assert found("They flew from Moscow. Moscow said no.", state) == [("Moscow", RUSSIA)]
    assert found("Read the Moscow Times; ask Old Moscow.", state) == []


def test_another_person_of_the_name_is_not_suggested_but_a_headline_has_capitals_everywhere():
    assert found("Emine Erdogan smiled.") == []
    assert found("Yesterday Erdogan smiled. President Erdogan left.") == [("Erdogan", ERDOGAN)] * 2
    assert found("Turkey Will Press Erdogan Again Today")[1] == ("Erdogan", ERDOGAN)


def test_what_was_accepted_before_comes_first_and_what_was_mostly_rejected_never():
    names = [decided("Georgia", GEORGIA, "country", 0, 6), decided("Georgia", STATE, "place", 6, 1)]
    assert found("Georgia voted.", *names)[0][1:] == (STATE,)
    names[0] = decided("Georgia", GEORGIA, "country", 2, 3)
    assert found("Georgia voted.", *names) == [("Georgia", STATE, GEORGIA)]
    assert reasons("Georgia voted.", *names)[0].startswith("Before this: 6 of 7 accepted (49–97")


def test_what_is_marked_or_was_rejected_is_not_suggested():
    text = "Turkish Georgia"

    def left(start, end, entity, **fields):
        return found(text, marks=[Mark("text", start, end, entity, **fields)])

    assert left(8, 15, STATE) == [("Turkish", TURKEY)]
    assert left(8, 15, STATE, state="rejected")[1] == ("Georgia", GEORGIA)
    assert left(8, 15, STATE, state="suggested")[1] == ("Georgia", GEORGIA)
    assert left(0, 15, TURKEY, state="suggested")[0][0] == "Georgia", "inside the same entity"
    assert left(0, 15, ERDOGAN) == [], "part of a name"
    assert len(left(0, 15, ERDOGAN, form="description")) == 2, "part of a description"
