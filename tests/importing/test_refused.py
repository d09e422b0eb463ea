"""What is refused, with the reason, and leaves nothing behind."""

import pytest

from articles.models import Article, Source
from tests.factories import entity
from tests.importing.records import TEXT, fault, mention, record, take

pytestmark = pytest.mark.django_db


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


def test_what_others_call_a_field_is_told_by_our_name():
    (outcome,) = take({"title": "No", "text": "Words.", "date": "2012"})
    assert outcome.faults == ["headline is missing (it may be what is called title)"]
    assert "date is no field of a record, and is ignored: is it published_on?" in outcome.warnings


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
