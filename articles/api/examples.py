"""An example of each operation, with what this archive holds: to click, and to run in a shell."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from articles.models import Annotation, Article, Claim, FrozenSet, Kind, Relation

from .answers import tag_of

IN_THE_SHELL = "$ARCHIVE_TOKEN"
NOTE = "Written by a program."


@dataclass(frozen=True)
class Example:
    path: str
    method: str = "GET"
    body: dict[str, Any] = field(default_factory=dict)
    version: str = ""

    def curl(self, origin: str) -> str:
        """A command, a part to a line."""
        return " \\\n  ".join(self._parts(origin))

    def _parts(self, origin: str) -> Iterator[str]:
        method = "" if self.method == "GET" else f"-X {self.method} "
        yield f"curl {method}{shlex.quote(origin + self.path)}"
        if self.method != "GET":
            yield f'-H "Authorization: Bearer {IN_THE_SHELL}"'  # the shell fills it in
        if self.version:
            yield f"-H {shlex.quote(f'If-Match: {self.version}')}"
        if self.body:
            yield "-H 'Content-Type: application/json'"
            yield f"-d {shlex.quote(json.dumps(self.body, ensure_ascii=False))}"


def examples() -> dict[str, Example]:
    """By operation; none of what the archive has not."""
    newest = Article.objects.public().newest().for_list().defer("text").first()
    return {
        "root": Example(reverse("api-root")),
        "entities": Example(reverse("api-entities") + "?name=Turkey"),
        "entities_of_kind": Example(reverse("api-entities-of-kind", args=["countries"])),
        "sources": Example(reverse("api-sources")),
        "changes": Example(reverse("api-changes") + "?limit=5"),
        **dict(_of_statements()),
        **(dict(_of_article(newest)) if newest else {}),
        **dict(_of_sets()),
    }


def _of_article(article: Article) -> Iterator[tuple[str, Example]]:
    tags = [tagged.tag for tagged in article.tags.all()]
    entity = next((one for one in tags if one.kind == Kind.COUNTRY), tags[0] if tags else None)
    query = f"?{entity.kind}={entity.code}&sort=oldest&limit=5" if entity else "?limit=5"
    yield "articles", Example(reverse("api-articles") + query)
    yield "article", Example(reverse("api-article", args=[article.slug]))
    yield "source", Example(reverse("api-source", args=[article.source.slug]))
    if entity:
        plural = Kind(entity.kind).plural
        yield "entity", Example(reverse("api-entity", args=[plural, entity.slug]))
    listed = f"?article={article.slug}&kind=mention&limit=5"
    yield "annotations", Example(reverse("api-annotations") + listed)
    words = {"kind": "note", "field": "headline", "exact": article.headline[:80].strip()}
    path = reverse("api-article-annotations", args=[article.slug])
    yield "annotate", Example(path, "POST", words | {"start": 0, "note": NOTE})
    marks = article.annotations.accepted().exclude(kind="evidence").in_reading_order()
    if marks:
        yield from _of_annotations(marks[0], marks[len(marks) - 1])


def _of_annotations(one: Annotation, other: Annotation) -> Iterator[tuple[str, Example]]:
    """Two, so that each is of the version that the page names until it is written to."""
    path, other_path = (reverse("api-annotation", args=[mark.uid]) for mark in (one, other))
    yield "annotation", Example(path)
    yield "change_annotation", Example(path, "PATCH", {"note": NOTE}, tag_of(one))
    yield "withdraw_annotation", Example(other_path, "DELETE", version=tag_of(other))


def _of_statements() -> Iterator[tuple[str, Example]]:
    for model, name in ((Claim, "claim"), (Relation, "relation")):
        yield f"{name}s", Example(reverse(f"api-{name}s") + "?limit=5")
        if uid := model.objects.public().order_by("uid").values_list("uid", flat=True).first():
            yield name, Example(reverse(f"api-{name}", args=[uid]))


def _of_sets() -> Iterator[tuple[str, Example]]:
    if sha256 := FrozenSet.objects.values_list("sha256", flat=True).first():
        yield "frozen_set", Example(reverse("api-set", args=[sha256]))
