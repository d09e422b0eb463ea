"""The gate that all text enters by, and the limits."""

import contextlib

import pytest
from django.db import transaction

from articles.models import (
    Action,
    Annotation,
    Article,
    Change,
    Entity,
    EntityName,
    Source,
    recording,
)
from articles.text import text_checksum
from tests.editing.acts import HOSTILE, REFUSED, changes_made
from tests.factories import annotation, article, entity, source
from tests.processes import at_once

pytestmark = pytest.mark.django_db


def test_no_text_enters_the_database_that_xml_cannot_hold():
    hostile = entity(HOSTILE, "topic", description=HOSTILE, aliases=[HOSTILE])
    story = article(HOSTILE, text=f"{HOSTILE}\n\nTurkey", byline=HOSTILE, rights=HOSTILE)
    mark = annotation(story, "Turkey", note=HOSTILE)
    for row, names in (
        (hostile, ["name", "description", "folded", "sort_key"]),
        (hostile.names.get(), ["name", "folded"]),
        (story, ["headline", "text", "byline", "rights"]),
        (story.revision, ["headline", "text"]),
        (mark, ["note"]),
    ):
        row.refresh_from_db()
        for name in names:
            value = getattr(row, name)
            value.encode()
            assert not set(value) & {"\0", "\x0b", "\x1b", "\ufffe", "\uffff", "\ud800"}, name
    assert list(Entity.objects.filter(name=HOSTILE)) == [hostile]
    assert not Source.objects.filter(slug="a\0b").exists()


def test_the_checksum_is_of_the_text_as_it_is_stored():
    story = article(text="One.\r\n\r\n\r\nTwo.\0")
    assert story.text == "One.\n\nTwo."
    assert story.sha256 == text_checksum("One.\n\nTwo.") == story.revision.sha256
    with recording(Action.IMPORTED, by=None) as record:
        record.create_all([Article(headline="C", slug="c", source=source(), text="x\r\ny")])
    assert Article.objects.get(slug="c").sha256 == text_checksum("x\ny")


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (Article, {"headline": "x" * 301}),
        (Article, {"slug": "x" * 201}),
        (Article, {"byline": "x" * 301}),
        (Article, {"url": "https://example.org/" + "x" * 2_000}),
        (Article, {"text": "x" * 1_000_001}),
        (Article, {"headline": ""}),
        (Article, {"slug": "Türkei"}),
        (Entity, {"name": "x" * 201}),
        (Entity, {"slug": "x" * 201}),
        (Entity, {"folded": ""}),
        (Entity, {"kind": ""}),
        (Source, {"name": "x" * 201}),
        (EntityName, {"name": "x" * 201}),
        (Annotation, {"note": "x" * 10_001}),
        (Annotation, {"end": 4}),
    ],
)
def test_the_database_refuses_what_is_too_long_or_breaks_a_rule(model, fields):
    story = article()
    whole = {
        Article: {"headline": "H", "slug": "h", "source": story.source, "text": "T"},
        Entity: {"name": "N", "slug": "n", "kind": "topic", "folded": "n", "sort_key": "n"},
        Source: {"name": "N", "slug": "n", "folded": "n", "sort_key": "n"},
        EntityName: {"entity": entity("Turkey"), "name": "N", "folded": "n"},
        Annotation: {"article": story, "made_on": story.revision, "kind": "note", "note": "N"}
        | {"exact": "Turkey", "start": 0, "end": 6},
    }[model]
    derived = {"is_undated": True} if model is Article else {}
    with pytest.raises(REFUSED), transaction.atomic():
        model._base_manager.bulk_create([model(**(whole | derived | fields))])
    model._base_manager.bulk_create([model(**(whole | derived))])


ADDRESSES = [
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "data:text/html,x",
    "https://user:secret@example.org/",
    "//example.org/",
    "ftp://example.org/",
    "https://",
    "https:///x",
    "https://exa mple.org/",
]


@pytest.mark.parametrize("url", ADDRESSES)
def test_an_address_that_is_no_web_address_is_refused_on_every_path(url):
    story = article()
    fields = {"headline": "H", "source": story.source, "text": "T", "url": url}
    with pytest.raises(REFUSED), transaction.atomic():
        Article.objects.create(**fields)
    with pytest.raises(REFUSED), transaction.atomic():
        Article.objects.bulk_create([Article(slug="h", is_undated=True, **fields)])
    with changes_made(), pytest.raises(REFUSED), transaction.atomic():
        story.edit(by=None, url=url)
    with pytest.raises(REFUSED), transaction.atomic():
        Source.objects.create(name="S", homepage=url)


def test_an_address_with_a_line_break_is_one_line_or_refused():
    story = article()
    with contextlib.suppress(*REFUSED), transaction.atomic():
        story.edit(by=None, url="https://example.org/\njavascript:alert(1)")
    assert "\n" not in Article.objects.get(pk=story.pk).url


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_fifty_articles_of_one_headline_at_once_get_fifty_addresses():
    source("One Paper")
    at_once(
        5,
        """
        from articles.models import Article, Source
        for _ in range(10):
            Article(headline="The Same", text="T", source=Source.objects.get()).create(by=None)
        """,
    )
    slugs = set(Article.objects.values_list("slug", flat=True))
    assert slugs == {"the-same", *(f"the-same-{number}" for number in range(2, 51))}
    numbers = sorted(Change.objects.values_list("number", flat=True))
    assert numbers == list(range(1, 52))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_eight_processes_with_the_same_names_in_mixed_case_make_each_entity_once():
    at_once(
        8,
        """
        from django.db import IntegrityError
        from articles.models import Action, Entity, recording
        for number in range(150):
            name = f"Ünion {number}"
            name = (name, name.upper(), name.lower(), name.title())[(number + NUMBER) % 4]
            if Entity.objects.named(name).exists():
                continue
            entity = Entity(name=name, kind="topic")
            try:
                with recording(Action.CREATED, by=None, entity=entity) as record:
                    record.save(entity)
            except IntegrityError:
                assert Entity.objects.named(name).exists()
        """,
    )
    assert Entity.objects.count() == 150
    assert Change.objects.count() == 150
