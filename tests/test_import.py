"""Imports through the command line: repeatable, lossless, and whatever is wrong is said."""

import io
import json
import random
import re
import signal
import subprocess
import sys
import time
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.ingest import Did, Draft, Import
from articles.models import (
    Action,
    Annotation,
    Archive,
    Article,
    Change,
    Entity,
    Relation,
    Revision,
    Role,
    Source,
    State,
    Status,
    TaggedEntity,
)
from articles.serialize import article_record
from articles.text import text_checksum
from tests import processes
from tests.factories import annotation, article, claim, entity, relation, source, user

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parent.parent
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


# --- The command ---------------------------------------------------------------------------


def test_the_command_says_each_fault_with_its_line_and_keeps_the_good_rows(tmp_path):
    file = tmp_path / "news.jsonl"
    lines = [json.dumps(record("One")), "{", json.dumps({"headline": "No text"})]
    file.write_text("\n".join([*lines, json.dumps(record("Four", text="Other words."))]))
    summary, complaints, code = run(str(file))
    assert summary == "2 new, 0 changed, 0 unchanged, 2 failed"
    assert code == 1
    second, third = complaints.splitlines()
    assert second.startswith(f"{file}:2: the line is not JSON")
    assert third == f"{file}:3: text is missing"
    assert run(str(file))[0] == "0 new, 0 changed, 2 unchanged, 2 failed"


def test_several_files_are_one_import_and_their_formats_may_differ(tmp_path):
    lines, listing = tmp_path / "a.jsonl", tmp_path / "b.json"
    lines.write_text(json.dumps(record("One", slug="one")))
    listing.write_text(
        json.dumps({"articles": [record("Two", slug="two"), record("One", slug="one")]})
    )
    assert run(str(lines), str(listing))[0] == "2 new, 0 changed, 1 unchanged, 0 failed"
    assert run(str(listing), format="jsonl")[0] == "0 new, 0 changed, 0 unchanged, 1 failed"


def test_a_dry_run_says_the_same_and_saves_nothing(tmp_path):
    file = tmp_path / "news.jsonl"
    records = [record(f"No {n}", text=f"Words {n}.", entities=["Atlantis"]) for n in range(30)]
    file.write_text("\n".join(map(json.dumps, [*records, records[0], record("", text="")])))
    before = state()
    summary, _, code = run(str(file), dry_run=True, create_entities="place")
    assert summary == ("30 new, 0 changed, 1 unchanged, 1 failed (a dry run: nothing was saved)")
    assert code == 1
    assert state() == before
    assert run(str(file), create_entities="place")[0] == "30 new, 0 changed, 1 unchanged, 1 failed"


def test_a_missing_file_and_an_unknown_format_are_said_before_anything_is_done(tmp_path):
    with pytest.raises(CommandError, match="There is no file"):
        run(str(tmp_path / "nowhere.jsonl"))
    file = tmp_path / "news.jsonl"
    file.write_text(json.dumps(record()))
    with pytest.raises(CommandError, match="“marc” is not a format to read"):
        run(str(file), format="marc")
    assert not Article.objects.exists()


def test_standard_input_is_a_hyphen(monkeypatch):
    stdin = io.TextIOWrapper(io.BytesIO(json.dumps(record()).encode()))
    monkeypatch.setattr("sys.stdin", stdin)
    assert run("-")[0] == "1 new, 0 changed, 0 unchanged, 0 failed"


def test_an_export_replaces_its_file_only_when_it_is_whole(tmp_path, monkeypatch):
    article("One")
    file = tmp_path / "out.jsonl"
    call_command("export_articles", output=str(file))
    assert json.loads(file.read_text())["headline"] == "One"

    def broken(*_, **__):
        yield {"headline": "Half"}
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("articles.management.commands.export_articles.article_records", broken)
    with pytest.raises(CommandError, match="No space left"):
        call_command("export_articles", output=str(file))
    assert json.loads(file.read_text())["headline"] == "One"
    assert [one.name for one in tmp_path.iterdir()] == ["out.jsonl"]


