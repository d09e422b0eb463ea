"""What crawlers keep of the web as articles, and what is damaged."""

import base64
import gzip
import hashlib
import io
from pathlib import Path

import pytest

from articles.formats import Draft, Fault, LeftOut, warc
from tests.test_html_format import linked, page

SAMPLES = Path(__file__).resolve().parents[2] / "shared" / "data" / "raw" / "warc"
HTML = "text/html; charset=utf-8"


def crawl(*answers, packed=True):
    """A file of answers: address, status, type and body of each."""
    records = []
    for address, status, kind, body in answers:
        body = body if isinstance(body, bytes) else body.encode()
        http = f"HTTP/1.0 {status}\r\nContent-Type: {kind}\r\n\r\n".encode()
        digest = base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()
        headers = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\n"
            f"WARC-Payload-Digest: sha1:{digest}\r\nContent-Type: application/http\r\n"
            f"Content-Length: {len(http) + len(body)}\r\n\r\n"
        )
        records.append(headers.encode() + http + body + b"\r\n\r\n")
    return b"".join(map(gzip.compress, records) if packed else records)


def read(content):
    return list(warc.read(io.BytesIO(content)))


NEWS = ("https://news.example/1", "200 OK", HTML, page(linked(datePublished="2012-12-01")))
IMAGE = ("https://news.example/x.png", "200 OK", "image/png", b"\x89PNG")
GONE = ("https://news.example/old", "404 Not Found", HTML, page())
HOME = ("https://news.example/", "200 OK", HTML, page())


def test_each_page_of_news_is_an_article_and_the_rest_is_left_out():
    found = read(crawl(IMAGE, NEWS, GONE, HOME))
    assert [type(one) for one in found] == [LeftOut, Draft, LeftOut, LeftOut]
    assert found[1].record["url"] == "https://news.example/1"
    assert found[1].record["published_on"] == "2012-12-01"
    assert found[1].place == "record 2 (https://news.example/1)"
    assert found[0].why == "image/png, status 200"
    assert [type(one) for one in read(crawl(NEWS, packed=False))] == [Draft]


def test_of_a_file_that_is_cut_off_what_stands_before_is_kept():
    whole = crawl(NEWS, ("https://news.example/2", *NEWS[1:]))
    one, two = read(whole[:-100])
    assert isinstance(one, Draft)
    assert isinstance(two, Fault)
    damaged = bytearray(whole)
    damaged[len(whole) - 300] ^= 0xFF
    assert [type(found) for found in read(bytes(damaged))] == [Draft, Fault]


def test_an_altered_record_is_found_by_its_digest():
    altered = crawl(NEWS, packed=False).replace(b"Officials", b"0fficials")
    (fault,) = read(altered)
    assert fault.message == "its digest is not that of its content"


def test_a_bomb_and_what_is_no_crawl_are_refused():
    headers = b"WARC/1.0\r\n" + b"X-Header: y\r\n" * 30_000
    bomb = gzip.compress(b"<p>" + b"x" * 9_000_000)
    (large,) = read(crawl(("https://news.example/b", "200 OK", HTML, b"<p>" + b"x" * 9_000_000)))
    assert "longer than 4,194,304 bytes" in large.message
    assert read(b"\x1f\x8b") == [Fault("no record was found in the file", "record 1")]
    for content in (b"Words.", bomb, gzip.compress(b"Words."), gzip.compress(headers)):
        (fault,) = read(content)
        assert "damaged" in fault.message


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="The samples of warcio are not here.")
def test_every_sample_of_warcio_is_read_or_refused(capsys):
    for file in sorted(SAMPLES.glob("*.*")):
        for found in read(file.read_bytes()):
            assert isinstance(found, Draft | Fault | LeftOut)
            assert ("bad" in file.name or "wrong" in file.name) <= isinstance(
                found, Fault | LeftOut
            )
