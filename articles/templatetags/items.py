"""The rows of a list of articles. Made in Python: as templates they cost more than finding them."""

from __future__ import annotations

from collections.abc import Iterable
from heapq import nsmallest
from typing import Any

from django import template
from django.utils.safestring import SafeString

from articles.markup import fill, joined
from articles.models import Article
from articles.pages.copies import with_copies
from articles.templatetags.printing import printed

register = template.Library()
register.filter(with_copies)

MOST_TAGS = 6
PAGE_LANGUAGES = ("en", "und")


@register.simple_tag
def items(articles: Iterable[Article], level: int = 2) -> SafeString:
    """Their rows, each with its near-duplicates."""
    return joined(item(article, level) for article in with_copies(articles))


def item(article: Any, level: int = 2) -> SafeString:
    """A row: the headline as a heading of this level, where it is from, why it was found, tags.

    An article as `Article.objects.for_rows()` reads it; `marked_headline` and `snippet` if it was
    looked for by words.
    """
    return fill(
        '<li class="item">\n'
        '<h{0}><a href="{1}" dir="auto">{2}</a></h{0}>\n'
        '<p class="meta"><b>{3}</b>{4}<span>{5}</span>{6}{7}</p>\n'
        '{8}<p class="tags">{9}</p>\n</li>\n',
        level,
        article.get_absolute_url(),
        getattr(article, "marked_headline", None) or article.headline,
        article.source.name,
        printed(article),
        f"{article.word_count:,} word{'' if article.word_count == 1 else 's'}",
        _copies(article),
        _notes(article),
        _snippet(article),
        tag_links(article),
    )


def _copies(article: Any) -> SafeString | str:
    if not article.copies:
        return ""
    return fill(
        '<a href="{}#copies">{} near-duplicate{}<span class="vh"> of {}</span></a>',
        article.get_absolute_url(),
        article.copies,
        "" if article.copies == 1 else "s",
        article.headline,
    )


def _notes(article: Any) -> SafeString | str:
    number = len(article.notes)
    return fill("<span>{} note{}</span>", number, "" if number == 1 else "s") if number else ""


def _snippet(article: Any) -> SafeString | str:
    words = getattr(article, "snippet", "")
    if not words:
        return ""
    language = article.language
    lang = "" if language in PAGE_LANGUAGES else fill(' lang="{}"', language)
    return fill('<p class="snip" dir="auto"{}>{}</p>\n', lang, words)


def tag_links(article: Any) -> SafeString:
    """The weightiest of its entities."""
    weightiest = nsmallest(MOST_TAGS, article.tags.all(), key=lambda tagged: tagged.place)
    return joined(
        (
            fill(
                '<a class="tag {0}" href="{1}"><span class="vh">{0}: </span>{2}</a>',
                tagged.tag.kind,
                tagged.tag.get_absolute_url(),
                tagged.tag.name,
            )
            for tagged in weightiest
        ),
        " ",
    )
