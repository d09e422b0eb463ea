"""An archive goes out as one file and comes in again as it was."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import bagit
import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from articles.bag import snapshot, write_bag
from articles.bag.restoring import KEPT
from articles.models import Archive, Article, Change, Entity, content_of, undo
from articles.models.change import ExactEncoder
from articles.search import begin, parse
from tests.bag.rich import bagged, rich_archive
from tests.factories import article, seed
from tests.importing.records import ROOT, wipe
from tests.processes import environment
from tests.threads import at_once

# Sign-ins are nobody's business, tokens are secrets, and the archive's id is that of one database.
IN_NO_BAG = {"archive", "authevent", "personaltoken"}
WITHIN_OTHERS = {"revision", "taggedentity", "claim", "relation", "entityname", "entitylink"}


def every_column():
    """What each table holds, in whatever order, whatever the keys: derived columns, too."""
    return {
        model._meta.model_name: sorted(map(_told, model._base_manager.all()))
        for model in apps.get_app_config("articles").get_models()
        if model._meta.model_name not in IN_NO_BAG
    }


def _told(row):
    own = [one for one in row._meta.concrete_fields if not (one.is_relation or one.primary_key)]
    columns = content_of(row) | {field.name: getattr(row, field.name) for field in own}
    return json.dumps(columns, cls=ExactEncoder, sort_keys=True)


def test_every_model_is_in_the_bag_or_left_out_for_a_reason():
    names = {model._meta.model_name for model in apps.get_app_config("articles").get_models()}
    assert names == {model._meta.model_name for model in KEPT} | WITHIN_OTHERS | IN_NO_BAG


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("own_index")
def test_a_whole_archive_comes_back_byte_for_byte(tmp_path):
    seed()
    rich_archive()
    first, second = tmp_path / "first.zip", tmp_path / "second.zip"
    call_command("export_archive", str(first), verbosity=0)
    assert first.stat().st_mode & 0o777 == 0o600  # it holds drafts
    before, log = every_column(), list(Change.objects.values("number", "at", "by__username"))
    with pytest.raises(CommandError, match=r"not empty: it has 6 articles, .*\nNothing was imp"):
        call_command("import_archive", str(first))
    identity = Archive.objects.current().uid

    wipe()
    call_command("import_archive", str(first), verbosity=0)
    call_command("export_archive", str(second), verbosity=0)
    assert second.read_bytes() == first.read_bytes()
    assert every_column() == before
    assert list(Change.objects.values("number", "at", "by__username")) == log
    assert Archive.objects.current().uid != identity
    assert not get_user_model().objects.filter(is_active=True).exists()
    assert not any(person.has_usable_password() for person in get_user_model().objects.all())
    story = Article.objects.get(slug="talks")
    assert begin().find(parse("eide").tree, sort="newest").pks == [story.pk]

    # What was done before can be undone after, and what comes next has a number of its own.
    merged = Change.objects.filter(action="merged").latest("number")
    undo(merged, by=None)
    assert Entity.objects.filter(name="Jonas Store").exists()
    made = article("Next", entities=[Entity.objects.get(slug="noreg")])
    assert made.changes.latest("number").number == Archive.objects.current().last_change

    with zipfile.ZipFile(first) as packed:
        packed.extractall(tmp_path)
        assert packed.namelist() == sorted(packed.namelist())
        assert b"password" not in b"".join(packed.read(name) for name in packed.namelist())
    bag = bagit.Bag(str(tmp_path / "archive"))
    bag.validate()
    last = Change.objects.get(number=log[0]["number"]).at
    assert bag.info["Bagging-Date"] == f"{last:%Y-%m-%d}"
    next(Path(tmp_path).glob("archive/data/sets.jsonl")).unlink()
    assert not bag.is_valid()


@pytest.mark.django_db(transaction=True)
def test_a_bag_is_of_one_moment_and_keeps_no_writer_waiting():
    article("Before")
    before, stream = bagged(), io.BytesIO()
    with snapshot():
        at_once(lambda: article("Meanwhile"))
        write_bag(stream)
    assert stream.getvalue() == before != bagged()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_an_archive_goes_to_the_other_database_and_back(tmp_path):
    rich_archive()
    here, there, back = (tmp_path / name for name in ("here.zip", "there.zip", "back.zip"))
    call_command("export_archive", str(here), verbosity=0)
    script = (
        "import django; django.setup(); from django.core.management import call_command as call\n"
        "call('migrate', verbosity=0)\n"
        f"call('import_archive', {str(here)!r}, verbosity=0)\n"
        f"call('export_archive', {str(there)!r}, verbosity=0)\n"
    )
    other = environment(
        DATABASE_URL=f"sqlite:///{tmp_path}/other.sqlite3", ARCHIVE_INDEX=str(tmp_path / "index")
    )
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=other, check=True)
    assert there.read_bytes() == here.read_bytes()
    wipe()
    call_command("import_archive", str(there), verbosity=0)
    call_command("export_archive", str(back), verbosity=0)
    assert back.read_bytes() == here.read_bytes()
