from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "Archive"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from .groups import make_groups
        from .models import loading

        loading.connect()
        post_migrate.connect(make_groups, sender=self)
