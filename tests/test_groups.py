"""The groups of those who work in the admin, through migrations and new versions."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from articles.groups import CHIEF_EDITORS, EDITORS

pytestmark = pytest.mark.django_db


def permissions_of(name):
    return set(Group.objects.get(name=name).permissions.values_list("codename", flat=True))


@pytest.fixture
def groups():
    call_command("migrate", verbosity=0)


def test_what_an_operator_took_from_a_group_is_not_given_back(groups):
    editors = Group.objects.get(name=EDITORS)
    editors.permissions.remove(Permission.objects.get(codename="add_entity"))
    editors.permissions.add(Permission.objects.get(codename="publish_article"))
    before = permissions_of(EDITORS)
    call_command("migrate", verbosity=0)
    assert permissions_of(EDITORS) == before


def test_what_a_new_version_brings_is_given_to_the_groups_that_are_there(groups):
    chiefs = Group.objects.get(name=CHIEF_EDITORS)
    chiefs.permissions.remove(Permission.objects.get(codename="add_entity"))
    Permission.objects.filter(codename="view_authevent").delete()  # as it was before it
    assert "view_authevent" not in permissions_of(CHIEF_EDITORS)
    call_command("migrate", verbosity=0)
    assert "view_authevent" in permissions_of(CHIEF_EDITORS)
    assert "view_authevent" not in permissions_of(EDITORS)
    assert "add_entity" not in permissions_of(CHIEF_EDITORS)
