"""Articles at an address that somebody names: a page, or a feed."""

from __future__ import annotations

import io
from collections.abc import Iterator

from django.conf import settings

from articles.fetch import NotFetched, fetch
from articles.formats import Fault, Read, feed
from articles.formats.html_page import read_page

BEGINNINGS = ("http://", "https://")


def read_address(address: str) -> Iterator[Read]:
    if not settings.FETCHES_ADDRESSES:
        yield Fault(
            "this archive fetches no addresses: its settings (ARCHIVE_FETCH) say so", "page"
        )
        return
    try:
        fetched = fetch(address.strip())
    except NotFetched as fault:
        yield Fault(str(fault), "page")
        return
    if fetched.kind == feed.NAME:
        yield from feed.read(io.BytesIO(fetched.body))
    else:
        at, charset = fetched.address, fetched.charset
        yield read_page(fetched.body, "page", address=at, charset=charset)
