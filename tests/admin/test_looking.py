"""The admin's lists and pages: that there is one of everything, and what they cost."""

import pytest
from django.contrib.admin import site
from django.urls import reverse

from articles.models import Archive, EntityName, Redirect
from tests.admin.pages import NOUNS, WRITTEN, of, one, page
from tests.factories import annotation, article, claim, entity, relation, source, user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", NOUNS)
def test_every_noun_has_a_list_and_a_page(client, ana, world, model):
    for address in (page(model), page(model) + "?q=Turkey", of(one(model))):
        assert client.get(address).status_code == 200
    if model in WRITTEN:
        assert client.get(page(model, "add")).status_code == 200


def test_the_archives_own_row_is_for_those_who_run_it(client, ana, admin_client):
    assert client.get(page(Archive)).status_code == 403
    Archive.objects.current()
    assert admin_client.get(of(one(Archive))).status_code == 200


def test_tags_are_entities_so_taggits_own_are_not_in_the_admin(admin_client):
    assert not any(model._meta.app_label == "taggit" for model in site._registry)
    assert b"taggit" not in admin_client.get(reverse("admin:index")).content


def rows_of_ten(count):
    """`count` more of everything that lists and pages show."""
    for number in range(count):
        word = f"{count}-{number}"
        country = entity(f"Country {word}", aliases=[f"Alias {word}"])
        story = article(f"Story {word}", source=source(f"Source {word}"), entities=[country])
        annotation(story, "Turkey", entity=country, by=user())
        claim(story, "will press", [country])
        relation(story, "talks", [country], [country])
        Redirect.objects.create(noun="article", slug=f"old-{word}", article=story)


@pytest.mark.parametrize("model", NOUNS)
def test_a_list_takes_the_same_queries_for_3_rows_as_for_10(
    client, ana, django_assert_max_num_queries, model
):
    client.get(page(model))  # content types are remembered from now on
    rows_of_ten(3)
    with django_assert_max_num_queries(40) as few:
        client.get(page(model))
    rows_of_ten(7)
    with django_assert_max_num_queries(len(few)):
        client.get(page(model))


def test_an_articles_page_takes_the_same_queries_for_3_tags_and_marks_as_for_10(
    client, ana, django_assert_max_num_queries
):
    story = article(text="Turkey " * 20)
    client.get(of(story))

    def grow(count):
        for number in range(count):
            country = entity(f"Country {count}-{number}")
            story.tag(country, by=None)
            annotation(story, "Turkey", entity=country)

    grow(3)
    with django_assert_max_num_queries(40) as few:
        client.get(of(story))
    grow(7)
    with django_assert_max_num_queries(len(few)):
        response = client.get(of(story))
    assert "10 annotations" in response.content.decode()


def test_an_entitys_page_takes_the_same_queries_for_3_names_and_ties_as_for_10(
    client, ana, django_assert_max_num_queries
):
    from articles.models import EntityLink

    turkey = entity("Turkey")
    client.get(of(turkey))

    def grow(count):
        for number in range(count):
            word = f"{count}-{number}"
            EntityName.objects.create(entity=turkey, name=word)
            EntityLink.objects.create(entity=turkey, tie="part_of", target=entity(f"X {word}"))

    grow(3)
    with django_assert_max_num_queries(40) as few:
        client.get(of(turkey))
    grow(7)
    with django_assert_max_num_queries(len(few)):
        client.get(of(turkey))
