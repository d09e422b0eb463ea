"""Articles and entities as dictionaries: a fixed shape, and for readers only what is public."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import (
    Action,
    Annotation,
    Archive,
    Article,
    Entity,
    EntityLink,
    Role,
    State,
    Tie,
    recording,
)
from articles.serialize import article_record, article_records, article_summary, entity_record
from tests.factories import annotation, article, claim, entity, relation, user

pytestmark = pytest.mark.django_db

TEXT = "Turkey will press Putin, Lavrov said.\n\nAnkara and Moscow met in Istanbul."
SUMMARY = [
    *("slug", "headline", "source", "byline", "dateline", "section", "published_on"),
    *("date_precision", "published_at", "embargo_until", "language", "url", "rights", "status"),
    *("text", "sha256", "entities"),
]


def story(**fields):
    """An article with something of everything."""
    turkey = entity("Turkey", "country", iso2="TR", wikidata="Q43")
    putin, lavrov = entity("Vladimir Putin", "person"), entity("Sergei Lavrov", "person")
    made = article("Talks", text=TEXT, **fields)
    made.tag(turkey, by=None, role=Role.ACTOR, salience=3)
    annotation(made, "Putin", entity=putin, by=user("editor"))
    annotation(made, "Ankara", entity=entity("Ankara", "place"), form="metonym")
    annotation(made, "Moscow", entity=turkey, state=State.SUGGESTED)
    said = claim(made, "Turkey will press Putin", [lavrov], about=[turkey], mode="indirect")
    relation(made, "press", [turkey], [putin], claim=said, category="REQUEST", contexts=["legal"])
    return made


def test_a_record_has_the_fixed_keys_in_their_order():
    record = article_record(story())
    assert [*record][: len(SUMMARY)] == SUMMARY
    assert [*record][len(SUMMARY) :] == [
        *("untagged", "annotations", "claims", "relations", "revisions")
    ]
    assert record["entities"][0] == {
        "slug": "turkey",
        "name": "Turkey",
        "kind": "country",
        "iso2": "TR",
        "wikidata": "Q43",
        "role": "actor",
        "salience": 3,
    }
    (putin,) = (row for row in record["annotations"] if row["exact"] == "Putin")
    assert putin.pop("id")
    assert putin == {
        "kind": "mention",
        "state": "accepted",
        "orphaned": False,
        "entity": "vladimir-putin",
        "form": "name",
        "field": "text",
        "exact": "Putin",
        "prefix": "Turkey will press ",
        "suffix": ", Lavrov said.\n\nAnkara and Mosco",
        "start": 18,
        "end": 23,
        "made_on": 1,
        "note": "",
        "value": None,
    }
    (said,), (done,), (revision,) = (record[part] for part in ("claims", "relations", "revisions"))
    assert (said["speakers"], said["about"], said["cue"]) == (["sergei-lavrov"], ["turkey"], None)
    assert done["claim"] == said["id"]
    assert (done["actors"], done["targets"]) == (["turkey"], ["vladimir-putin"])
    assert (done["category"], done["contexts"]) == ("REQUEST", ["legal"])
    assert (revision["number"], revision["text"], revision["made_by"]) == (1, TEXT, None)


def test_a_row_of_a_list_is_the_record_up_to_its_entities():
    made = story()
    record = article_record(made)
    assert article_summary(made) == {key: record[key] for key in SUMMARY}


def test_a_reader_sees_no_annotation_that_nobody_accepted():
    made = story()
    said = made.annotations.get(claim__isnull=False)
    made.review(said, State.REJECTED, by=None)
    record = article_record(made)
    assert {row["state"] for row in record["annotations"]} == {"accepted"}
    assert record["claims"] == []
    assert record["relations"][0]["claim"] is None
    assert "sergei-lavrov" not in str(record)
    assert not any("created_by" in row for row in record["annotations"])

    whole = article_record(made, public=False)
    assert {row["state"] for row in whole["annotations"]} == {"accepted", "suggested", "rejected"}
    assert len(whole["claims"]) == 1
    assert {row["created_by"] for row in whole["annotations"]} == {None, "editor"}


def test_who_is_named_without_a_tag_stands_apart():
    record = article_record(story())
    assert {row["slug"] for row in record["entities"]} == {"turkey", "vladimir-putin"}
    assert [row["slug"] for row in record["untagged"]] == ["ankara", "sergei-lavrov"]


def test_only_the_operator_reads_which_tags_were_made_by_mentions():
    made = story()
    assert not any("by_hand" in row for row in article_record(made)["entities"])
    tags = {row["slug"]: row for row in article_record(made, public=False)["entities"]}
    assert tags["vladimir-putin"]["by_hand"] is False
    assert "by_hand" not in tags["turkey"]


def test_no_reader_learns_what_an_editor_signs_in_with():
    made = article("Talks", text=TEXT, by=user("maker"))
    annotation(made, "Putin", by=user("marker"))
    record = article_record(made)
    assert "maker" not in str(record)
    assert "marker" not in str(record)
    whole = article_record(made, public=False)
    assert whole["revisions"][0]["made_by"] == "maker"
    assert whole["annotations"][0]["created_by"] == "marker"


def test_moments_are_written_in_utc():
    zone = datetime.timezone(datetime.timedelta(hours=3))
    made = article(published_at=datetime.datetime(2012, 12, 1, 2, 30, tzinfo=zone))
    assert article_record(made)["published_at"] == "2012-11-30T23:30:00Z"


def test_prefetched_or_not_a_record_says_the_same():
    made = story()
    for public in (True, False):
        stored = Article.objects.for_record(public=public).get(pk=made.pk)
        assert article_record(stored, public=public) == article_record(made, public=public)


def test_records_cost_the_same_number_of_queries_for_3_as_for_10():
    putin = entity("Putin", "person")

    def more(number):
        for _ in range(number):
            one = article(text=TEXT, entities=[putin], by=None)
            annotation(one, "Putin", entity=putin)
            said = claim(one, "Lavrov said", [putin])
            relation(one, "press", [putin], [putin], claim=said)

    def cost():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            records = list(article_records(Article.objects.all()))
        return len(records), len(queries)

    more(3)
    assert cost()[0] == 3
    three = cost()[1]
    more(7)
    assert cost() == (10, three)


def test_articles_may_name_more_entities_than_a_condition_may_have_parts():
    made = article("All of them", text="A town.")
    named = Entity.objects.bulk_create(
        derive(Entity(name=f"Town {n}", slug=f"town-{n}", kind="place")) for n in range(1100)
    )
    words = {"exact": "A town", "start": 0, "end": 6, "made_on": made.revision}
    Annotation.objects.bulk_create(
        Annotation(article=made, kind="mention", entity=one, **words) for one in named
    )
    assert len(next(article_records(Article.objects.all()))["annotations"]) == 1100


def derive(row):
    row.derive()
    return row


def test_records_come_in_the_order_of_slugs_whatever_the_chunks(monkeypatch):
    monkeypatch.setattr("articles.serialize.CHUNK", 2)
    for name in ("C", "A", "E", "B", "D"):
        article(name)
    slugs = [record["slug"] for record in article_records(Article.objects.public())]
    assert slugs == ["a", "b", "c", "d", "e"]


def test_a_record_is_never_of_two_moments(monkeypatch):
    """Somebody tags while the rows of a chunk are read, one query after the other."""
    made, tags = article(), iter([entity(f"Town {number}", "place") for number in range(3)])
    real = article_record

    def disturbed(stored, **options):
        if tag := next(tags, None):
            made.tag(tag, by=None)
        return real(stored, **options)

    monkeypatch.setattr("articles.serialize.article_record", disturbed)
    (record,) = article_records(Article.objects.all())
    assert len(record["entities"]) == 3


def test_under_constant_writing_the_log_is_held(monkeypatch):
    article()
    numbers = iter(range(100))

    class Busy:
        @property
        def last_change(self):
            return next(numbers)

    monkeypatch.setattr(type(Archive.objects), "current", lambda self: Busy())
    assert len(list(article_records(Article.objects.all()))) == 1


def test_an_entity_has_its_names_ties_and_count():
    turkey = entity("Turkey", iso2="TR", iso3="TUR", iso_numeric="792", aliases=["Türkiye"])
    putin = entity("Putin", "person", aliases=[("Putin's", "demonym")])
    with recording(Action.EDITED, by=None, entity=putin) as record:
        record.save(EntityLink(entity=putin, tie=Tie.CITIZEN_OF, target=turkey, label="President"))
    article(entities=[putin, turkey])
    assert entity_record(putin) == {
        "slug": "putin",
        "name": "Putin",
        "kind": "person",
        "iso2": None,
        "iso3": None,
        "iso_numeric": None,
        "wikidata": None,
        "description": "",
        "sector": "",
        "names": [{"name": "Putin's", "form": "demonym"}],
        "links": [{"tie": "citizen_of", "target": "turkey", "label": "President"}],
        "articles": 1,
        "url": "/people/putin/",
    }
    assert entity_record(turkey)["iso_numeric"] == "792"


def test_an_entity_is_not_tied_to_what_only_a_draft_names():
    putin, ally = entity("Putin", "person"), entity("Secret ally", "person")
    article(entities=[putin])
    article(entities=[ally], status="draft")
    with recording(Action.EDITED, by=None, entity=putin) as record:
        record.save(EntityLink(entity=putin, tie=Tie.PART_OF, target=ally))
    assert entity_record(putin)["links"] == []
    assert entity_record(ally)["articles"] == 0


def test_entities_cost_the_same_number_of_queries_for_3_as_for_10():
    def cost(number):
        for one in range(number):
            entity(f"Town {number} {one}", "place", aliases=[f"Alias {number} {one}"])
        with CaptureQueriesContext(connection) as queries:
            records = [entity_record(one) for one in Entity.objects.for_record()]
        return len(records), len(queries)

    assert cost(3)[1] == cost(7)[1]
