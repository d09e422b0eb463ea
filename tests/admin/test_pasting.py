"""Pasting an article: what is proposed, asked and saved."""

import datetime
import json
from pathlib import Path

import pytest

from articles.models import Article, Source, Status
from tests.admin.pages import PASTE, Changes, errors, of, saved
from tests.factories import article, source
from tests.forms import filled

pytestmark = pytest.mark.django_db


TALKS = """Talks Begin in Ankara

By Jane Doe

December 1, 2012

ANKARA — The talks of the two ministers begin in the city on Monday, and they are to last a week."""


def proposed(client, text=TALKS, url="", **changes):
    """The page of the proposal, as a browser gets it."""
    return client.post(PASTE, filled(client.get(PASTE)) | {"pasted": [text], "url": [url]})


def decided(client, response, **changes):
    values = filled(response) | {name: [str(value)] for name, value in changes.items()}
    return client.post(PASTE, values)


def test_a_pasted_article_is_proposed_and_saved_as_a_draft_and_one_change(client, ana):
    paper = source("The Paper", homepage="https://www.example.org/")
    response = proposed(client, url="https://example.org/2012/12/01/talks")
    values = filled(response)
    assert values["headline"] == ["Talks Begin in Ankara"] and values["byline"] == ["Jane Doe"]
    assert values["source"] == [str(paper.pk)] and values["published_on"] == ["2012-12-01"]
    assert values["language"] == ["en"] and values["dateline"] == ["ANKARA"]
    assert Article.objects.count() == 0, "nothing is saved before she says so"
    changes = Changes()
    saved(decided(client, response, section="World"))
    story = Article.objects.get()
    assert changes() == [("created", "ana")]
    assert story.status == Status.DRAFT and story.revision.number == 1
    assert (story.section, story.source) == ("World", paper)
    assert story.text.startswith("ANKARA — The talks") and story.text.endswith("a week.")


def test_what_was_taken_out_of_the_text_is_told(client, ana):
    html = proposed(client).content.decode()
    assert "<b>byline</b>" in html and "By Jane Doe</q>" in html and "December 1, 2012</q>" in html


def test_a_new_source_is_made_with_its_article(client, ana):
    changes = Changes()
    response = proposed(client)
    assert "Who published it?" in errors(decided(client, response))
    saved(decided(client, response, new_source="The New Paper"))
    assert Article.objects.get().source.name == "The New Paper"
    assert changes() == [("created", "ana")]
    again = proposed(client, text=TALKS.replace("Monday", "Friday"))
    saved(decided(client, again, new_source="the new PAPER", headline="Other Talks"))
    assert Source.objects.count() == 1


def test_an_ambiguous_date_is_asked_and_nothing_typed_is_lost(client, ana):
    paper = source()
    response = proposed(client, TALKS.replace("December 1, 2012", "01/02/2012"))
    assert filled(response)["published_on"] == [""]
    html = response.content.decode()
    assert "1 February 2012" in html and "2 January 2012" in html
    response = decided(client, response, source=paper.pk, section="World")
    assert "Which of these" in errors(response)
    assert filled(response)["section"] == ["World"]
    saved(decided(client, response, printed_on="2012-01-02/day"))
    assert Article.objects.get().published_on == datetime.date(2012, 1, 2)


def test_none_of_the_dates_may_be_right(client, ana):
    response = proposed(client, TALKS.replace("December 1, 2012", "01/02/2012"))
    values = {"source": source().pk, "printed_on": "none", "published_on": "2012-12-05"}
    saved(decided(client, response, **values))
    assert Article.objects.get().published_on == datetime.date(2012, 12, 5)
    response = proposed(client, TALKS.replace("December 1, 2012", "01/02/2012"))
    assert errors(decided(client, response, source=source().pk, printed_on="1999-01-01/day"))


def test_what_the_archive_may_have_already_is_told_with_a_link(client, ana):
    paper = source()
    known = article(
        "Talks Begin in Ankara", url="https://example.org/1", text="Other words.", source=paper
    )
    response = proposed(client, url="http://example.org/1/#top")
    assert "has this address" in response.content.decode()
    assert of(known) in response.content.decode()
    response = decided(client, response, source=paper.pk, url="https://example.org/1")
    assert "original address" in errors(response), "no two articles have one address"
    response = decided(client, response, url="", pasted=TALKS)
    assert "has this source, date and headline" in response.content.decode()
    assert "may have this article" in errors(response)
    saved(decided(client, response, is_another="on"))
    assert Article.objects.count() == 2
    assert "has this very text" in proposed(client).content.decode()


def test_an_address_copied_with_the_text_is_taken(client, ana):
    values = filled(proposed(client, f"https://example.org/1\n{TALKS}"))
    assert values["url"] == ["https://example.org/1"]
    assert values["headline"] == ["Talks Begin in Ankara"]


def test_the_language_of_a_short_text_is_that_of_its_source(client, ana):
    article(source=source("Der Tag"), language="de")
    values = filled(proposed(client, "Ankara\n\nDer Tag\n\nBerlin Moskau Ankara."))
    assert values["language"] == ["de"]


@pytest.mark.parametrize("text", ["", "   ", "\0", "x" * 1_000_001])
def test_what_cannot_be_pasted_is_told(client, ana, text):
    assert errors(proposed(client, text))
    assert errors(proposed(client, TALKS, url="javascript:alert(1)"))


def test_pasted_words_are_never_run(client, ana):
    bad = '<script>alert(1)</script>"><img src=x onerror=alert(1)>{{7*7}}'
    html = proposed(client, f"{bad}\n\nBy {bad}\n\n{bad} the text").content.decode()
    assert "<script>alert" not in html and "<img src=x" not in html and "49" not in html


def test_the_first_article_is_read_as_the_archive_holds_it(client, ana):
    text = json.loads((Path(__file__).parents[2] / "fixtures" / "moscow_times.json").read_text())
    stored = next(row["fields"] for row in text if row["model"] == "articles.article")
    copied = (
        f"# {stored['headline']}\n\nBy [The Moscow Times](#)\n\nDecember 01, 2012\n\n"
        f"**The  Moscow Times**\n\n{stored['text']}"
    )
    source("The Moscow Times", homepage="https://www.themoscowtimes.com/")
    values = filled(proposed(client, copied, url=stored["url"]))
    for name in ("headline", "byline", "dateline", "published_on", "language", "url"):
        assert values[name] == [stored[name]]
    assert values["text"][0].replace("\r\n", "\n") == stored["text"]
