"""RSS and Atom as articles (D68)."""

import io
import re
from pathlib import Path

import pytest

from articles.formats import Draft, Fault, feed

SAMPLES = Path(__file__).resolve().parents[2] / "shared" / "data" / "raw" / "feeds_feedparser"
RSS = """<?xml version="1.0"?><rss version="2.0"><channel>
<title>The &lt;b&gt;Times&lt;/b&gt;</title>
<language>en_GB</language><copyright>All rights reserved</copyright>
<item><title>Turkey to press Putin</title><link>https://news.example/1</link>
<pubDate>Sat, 01 Dec 2012 23:30:00 +0300</pubDate><author>Jane Doe</author>
<description>&lt;p&gt;Turkey &lt;a href="x"&gt;will&lt;/a&gt; press.
&lt;script&gt;alert(1)&lt;/script&gt;
&lt;p onclick="x()"&gt;Russia too.&lt;img src=x onerror=alert(1)&gt;</description></item>
<item><title>Two</title><description>Words.</description><pubDate>01/02/2012</pubDate></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="tr"><title>Haber</title>
<entry><title type="text">&lt;blink&gt; is a tag</title><id>https://news.example/2</id>
<updated>2012-12-02T10:00:00Z</updated><author><name>A</name></author>
<author><name>B</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Bir</p><p>iki</p></div></content>
</entry></feed>"""


def read(content):
    return list(feed.read(io.BytesIO(content if isinstance(content, bytes) else content.encode())))


def test_an_item_of_rss_is_an_article():
    one, two = read(RSS)
    assert one.record == {
        "headline": "Turkey to press Putin",
        "text": "Turkey will press.\n\nRussia too.",
        "source": "The Times",
        "byline": "Jane Doe",
        "language": "en-GB",
        "url": "https://news.example/1",
        "rights": "All rights reserved",
        "published_on": "2012-12-01",
        "published_at": "2012-12-01T20:30:00Z",
    }
    assert one.dropped == {"links": 1, "scripts": 1, "images": 1}
    assert one.warnings == ("the feed holds a summary of it only",)
    assert two.record["published_on"] == "01/02/2012"


def test_an_entry_of_atom_is_an_article_and_its_plain_text_no_markup():
    (one,) = read(ATOM)
    found = {name: one.record[name] for name in ("headline", "text", "byline", "language", "url")}
    assert found == {
        "headline": "<blink> is a tag",
        "text": "Bir\n\niki",
        "byline": "A, B",
        "language": "tr",
        "url": "https://news.example/2",
    }
    assert one.warnings == ("it is dated by its last change: the feed gives no other date",)


def test_of_a_feed_that_is_cut_off_the_last_entry_is_left_out():
    fault, one = read(RSS[: RSS.index("01/02")])
    assert "ends too early" in fault.message
    assert one.record["headline"] == "Turkey to press Putin"


def test_a_feed_that_is_not_quite_xml_is_read_and_that_is_said():
    one, two = read(RSS.replace("Two", "Gas & oil&nbsp;talks"))
    assert two.record["headline"].replace("\xa0", " ") == "Gas & oil talks"
    assert "not well-formed XML (line 9" in one.warnings[0]


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
REACHES = '<!DOCTYPE rss [<!ENTITY file SYSTEM "file:///etc/passwd">]><rss'


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("Words.", "no RSS and no Atom"),
        ("{}", "no RSS and no Atom"),
        (b"<rss><channel>" + b" " * feed.SIZE_MAX, "longer than 5,242,880 bytes"),
        (RSS.encode() + b"\xe9", "is not UTF-8: byte 0xE9 in its line 10"),
        (b"http://127.0.0.1:1/feed", "no RSS and no Atom"),
        (
            RSS.replace("<rss", f'<!DOCTYPE rss [<!ENTITY l0 "ha">{LAUGHS}]><rss'),
            "entities of its own",
        ),
        (RSS.replace("<rss", REACHES), "entities of its own"),
        (RSS.replace("Words", "&" * 600_000), "too long to be mended: not well-formed"),
    ],
)
def test_what_is_no_feed_says_why(content, words):
    (fault,) = read(content)
    assert isinstance(fault, Fault)
    assert words in fault.message


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="The samples of feedparser are not here.")
def test_samples_of_feedparser_are_read_or_refused_and_leave_no_markup():
    """All that are broken or hostile, and each fourth of the others."""
    files = sorted(SAMPLES.rglob("*.xml"))
    hostile = [file for file in files if {"illformed", "sanitize", "encoding"} & {*file.parts}]
    drafts = faults = 0
    for file in {*hostile, *files[::4]}:
        for found in read(file.read_bytes()):
            drafts += isinstance(found, Draft)
            faults += isinstance(found, Fault)
            said = " ".join(str(value) for value in getattr(found, "record", {}).values())
            # Some have these as plain text: that is their subject.
            said = re.sub("<blink>|<br />|</?b>|</?p>", "", said)
            assert "<" not in said, file
    assert drafts > 300
    assert faults < 50
