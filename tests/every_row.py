"""The whole archive as values, to compare before and after."""

from django.apps import apps

from articles.models import content_of

SINCE = {"change", "archive", "authevent"}  # the log goes on


def every_row():
    """Each table but the log's: primary key to content. Versions and moments are left out."""
    return {
        model._meta.model_name: {
            row.pk: _in_order(content_of(row)) for row in model._base_manager.order_by("pk")
        }
        for model in apps.get_app_config("articles").get_models()
        if model._meta.model_name not in SINCE
    }


def _in_order(content):
    """Speakers and actors are a set."""
    return {
        name: sorted(value) if name in ("speakers", "about", "actors", "targets") else value
        for name, value in content.items()
    }
