"""A list as an Atom feed (RFC 4287): its newest articles, for whoever wants to hear of more.

An entry's id is made of the article's slug, which never changes; its address may, with its date.
`updated` is when its record was written or its embargo ended, whichever came last.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from articles.models import Article, DatePrecision
from articles.quotation import LONGEST, quotation

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
ENTRIES = 20
NEVER = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


class Feed(Atom1Feed):
    """Of no article it is as old as can be, and so the same each time."""

    def latest_post_date(self) -> datetime.datetime:
        dates = [item["updateddate"] for item in self.items]
        return max(dates, default=NEVER)


def feed(articles: Iterable[Article], *, title: str, archive: str, url: str, itself: str) -> str:
    """`url` is the list as a page, `itself` the feed; both begin with this archive's origin."""
    made = Feed(f"{title} · {archive}", url, "", feed_url=itself, feed_guid=itself)
    for article in articles:
        made.add_item(**_entry(article, url))
    return made.writeString("utf-8")


def _entry(article: Article, url: str) -> dict[str, Any]:
    origin = urlsplit(url)
    return {
        "title": article.headline,
        "link": f"{origin.scheme}://{origin.netloc}{article.get_absolute_url()}",
        "description": escape(_beginning(article.text)),  # it is read as HTML
        "author_name": article.byline or article.source.name,
        "unique_id": f"tag:{origin.hostname},2026:articles/{article.slug}",
        "pubdate": _published(article),
        "updateddate": max(filter(None, (article.updated_at, article.embargo_until))),
        "categories": [tagged.tag.name for tagged in article.tags.all()],
    }


def _published(article: Article) -> datetime.datetime | None:
    """Nothing where no more than a month or a year is known."""
    is_known = article.published_at or article.date_precision == DatePrecision.DAY
    return article.sort_time if is_known else None


def _beginning(text: str) -> str:
    quoted = quotation(text, 0, 0, LONGEST)
    return quoted.before + quoted.words + quoted.after
