"""Who works in the admin, and what there is to work on."""

import pytest
from django.test import Client

from articles.models import Redirect
from tests.factories import annotation, article, chief, claim, editor, entity, relation


@pytest.fixture
def ana(client):
    """An editor, signed in."""
    ana = editor("ana")
    client.force_login(ana)
    return ana


@pytest.fixture
def eva():
    """A colleague, signed in elsewhere."""
    eva = Client()
    eva.force_login(editor("eva"))
    return eva


@pytest.fixture
def boss(client):
    boss = chief("boss")
    client.force_login(boss)
    return boss


@pytest.fixture
def world():
    """One row of every noun."""
    turkey = entity("Turkey", iso2="TR", aliases=["Türkiye", ("Turkish", "demonym")])
    russia = entity("Russia", iso2="RU")
    story = article("Turkey to Press Putin", entities=[turkey])
    annotation(story, "Turkey", entity=turkey)
    claim(story, "will press", [turkey])
    relation(story, "talks", [turkey], [russia])
    Redirect.objects.create(noun="article", slug="old", article=story)
    return story


@pytest.fixture
def putin():
    return entity("Vladimir Putin", "person", aliases=["Putin"])


@pytest.fixture
def double():
    return entity("V. Putin", "person", aliases=["Putin", "VVP"], description="A politician.")
