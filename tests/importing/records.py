"""Records as they come in, and what an import made of them."""

import io
import sys
from contextlib import closing
from pathlib import Path

from django.core.management import call_command
from django.db import connection

from articles.ingest import Did, Draft, Import
from articles.models import (
    Annotation,
    Archive,
    Article,
    Change,
    Entity,
    Revision,
    Source,
    TaggedEntity,
)

ROOT = Path(__file__).resolve().parents[2]
TEXT = "Turkey will press Putin, Lavrov said.\n\nAnkara and Moscow met in Istanbul."


def take(*records, **options):
    """The outcomes of an import."""
    drafts = [Draft(record, str(number)) for number, record in enumerate(records, 1)]
    return list(Import(**options).run(drafts))


def did(*records, **options):
    return [str(outcome.did) for outcome in take(*records, **options)]


def fault(record, **options):
    before = state()
    (outcome,) = take(record, **options)
    assert outcome.did == Did.FAILED
    assert state() == before, "A failed record leaves nothing behind."
    return "; ".join(outcome.faults)


def warning(record, **options):
    (outcome,) = take(record, **options)
    assert outcome.did != Did.FAILED, outcome.faults
    return "; ".join(outcome.warnings)


def state():
    """Every row that an import could touch, and how often it was."""
    return (
        list(Article.objects.order_by("pk").values_list("pk", "version", "updated_at", "sha256")),
        list(Entity.objects.order_by("pk").values_list("slug", "version")),
        list(Source.objects.order_by("pk").values_list("slug", "version")),
        list(Annotation.objects.order_by("pk").values_list("uid", "version", "start", "state")),
        TaggedEntity.objects.count(),
        Revision.objects.count(),
        Change.objects.count(),
        Archive.objects.current().last_change,
    )


def record(headline="Talks", text=TEXT, **fields):
    return {"headline": headline, "text": text, **fields}


def mention(words, name="Turkey", **fields):
    return {"kind": "mention", "entity": name, "exact": words, **fields}


def run(*args, **options):
    """The command's output, its complaints and its exit code."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    try:
        call_command("import_articles", *args, stdout=out, stderr=err, **options)
    except SystemExit as ending:
        code = ending.code
    return out.getvalue().strip(), err.getvalue(), code


def export(**options):
    with closing(io.BytesIO()) as buffer:
        stdout = io.TextIOWrapper(buffer)
        real, sys.stdout = sys.stdout, stdout
        try:
            call_command("export_articles", **options)
        finally:
            sys.stdout = real
        return buffer.getvalue()


def wipe():
    """An empty archive."""
    with connection.constraint_checks_disabled():
        call_command("flush", interactive=False, verbosity=0)
    Archive.objects.current()
