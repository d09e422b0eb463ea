"""Near-duplicates: the same story in other papers, or again in the same. Public ones only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from articles.fingerprint import NUMBERS, alike
from articles.models import Article
from articles.models.fingerprinted import FINGERPRINT

# Asked for besides, so that a list of short texts costs what others do.
NOBODYS = (-1,) * NUMBERS
MOST = 1000  # that are looked at for a page: beyond, there is a flood of the same


def copies_of(article: Article) -> list[Article]:
    """With their sources, the oldest first."""
    pks = _copies([article])[article.pk]
    public = Article.objects.public().select_related("source").defer("text")
    return list(public.filter(pk__in=pks).oldest())


def with_copies(articles: Iterable[Article]) -> list[Any]:
    """The same articles, each with its number of `copies`; one query for all that have none yet."""
    listed: list[Any] = list(articles)
    unknown = [article for article in listed if not hasattr(article, "copies")]
    copies = _copies(unknown)
    for article in unknown:
        article.copies = len(copies[article.pk])
    return listed


def _copies(articles: list[Any]) -> defaultdict[int, list[int]]:
    found: defaultdict[int, list[int]] = defaultdict(list)
    prints = {article.pk: article.fingerprint for article in articles if article.fingerprint}
    if not articles:
        return found
    # In no order: for one SQLite would go through all articles.
    near = Article.objects.public().perhaps_alike([*prints.values(), NOBODYS]).order_by()
    for pk, *numbers in near.values_list("pk", *FINGERPRINT)[:MOST]:
        for own, mine in prints.items():
            if own != pk and alike(mine, tuple(numbers)):
                found[own].append(pk)
    return found
