"""The annotations and statements of a record."""

import pytest

from articles.models import Annotation, Article
from tests.importing.records import did, fault, record, take

pytestmark = pytest.mark.django_db


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
