"""Fixtures over an archive, edited or not."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from articles.models import (
    Action,
    Annotation,
    Article,
    Entity,
    EntityName,
    Revision,
    Source,
    State,
    TaggedEntity,
)
from tests.editing.acts import (
    HOSTILE,
    SEED,
    assert_anchored,
    assert_legal,
    changes_made,
    last_change,
    tags_of,
)
from tests.factories import annotation, source

pytestmark = pytest.mark.django_db


def load(*names):
    call_command("loaddata", *names, stdout=StringIO())


@pytest.fixture
def seed():
    load("countries", "moscow_times")
    return Article.objects.get(slug=SEED)


def everything():
    models = (Article, Revision, Entity, EntityName, TaggedEntity, Annotation, Source)
    return {model: list(model._base_manager.order_by("pk").values()) for model in models}


def test_a_fixture_loaded_twice_changes_nothing(seed):
    before = everything()
    with changes_made():
        load("countries", "moscow_times")
    assert everything() == before


def test_a_fixture_over_an_edited_article_restores_it_as_one_change(seed):
    words = {mark.uid: (mark.field, mark.start, mark.exact) for mark in seed.annotations.all()}
    text, headline = seed.text, seed.headline
    seed.correct(by=None, text=f"NOTE — An opening.\n\n{text}", headline="Other", reason="-")
    seed.edit(by=None, byline="Somebody")
    note = annotation(seed, "An opening", note="Mine.")
    mine = annotation(seed, "Turkey will press", note="Mine, too.")
    seed.untag(Entity.objects.get(slug="russia"), by=None)
    version = seed.version
    with changes_made(Action.LOADED):
        load("moscow_times")
    assert last_change().article == seed
    seed.refresh_from_db()
    assert (seed.text, seed.headline, seed.byline) == (text, headline, "The Moscow Times")
    assert seed.version > version
    assert seed.revision.number == 4 and seed.revision.text == text
    assert_anchored(seed)
    marks = {mark.uid: (mark.field, mark.start, mark.exact) for mark in seed.annotations.all()}
    assert {uid: marks[uid] for uid in words} == words
    note.refresh_from_db()
    mine.refresh_from_db()
    assert note.is_orphaned and not mine.is_orphaned
    assert "russia" in tags_of(seed)
    assert not seed.annotations.filter(state=State.REJECTED).exists()
    with changes_made():
        load("moscow_times")


@pytest.mark.parametrize("name", ["headline", "text", "byline"])
def test_a_fixture_cannot_bring_in_what_the_gate_keeps_out(tmp_path, name):
    source("Paper")
    fields = {"headline": "AG", "text": "AG", "byline": "AG", "source": ["paper"], "slug": "ag"}
    row = {"model": "articles.article", "fields": fields | {name: HOSTILE}}
    file = tmp_path / "hostile.json"
    file.write_text(json.dumps([row]))
    load(str(file))
    assert_legal(getattr(Article.objects.get(slug="ag"), name))


def test_a_fixture_cannot_bring_in_a_script_as_an_address(tmp_path):
    source("Paper")
    fields = {"headline": "H", "text": "T", "source": ["paper"], "slug": "h"}
    row = {"model": "articles.article", "fields": fields | {"url": "javascript:alert(1)"}}
    file = tmp_path / "hostile.json"
    file.write_text(json.dumps([row]))
    with pytest.raises(IntegrityError), transaction.atomic():
        load(str(file))
    assert not Article.objects.exists()
