"""The index under many processes, under `kill -9` and on a full disk. `DRILLS=20` does more."""

import os
import random
import signal
import subprocess
import sys
import textwrap
import time

import pytest

from articles import search
from articles.models import Article
from articles.search import keeping, opened
from articles.search.conditions import Everything, Word
from tests import processes
from tests.factories import article

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("own_index"),
    pytest.mark.slow,
]
TIMES = int(os.environ.get("DRILLS", "1"))

SAVE_OR_SEARCH = """
from django.conf import settings
settings.ARCHIVE_INDEX = INDEX
from articles import search
from articles.search.conditions import Everything, Word
from tests.factories import article
if NUMBER % 2:
    for number in range(5 * TIMES):
        article(f"By {NUMBER}, number {number}", text="Gas.")
    print("saved")
else:
    seen = 0
    for _ in range(20 * TIMES):
        found = search.begin().find(Word("gas"), limit=1000)
        assert len(found.pks) == found.total >= seen, (found, seen)
        seen = found.total
    print(seen)
"""


def test_eight_save_while_eight_search_and_nothing_is_missing(own_index):
    article("The first", text="Gas.")
    keeping.rest()
    processes.at_once(16, SAVE_OR_SEARCH, INDEX=str(own_index), TIMES=TIMES)
    opened.forget()
    found = search.begin().find(Word("gas"), limit=1000)
    assert sorted(found.pks) == sorted(Article.objects.values_list("pk", flat=True))
    assert found.total == 1 + 8 * 5 * TIMES


SAVE_FOR_EVER = """
import django
django.setup()
from django.conf import settings
settings.ARCHIVE_INDEX = {index!r}
from tests.factories import article
number = 0
while True:
    article(f"Article {{number}} of {name}", text="Gas.")
    print(number, flush=True)
    number += 1
"""


def saver(index, name):
    script = textwrap.dedent(SAVE_FOR_EVER).format(index=str(index), name=name)
    return subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=processes.ROOT,
        env=processes.environment(DATABASE_URL=processes.database_url()),
        stdout=subprocess.PIPE,
        text=True,
    )


def test_killed_at_any_moment_everything_that_was_saved_is_found(own_index):
    chance = random.Random(3)  # noqa: S311
    article("The first", text="Gas.")
    keeping.rest()
    saved = 1
    for time_of_it in range(2 * TIMES):
        running = [saver(own_index, f"{time_of_it} {name}") for name in ("a", "b")]
        for process in running:
            process.stdout.readline()
        time.sleep(chance.random())
        for process in running:
            process.send_signal(signal.SIGKILL)
        for process in running:
            saved += 1 + len(process.communicate()[0].splitlines())
        search.settle()
        found = search.begin().find(Everything(), limit=100_000)
        assert sorted(found.pks) == sorted(Article.objects.values_list("pk", flat=True))
        assert found.total >= saved
        keeping.rest()


def test_on_a_full_disk_a_search_answers_from_what_is_there_and_follows_when_there_is_room(
    own_index,
):
    article("One", text="Gas.")
    keeping.rest()
    script = """
    import resource
    from django.conf import settings
    settings.ARCHIVE_INDEX = INDEX
    from articles import search
    from articles.models import Article
    from articles.search import keeping
    from articles.search.conditions import Everything
    from tests.factories import article

    keeping.PAUSE_AFTER_A_FAULT = 0
    assert search.begin().find(Everything()).total == 1
    article("Two", text="Oil.")
    keeping.rest()
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    follow = keeping.writing.follow

    def on_a_full_disk(committed):
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
        try:
            return follow(committed)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))

    keeping.writing.follow = on_a_full_disk
    article("Three", text="Coal.")
    look = search.begin()
    print(look.find(Everything()).total, look.behind)
    keeping.writing.follow = follow
    keeping.rest()
    search.settle()
    look = search.begin()
    print(look.find(Everything()).total, look.behind)
    """
    [said] = processes.at_once(1, script, INDEX=str(own_index))
    assert said.split() == ["2", "1", "3", "0"]