def test_the_export_has_every_status_and_the_public_one_only_what_readers_see():
    for status in Status:
        article(status.label, status=status)
    everything = [json.loads(line)["status"] for line in export().splitlines()]
    assert sorted(everything) == ["draft", "published", "withdrawn"]
    (public,) = export(public=True).splitlines()
    assert json.loads(public)["status"] == "published"


# --- Again and again -----------------------------------------------------------------------


def test_the_same_import_twice_touches_nothing():
    rows = [
        record("One", url="https://news.example/1", entities=["Turkey"]),
        record("Two", text="Other words.", published_on="2012-12"),
        record("Three", text="No identity but this text.", source="tass"),
        record("Four", text="Marked.", slug="four", annotations=[mention("Marked")]),
    ]
    entity("Turkey")
    assert did(*rows) == ["new"] * 4
    before = state()
    assert did(*rows) == ["unchanged"] * 4
    assert state() == before


def test_an_import_of_an_article_is_one_change():
    entity("Turkey")
    take(record(entities=["Turkey"], annotations=[mention("Turkey")]))
    change = Change.objects.get(article__isnull=False)
    assert (change.action, change.parts) == (
        Action.IMPORTED,
        [{"model": "article", "key": ["talks"], "did": "created"}],
    )
    assert change.number == Archive.objects.current().last_change
    take(
        record("Talks", text=TEXT + " More.", slug="talks", byline="Staff", entities=["Russia"]),
        create_entities="country",
    )
    assert Change.objects.filter(article__isnull=False).count() == 2


def test_an_article_is_known_by_its_address_before_all():
    take(record("One", url="https://news.example/1"))
    assert did(record("Renamed", text="All new.", url="https://news.example/1")) == ["changed"]
    assert did(record("Renamed", text="All new.", url="https://news.example/2")) == ["new"]


def test_then_by_its_slug_unless_that_is_of_another_address():
    take(record("One", slug="one", url="https://news.example/1"))
    assert did(record("Renamed", slug="one")) == ["changed"]
    assert "another address" in fault(record("Two", slug="one", url="https://news.example/2"))


def test_then_by_source_date_and_headline():
    known = {"source": "tass", "published_on": "2012-12-01"}
    take(record("One", **known))
    assert did(record("One", text="Corrected.", **known)) == ["changed"]
    assert did(record("One", text="Another day.", source="tass", published_on="2012-12-02")) == [
        "new"
    ]
    assert did(record("One", text="Another source.", source="ap", published_on="2012-12-01")) == [
        "new"
    ]


def test_then_by_its_text_but_a_syndicated_copy_is_an_article_of_its_own():
    take(record("One", source="tass", published_on="2012-12-01"))
    assert did(record("A new headline", source="tass", published_on="2012-12-01")) == ["changed"]
    assert did(record("One", source="ap", published_on="2012-12-01")) == ["new"]


def test_who_gives_a_slug_means_it():
    known = {"source": "tass", "published_on": "2012-12-01"}
    twins = [
        record("In brief", slug="in-brief", **known),
        record("In brief", slug="in-brief-2", **known),
    ]
    assert did(*twins) == ["new", "new"]
    assert did(*twins) == ["unchanged", "unchanged"]


def test_an_article_twice_in_one_file_is_one_article_or_a_fault():
    rows = [record("One", slug="one"), record("One", slug="one"), record("Two", slug="one")]
    first, second, third = take(*rows)
    assert (first.did, second.did, third.did) == ("new", "unchanged", "failed")
    assert "the article of 1 with other content" in third.faults[0]
    assert did(*rows) == ["unchanged", "unchanged", "failed"]


def test_headlines_alike_get_slugs_of_their_own():
    rows = [record("In brief", text=f"Words {number}.") for number in range(25)]
    outcomes = take(*rows[:12]) + take(*rows[12:])
    assert {outcome.slug for outcome in outcomes} == {
        "in-brief",
        *(f"in-brief-{number}" for number in range(2, 26)),
    }


# --- What changed --------------------------------------------------------------------------


