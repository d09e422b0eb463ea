"""Articles with all that hangs on them: the records of `export_articles`, and what these leave out.

That is each row's version, and when an article came and was last changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from articles.formats import Draft
from articles.models import Annotation, Article, Claim, Relation
from articles.serialize import article_record, moment

from .bundle import Bundle, Known, insert
from .faults import said_of
from .table import Json, in_chunks

FILE = "articles.jsonl"
ABOUT = "Articles with their revisions, tags, annotations and statements, each a record."
AT_ONCE = 100


def records() -> Iterator[Json]:
    rows = Article.objects.for_record(public=False).order_by("pk")
    last = 0
    while articles := list(rows.filter(pk__gt=last)[:AT_ONCE]):
        yield from map(record_of, articles)
        last = articles[-1].pk


def record_of(article: Article) -> Json:
    record = article_record(article, public=False)
    rows = list(article.annotations.all())
    versions = {str(row.uid): row.version for row in (*rows, *_statements(rows))}
    for part in ("annotations", "claims", "relations"):
        for row in record[part]:
            row["version"] = versions[row["id"]]
    return record | {
        "version": article.version,
        "created_at": moment(article.created_at),
        "updated_at": moment(article.updated_at),
    }


def _statements(rows: list[Annotation]) -> Iterator[Claim | Relation]:
    for row in rows:
        for name in ("claim", "relation"):
            if hasattr(row, name):
                yield getattr(row, name)


def restore(drafts: Iterable[Draft]) -> None:
    for some in in_chunks(drafts, AT_ONCE):
        known = Known(draft.record for draft in some)
        insert([_bundle(draft, known) for draft in some])


def _bundle(draft: Draft, known: Known) -> Bundle:
    with said_of(draft.place):
        bundle = Bundle(draft.record, known)
        bundle.check()
        return bundle
    raise AssertionError
