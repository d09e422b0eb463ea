"""Who may do what. The groups are made after every migration, when the permissions exist."""

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission

EDITORS = "Editors"
CHIEF_EDITORS = "Chief editors"

WRITTEN = ("source", "article", "entity", "annotation", "claim", "relation")
PARTS = ("taggedentity", "entityname", "entitylink")
READ = ("revision", "change", "redirect")
ONLY_CHIEF = ("publish_article", "merge_entity", "accept_annotations")


def permissions_of_editors() -> set[str]:
    """Draft, correct, tag, annotate, review. Rows of the archive's own are never deleted."""
    return {
        *(f"{verb}_{name}" for verb in ("view", "add", "change") for name in WRITTEN),
        *(f"{verb}_{name}" for verb in ("view", "add", "change", "delete") for name in PARTS),
        *(f"view_{name}" for name in READ),
    }


def make_groups(using: str) -> None:
    create_permissions(apps.get_app_config("articles"), verbosity=0, using=using)
    editors = permissions_of_editors()
    for name, codenames in (
        (EDITORS, editors),
        (CHIEF_EDITORS, editors | set(ONLY_CHIEF)),
    ):
        group, is_new = Group.objects.using(using).get_or_create(name=name)
        if is_new:  # An operator's own choice of permissions is left alone.
            group.permissions.set(
                Permission.objects.using(using).filter(
                    content_type__app_label="articles", codename__in=codenames
                )
            )
