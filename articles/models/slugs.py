"""Addresses for new rows: ASCII, never empty, numbered -2, -3 where they are taken."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

from django.db import IntegrityError, models, transaction

from articles.text import SLUG_MAX


def numbered(slug: str, number: int) -> str:
    ending = "" if number == 1 else f"-{number}"
    return slug[: SLUG_MAX - len(ending)].rstrip("-") + ending


def save_under_free_slug(
    instance: Any, slug: str, save: Callable[..., None], *args: Any, **options: Any
) -> None:
    """Save a row; a new one without a slug gets the first free one.

    Two processes may want the same slug at the same moment: the database decides, and the one that
    lost tries the next number. Any other broken rule is raised as it is.
    """
    if not instance._state.adding or instance.slug:
        save(*args, **options)
        return
    rows: models.Manager = type(instance)._base_manager
    taken = _like(rows.all(), slug) | _like(_old_addresses(instance), slug)
    for number in count(1):
        candidate = numbered(slug, number)
        if candidate in taken:
            continue
        instance.slug = candidate
        try:
            with transaction.atomic():
                save(*args, **options)
            return
        except IntegrityError:
            instance.slug = ""
            if not rows.filter(slug=candidate).exists():
                raise


def _old_addresses(instance: models.Model) -> models.QuerySet:
    """An old slug leads to its row for good: no new one takes it."""
    from .redirect import Redirect

    return Redirect.objects.filter(noun=instance._meta.model_name)


def _like(rows: models.QuerySet, slug: str) -> set[str]:
    return set(rows.filter(slug__startswith=slug[: SLUG_MAX - 8]).values_list("slug", flat=True))
