"""Who may do what. The groups are made after every migration, when the permissions exist."""

from collections.abc import Collection

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import connections
from django.db.models import QuerySet

EDITORS = "Editors"
CHIEF_EDITORS = "Chief editors"

WRITTEN = ("source", "article", "entity", "annotation", "claim", "relation")
PARTS = ("taggedentity", "entityname", "entitylink")
READ = ("revision", "change", "redirect")
ONLY_CHIEF = ("publish_article", "merge_entity", "accept_annotations", "view_authevent")


def permissions_of_editors() -> set[str]:
    """Draft, correct, tag, annotate, review. Rows of the archive's own are never deleted."""
    return {
        *(f"{verb}_{name}" for verb in ("view", "add", "change") for name in WRITTEN),
        *(f"{verb}_{name}" for verb in ("view", "add", "change", "delete") for name in PARTS),
        *(f"view_{name}" for name in READ),
    }


def permissions(using: str) -> QuerySet[Permission]:
    return Permission.objects.using(using).filter(content_type__app_label="articles")


def codenames_of_permissions(using: str) -> set[str]:
    """Those that there are; none in a database that is still empty."""
    if Permission._meta.db_table not in connections[using].introspection.table_names():
        return set()
    return set(permissions(using).values_list("codename", flat=True))


def make_groups(using: str, brought: Collection[str] = ()) -> None:
    """A group that is there gets only what a new version has `brought`.

    What else is not in it an operator has taken out, and that is left so.
    """
    create_permissions(apps.get_app_config("articles"), verbosity=0, using=using)
    editors = permissions_of_editors()
    for name, codenames in (
        (EDITORS, editors),
        (CHIEF_EDITORS, editors | set(ONLY_CHIEF)),
    ):
        group, is_new = Group.objects.using(using).get_or_create(name=name)
        due = codenames if is_new else codenames & set(brought)
        group.permissions.add(*permissions(using).filter(codename__in=due))
