"""Rows that two people may edit at once, and fields that follow from others."""

from __future__ import annotations

from django.db import models


class Conflict(Exception):
    """Somebody saved this row first. `current` is the row as it is now."""

    def __init__(self, current: models.Model) -> None:
        super().__init__(f"“{current}” has been changed by somebody else in the meantime.")
        self.current = current


class Versioned(models.Model):
    """A row whose `version` goes up by one with every save; saving an old version is a Conflict."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    def derive(self) -> None:
        """Fill the columns that follow from others; called before every save, fixtures included."""