def test_other_words_are_a_new_revision_and_the_anchors_go_with_them():
    turkey = entity("Turkey")
    made = article("Talks", text=TEXT, slug="talks")
    marked = annotation(made, "Ankara", entity=turkey)
    assert did(record("Talks", text="NEW. " + TEXT, slug="talks")) == ["changed"]
    marked.refresh_from_db()
    made.refresh_from_db()
    assert made.revision.number == 2
    assert made.text[marked.start : marked.end] == "Ankara"
    assert marked.start == TEXT.index("Ankara") + 5


def test_words_that_were_corrected_here_are_not_put_back():
    rows = record(
        "Talks", text=TEXT, slug="talks", annotations=[{"note": "Where?", "exact": "Istanbul"}]
    )
    take(rows)
    made = Article.objects.get()
    made.correct(text=TEXT.replace("met in", "met in rainy"), reason="Weather", by=None)
    before = state()
    assert did(rows) == ["unchanged"]
    assert state() == before


def test_what_a_record_does_not_say_stays():
    take(record(slug="talks", byline="Staff", section="World", status="published"))
    assert did(record(slug="talks", section="Europe")) == ["changed"]
    made = Article.objects.get()
    assert (made.byline, made.section, made.status) == ("Staff", "Europe", "published")


def test_what_people_changed_here_is_kept():
    entity("Turkey")
    row = record(slug="talks", byline="Staff", status="draft", entities=["Turkey"])
    take(row)
    made = Article.objects.get()
    made.publish(by=user())
    made.edit(byline="A. Reporter", by=user())
    made.untag(Entity.objects.get(), by=user())
    before = state()
    said = warning(row)
    assert "status of the article talks was changed here, and is kept" in said
    assert state() == before


def test_an_annotation_that_was_rejected_here_is_not_accepted_again():
    row = record(slug="talks", annotations=[{"note": "Where?", "exact": "Istanbul"}])
    take(row)
    made = Article.objects.get()
    made.review(Annotation.objects.get(), State.REJECTED, by=None)
    row["annotations"][0] |= {"state": "accepted", "id": str(Annotation.objects.get().uid)}
    assert "state of the annotation" in warning(row)
    assert Annotation.objects.get().state == State.REJECTED


@pytest.mark.django_db(transaction=True)
def test_later_revisions_of_the_same_history_are_taken_over():
    made = article("Talks", text=TEXT, slug="talks")
    note = annotation(made, "Istanbul")
    old = article_record(made, public=False)
    made.correct(text="First.\n\n" + TEXT, reason="A line was lost.", by=None)
    made.correct(headline="Talks begin", reason="", by=None)
    made = Article.objects.for_record(public=False).get()
    new = article_record(made, public=False)
    wipe()
    assert did(old) == ["new"]
    assert did(new) == ["changed"]
    assert article_record(Article.objects.get(), public=False) == new
    assert Annotation.objects.get().uid == note.uid
    assert did(old) == ["unchanged"]


# --- Lossless ------------------------------------------------------------------------------


def wipe():
    """An empty archive."""
    with connection.constraint_checks_disabled():
        call_command("flush", interactive=False, verbosity=0)
    Archive.objects.current()


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


# --- Entities and sources ------------------------------------------------------------------


def test_unknown_entities_are_reported_never_invented():
    entity("Turkey")
    said = fault(record(entities=["Turkey", "Atlantis", {"name": "Mu", "kind": "place"}]))
    assert said == "unknown entities “Atlantis”, “Mu”"


def test_unknown_entities_are_made_on_request_of_the_kind_their_record_gives():
    row = record(
        entities=["Atlantis", {"slug": "mu-mu", "name": "Mu", "kind": "person", "wikidata": "Q7"}],
        annotations=[mention("Ankara", "mu-mu"), mention("Moscow", "Lemuria")],
    )
    take(row, record("Other", text="Other.", entities=["ATLANTIS"]), create_entities="place")
    kinds = dict(Entity.objects.values_list("slug", "kind"))
    assert kinds == {"atlantis": "place", "mu-mu": "person", "lemuria": "place"}
    assert Entity.objects.get(slug="mu-mu").wikidata == "Q7"
    assert Change.objects.filter(entity__isnull=False, action=Action.IMPORTED).count() == 3


