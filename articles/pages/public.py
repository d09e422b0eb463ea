"""What readers find by a slug, or by one that something had before. None: nothing public."""

from __future__ import annotations

from typing import Any

from articles.models import Article, Entity, Noun, Redirect, Source


def public_article(slug: str) -> Article | None:
    articles = Article.objects.public().select_related("source")
    if article := articles.filter(slug=slug.lower()).first():
        return article
    old = Redirect.objects.filter(noun=Noun.ARTICLE, slug=slug.lower()).values("article")
    return articles.filter(pk__in=old).first()


def withdrawn_article(slug: str) -> Article | None:
    return Article.objects.withdrawn().filter(slug=slug.lower()).first()


def public_entity(slug: str) -> Entity | None:
    if entity := _public_entity(slug=slug.lower()):
        return entity
    old = Redirect.objects.target_of(Noun.ENTITY, slug.lower())
    return _public_entity(pk=old.pk) if old else None


def _public_entity(**key: Any) -> Entity | None:
    """What is not public takes as long as what is not there."""
    entities = Entity.objects.filter(**key)
    return entities.evident().first() or entities.public().first()


def public_source(slug: str) -> Source | None:
    sources = Source.objects.public().select_related("entity")
    if source := sources.filter(slug=slug.lower()).first():
        return source
    old = Redirect.objects.target_of(Noun.SOURCE, slug.lower())
    return sources.filter(pk=old.pk).first() if old else None
