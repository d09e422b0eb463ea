"""The query language: what is typed, how it is understood, how it is written again."""

import os

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from articles.search.query import (
    MOST_CHARACTERS,
    MOST_LEVELS,
    MOST_TERMS,
    All,
    Any,
    Filter,
    Near,
    Not,
    Phrase,
    Prefix,
    Statement,
    Word,
    parse,
)

GAS, OIL, NUCLEAR = Word("gas"), Word("oil"), Word("nuclear")


@pytest.mark.parametrize(
    ("typed", "tree"),
    [
        ("gas", GAS),
        ("gas oil", All((GAS, OIL))),
        ("gas AND oil", All((GAS, OIL))),
        ("gas OR oil", Any((GAS, OIL))),
        ("gas or oil", All((GAS, Word("or"), OIL))),
        ("gas oil OR nuclear", Any((All((GAS, OIL)), NUCLEAR))),
        ("gas (oil OR nuclear)", All((GAS, Any((OIL, NUCLEAR))))),
        ("(gas OR oil) -nuclear", All((Any((GAS, OIL)), Not(NUCLEAR)))),
        ("gas NOT nuclear", All((GAS, Not(NUCLEAR)))),
        ("-gas oil OR nuclear", Any((All((Not(GAS), OIL)), NUCLEAR))),
        ("-(gas oil)", Not(All((GAS, OIL)))),
        ("--gas", GAS),
        ("gas - oil", All((GAS, OIL))),
        ("gas gas", GAS),
        ("((gas))", GAS),
        ("gas,oil", Word("gas,oil")),
        ("gas, oil!", All((GAS, OIL))),
        ("Assad's", Word("Assad's")),
        ("U.S.", Word("U.S.")),
        ("foo-bar", Word("foo-bar")),
        ("AT & T", All((Word("AT"), Word("T")))),
        ("12:30", Word("12:30")),
        ('"iron and blood"', Phrase("iron and blood")),
        ("“iron and blood”", Phrase("iron and blood")),
        ("«iron and blood»", Phrase("iron and blood")),
        ('"OR"', Phrase("OR")),
        ('-"iron and blood"', Not(Phrase("iron and blood"))),
        ('"gas supplies"~5', Near("gas supplies", 5)),
        ("negoti*", Prefix("negoti")),
        ("日*", Prefix("日")),
        ("title:putin", Word("putin", in_title=True)),
        ('title:"gas supplies"~5', Near("gas supplies", 5, in_title=True)),
        ("headline:negoti*", Prefix("negoti", in_title=True)),
        ("country:TR -country:SY", All((Filter("country", "TR"), Not(Filter("country", "SY"))))),
        ("country:TR,RU", Any((Filter("country", "TR"), Filter("country", "RU")))),
        ("COUNTRY:TR", Filter("country", "TR")),
        ("country: TR", Filter("country", "TR")),
        ('person:"Vladimir Putin"', Filter("person", "Vladimir Putin")),
        ("country:SY@subject", Filter("country", "SY", "subject")),
        ('person:"Vladimir Putin"@Speaker', Filter("person", "Vladimir Putin", "speaker")),
        ("organisation:nato", Filter("organization", "nato")),
        ("date:2012-11..2012-12", Filter("date", "2012-11..2012-12")),
        ("from:2012-11", Filter("date", "2012-11..")),
        ("to:2012", Filter("date", "..2012")),
        ("before:2012-12-01", Filter("before", "2012-12-01")),
        ("after:2012-11", Filter("after", "2012-11")),
        ("has:Notes no:country", All((Filter("has", "notes"), Filter("no", "country")))),
        ("no:date", Filter("no", "date")),
        ("source:reuters lang:pt-BR", All((Filter("source", "reuters"), Filter("lang", "pt-br")))),
        (
            "said-by:lavrov via:itar-tass",
            Statement((Filter("said-by", "lavrov"), Filter("via", "itar-tass"))),
        ),
        (
            "event:ACCUSE actor:russia target:turkey",
            Statement(
                (Filter("event", "accuse"), Filter("actor", "russia"), Filter("target", "turkey"))
            ),
        ),
        (
            "actor:russia actor:turkey",
            All((Statement((Filter("actor", "russia"),)), Statement((Filter("actor", "turkey"),)))),
        ),
        (
            "actor:russia (target:turkey)",
            All(
                (Statement((Filter("actor", "russia"),)), Statement((Filter("target", "turkey"),)))
            ),
        ),
        (
            "actor:russia gas target:turkey",
            All(
                (
                    Statement((Filter("actor", "russia"),)),
                    GAS,
                    Statement((Filter("target", "turkey"),)),
                )
            ),
        ),
        ("event:euro-2012", Filter("event", "euro-2012")),
        ("", None),
        ("  !!! & ", None),
    ],
)
def test_what_is_well_written_is_understood_without_a_repair(typed, tree):
    parsed = parse(typed)
    assert parsed.tree == tree
    assert parsed.repairs == ()


