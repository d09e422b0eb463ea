"""The admin: Django's own, with a page for every noun of the archive.

Every admin of rows that people write extends `RecordedAdmin`: a save goes through the methods of
`Article` or through `recording`, and is one change in the log with all its inlines; who saves what
somebody else has saved in the meantime sees both versions (conflict.py); nothing is deleted.
A new noun gets a module here, a class and its `@admin.register`.
"""

from django.contrib import admin
from taggit.models import Tag

from . import annotations, articles, changes, entities, log, people, sources, statements

__all__ = [
    "annotations",
    "articles",
    "changes",
    "entities",
    "log",
    "people",
    "sources",
    "statements",
]

admin.site.unregister(Tag)  # entities are the tags
admin.site.disable_action("delete_selected")