def test_an_entity_is_found_by_slug_code_name_alias_and_wikidata_id():
    entity("Turkey", iso2="TR", aliases=["Türkiye", ("Turkish", "demonym")])
    entity("Vladimir Putin", "person", wikidata="Q7747")
    ways = [
        *("turkey", "TURKEY", "Turkiye", "turkish", {"slug": "turkey"}, {"iso2": "tr"}),
        *({"kind": "country", "iso2": "TR"}, {"name": "Türkiye", "kind": "country"}),
    ]
    for number, way in enumerate([*ways, {"wikidata": "Q7747"}]):
        (outcome,) = take(record(f"No {number}", text=f"Words {number}.", entities=[way]))
        assert outcome.did == Did.NEW, (way, outcome.faults)
    assert TaggedEntity.objects.filter(tag__slug="turkey").count() == len(ways)


def test_of_two_georgias_the_record_must_say_which():
    entity("Georgia", iso2="GE")
    entity("Georgia", "place", slug="georgia-us-state")
    said = fault(record(entities=["Georgia"]))
    assert said == ("“Georgia” may be georgia (country) or georgia-us-state (place): give the slug")
    assert (
        did(
            record("One", text="One.", entities=[{"name": "Georgia", "kind": "place"}]),
            record("Two", text="Two.", entities=["georgia-us-state"]),
            record(
                "Three",
                text="Three.",
                entities=[{"slug": "georgia", "name": "Georgia", "kind": "place"}],
            ),
        )
        == ["new"] * 3
    )
    assert TaggedEntity.objects.filter(tag__slug="georgia-us-state").count() == 3


def test_facts_that_contradict_each_other_are_refused():
    entity("Turkey", iso2="TR", wikidata="Q43")
    entity("Syria", iso2="SY")
    assert "Q858 in the record" in fault(record(entities=[{"slug": "turkey", "wikidata": "Q858"}]))
    said = fault(record(entities=[{"name": "Turkey", "iso2": "SY", "kind": "country"}]))
    assert said == "“Turkey” is turkey, but the record also says syria"


def test_a_name_of_its_own_comes_before_a_metonym_and_a_metonym_is_said():
    entity("Turkey", aliases=[("Ankara", "metonym")])
    said = warning(record("One", text="One.", entities=["Ankara"]))
    assert said == "“Ankara” is taken for Turkey, whose government it stands for"
    entity("Ankara", "place")
    assert warning(record("Two", text="Two.", entities=["Ankara"])) == ""
    assert Article.objects.get(slug="two").entities.get().kind == "place"


def test_codes_are_for_countries_alone():
    entity("Istanbul", "place")
    row = record(entities=[{"name": "Istanbul", "kind": "place", "iso2": "TR"}])
    assert "only a country has an ISO code, TR ignored" in warning(row)
    assert Article.objects.get().entities.get().iso2 is None


def test_what_a_record_calls_its_entities_holds_for_its_annotations():
    """`ankara` is the city of this record, though here Ankara is only a name of Turkey."""
    entity("Turkey", aliases=[("Ankara", "metonym")])
    ankara = {"slug": "ankara", "name": "Ankara", "kind": "place"}
    row = record(untagged=[ankara], annotations=[mention("Ankara", "ankara")])
    assert fault(row) == "unknown entity “Ankara”"
    take(row, create_entities="topic")
    assert Annotation.objects.get().entity.kind == "place"
    assert not TaggedEntity.objects.exists()


def test_an_accepted_mention_makes_a_tag_that_nobody_set():
    entity("Turkey")
    entity("Russia")
    marks = [mention("Turkey"), mention("Moscow", "Russia", state="suggested")]
    take(record(annotations=marks))
    tag = TaggedEntity.objects.get()
    assert (tag.tag.slug, tag.by_hand) == ("turkey", False)


