"""What holds for every page whatever is on it: its weight, its queries, its frame, its policy."""

import gzip
import re

import html5lib
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.search import settle
from tests import every_page, factories
from tests.crawl import names_of_addresses

# Counts and searches see only what is committed.
pytestmark = [
    pytest.mark.any_database,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("own_index"),
]

HTML_MAX = SENT_MAX = 60_000
STYLE_MAX = 28 * 1024
DATA = ("application/json", "application/ld+json")
ADDRESSES = ("href", "src", "action", "formaction", "data", "poster", "ping")
STATIC = settings.BASE_DIR / "static"
# Loaded by the pages; what only editors load is not.
EDITORS = ("admin.css", "desk.css", "desk.js", "review.css", "review.js")
STYLE_AND_SCRIPT = [
    path for path in [*STATIC.glob("*.css"), *STATIC.glob("*.js")] if path.name not in EDITORS
]


def test_the_tables_name_every_address():
    story = factories.article()
    named = {*every_page.pages(story), *every_page.NO_PAGES, *every_page.FOR_READERS}
    named |= every_page.OF_THE_API
    assert set(names_of_addresses()) == named


# --- Weight ------------------------------------------------------------------------------------


def too_heavy(client, addresses):
    shared = sum(len(gzip.compress(path.read_bytes())) for path in STYLE_AND_SCRIPT)
    for address in addresses:
        html = client.get(address).content
        if len(html) > HTML_MAX or len(gzip.compress(html)) + shared > SENT_MAX:
            yield address, len(html), len(gzip.compress(html)) + shared


def test_pages_of_the_seed_are_light(client):
    story = every_page.archive()
    assert not [
        *too_heavy(client, [*every_page.addresses(story), *every_page.missing(story).values()])
    ]


def test_pages_of_many_long_rows_are_light(client):
    crowd = every_page.Crowd(long=True)
    crowd.add(range(30))
    assert not [*too_heavy(client, every_page.addresses(crowd.story))]


def test_the_style_sheet_is_light():
    assert len((STATIC / "archive.css").read_bytes()) <= STYLE_MAX


# --- Queries -----------------------------------------------------------------------------------


def costs(addresses):
    """Address -> number of queries of a reader who comes for the first time."""
    settle()  # who comes before looks again and again whether the index knows all
    found = {}
    for address in addresses:
        with CaptureQueriesContext(connection) as queries:
            answer = Client().get(address)
        assert answer.status_code == 200, address
        found[address] = len(queries)
    return found


def test_ten_rows_cost_as_many_queries_as_three():
    crowd = every_page.Crowd()
    crowd.add(range(3))
    pages = every_page.addresses(crowd.story)
    others = [one for one in every_page.other_addresses(crowd.story) if one.endswith(".json")]
    of_three = costs([*pages, *others])
    crowd.add(range(3, 10))
    of_ten = costs(of_three)
    assert of_ten == of_three
    assert max(of_ten.values()) <= 30, of_ten


# --- Frame and policy --------------------------------------------------------------------------


def test_every_page_has_its_frame_and_keeps_the_policy(client):
    story = every_page.archive()
    for address in every_page.addresses(story):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert not [*faults(answer)], address
    for status, address in every_page.missing(story).items():
        answer = client.get(address)
        assert answer.status_code == status, address
        assert not [*faults(answer)], address


def faults(answer):
    """What a page has and may not have, or lacks, in words."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    html = parser.parse(answer.content.decode())
    yield from (f"{place}: {error}" for place, error, _ in parser.errors)
    yield from frame_faults(html)
    for element in html.iter():
        yield from policy_faults(element)


def frame_faults(html):
    if html.get("lang") != "en":
        yield "no language"
    if not (html.findtext("head/title") or "").strip():
        yield "no title"
    if len(html.findall(".//h1")) != 1 or not "".join(html.find(".//h1").itertext()).strip():
        yield "not one h1"
    for landmark in ("body/header", "body/main", "body/footer", "body/header/nav[@aria-label]"):
        if len(html.findall(landmark)) != 1:
            yield f"not one {landmark}"
    ids = [element.get("id") for element in html.iter() if element.get("id")]
    yield from (f"id {one} is given twice" for one in {*ids} if ids.count(one) > 1)
    for element in html.iter():
        for name in ("aria-labelledby", "aria-describedby", "for", "popovertarget", "list"):
            if (wanted := element.get(name)) and not {*wanted.split()} <= {*ids}:
                yield f"{name} leads nowhere: {wanted}"


def policy_faults(element):
    """The Content-Security-Policy would stop most of these; they must not even be tried."""
    tag, attributes = element.tag, element.attrib
    if not isinstance(tag, str):
        return
    if tag in ("style", "iframe", "object", "embed", "base", "img"):
        yield f"<{tag}>"
    if tag == "script" and element.get("type") not in DATA and (element.text or "").strip():
        yield f"inline script: {element.text[:60]}"
    for name, value in attributes.items():
        if str(name).startswith("on") or name == "style":
            yield f"{name} of <{tag}>"
        is_address = str(name).rpartition("}")[2] in ADDRESSES
        if is_address and re.match(r"\s*(javascript|vbscript|data):", value, re.IGNORECASE):
            yield f"{name}={value[:60]}"
    loaded = [element.get("src"), element.get("action"), tag == "link" and element.get("href")]
    for address in filter(None, loaded):
        own = address.startswith("/") and not address.startswith("//")
        if not own and not address.startswith("http://testserver/"):
            yield f"{tag} from elsewhere: {address}"
