"""Pasted text read as an article: what is proposed, what is asked, and that nothing is lost."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.pasting import KnownSource, PrintedDate, language_of, read_pasted, split_address
from articles.pasting.dates import find_dates
from articles.text import clean_text

TIMES = KnownSource(1, "The Moscow Times", "the-moscow-times", "https://www.themoscowtimes.com/")
WIKI = KnownSource(2, "Wikinews", "wikinews", "")
PAPERS = [TIMES, WIKI]
BODY = (
    "ISTANBUL — Turkey will press President Vladimir Putin this week to cooperate in engineering "
    "as rapid an end as possible to Syrian President Bashar Assad's rule.\n\n"
    "The Prime Minister sees him on Monday, and it was said by officials that the talks are to be "
    "about the gas of the region."
)
COPIED = f"""# Turkey to Press Putin

By [Jane Doe](#)

December 01, 2012

**The  Moscow Times**

{BODY}"""


def day(year, month, day):
    return PrintedDate(datetime.date(year, month, day), "day")


def dates(line):
    return [reading for found in find_dates(line) for reading in found.readings]


# --- Dates --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        *("1 December 2012", "December 1, 2012", "Dec. 1, 2012", "Saturday, December 01, 2012"),
        *("2012-12-01", "2012/12/1", "2012.12.01", "1st December 2012", "1 DEC 2012"),
        *("1. Dezember 2012", "1er décembre 2012", "1 de diciembre de 2012", "1 декабря 2012"),
        *("1 Aralık 2012", "2012年12月1日", "01/12/2012 is 2012-12-01"),
    ],
)
def test_a_date_is_known_however_newspapers_print_it(line):
    assert day(2012, 12, 1) in dates(line)


def test_a_date_of_figures_that_can_be_two_days_is_both():
    assert dates("01/02/2012") == [day(2012, 2, 1), day(2012, 1, 2)]
    assert dates("05/05/2012") == [day(2012, 5, 5)]
    assert dates("31/12/2012") == dates("12/31/2012") == [day(2012, 12, 31)]


def test_a_month_alone_is_known_as_a_month():
    assert dates("December 2012") == [PrintedDate(datetime.date(2012, 12, 1), "month")]


@pytest.mark.parametrize(
    "line",
    [
        *("30 February 2012", "2012-13-01", "1/12/12", "12012-12-01", "2012-12-011", "32/32/2012"),
        *("Flight 2012", "Mayor 1, 2012", "version 1.2.2012.3", "Decembers 1, 2012", ""),
    ],
)
def test_what_is_no_date_is_none(line):
    assert dates(line) == []


@given(st.dates(datetime.date(1000, 1, 1), datetime.date(2999, 12, 31)))
def test_every_day_is_found_as_it_is_printed(date):
    wanted = PrintedDate(date, "day")
    month = f"{date:%B}"
    for printed in (
        f"{date.day} {month} {date.year}",
        f"{month} {date.day}, {date.year}",
        date.isoformat(),
    ):
        assert dates(printed) == [wanted]
    assert wanted in dates(f"{date.day}/{date.month}/{date.year}")


# --- The lines above a text ---------------------------------------------------------------------


def test_a_copied_article_is_read_line_by_line():
    pasted = read_pasted(COPIED, "https://www.themoscowtimes.com/2012/12/01/turkey-a1", PAPERS)
    assert (pasted.headline, pasted.byline) == ("Turkey to Press Putin", "Jane Doe")
    assert (pasted.dateline, pasted.language, pasted.source) == ("ISTANBUL", "en", TIMES)
    assert [one.date for one in pasted.dates] == [day(2012, 12, 1)]
    assert "line 5" in pasted.dates[0].where and "the address" in pasted.dates[0].where
    assert pasted.text == BODY
    assert [one.became for one in pasted.taken] == ["headline", "byline", "date", "source"]


def test_a_date_of_the_text_and_another_of_the_address_are_both_there_to_choose():
    pasted = read_pasted(COPIED, "https://www.themoscowtimes.com/2012/dec/03/turkey", PAPERS)
    assert [one.date for one in pasted.dates] == [day(2012, 12, 1), day(2012, 12, 3)]


def test_an_ambiguous_date_is_asked_unless_the_address_is_clear_and_is_never_one_alone():
    copied = COPIED.replace("December 01, 2012", "01/02/2012")
    assert len(read_pasted(copied).dates) == 2


def test_a_month_in_the_address_gives_way_to_a_day_of_it():
    months = "https://example.org/2012/12/turkey"
    assert [one.date for one in read_pasted(COPIED, months).dates] == [day(2012, 12, 1)]
    assert read_pasted(BODY, months).dates[0].date.precision == "month"


def test_the_day_of_an_update_is_not_that_of_publication():
    both = COPIED.replace(
        "December 01, 2012", "Published: 1 Dec 2012\nUpdated 3 Dec 2012, 10:30 GMT"
    )
    assert [one.date for one in read_pasted(both).dates] == [day(2012, 12, 1)]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("By Jane Doe", "Jane Doe"),
        ("BY JANE DOE", "JANE DOE"),
        ("by Jane Doe and J. R. Roe", "Jane Doe and J. R. Roe"),
        ("By Jane Doe | December 1, 2012, 10:30", "Jane Doe"),
        ("By the time he came, the talks were over.", ""),
        ("By Monday the talks between the two were over.", ""),
        ("Byzantium Falls", ""),
    ],
)
def test_a_byline_is_told_from_a_sentence(line, name):
    pasted = read_pasted(f"Turkey Falls\n\n{line}\n\n{BODY}")
    assert pasted.byline == name
    assert (line in pasted.text) == (not name)


@pytest.mark.parametrize(
    ("beginning", "place"),
    [
        ("ISTANBUL — Turkey said", "ISTANBUL"),
        ("MOSCOW, Dec. 1 (Reuters) - Russia said", "MOSCOW"),
        ("WASHINGTON (AP) — The President", "WASHINGTON"),
        ("NEW YORK -- The mayor", "NEW YORK"),
        ("A dog - it was brown - bit", ""),
        ("The talks — at last — began", ""),
    ],
)
def test_a_dateline_is_a_place_in_capitals_and_stays_in_the_text(beginning, place):
    pasted = read_pasted(f"Talks\n\n{beginning} on Monday.")
    assert pasted.dateline == place
    assert pasted.text.startswith(beginning)


def test_a_text_without_a_headline_gets_none_but_that_of_its_address():
    assert read_pasted(BODY).headline == ""
    wiki = read_pasted(BODY, "https://en.wikinews.org/wiki/Talks_in_Ankara_on_A/S", PAPERS)
    assert (wiki.headline, wiki.source, wiki.text) == ("Talks in Ankara on A/S", WIKI, BODY)
    assert "from the address" in wiki.notices[0]


def test_a_caption_is_no_headline():
    pasted = read_pasted(f"{BODY}\n\nThe Prime Minister on Monday")
    assert pasted.headline == "" and pasted.taken == []


def test_the_source_is_known_by_its_home_page_before_its_name():
    world = KnownSource(3, "World", "world", "https://example.org/world")
    paper = KnownSource(4, "Paper", "paper", "http://www.example.org")

    def source_of(address):
        return read_pasted(BODY, address, [world, paper, TIMES]).source

    assert source_of("https://example.org/world/1") == world
    assert source_of("https://m.example.org/worldly/1") == paper
    assert source_of("https://badexample.org/1") is None
    assert source_of("https://themoscowtimes.ru/1") == TIMES
    assert source_of("https://[bad/") is None


def test_what_looks_broken_is_told_and_left():
    torn = read_pasted("Talks\n\nThey gave the UN\n\nsupport for it.")
    assert "torn between paragraphs 1 and 2" in torn.notices[0]
    assert torn.text == "They gave the UN\n\nsupport for it."
    long = "A long line of words. " * 8
    assert read_pasted(f"{long}\n{long}").text.count("\n\n") == 1
    assert "one paragraph" in read_pasted("A short line.\nAnother one.").notices[0]


def test_an_address_among_the_lines_is_found():
    assert split_address(f"https://example.org/1\n{BODY}") == ("https://example.org/1", BODY)
    assert split_address(f"{BODY}\n https://example.org/1 ")[0] == "https://example.org/1"
    assert split_address("https://example.org/1")[0] == ""
    assert split_address(f"javascript:alert(1)\n{BODY}")[0] == ""


LINES = st.sampled_from(
    [
        *("By Jane Doe", "December 1, 2012", "01/02/2012", "# Talks", "Talks Begin", "", ""),
        *("The Moscow Times", "Updated 2 May 2012", "He spoke.", "ANKARA — He spoke.", "---"),
    ]
) | st.text(max_size=40)


@given(st.lists(LINES, max_size=14).map("\n".join), st.sampled_from(["", "https://a.org/2012/12/"]))
def test_each_line_is_in_the_text_or_told_as_taken(text, address):
    pasted = read_pasted(text, address, PAPERS)
    taken = {one.number: one.line for one in pasted.taken}
    lines = clean_text(text).split("\n")
    left = [line.strip() for number, line in enumerate(lines, 1) if number not in taken]
    assert all(lines[number - 1] == line for number, line in taken.items())
    assert [line for line in left if line] == [
        line.strip() for line in pasted.text.split("\n") if line.strip()
    ]


# --- Languages ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (BODY, "en"),
        ("Der Präsident und die Minister sind in der Stadt, und das ist nicht alles.", "de"),
        ("Le président et les ministres sont dans la ville, et ce n'est pas tout pour eux.", "fr"),
        ("El presidente y los ministros están en la ciudad, y eso no es todo para el país.", "es"),
        ("Президент и министры были вчера в городе, и это ещё не всё.", "ru"),
        ("Президент і міністри були в місті, і це ще не все.", "uk"),
        ("الرئيس والوزراء في المدينة", "ar"),
        ("大統領は昨日、首都に到着しました。", "ja"),
        ("总统昨天抵达首都。", "zh"),
        ("Πρόεδρος και υπουργοί", "el"),
        ("Ankara Berlin Moscow", "und"),
        ("1 2 3", "und"),
        ("", "und"),
    ],
)
def test_a_language_is_named_when_it_is_clear(text, language):
    assert language_of(text) == language
