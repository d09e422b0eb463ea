"""An import that is killed, and two at once."""

import json
import random
import re
import signal
import subprocess
import sys
import time

import pytest

from articles.models import (
    Annotation,
    Archive,
    Article,
    Change,
    Entity,
    Revision,
    Source,
    TaggedEntity,
)
from articles.text import text_checksum
from tests import processes
from tests.importing.records import ROOT, mention, record

pytestmark = pytest.mark.django_db


def many(count):
    return "\n".join(
        json.dumps(
            record(
                f"Headline {number % 700}",
                text=f"Turkey and Russia talk, number {number}.",
                url=f"https://news.example/{number}",
                entities=["Turkey", "Russia"],
                annotations=[mention("Turkey")],
                source=f"paper-{number % 7}",
            )
        )
        for number in range(count)
    )


def assert_whole(count):
    articles = Article.objects.all()
    assert articles.count() == count
    assert articles.values("slug").distinct().count() == count
    assert Revision.objects.count() == Annotation.objects.count() == count
    assert TaggedEntity.objects.count() == 2 * count
    numbers = list(Change.objects.order_by("number").values_list("number", flat=True))
    assert len(numbers) == len(set(numbers))
    assert Archive.objects.current().last_change == numbers[-1]
    assert Change.objects.filter(article__isnull=False).count() == count
    assert all(text_checksum(text) == sha for text, sha in articles.values_list("text", "sha256"))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_killed_at_any_moment_and_run_again_an_import_loses_and_doubles_nothing(tmp_path):
    file = tmp_path / "news.jsonl"
    file.write_text(many(1200))
    command = [
        *(sys.executable, "manage.py", "import_articles", str(file)),
        *("--create-entities", "country", "-v", "2"),
    ]
    environment = processes.environment(DATABASE_URL=processes.database_url())
    acknowledged = 0
    dice = random.Random(7)  # noqa: S311  the same moments each time
    for _ in range(5):
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        said = []
        for line in process.stderr:
            said.append(line)
            if len(said) > acknowledged + dice.randrange(50, 300):
                break
        time.sleep(dice.random() / 10)
        process.send_signal(signal.SIGKILL)
        said += process.stderr.readlines()
        process.wait()
        process.stderr.close()
        acknowledged = len(said)
        stored = Article.objects.count()
        assert stored >= len([line for line in said if line.endswith(b"\n")])
        if stored:
            assert_whole(stored)
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert re.search(r"[\d,]+ new, 0 changed, [\d,]+ unchanged, 0 failed", done.stdout)
    assert_whole(1200)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_double_nothing(tmp_path):
    file = tmp_path / "news.jsonl"
    file.write_text(many(300))
    script = """
    from django.core.management import call_command
    call_command("import_articles", FILE, create_entities="country")
    """
    said = processes.at_once(2, script, FILE=str(file))
    new = [int(re.match(r"\d+", line)[0]) for line in said]
    assert sum(new) == 300
    assert all(line.strip().endswith("0 failed") for line in said)
    assert_whole(300)
    assert Source.objects.count() == 7
    assert Entity.objects.count() == 2
