"""The same records again, and records that have changed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.ingest import Draft, Import
from articles.models import Action, Annotation, Archive, Article, Change, Entity, State
from articles.serialize import article_record
from tests.factories import annotation, article, entity, user
from tests.importing.records import TEXT, did, fault, mention, record, state, take, warning, wipe

pytestmark = pytest.mark.django_db


# --- Again and again ------------------------------------------------------------------------------


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


@pytest.mark.skipif(connection.vendor != "sqlite", reason="others go through a table so small")
def test_an_address_is_looked_up_in_its_index():
    with CaptureQueriesContext(connection) as asked:
        take(*(record(str(number), url=f"https://news.example/{number}") for number in range(3)))
    (query,) = (one["sql"] for one in asked if '"url" IN' in one["sql"])
    with connection.cursor() as cursor:
        plan = cursor.execute(f"EXPLAIN QUERY PLAN {query}").fetchall()
    assert "USING INDEX articles_by_address (url=?)" in plan[0][-1]


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


# --- What changed ---------------------------------------------------------------------------------


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


def test_a_summary_takes_no_place_of_a_text():
    whole = record(slug="talks", url="https://news.example/1")
    summary = Draft(record(text="In short.", url="https://news.example/1"), "1", is_summary=True)
    assert [outcome.did for outcome in Import().run([summary])] == ["new"]
    assert did(whole) == ["changed"]
    assert [outcome.did for outcome in Import().run([summary])] == ["unchanged"]
    assert Article.objects.get().text == TEXT


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
