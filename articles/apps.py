from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "Archive"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from .models import loading

        loading.connect()
        post_migrate.connect(prepare, sender=self)


def prepare(using: str, **_: Any) -> None:
    """What every archive has from the start: its one row, and the groups with their permissions."""
    from .groups import make_groups
    from .models import Archive

    Archive.objects.using(using).get_or_create(pk=1)
    make_groups(using)
