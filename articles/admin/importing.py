"""Importing files, or from an address: first a look at what will happen, then it happens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from articles.formats import Fault, Read, UnknownFormat, format_named, format_of
from articles.ingest import Did, Import, Outcome
from articles.ingest.addresses import read_address
from articles.ingest.report import Summary, in_words
from articles.models import Article, Kind

from . import uploads
from .import_form import MOST_RECORDS, ImportForm
from .recorded import editor

MOST_SHOWN = 200
TOO_MANY = (
    f"Only the first {MOST_RECORDS:,} are taken: the others are to be imported on the server, with "
    "import_articles."
)
BUSY = "The database is busy: what is listed is done. Try again for the others."
PENDING = "import"  # in the session: the key of what was looked at, and how


@dataclass
class Looked:
    """What an import does, or would do."""

    summary: Summary = field(default_factory=Summary)
    rows: list[tuple[str, Outcome]] = field(default_factory=list)
    articles: dict[str, int] = field(default_factory=dict)  # keys by slugs
    stopped: str = ""
    is_done: bool = False

    @property
    def shown(self) -> list[tuple[str, Outcome, int | None]]:
        """What failed first; of the others as many as fit on a page. With the articles' keys."""
        order = [Did.FAILED, Did.NEW, Did.CHANGED, Did.UNCHANGED, Did.LEFT_OUT]
        rows = sorted(self.rows, key=lambda row: order.index(row[1].did))[:MOST_SHOWN]
        return [(name, outcome, self.articles.get(outcome.slug)) for name, outcome in rows]

    def find_articles(self) -> None:
        slugs = {outcome.slug for _, outcome in self.rows} - {""}
        self.articles = dict(Article.objects.filter(slug__in=slugs).values_list("slug", "pk"))

    @property
    def hidden(self) -> int:
        return max(len(self.rows) - MOST_SHOWN, 0)

    @property
    def dropped(self) -> str:
        return in_words(self.summary.dropped)

    @property
    def does_something(self) -> bool:
        return bool(self.summary.counts[Did.NEW] or self.summary.counts[Did.CHANGED])


def importing(model_admin: Any, request: HttpRequest) -> HttpResponse:
    if "do" in request.POST:
        return _done(model_admin, request)
    may_create = editor(request).has_perm("articles.add_entity")
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ImportForm(*sent, may_create=may_create)
    if sent and form.is_valid():
        return _looked_at(model_admin, request, form.cleaned_data)
    return _page(model_admin, request, "admin/import.html", "Import files", form=form)


def _looked_at(model_admin: Any, request: HttpRequest, chosen: dict[str, Any]) -> HttpResponse:
    key = uploads.keep(chosen["files"]) if chosen["files"] else ""
    ways = {name: chosen.get(name, "") for name in ("address", "format", "create")}
    request.session[PENDING] = ways | {"key": key}
    looked = _run(request, request.session[PENDING], dry_run=True)
    title = "Look at what will happen"
    return _page(model_admin, request, "admin/import_look.html", title, looked=looked)


def _done(model_admin: Any, request: HttpRequest) -> HttpResponse:
    pending = request.session.pop(PENDING, None)
    if pending is None:
        return redirect("admin:articles_article_import")
    looked = _run(request, pending, dry_run=False)
    uploads.remove(pending["key"])
    looked.is_done = True
    looked.find_articles()
    return _page(model_admin, request, "admin/import_look.html", "Imported", looked=looked)


def _run(request: HttpRequest, pending: dict[str, str], *, dry_run: bool) -> Looked:
    """Of the files or the address in turn, up to the most that a page can do in its time."""
    person = editor(request)
    run = Import(
        by=person,
        create_entities=Kind(pending["create"]) if pending["create"] else None,
        dry_run=dry_run,
        may_publish=person.has_perm("articles.publish_article"),
        is_trusted=False,
    )
    looked, left = Looked(), MOST_RECORDS
    try:
        for name, drafts in _drafts(pending):
            for outcome in looked.summary.count(run.run(islice(drafts, left))):
                looked.rows.append((name, outcome))
            left = MOST_RECORDS - len(looked.rows)
            if not left and next(drafts, None) is not None:
                looked.stopped = TOO_MANY
                break
    except OperationalError:
        looked.stopped = BUSY
    return looked


def _drafts(pending: dict[str, str]) -> Iterator[tuple[str, Iterator[Read]]]:
    if pending["address"]:
        yield pending["address"], iter(read_address(pending["address"]))
        return
    for name, file in uploads.kept(pending["key"]):
        yield name, _read(name, file, pending["format"])


def _read(name: str, file: Path, format_name: str) -> Iterator[Read]:
    try:
        format_ = (
            format_named(format_name, to="read") if format_name else format_of(name, to="read")
        )
    except UnknownFormat as fault:
        yield Fault(str(fault).replace("say which with --format", "choose which"), "1")
        return
    with file.open("rb") as stream:
        yield from format_.read(stream)


def _page(
    model_admin: Any, request: HttpRequest, template: str, title: str, **more: Any
) -> HttpResponse:
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": title,
        "media": model_admin.media,
        **more,
    }
    return TemplateResponse(request, template, context)
