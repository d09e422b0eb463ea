"""The web server: `gunicorn -c python:archive.server`. Each line can be overridden by a flag.

Threads, because a page waits for the database part of its time; two processes, because two cores
are the smallest host meant. More: WEB_CONCURRENCY, or --workers.
"""

import sys
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

try:
    from archive import settings
except ImproperlyConfigured as fault:
    sys.exit(f"The archive does not start: {fault}")

if settings.PRODUCTION and not (settings.VAR / "static" / "staticfiles.json").exists():
    sys.exit("The archive does not start: run `python manage.py collectstatic --noinput` first.")

wsgi_app = "archive.wsgi:application"
bind = "127.0.0.1:8000"
worker_class = "gthread"
workers = 2
threads = 4

timeout = 30
graceful_timeout = 20
max_requests = 5000
max_requests_jitter = 500
limit_request_line = 4094

# A worker's heartbeat must not wait for a disk.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
control_socket_disable = True
# Only ARCHIVE_BEHIND_PROXY makes a proxy's word count; by default loopback's always would.
secure_scheme_headers: dict[str, str] = {}

loglevel = "info" if settings.PRODUCTION else "warning"
logconfig_dict = settings.LOGGING | {
    "loggers": {"gunicorn.error": {"level": loglevel.upper(), "handlers": []}}
}
