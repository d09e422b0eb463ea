"""The secret key: given in production, kept in a file on a laptop."""

import os
import tempfile
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

SHORTEST = 50  # and no fewer than five different characters: as `check --deploy` asks


def strong(name: str, key: str) -> str:
    if not key:
        raise ImproperlyConfigured(f"{name} must be set in production, where ALLOWED_HOSTS is set.")
    if len(key) < SHORTEST or len(set(key)) < 5 or key.startswith("django-insecure"):
        raise ImproperlyConfigured(f"{name} must be at least {SHORTEST} random characters.")
    return key


def kept(file: Path) -> str:
    """The key kept in this file, made at the first call. Two processes get the same one."""
    try:
        if not file.exists():
            _make(file)
        return file.read_text().strip()
    except OSError as fault:
        raise ImproperlyConfigured(
            f"{file} cannot be kept ({fault.strerror}): set SECRET_KEY, or make it writable."
        ) from None


def _make(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    # mkstemp makes it readable by its owner only; the link appears whole or not at all, and
    # fails where another process was first.
    handle, draft = tempfile.mkstemp(dir=file.parent, prefix=".secret")
    try:
        with os.fdopen(handle, "w") as out:
            out.write(get_random_secret_key())
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        Path(draft).unlink()
