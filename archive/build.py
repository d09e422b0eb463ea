"""Which build this is: a word that changes when a page could look different for it."""

import hashlib
from functools import cache

import django
from django.conf import settings

FOLDERS = ("archive", "articles", "templates", "static")


@cache
def build_id() -> str:
    """From the content of the files and not their times, so that all web hosts agree."""
    digest = hashlib.sha256()
    for word in (django.__version__, settings.ARCHIVE_NAME, settings.TIME_ZONE):
        digest.update(f"{word}\0".encode())
    for folder in FOLDERS:
        for file in sorted((settings.BASE_DIR / folder).rglob("*")):
            if file.is_file() and file.suffix != ".pyc":
                content = hashlib.sha256(file.read_bytes()).hexdigest()
                digest.update(f"{file.relative_to(settings.BASE_DIR)} {content}\n".encode())
    return digest.hexdigest()[:16]
