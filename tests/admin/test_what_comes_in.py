"""What the admin's forms refuse, and what they repair."""

import re

import pytest
from django.urls import reverse

from articles.models import Annotation, Article, Change, Entity
from tests.admin.pages import NOUNS, choices, of, one, page
from tests.factories import annotation, article, chief, claim, entity, relation, source
from tests.forms import filled, sent

pytestmark = pytest.mark.django_db


HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(1)>{{7*7}}'


def test_nothing_that_was_written_is_run_by_a_browser(client, ana):
    bad = entity(HOSTILE, "topic", aliases=[HOSTILE], description=HOSTILE)
    story = article(HOSTILE, text=f"Turkey {HOSTILE}", entities=[bad], source=source(HOSTILE))
    annotation(story, "Turkey", note=HOSTILE, field="text")
    annotation(story, HOSTILE, entity=bad, field="headline")
    claim(story, "alert", [bad], note=HOSTILE)
    relation(story, "script", [bad], [bad], action=HOSTILE)
    story.edit(by=None, reason=HOSTILE, byline=HOSTILE)
    rows = [one(model) for model in NOUNS if one(model)]
    rows += [Change.objects.newest().first()]
    for address in [page(type(row)) for row in rows] + [of(row) for row in rows]:
        html = client.get(address).content.decode()
        assert "<script>alert" not in html and "<img src=x" not in html
        assert not re.search(
            r"<[^>]*\sstyle=|<[^>]*\son[a-z]+=\"|<style", html.replace(HOSTILE, "")
        ), address
    assert "<script>" not in choices(client, "alert").json()["results"][0]["id"]


@pytest.mark.parametrize("character", ["\0", "\x0b", "\ufffe", "\x1b", "\ud800"])
def test_no_form_lets_in_what_xml_cannot_hold(client, ana, character):
    paper = source()
    text = f"A{character}B"
    body = {"headline": text, "text": text, "byline": text, "source": str(paper.pk)}
    values = filled(client.get(page(Article, "add")))
    values = {name: value[0] for name, value in values.items() if value}
    response = client.post(
        page(Article, "add"),
        {
            name: value.encode("utf-8", "surrogatepass").decode("latin-1")
            if name in body and character == "\ud800"
            else value
            for name, value in (values | body).items()
        },
    )
    assert response.status_code in (200, 302)
    for story in Article.objects.all():
        for words in (story.headline, story.text, story.byline):
            assert character not in words
            words.encode()


QUERIES = [
    *("q=%00", "q=" + "x" * 3_000, "p=99999999999999999999", "p=-1", "o=99.-99.x", "all="),
    *("at__year=0", "created_at__year=99999", "published_on__year=0", "status__exact=%00"),
    *("article__id__exact=99999999999999999999", "kind__exact=nothing", "password=x"),
    *("source__id__exact=x", "text__startswith=T", "created_by__password__startswith=p"),
]


@pytest.mark.parametrize("model", NOUNS)
def test_no_query_breaks_a_list(client, ana, world, model):
    for query in QUERIES:
        assert client.get(f"{page(model)}?{query}").status_code in (200, 302, 400), query


def test_no_password_is_guessed_through_a_filter(client, ana, world):
    person = chief("rich")
    annotation(world, "Russia", note="-", by=person)
    address = page(Annotation) + "?created_by__password__startswith=" + person.password[:5]
    assert client.get(address).status_code in (302, 400)


@pytest.mark.parametrize("no_choice", ["javascript:alert(1)", "0001-01-01"])
def test_what_is_no_choice_is_refused_and_not_looked_for(client, ana, no_choice):
    said = claim(article(text="Putin came."), "Putin", [entity("Vladimir Putin", "person")])
    for field in ("cue", "via", "speakers", "about"):
        answer = sent(client, of(said), **{field: no_choice})
        assert answer.status_code == 200
        assert answer.context["adminform"].errors


def test_no_number_and_no_field_in_an_address_makes_a_failure(client, ana):
    story = article()
    fields = filled(client.get(of(story))) | {"source": "9" * 30}
    assert client.post(of(story), fields).status_code in (200, 400)
    far_away = client.get(page(Article), {"published_on__year": "9" * 14})
    assert far_away.status_code in (200, 302)
    choices = reverse("admin:articles_entity_choices")
    asked = {"term": "x", "app_label": "articles", "model_name": "article", "field_name": "source"}
    assert client.get(choices, asked).status_code == 403


def test_a_name_that_nobody_can_see_is_refused(client, ana):
    answer = client.post(page(Entity, "add"), {"name": "\u200f", "kind": "person"})
    assert answer.status_code == 200
    assert not Entity.objects.exists()
