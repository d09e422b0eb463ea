"""The admin's addresses, and what its answers say."""

import html as html_module
import re

from django.urls import reverse

from articles.models import (
    Annotation,
    Archive,
    Article,
    Change,
    Claim,
    Entity,
    Redirect,
    Relation,
    Revision,
    Source,
)

WRITTEN = (Article, Annotation, Source, Entity, Claim, Relation)
NOUNS = (*WRITTEN, Revision, Change, Redirect)
PASTE = "/admin/articles/article/paste/"


def page(model, what="changelist", *rows):
    name = f"admin:articles_{model._meta.model_name}_{what}"
    return reverse(name, args=[getattr(row, "pk", row) for row in rows])


def of(row, what="change"):
    return page(type(row), what, row)


def one(model):
    return model._base_manager.order_by("pk").first()


def choices(client, term, model="taggedentity", field="tag"):
    """What is offered to somebody who types in the field of an entity."""
    return client.get(
        reverse("admin:articles_entity_choices"),
        {"term": term, "app_label": "articles", "model_name": model, "field_name": field},
    )


def saved(response):
    """The answer to a save: sent on, not shown the form again with what is wrong."""
    if response.status_code != 302:
        raise AssertionError(errors(response) or words(response))
    return response


def errors(response):
    assert response.status_code == 200, response.status_code
    found = re.findall(
        r'<ul class="errorlist[^>]*>(.*?)</ul>', response.content.decode(), re.DOTALL
    )
    return " ".join(re.sub("<[^>]+>", "", text) for text in found)


def messages(response):
    return " ".join(str(message) for message in response.context["messages"])


def words(response):
    """What is written on the page, without its tags."""
    html = re.sub(r"<(script|style).*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(html_module.unescape(re.sub("<[^>]+>", " ", html)).split())


def source_of(response):
    """Its HTML on one line."""
    return " ".join(response.content.decode().split())


class Changes:
    """The changes appended since this was made."""

    def __init__(self):
        self.last = Archive.objects.current().last_change

    def __call__(self):
        rows = Change.objects.filter(number__gt=self.last).order_by("number")
        return [(str(row.action), row.by and row.by.username) for row in rows]
