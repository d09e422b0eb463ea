from typing import Any

from django.apps import AppConfig
from django.db import transaction
from django.db.models.signals import post_migrate, post_save, pre_migrate

known_before: dict[str, set[str]] = {}


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "Archive"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from .models import Change, loading

        loading.connect()
        pre_migrate.connect(remember, sender=self)
        post_migrate.connect(prepare, sender=self)
        post_save.connect(make_searchable, sender=Change)


def remember(using: str, **_: Any) -> None:
    """Which permissions there are before a migration, so that those it brings can be told."""
    from .groups import codenames_of_permissions

    known_before[using] = codenames_of_permissions(using)


def prepare(using: str, **_: Any) -> None:
    """What every archive has from the start: its one row, and the groups with their permissions."""
    from .groups import codenames_of_permissions, make_groups
    from .models import Archive

    Archive.objects.using(using).get_or_create(pk=1)
    now = codenames_of_permissions(using)
    make_groups(using, brought=now - known_before.get(using, now))


def make_searchable(**_: Any) -> None:
    """What was changed is searchable once it is committed. An import sees to that at its end."""
    from . import search

    transaction.on_commit(search.after_commit, robust=True)
