"""What a page of an article has in it."""

import re

import html5lib

SMALL = 60_000  # bytes of HTML
XHTML = "{http://www.w3.org/1999/xhtml}"
BELOW = ("", "history/", "annotations/")


def parsed(response):
    """The tree that a browser makes of a page."""
    return html5lib.parse(response.content, transport_encoding="utf-8")


def elements(response, name):
    return list(parsed(response).iter(XHTML + name))


def texts_of_paragraphs(response):
    return ["".join(p.itertext()) for p in elements(response, "p") if "id" in p.attrib]


def assert_harmless(response):
    """D20 and D40: no script but our file and inert data, no style, no handler, no other host."""
    for element in parsed(response).iter():
        name = str(element.tag).removeprefix(XHTML)
        attributes = element.attrib
        assert not [one for one in attributes if one.startswith("on") or one == "style"]
        assert name not in ("style", "iframe", "object", "embed", "base", "img")
        if name == "script" and attributes.get("type") not in (
            "application/json",
            "application/ld+json",
        ):
            assert attributes["src"].startswith("/static/")
            assert not element.text
        if name == "link":
            own = attributes["href"].startswith("/") or attributes["rel"] == "canonical"
            assert own, attributes
        for address in (attributes.get("href", ""), attributes.get("src", "")):
            assert not re.match(r"\s*(javascript|data|vbscript):", address, re.IGNORECASE), address