def test_a_source_is_made_when_it_is_new():
    source("The Moscow Times")
    rows = [
        "The Moscow Times",
        "the moscow times",
        "the-moscow-times",
        "la-stampa",
        "La Stampa",
        None,
    ]
    take(*(record(f"No {n}", text=f"Words {n}.", source=name) for n, name in enumerate(rows)))
    assert dict(Source.objects.values_list("slug", "name")) == {
        "the-moscow-times": "The Moscow Times",
        "la-stampa": "La Stampa",
        "unknown-source": "Unknown source",
    }


# --- Annotations ---------------------------------------------------------------------------


def test_offsets_are_those_of_the_text_as_it_came():
    raw = "\ufeff  Turkey\r\n\r\n\r\nand\t\tZoe\u0308 in\u202e Istanbul. \r\n"
    start = raw.index("Istanbul")
    marks = [
        {"note": "A city.", "start": start, "end": start + 8},
        {"note": "Her.", "start": raw.index("Zoe"), "end": raw.index(" in")},
    ]
    take(record(text=raw, annotations=marks))
    made = Article.objects.get()
    assert made.text == "Turkey\n\nand  Zoë in Istanbul."
    found = [made.text[row.start : row.end] for row in made.annotations.in_reading_order()]
    assert found == ["Zoë", "Istanbul"]


def test_an_annotation_is_never_placed_on_other_words():
    text = "Ankara met Moscow. Later Moscow met Ankara again."
    marks = [
        {"note": "Shifted", "start": 2, "end": 20, "exact": "Later Moscow"},
        {"note": "Not here", "start": 0, "end": 6, "exact": "Berlin"},
        {"note": "Twice", "start": 1, "end": 7, "exact": "Moscow"},
        {"note": "By context", "exact": "Moscow", "prefix": "Later ", "suffix": " met Ankara"},
        {"note": "Beyond", "start": 900, "end": 906, "exact": "again"},
    ]
    (outcome,) = take(record(text=text, annotations=marks))
    found = dict(Annotation.objects.values_list("note", "start"))
    assert found == {
        "Shifted": 19,
        "Not here": None,
        "Twice": None,
        "By context": 25,
        "Beyond": text.index("again"),
    }
    assert len(outcome.warnings) == 4
    assert "annotations[1]: “Berlin” does not stand from 0 to 6: imported as an orphan" in (
        outcome.warnings
    )
    kept = Annotation.objects.get(note="Not here")
    assert (kept.exact, kept.is_orphaned) == ("Berlin", True)


def test_marks_have_a_limit_as_elsewhere():
    mark = {"note": "All of it.", "start": 0, "end": 10_001}
    assert "annotations[0] marks more than 10,000 characters" in fault(
        record(text="x" * 20_000, annotations=[mark])
    )


def test_an_article_may_have_a_million_characters():
    text = "Ankara, Москва. " * 62_500
    mark = {"note": "The last.", "start": len(text) - 8, "end": len(text) - 2}
    row = record(text=text, slug="long", annotations=[mark])
    assert did(row, row) == ["new", "unchanged"]
    assert Annotation.objects.get().exact == "Москва"


def test_an_annotation_without_an_id_is_known_again_by_its_place():
    row = record(slug="talks", annotations=[{"note": "Where?", "exact": "Istanbul"}])
    take(row)
    row["annotations"].append({"note": "When?", "exact": "Lavrov"})
    assert did(row, row) == ["changed", "unchanged"]
    assert Annotation.objects.count() == 2


# --- What is refused -----------------------------------------------------------------------

