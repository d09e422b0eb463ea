"""Django's own `loaddata`, with what it writes entered in the log of changes."""

from typing import Any

from django.core.management.commands import loaddata

from articles.models.loading import loading


class Command(loaddata.Command):
    def loaddata(self, fixture_labels: Any) -> None:
        with loading():
            super().loaddata(fixture_labels)
