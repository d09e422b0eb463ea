"""The suite's own ground: a folder of its own, never the developer's var/."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

HOME = Path(tempfile.mkdtemp(prefix="archive-tests-"))
ON_POSTGRESQL = os.environ.get("DATABASE_URL", "").startswith("postgres")

for name in ("ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "DEBUG", "ARCHIVE_NAME", "ARCHIVE_TIME_ZONE"):
    os.environ.pop(name, None)
os.environ["DJANGO_SETTINGS_MODULE"] = "archive.settings"
os.environ["SECRET_KEY"] = "of the tests only, " * 3
os.environ["ARCHIVE_INDEX"] = str(HOME / "index")
if not ON_POSTGRESQL:
    os.environ["DATABASE_URL"] = f"sqlite:///{HOME}/archive.sqlite3"

from django.conf import settings  # noqa: E402

if settings.configured:
    raise pytest.UsageError("Unset DJANGO_SETTINGS_MODULE: the tests choose their own settings.")
if not ON_POSTGRESQL:
    # A file and not memory, so that WAL, locks and threads are the real ones.
    settings.DATABASES["default"]["TEST"] = {"NAME": str(HOME / "test.sqlite3")}
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_unconfigure():
    shutil.rmtree(HOME, ignore_errors=True)