UID = "6f7a6963-990e-55eb-bfe6-8e902644234c"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"headline": " \u202e "}, "headline is missing"),
        ({"headline": None}, "headline is missing"),
        ({"headline": 7}, "headline must be text"),
        ({"headline": "x" * 301}, "headline is longer than 300 characters"),
        ({"text": "\x00\n"}, "text is missing"),
        ({"text": "x" * 1_000_001}, "text is longer than 1,000,000 characters"),
        ({"text": ["x"]}, "text must be text"),
        ({"published_on": "Wed Nov 23, 2016 | 3:02pm EST"}, "published_on must be a date"),
        ({"published_on": "2012-02-30"}, "published_on is no day of the calendar"),
        ({"published_on": "0012-02-03"}, "published_on must be a date"),
        ({"published_on": "2012-12", "date_precision": "day"}, "published_on is a month"),
        ({"published_on": 20121201}, "published_on must be text"),
        ({"published_at": "2012-12-01T10:00"}, "published_at has no time zone"),
        ({"published_at": "0001-01-01T00:00+14:00"}, "published_at must be a moment"),
        ({"published_at": "20121201T100000Z"}, "published_at must be a moment"),
        ({"language": "english please"}, "language must be a BCP 47 tag"),
        ({"url": "javascript:alert(1)"}, "url must be an http:// or https:// address"),
        ({"url": "https://user:word@host/"}, "url must be an http:// or https:// address"),
        ({"url": "https://host/" + "x" * 3000}, "url is longer than 2,000 characters"),
        ({"status": "deleted"}, "status must be one of draft, published, withdrawn"),
        ({"status": ["draft"]}, "status must be one of"),
        ({"sha256": "0" * 64}, "sha256 is not that of the text"),
        ({"entities": "Turkey"}, "entities must be a list"),
        ({"entities": [7]}, "entities[0] must be a name, a slug or an object"),
        ({"entities": [{}]}, "entities[0] is empty"),
        ({"entities": [{"kind": "place"}]}, "entities[0] has no name, slug or code"),
        ({"entities": [{"name": "A", "kind": "ship"}]}, "entities[0] must be one of country"),
        ({"entities": [{"name": "A", "salience": 4}]}, "entities[0].salience must be a whole"),
        ({"entities": [{"name": "A", "salience": True}]}, "entities[0].salience must be a whole"),
        ({"annotations": [7]}, "annotations[0] must be an object"),
        ({"annotations": [{"note": "A"}]}, "annotations[0] has neither start and end"),
        ({"annotations": [{"exact": "Turkey"}]}, "annotations[0].note is missing"),
        ({"annotations": [{"kind": "mention", "exact": "A"}]}, "a mention has one"),
        ({"annotations": [{"id": "7"}]}, "annotations[0].id must be a UUID"),
        ({"annotations": [{"note": "A", "start": -1, "end": 2}]}, "start must be a whole number"),
        ({"annotations": [{"note": "A", "start": 5, "end": 5}]}, "has no words from 5 to 5"),
        ({"annotations": [{"note": "A", "orphaned": True}]}, "orphaned and has no exact words"),
        ({"claims": [{"id": UID, "evidence": UID, "mode": "direct"}]}, "evidence is no annotation"),
        ({"claims": [{"id": UID}]}, "claims[0].evidence is missing"),
        (
            {
                "relations": [
                    {"id": UID, "evidence": UID, "kind": "event", "action": "a", "claim": UID}
                ]
            },
            "claim is no claim of this record",
        ),
        (
            {"relations": [{"contexts": ["weather"]}]},
            "relations[0].contexts has no context weather",
        ),
        (
            {"revisions": [{"number": 2, "headline": "Talks", "text": TEXT}]},
            "must be numbered 1, 2",
        ),
        (
            {"revisions": [{"number": 1, "headline": "Talks", "text": "Old."}]},
            "the newest has another",
        ),
    ],
)
def test_a_bad_field_is_refused_in_plain_words(fields, said):
    assert said in fault(record() | fields)


def test_all_that_is_wrong_is_said_at_once():
    said = fault(record("", url="ftp://x", status="gone"))
    assert all(word in said for word in ("headline", "url", "status"))


def test_an_unknown_field_is_said_once_and_ignored():
    outcomes = take(*(record(f"No {n}", text=f"Words {n}.", colour="red") for n in range(3)))
    assert [outcome.warnings for outcome in outcomes] == [
        ["colour is no field of a record, and is ignored"],
        [],
        [],
    ]


def test_hostile_characters_are_cleaned_on_their_way_in():
    take(record("Pu\x0btin\uffff", text="a\x1bb\u2028c\ud800", byline="\x00"))
    made = Article.objects.get()
    assert (made.headline, made.text, made.byline) == ("Pu tin", "ab\nc", "")


