"""Migrations: killed at any moment, and run over the archive of an earlier version."""

import random
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from articles.models import Revision

pytestmark = pytest.mark.slow

FIRST = [("articles", "0001_initial")]


def migrate(*options, env):
    return subprocess.Popen(
        [sys.executable, "manage.py", "migrate", *options],
        env=env,
        cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_migrating_killed_at_any_moment_is_finished_by_the_next_run(own_archive):
    dice = random.Random(62)  # noqa: S311  the same moments each time
    for _ in range(2):
        migrating = migrate(env=own_archive)
        for line in migrating.stdout:
            if "Running migrations" in line:
                break
        time.sleep(dice.random())
        migrating.kill()
        migrating.communicate()
    said, _ = (finished := migrate(env=own_archive)).communicate()
    assert finished.returncode == 0, said
    said, _ = (checked := migrate("--check", env=own_archive)).communicate()
    assert checked.returncode == 0, said


@pytest.mark.django_db(transaction=True)
def test_an_archive_of_the_first_version_is_taken_over_with_its_articles():
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    try:
        MigrationExecutor(connection).migrate(FIRST)
        old = MigrationExecutor(connection).loader.project_state(FIRST).apps
        paper = old.get_model("articles", "Source").objects.create(
            slug="paper", name="Paper", folded="paper", sort_key="paper"
        )
        story = old.get_model("articles", "Article").objects.create(
            slug="story", headline="Story", text="Words.", source=paper, is_undated=True
        )
        old.get_model("articles", "Revision").objects.create(
            article=story, number=1, headline="Story", text="Words.", reason="As it came."
        )
    finally:
        MigrationExecutor(connection).migrate(newest)
    revision = Revision.objects.get(article__slug="story")
    assert (revision.reason, revision.notice) == ("As it came.", "")
    assert revision.article.text == "Words."
