"""Pages of news sites as articles: what they say to machines, and their text alone."""

import io
import json

import pytest

from articles.formats import Fault, LeftOut, html_page
from articles.formats.blocks import words_of_html
from articles.formats.encoded import NotText, decoded

ONE = "ISTANBUL — Turkey will press President Putin this week to seek an end of the war in Syria."
TWO = "Officials say that Russia must be assured of not losing from it, and that talks go on."
ADDRESS = "https://www.news.example/2012/12/01/turkey-to-press"


def page(head="", body="", html=' lang="en-GB"'):
    return (
        f"<!doctype html><html{html}><head><meta charset=utf-8>{head}</head><body>"
        f"<nav><a href=/>Home</a></nav><article><h1>Turkey to press Putin</h1><p>{ONE}</p>{body}"
        f"<p>{TWO}</p></article><footer>All rights reserved</footer></body></html>"
    )


def linked(**fields):
    words = json.dumps({"@type": "NewsArticle", "headline": "Turkey to press Putin"} | fields)
    return f'<script type="application/ld+json">{words}</script>'


def read(content, **known):
    raw = content if isinstance(content, bytes) else content.encode()
    return html_page.read_page(raw, "page", **known)


def test_what_a_page_says_in_json_ld_is_believed_first():
    graph = {
        "datePublished": "2012-12-01T23:30:00+03:00",
        "author": [{"@type": "Person", "name": "Jane Doe"}, {"name": "John Roe"}],
        "publisher": {"@type": "Organization", "name": "The Moscow Times"},
        "articleSection": ["World", "Syria"],
    }
    meta = (
        '<meta property="article:published_time" content="2013-01-01"><meta name=author content=X>'
    )
    draft = read(page(meta + linked(**graph)), address=ADDRESS)
    assert draft.record == {
        "headline": "Turkey to press Putin",
        "source": "The Moscow Times",
        "byline": "Jane Doe, John Roe",
        "section": "World",
        "language": "en-GB",
        "published_on": "2012-12-01",
        "published_at": "2012-12-01T20:30:00Z",
        "url": ADDRESS,
        "text": f"{ONE}\n\n{TWO}",
    }


def test_then_open_graph_and_other_meta_elements():
    head = (
        "<title>Turkey to press Putin | The Times</title>"
        '<meta property="og:title" content="Turkey to press Putin – The Times">'
        '<meta property="og:site_name" content="The Times">'
        '<meta property="og:url" content="https://news.example/a"><meta name="byl" content="Staff">'
        '<meta name="date" content="last week"><meta name="DC.date" content="1 December 2012">'
    )
    draft = read(page(head))
    found = {key: draft.record[key] for key in ("headline", "source", "byline", "url")}
    assert found == {
        "headline": "Turkey to press Putin",
        "source": "The Times",
        "byline": "Staff",
        "url": "https://news.example/a",
    }
    assert draft.record["published_on"] == "2012-12-01"


def test_a_date_that_cannot_be_read_is_left_to_be_refused_and_the_address_may_know_one():
    assert (
        read(page('<meta name=date content="01/02/2012">')).record["published_on"] == "01/02/2012"
    )
    assert read(page("<title>T</title>"), address=ADDRESS).record["published_on"] == "2012-12-01"


@pytest.mark.parametrize(
    "said", ["https://other.example/a", "/", "javascript:alert(1)", "http://["]
)
def test_a_page_cannot_say_that_it_is_another_sites(said):
    head = f'<link rel=canonical href="{said}"><meta property="og:url" content="{said}">'
    assert read(page(head), address=ADDRESS).record["url"] == ADDRESS


def test_only_text_is_kept_and_what_is_dropped_is_counted():
    body = (
        "<script>alert(1)</script><p>They met <a href=/putin onclick=x()>Putin</a> &lt;script&gt;"
        "<img src=x onerror=alert(1)><br>in <b>Istanbul</b> last week, as has been said before.</p>"
        "<svg><text>No</text></svg><iframe src=//evil.example></iframe><ul><li>First of two</ul>"
    )
    draft = read(page(linked(), body))
    middle = "They met Putin <script>\nin Istanbul last week, as has been said before."
    assert draft.record["text"] == f"{ONE}\n\n{middle}\n\nFirst of two\n\n{TWO}"
    dropped = {"links": 2, "images": 2, "frames": 1, "scripts": 2, "words beside the text": 8}
    assert draft.dropped == dropped


def test_words_of_broken_html_stay_in_their_order():
    markup = (
        "<p>One<br>two <b>bold</b><p>a &lt;b&gt;<br/><br/>x<table><tr><td>c<td>d</table></div>e"
    )
    words = "One\ntwo bold", "a <b>", "x", "c", "d", "e"
    assert words_of_html(markup).text == "\n\n".join(words)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (page().replace("—", "caf\xe9").encode("latin-1", "replace"), "is not UTF-8: byte 0xE9"),
        (page().replace("utf-8", "klingon"), "“klingon”, which is not known"),
        (page().replace("utf-8", "punycode"), "“punycode”, which is not known"),
        (page().replace("utf-8", "zlib"), "“zlib”, which is not known"),
        ("<div>" * 100_000, "nested too deeply"),
        ("<p>x" * 20_000, "more than 20,000 elements"),
        (b"<p>" + b"x" * html_page.SIZE_MAX, "longer than 4,194,304 bytes"),
        ("<title>T</title>", "no article's text"),
        ("<!--" + "-" * 1000, "holds no HTML"),
    ],
)
def test_a_page_that_cannot_be_read_says_why(content, words):
    fault = read(content)
    assert isinstance(fault, Fault)
    assert words in fault.message


def test_a_page_is_read_in_the_encoding_that_it_or_its_server_says():
    russian = page(body="<p>Россия и Турция договорились о новых встречах.</p>", html="")
    russian = russian.replace("—", "-")
    said = russian.replace("utf-8", "windows-1251").encode("cp1251")
    for found in (read(said), read(russian.encode("koi8-r"), charset="KOI8-R")):
        assert "договорились" in found.record["text"]
    assert decoded(b"\xff\xfea\x00", "utf-8") == "a"
    assert decoded(b"\x93a\x94", "iso-8859-1") == "“a”"
    with pytest.raises(NotText):
        decoded(b"\x81", "iso-8859-1")


def test_of_many_pages_those_that_are_no_articles_are_left_out():
    assert isinstance(read(page(), of_many=True), LeftOut)
    for head in (
        linked(),
        '<meta property="og:type" content="article">',
        "<meta name=date content=2012>",
    ):
        assert read(page(head), of_many=True).record["text"]


def test_a_file_is_one_page():
    assert [one.place for one in html_page.read(io.BytesIO(page().encode()))] == ["page"]
    assert list(html_page.read(io.BytesIO(b" \n"))) == []