def test_an_id_of_another_article_is_refused():
    take(record("One", text="One.", annotations=[{"id": UID, "note": "A", "exact": "One"}]))
    row = record("Two", text="Two.", annotations=[{"id": UID, "note": "A", "exact": "Two"}])
    assert "is in use in another article" in fault(row)


def test_the_same_mention_twice_is_refused():
    entity("Turkey", aliases=["Türkiye"])
    row = record(annotations=[mention("Turkey"), mention("Turkey", "Türkiye")])
    assert "is marked twice with turkey" in fault(row)


def test_what_only_the_database_refuses_fails_alone(monkeypatch):
    """As when an editor makes a source of the same name at the same moment."""
    from articles.ingest import creating

    real = creating.insert

    def insert(bundles):
        real(bundles)
        if any(bundle.article.headline == "Bad" for bundle in bundles):
            Source(name="Tass", slug="").save()
            Source(name="Tass", slug="").save()

    monkeypatch.setattr(creating, "insert", insert)
    rows = [record("One", text="One."), record("Bad", text="Bad."), record("Two", text="Two.")]
    outcomes = take(*rows, create_entities="place")
    assert [outcome.did for outcome in outcomes] == ["new", "failed", "new"]
    assert "it could not be saved" in outcomes[1].faults[0]
    assert set(Source.objects.values_list("slug", flat=True)) == {"unknown-source"}


# --- Killed, and two at once ---------------------------------------------------------------


def many(count):
    return "\n".join(
        json.dumps(
            record(
                f"Headline {number % 700}",
                text=f"Turkey and Russia talk, number {number}.",
                url=f"https://news.example/{number}",
                entities=["Turkey", "Russia"],
                annotations=[mention("Turkey")],
                source=f"paper-{number % 7}",
            )
        )
        for number in range(count)
    )


def assert_whole(count):
    articles = Article.objects.all()
    assert articles.count() == count
    assert articles.values("slug").distinct().count() == count
    assert Revision.objects.count() == Annotation.objects.count() == count
    assert TaggedEntity.objects.count() == 2 * count
    numbers = list(Change.objects.order_by("number").values_list("number", flat=True))
    assert len(numbers) == len(set(numbers))
    assert Archive.objects.current().last_change == numbers[-1]
    assert Change.objects.filter(article__isnull=False).count() == count
    assert all(text_checksum(text) == sha for text, sha in articles.values_list("text", "sha256"))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_killed_at_any_moment_and_run_again_an_import_loses_and_doubles_nothing(tmp_path):
    file = tmp_path / "news.jsonl"
    file.write_text(many(1200))
    command = [
        *(sys.executable, "manage.py", "import_articles", str(file)),
        *("--create-entities", "country", "-v", "2"),
    ]
    environment = processes.environment(DATABASE_URL=processes.database_url())
    acknowledged = 0
    dice = random.Random(7)  # noqa: S311  the same moments each time
    for _ in range(5):
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        said = []
        for line in process.stderr:
            said.append(line)
            if len(said) > acknowledged + dice.randrange(50, 300):
                break
        time.sleep(dice.random() / 10)
        process.send_signal(signal.SIGKILL)
        said += process.stderr.readlines()
        process.wait()
        process.stderr.close()
        acknowledged = len(said)
        stored = Article.objects.count()
        assert stored >= len([line for line in said if line.endswith(b"\n")])
        if stored:
            assert_whole(stored)
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert re.search(r"[\d,]+ new, 0 changed, [\d,]+ unchanged, 0 failed", done.stdout)
    assert_whole(1200)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_double_nothing(tmp_path):
    file = tmp_path / "news.jsonl"
    file.write_text(many(300))
    script = """
    from django.core.management import call_command
    call_command("import_articles", FILE, create_entities="country")
    """
    said = processes.at_once(2, script, FILE=str(file))
    new = [int(re.match(r"\d+", line)[0]) for line in said]
    assert sum(new) == 300
    assert all(line.strip().endswith("0 failed") for line in said)
    assert_whole(300)
    assert Source.objects.count() == 7
    assert Entity.objects.count() == 2
