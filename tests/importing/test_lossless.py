"""What goes out comes in again as it was."""

import json
from datetime import date

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.ingest import Did
from articles.models import (
    Annotation,
    Article,
    Change,
    Relation,
    Revision,
    Role,
    State,
    Status,
    TaggedEntity,
)
from articles.serialize import article_record
from tests.factories import annotation, article, claim, entity, relation
from tests.importing.records import TEXT, did, export, run, state, take, wipe

pytestmark = pytest.mark.django_db


def rich_article():
    turkey = entity("Turkey", "country", iso2="TR", wikidata="Q43")
    putin, lavrov = entity("Vladimir Putin", "person"), entity("Сергей Лавров", "person")
    made = article(
        "Talks",
        text=TEXT,
        byline="Staff",
        dateline="ISTANBUL",
        published_on=date(2012, 12, 1),
        date_precision="month",
        url="https://news.example/talks",
        rights="All reserved.",
        status="withdrawn",
    )
    made.tag(turkey, by=None, role=Role.ACTOR, salience=3)
    annotation(made, "Putin", entity=putin)
    annotation(made, "Ankara", entity=entity("Ankara", "place"), form="metonym")
    annotation(made, "Moscow", entity=turkey, state=State.SUGGESTED)
    annotation(made, "Talks", field="headline", note="Which?\n\nThese.")
    lost = annotation(made, "Istanbul", "time", value="2012-12")
    said = claim(
        made, "Turkey will press Putin", [lavrov], about=[turkey, putin], via=putin, note="So."
    )
    relation(made, "press", [turkey], [putin], claim=said, category="REQUEST", contexts=["legal"])
    made.correct(text=TEXT.replace(" met in Istanbul", " met"), reason="Unsure where.", by=None)
    lost.refresh_from_db()
    assert lost.is_orphaned
    return made


@pytest.mark.django_db(transaction=True)
def test_what_is_exported_from_one_archive_and_imported_into_an_empty_one_is_the_same(tmp_path):
    rich_article()
    article("Draft", status="draft", published_on=None, text="Nothing of note.")
    file = tmp_path / "archive.jsonl"
    file.write_bytes(export())
    wipe()
    assert run(str(file), create_entities="topic")[0] == "2 new, 0 changed, 0 unchanged, 0 failed"
    assert export() == file.read_bytes()
    before = state()
    assert run(str(file))[0] == "0 new, 0 changed, 2 unchanged, 0 failed"
    assert state() == before


@pytest.mark.django_db(transaction=True)
def test_the_annotated_fixture_goes_out_and_in_byte_for_byte(tmp_path):
    call_command("loaddata", "countries", "moscow_times", verbosity=0)
    file = tmp_path / "seed.jsonl"
    file.write_bytes(export())
    assert run(str(file))[0] == "0 new, 0 changed, 1 unchanged, 0 failed"
    wipe()
    assert run(str(file), create_entities="topic")[0] == "1 new, 0 changed, 0 unchanged, 0 failed"
    assert export() == file.read_bytes()
    assert (Annotation.objects.count(), Relation.objects.count()) == (174, 40)


def remove_articles():
    """Faster than `wipe`, and within a transaction."""
    for model in (TaggedEntity, Annotation, Change, Revision, Article):
        model._base_manager.get_queryset()._raw_delete("default")


words = st.text(st.characters(codec="utf-8"), max_size=12)

lines = st.text(st.characters(codec="utf-8"), min_size=1, max_size=30)

paragraph = st.text(
    st.sampled_from("ab éß\u200d“”\u0301İ .\t\r\n\u2028😀한"), min_size=3, max_size=60
)


@st.composite
def rows(draw):
    text = "Turkey. " + draw(paragraph) + " Istanbul."
    marks = []
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        kind = draw(st.sampled_from(["note", "time", "evidence"]))
        marks.append({"kind": kind, "start": start, "end": end, "note": "A note."})
    return {
        "headline": "H" + draw(lines),
        "text": text,
        "source": draw(st.sampled_from(["tass", "The Moscow Times", "ТАСС"])),
        "byline": draw(words),
        "section": draw(words),
        "rights": draw(st.none() | words),
        "published_on": draw(st.sampled_from([None, "2012", "2012-11", "2012-12-01"])),
        "published_at": draw(st.sampled_from([None, "2012-12-01T10:30:00.25+03:00"])),
        "language": draw(st.sampled_from(["en", "pt-BR", "und"])),
        "status": draw(st.sampled_from(Status.values)),
        "entities": draw(st.sampled_from([[], ["Turkey"], [{"name": "Gas", "kind": "topic"}]])),
        "annotations": marks,
    }


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows())
def test_any_record_comes_back_from_the_archive_as_it_is_kept(row):
    (outcome,) = take(row, create_entities="place")
    assert outcome.did == Did.NEW, outcome.faults
    made = Article.objects.for_record(public=False).get(slug=outcome.slug)
    kept = article_record(made, public=False)
    for mark in kept["annotations"]:
        assert mark["orphaned"] or kept["text"][mark["start"] : mark["end"]] == mark["exact"]
    remove_articles()
    (again,) = take(json.loads(json.dumps(kept)))
    assert again.did == Did.NEW, again.faults
    made = Article.objects.for_record(public=False).get(slug=outcome.slug)
    assert article_record(made, public=False) == kept
    assert did(kept, row | {"slug": outcome.slug}) == ["unchanged", "unchanged"]
    remove_articles()
