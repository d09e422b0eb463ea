"""Several processes that do the same at the same moment, on the database of the tests."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
ASYNC_UNSAFE = "DJANGO_ALLOW_ASYNC_UNSAFE"


def database_url():
    """Where the tests' own database is. Another process does not see what is not committed."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    user = settings["USER"] + (f":{settings['PASSWORD']}" if settings["PASSWORD"] else "")
    return f"postgresql://{user}@{settings['HOST']}:{settings['PORT']}/{settings['NAME']}"


def environment(**differing):
    """That of a process of its own: without what only lets a browser into the tests' process."""
    inherited = {key: value for key, value in os.environ.items() if key != ASYNC_UNSAFE}
    return inherited | differing


def at_once(count, script, **names):
    """What each of `count` processes printed that ran the script together; NUMBER is its own."""
    processes = []
    for number in range(count):
        values = "\n".join(
            f"{name} = {value!r}" for name, value in (names | {"NUMBER": number}).items()
        )
        opening = "import django\ndjango.setup()\ninput()\n"
        processes.append(
            subprocess.Popen(
                [sys.executable, "-c", opening + values + "\n" + textwrap.dedent(script)],
                cwd=ROOT,
                env=environment(DATABASE_URL=database_url()),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
        )
    # The line lets them go. Those that are slow to start find it waiting.
    for process in processes:
        process.stdin.write("\n")
        process.stdin.flush()
    answers = [process.communicate(timeout=120) for process in processes]
    for process, (_, complaint) in zip(processes, answers, strict=True):
        assert process.returncode == 0, complaint
    return [said for said, _ in answers]
