"""Where the index is, and who may write to it.

The folder holds a lock, the name of the index in use (`current`) and that index. Another index is
built beside it and then takes its name. All of it may be deleted at any moment.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from .schema import VERSION

CURRENT = "current"
WRITING = "writing.lock"
BUILDING = "building.lock"
SECONDS_BETWEEN_TRIES = 0.02


def root() -> Path:
    return Path(settings.ARCHIVE_INDEX)


def current() -> Path | None:
    """The index in use, if there is one of this version."""
    try:
        name = (root() / CURRENT).read_text().strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    path = root() / name
    is_ours = name.startswith(_prefix()) and path.is_dir()
    return path if is_ours else None


def beside() -> Path:
    """A new folder for an index that is to be built."""
    path = root() / f"{_prefix()}{uuid.uuid4().hex[:12]}"
    path.mkdir(parents=True)
    return path


def use(path: Path) -> None:
    """From now on this index is the one in use; all others go."""
    name = root() / f"{CURRENT}.{os.getpid()}"
    name.write_text(path.name)
    name.replace(root() / CURRENT)
    for other in root().iterdir():
        if other.is_dir() and other != path:
            remove(other)


def discard() -> None:
    """From now on there is no index in use."""
    (root() / CURRENT).unlink(missing_ok=True)


def remove(path: Path) -> None:
    shutil.rmtree(path, ignore_errors=True)


@contextmanager
def locked(name: str, *, patience: float | None = 0) -> Iterator[bool]:
    """Hold a lock of the folder, or not: it is taken. With a patience of None it is waited for."""
    root().mkdir(parents=True, exist_ok=True)
    deadline = None if patience is None else time.monotonic() + patience
    with (root() / name).open("a") as file:
        while not (is_ours := _take(file.fileno())):
            if deadline is not None and time.monotonic() >= deadline:
                break
            time.sleep(SECONDS_BETWEEN_TRIES)
        yield is_ours


def _take(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _prefix() -> str:
    return f"v{VERSION}-"
