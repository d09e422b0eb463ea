"""A form that was opened before somebody else saved, for every noun."""

from functools import partial

import pytest
from django.test import Client

from articles.models import Annotation, Article, Claim, Entity, Relation, Source
from tests.admin.pages import Changes, errors, of, one, page, saved
from tests.factories import editor, entity
from tests.forms import filled, sent
from tests.threads import at_once

pytestmark = pytest.mark.django_db


def test_who_saves_second_is_told_by_whom_and_loses_nothing(client, ana, world):
    values = filled(client.get(of(world)))
    Article.objects.get(pk=world.pk).edit(by=editor("eva"), byline="By Eva")
    changes = Changes()
    mine = {"byline": ["By Ana"], "section": ["World"], "text": ["Mine."], "reason": ["So."]}
    response = client.post(of(world), values | mine)
    assert "eva saved this" in errors(response) and "Nothing of yours was saved" in errors(response)
    html = response.content.decode()
    assert "By Ana" in html and "World" in html and "Mine." in html
    assert changes() == []
    world.refresh_from_db()
    assert world.byline == "By Eva" and world.section == ""


def test_tags_of_an_old_page_do_not_overwrite_newer_ones(client, ana, world):
    turkey = Entity.objects.get(name="Turkey")
    values = filled(client.get(of(world)))
    Article.objects.get(pk=world.pk).tag(turkey, role="actor", salience=3, by=None)
    assert "saved this" in errors(client.post(of(world), values | {"byline": ["Mine"]}))
    Article.objects.get(pk=world.pk).untag(turkey, by=None)
    assert "saved this" in errors(client.post(of(world), values | {"byline": ["Mine"]}))
    assert world.tags.count() == 0


def test_names_and_ties_of_an_old_page_do_not_overwrite_newer_ones(client, ana):
    turkey = entity("Turkey", aliases=["Türkiye"])
    values = filled(client.get(of(turkey)))
    saved(sent(client, of(turkey), **{"names-0-name": "Anatolia"}))
    assert "saved this" in errors(client.post(of(turkey), values | {"description": ["A land."]}))
    assert turkey.names.get().name == "Anatolia"


@pytest.mark.parametrize("model", [Annotation, Source, Claim, Relation])
def test_every_form_notices_an_old_version(client, ana, world, model):
    row = one(model)
    values = filled(client.get(of(row)))
    name = "rights" if model is Source else "note"
    saved(client.post(of(row), values | {name: ["First."]}))
    assert "saved this" in errors(client.post(of(row), values | {name: ["Second."]}))
    row.refresh_from_db()
    assert getattr(row, name) == "First."


def test_a_form_without_its_version_saves_nothing(client, ana, world):
    values = filled(client.get(of(world)))
    for seen in ([], ["x"], ["1"]):
        response = client.post(of(world), values | {"seen": seen, "byline": ["Mine"]})
        assert response.status_code == 200
    world.refresh_from_db()
    assert world.byline == ""


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.django_db(transaction=True)
def test_of_editors_who_save_at_the_same_moment_one_saves_and_the_others_are_told(world):
    clients = [signed_in(editor()) for _ in range(4)]
    forms = [filled(client.get(of(world))) for client in clients]
    changes = Changes()
    answers = at_once(
        *(
            partial(client.post, of(world), form | {"byline": [f"By {number}"]})
            for number, (client, form) in enumerate(zip(clients, forms, strict=True))
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 302]
    assert all("saved this" in errors(one) for one in answers if one.status_code == 200)
    assert len(changes()) == 1


@pytest.mark.django_db(transaction=True)
def test_of_editors_who_add_one_entity_at_the_same_moment_one_adds_it(world):
    clients = [signed_in(editor()) for _ in range(4)]
    forms = [filled(client.get(page(Entity, "add"))) for client in clients]
    new = {"name": ["Peru"], "kind": ["country"], "iso2": ["PE"]}
    answers = at_once(
        *(
            partial(client.post, page(Entity, "add"), form | new)
            for client, form in zip(clients, forms, strict=True)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 302]
    assert Entity.objects.filter(name="Peru").count() == 1
