"""Choosing an entity by any of its names."""

from functools import partial

import pytest
from django.urls import reverse

from tests.admin.pages import choices
from tests.factories import entity, user

pytestmark = pytest.mark.django_db


def offered(client, term):
    return [choice["text"] for choice in choices(client, term).json()["results"]]


def test_an_entity_is_offered_by_any_of_its_names_with_its_kind(client, ana):
    entity("Georgia")
    entity("Georgia", "place")
    entity("Turkey", iso2="TR", aliases=["Türkiye", ("Ankara", "metonym")])
    entity("Ankara", "place")
    entity("South Georgia", "place")
    assert offered(client, "georgia") == [
        "Georgia (country)",
        "Georgia (place)",
        "South Georgia (place)",
    ]
    assert offered(client, "turkiye") == ["Turkey (country), also “Türkiye”"]
    assert offered(client, "ANKARA") == ["Ankara (place)", "Turkey (country), also “Ankara”"]
    assert offered(client, "tr")[0].startswith("Turkey")
    assert len(offered(client, "")) == 5
    assert offered(client, "\0") == []


def test_entities_are_offered_only_to_those_who_may_see_them(client):
    entity("Secret", "topic")
    assert choices(client, "sec").status_code == 302
    client.force_login(user(is_staff=True))
    for address in (
        partial(choices, client, "sec"),
        lambda: client.get(
            reverse("admin:autocomplete"),
            {"term": "s", "app_label": "articles", "model_name": "claim", "field_name": "via"},
        ),
    ):
        response = address()
        assert response.status_code == 403 and b"Secret" not in response.content
