"""The application that the web server runs: `gunicorn -c python:archive.server`."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")

application = get_wsgi_application()

if settings.DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    # Before the first connection, and in this process only.
    options = settings.DATABASES["default"]["OPTIONS"]
    options["options"] = f"{options.get('options', '')} {settings.WEB_STATEMENT_LIMITS}".strip()