@pytest.mark.parametrize(
    ("typed", "usual", "said"),
    [
        ('"gas supplies', '"gas supplies"', "closing quotation mark"),
        ("(gas OR oil", "gas OR oil", "closing bracket was missing"),
        ("gas) oil", "gas oil", "no opening one"),
        ("gas () oil", "gas oil", "nothing to look for"),
        ('gas ""', "gas", "without a word"),
        ("OR gas", "gas", "one was missing"),
        ("gas OR", "gas", "one was missing"),
        ("gas OR OR oil", "gas OR oil", "one was missing"),
        ("gas NOT", "gas", "before nothing"),
        ("OR", "", "one was missing"),
        ("NOT", "", "before nothing"),
        ("(", "", "closing bracket was missing"),
        ("g*s", "g", "at the end of a word"),
        ("ga*s", "ga*", "at the end of a word"),
        ("a*", "a", "at least 2 letters"),
        ('"gas"~5', '"gas"', "2 to 4 words"),
        ('"a b c d e"~5', '"a b c d e"', "2 to 4 words"),
        ('"gas supplies"~', '"gas supplies"', "followed by a number"),
        ('"gas supplies"~999', '"gas supplies"~100', "At most 100"),
        ('"a b c d"~1000000', '"a b c d"~5', "At most 5"),
        ("date:2012-13 gas", "gas", "“date:2012-13” is left out"),
        ("after:yesterday gas", "gas", "“after:yesterday” is left out"),
        ("date:2013..2012", "date:2012..2013", "wrong order"),
        ("date:..", "", "left out"),
        ("has:money gas", "gas", "“has:money” is left out"),
        ("lang:english1234 gas", "gas", "“lang:english1234” is left out"),
        ("country:SY@owner", "country:SY", "“@owner” is none of the roles"),
        ("gas country:", "gas", "no value"),
        ("title:() gas", "gas", "no word"),
        ("gas " * 300, "gas", "1,000 characters"),
    ],
)
def test_what_is_broken_is_repaired_and_that_is_said(typed, usual, said):
    parsed = parse(typed)
    assert str(parsed) == usual
    assert any(said in repair for repair in parsed.repairs), parsed.repairs


def test_there_is_a_limit_to_terms_and_to_brackets():
    many = parse(" ".join(f"w{number}" for number in range(60)))
    assert len(many.tree.of) == MOST_TERMS
    assert many.repairs == (f"Only the first {MOST_TERMS} terms were read.",)
    deep = parse("(a OR " * (MOST_LEVELS + 3) + "b" + ")" * (MOST_LEVELS + 3) + " c")
    assert "Brackets within more than" in deep.repairs[0]
    assert len(deep.repairs) == 1
    assert parse("x" * 2000).repairs == (
        f"Only the first {MOST_CHARACTERS:,} characters were read.",
    )


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("gas", "“gas”"),
        ("gas oil", "“gas” and “oil”"),
        ("gas OR oil OR nuclear", "“gas”, “oil” or “nuclear”"),
        ("(gas OR oil) -nuclear", "(“gas” or “oil”) and not “nuclear”"),
        ("title:putin", "“putin” in the headline"),
        ('"gas supplies"~5', "“gas supplies” with at most 5 words between"),
        ("negoti*", "words that begin with “negoti”"),
        ("person:Putin@speaker", "Putin as speaker"),
        ("date:2012-11..2012-12", "published from November 2012 to December 2012"),
        ("date:2012-11..", "published since November 2012"),
        ("before:2012", "published before 2012"),
        ("has:notes no:country", "with notes and without country"),
        ("said-by:lavrov via:itar-tass", "a claim by lavrov passed on by itar-tass"),
        ("event:accuse actor:russia target:turkey", "an event “accuse” by russia to turkey"),
    ],
)
def test_a_query_is_said_in_words(typed, words):
    assert parse(typed).in_words() == words


PIECES = st.sampled_from(
    [
        *(
            "gas",
            "oil",
            "U.S.",
            "Assad's",
            "foo-bar",
            "OR",
            "NOT",
            "AND",
            "or",
            "-",
            "--",
            "(",
            ")",
        ),
        *('"', '"gas supplies"', '"a b"~2', "~3", "*", "ga*", "g*s", "title:", "title:gas", ":"),
        *("country:TR", "country:TR,RU", "country:", "person:Putin@speaker", "@subject", "@"),
        *("event:accuse", "event:euro", "actor:ru", "target:tr", "said-by:x", "via:y", "has:notes"),
        *("no:country", "date:2012", "date:2012..2013", "before:2012", "lang:en", "source:a,b"),
        *("!OR", ",-gas", "“", "”", "日本", "日*", "é", "\u0301x", "İ", "\x00", "\ud800", "\u200d"),
        *("entity:", '"OR"', "OR,", "!title:x", "x:y", "foo:bar", "..", "_", "__", "a_b"),
    ]
)
TYPED = st.lists(st.tuples(PIECES, st.sampled_from(["", " ", "  "])), max_size=14).map(
    lambda pieces: "".join(piece + blank for piece, blank in pieces)
) | st.text(max_size=60)


@settings(
    max_examples=int(os.environ.get("CASES", "500")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(TYPED)
@example("(event:accuse) actor:ru target:tr")
@example("-(event:accuse actor:ru)")
@example("event:accuse@")
@example("event:accuse (actor:ru event:accuse)")
@example("-(actor:ru (target:tr))")
def test_any_string_parses_and_its_usual_spelling_parses_to_the_same(typed):
    parsed = parse(typed)
    again = parse(str(parsed))
    assert again.tree == parsed.tree
    assert str(again) == str(parsed)
    assert parsed.in_words() or parsed.tree is None
    if len(typed) < 500:
        assert again.repairs == ()


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(min_size=1, max_size=2000), st.sampled_from(['"', "(", "-", "a OR ", "title:", " "]))
def test_no_length_is_trouble(text, piece):
    for typed in (text * 10, piece * 2000, (piece + text) * 100):
        parsed = parse(typed)
        assert parse(str(parsed)).tree == parsed.tree
