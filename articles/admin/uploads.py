"""Files that an editor has uploaded, kept between the look at what they do and the doing."""

from __future__ import annotations

import json
import shutil
import time
import uuid
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

KEPT_SECONDS = 24 * 3600
NAMES = "names.json"


def keep(files: Iterable[UploadedFile]) -> str:
    """The key by which they are found again. What is older than a day goes."""
    root = Path(settings.ARCHIVE_UPLOADS)
    root.mkdir(parents=True, exist_ok=True)
    _clean(root)
    key = uuid.uuid4().hex
    folder = root / key
    folder.mkdir(mode=0o750)
    names = []
    for number, file in enumerate(files):
        with (folder / str(number)).open("wb") as copy:
            copy.writelines(file.chunks())
        names.append(file.name or f"file {number + 1}")
    (folder / NAMES).write_text(json.dumps(names))
    return key


def kept(key: str) -> list[tuple[str, Path]]:
    """Each file's name, as the editor has it, and where it lies; none if they are gone."""
    folder = Path(settings.ARCHIVE_UPLOADS) / _checked(key)
    try:
        names = json.loads((folder / NAMES).read_text())
    except OSError:
        return []
    return [(name, folder / str(number)) for number, name in enumerate(names)]


def remove(key: str) -> None:
    if key:
        shutil.rmtree(Path(settings.ARCHIVE_UPLOADS) / _checked(key), ignore_errors=True)


def _checked(key: str) -> str:
    return uuid.UUID(hex=key).hex


def _clean(root: Path) -> None:
    for folder in root.iterdir():
        if folder.is_dir() and folder.stat().st_mtime < time.time() - KEPT_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)
