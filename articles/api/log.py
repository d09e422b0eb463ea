"""What was done, newest first, as far as readers may know it; and results that were cited."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from articles.models import FrozenSet
from articles.pages.log import LARGEST, Line, LogPage
from articles.selection.citing import set_record
from articles.serialize import moment

from . import answers, records
from .asking import Pace
from .cursors import Cursor, not_ours
from .problems import SAID, Problem
from .tokens import FOR_READING

router = Router(tags=["The archive"], auth=FOR_READING)


@router.get(
    "/changes",
    url_name="api-changes",
    operation_id="changes",
    summary="The log, newest first",
    response=records.Changes,
)
def change_list(request: HttpRequest, pace: Query[Pace]) -> HttpResponse:
    """What was done to articles, entities and sources, as /changes/ tells it."""
    cursor, limit = pace.begin(request)
    page = LogPage(_number(cursor) if cursor else None, limit)
    # It may be read to its end by anybody, so nobody counts.
    after = Cursor(1, (str(page.next_before),)) if page.next_before else None
    return answers.page(request, "changes", [_record(line) for line in page.lines], after)


@router.get(
    "/sets/{sha256:sha256}",
    url_name="api-set",
    operation_id="frozen_set",
    summary="A result as it was cited",
    response=records.FrozenSet,
)
def set_detail(request: HttpRequest, sha256: str) -> HttpResponse:
    """Its articles in the revisions that were cited, and what has become of each."""
    frozen = FrozenSet.objects.filter(sha256=sha256).first()
    if frozen is None:
        raise Problem(404, SAID[404])
    return answers.record(set_record(frozen))


def _number(cursor: Cursor) -> int:
    given = cursor.key[0]
    if not (given.isascii() and given.isdigit() and 0 < int(given) <= LARGEST):
        raise not_ours()
    return int(given)


def _record(line: Line) -> dict[str, Any]:
    change = line.change
    # Of several nouns the first: the others are named in words, as far as they are public.
    nouns = {"article": change.article, "entity": change.entity, "source": change.source}
    of, row = next(((noun, row) for noun, row in nouns.items() if row), ("", None))
    return {
        "number": change.number,
        "at": moment(change.at),
        "by": line.who,
        "action": change.action,
        "did": line.phrases,
        "left_out": line.more,
        "reason": change.reason,
        **dict.fromkeys(nouns),
        **({of: row.slug} if row else {}),
    }
