"""Every address that a reader can come to from the home page by links, forms left aside.

Of the lists only those with one filter or none: with each filter more there are as many again, all
drawn by the same code.
"""

from collections import deque
from urllib.parse import urljoin, urlsplit

import html5lib
import lxml.html
from django.urls import URLPattern, URLResolver, get_resolver

from articles.formats import RENDERINGS

# What is no page, and what only those see who have signed in.
# A file has what its list has.
ELSEWHERE = (
    *("/static/", "/admin/", "/sign-in/", "/sets/new/", "/searches/", "/tokens/", "/articles.csv"),
    *(f"/articles{suffix}" for suffix in RENDERINGS),
    *("/claims.csv", "/claims.jsonl", "/relations.csv", "/relations.jsonl"),
)


def crawl(client, start="/", *, limit=600):
    """Address -> answer, for all that is linked from `start`; a fault in one is not hidden."""
    answers, waiting = {}, deque([start])
    while waiting:
        assert len(answers) < limit, "there are more pages than can be looked at"
        address = waiting.popleft()
        if address in answers:
            continue
        answers[address] = answer = client.get(address)
        if answer.headers.get("Location"):
            waiting.append(urljoin(address, answer.headers["Location"]))
        elif answer.headers["Content-Type"].startswith("text/html"):
            links = links_of(answer, address)
            waiting.extend(link for link in links if link not in answers and "&" not in link)
    return answers


def document(answer):
    return html5lib.parse(answer.content.decode(), namespaceHTMLElements=False)


def links_of(answer, address):
    """The addresses on this site that a page links to, alternates in its head included."""
    page = lxml.html.document_fromstring(answer.content.decode())
    for target in page.xpath("(//a | //link | //area)/@href | //@*[name() = 'xlink:href']"):
        parts = urlsplit(urljoin(f"http://testserver{address}", target))
        if parts.netloc == "testserver" and not parts.path.startswith(ELSEWHERE):
            yield parts.path + (parts.query and f"?{parts.query}")


def names_of_addresses(resolver=None, prefix=""):
    """The names of all URL patterns outside the admin."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            if pattern.app_name != "admin":
                yield from names_of_addresses(pattern, prefix)
        elif isinstance(pattern, URLPattern):
            yield pattern.name
