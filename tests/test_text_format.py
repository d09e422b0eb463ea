"""Articles as plain text."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.formats import Fault, plain_text
from tests.test_written_formats import HERE, record


def read(content):
    return list(
        plain_text.read(io.BytesIO(content.encode() if isinstance(content, str) else content))
    )


def test_an_article_as_it_came_is_read():
    head = "\n\n# Turkey to Press Putin\n\nBy [The Moscow Times](#)\n\nDecember 01, 2012\n\n"
    text = (
        "ISTANBUL — Turkey will press Putin this week, and he will press for the UN to act.\n\nSo."
    )
    below = "\n\nOriginal url:\n\n<https://news.example/2012/12/01/turkey>"
    (draft,) = read(f"{head}**The  Moscow Times**\n\n{text}{below}")
    assert draft.record == {
        "headline": "Turkey to Press Putin",
        "source": "The Moscow Times",
        "byline": "The Moscow Times",
        "dateline": "ISTANBUL",
        "language": "en",
        "published_on": "2012-12-01",
        "url": "https://news.example/2012/12/01/turkey",
        "text": text,
    }


WORDS = ("Ankara", "met", "Лавров", "and", "“others”", "in", "2012")
paragraph = st.lists(st.sampled_from(WORDS), min_size=3)


@given(
    st.lists(paragraph.map(lambda words: f"It is said: {' '.join(words)}."), min_size=1), st.data()
)
def test_what_goes_out_comes_in_again(paragraphs, data):
    date = data.draw(st.sampled_from(["2012-12-01", "2011-05-31", None]))
    fields = {"text": "\n\n".join(paragraphs), "published_on": date, "byline": "Jane Doe"}
    one = record(**fields, url="https://news.example/x", headline="Talks")
    written = b"".join(plain_text.write([one, one], HERE))
    for draft in read(written):
        named = {"source": "The Moscow Times", "published_on": date}
        for name, value in (one | named).items():
            if name in ("headline", "source", "byline", "url", "text", "published_on"):
                assert draft.record.get(name) == value


def test_what_cannot_be_read_says_why_and_stops_no_other():
    parts = [
        b"One\n\nWords of one.\n",
        b"\ncaf\xe9\n",
        b"\n" + b"x" * 300 + b".\n",
        b"\nLast\n\nWords.\n",
    ]
    found = read(b"\f".join(parts))
    assert [one.place for one in found] == ["1", "4", "6", "8"]
    assert found[1].message == "the text is not UTF-8: byte 0xE9 in its line 2"
    assert found[2].message.startswith("it begins with no headline")
    assert found[3].record["headline"] == "Last"


def test_a_date_that_may_be_two_days_is_left_to_be_refused():
    (draft,) = read("Talks\n\n01/02/2012\n\nTurkey will press Putin this week.")
    assert draft.record["published_on"] == "2012-02-01 or 2012-01-02"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-8"])
def test_text_may_say_its_encoding(encoding):
    (draft,) = read("Türkiye\n\nErdoğan will press Putin.".encode(encoding))
    assert draft.record["headline"] == "Türkiye"
    assert isinstance(*read(b"\xff\xfeA\x00B"), Fault)
