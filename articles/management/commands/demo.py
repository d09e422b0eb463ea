"""The whole archive on a laptop, by one command: `manage.py demo`."""

import os
import secrets
import socket
import sys
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import BaseCommand, CommandError, CommandParser, call_command
from django.db import transaction

from articles import search
from articles.groups import CHIEF_EDITORS
from articles.models import Article

SEED = "turkey-to-press-putin-on-negotiating-end-to-assads-rule"
EDITOR = "editor"


class Command(BaseCommand):
    help = "Prepares an archive with one article on this machine and serves it to this machine."

    # The database may not be there yet, and migrating checks it.
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="where to serve (default: 8000)")
        parser.add_argument("--no-serve", action="store_true", help="only prepare")
        parser.add_argument("--password", help="the editor's, instead of a random one")

    def handle(
        self, *, port: int, no_serve: bool, password: str | None, verbosity: int, **options: Any
    ) -> None:
        if settings.PRODUCTION:
            raise CommandError("demo is for a laptop; ALLOWED_HOSTS makes this production.")
        if not no_serve:
            refuse_if_taken(port)
        call_command("migrate", verbosity=0, interactive=False)
        self.load()
        search.settle()
        self.make_editor(password)
        if not no_serve:
            self.serve(port)

    def load(self) -> None:
        if Article.objects.filter(slug=SEED).exists():
            return
        self.stdout.write("Loading the countries and the first article ...")
        call_command("loaddata", "countries", "moscow_times", verbosity=0)

    def make_editor(self, password: str | None) -> None:
        users = get_user_model().objects
        if users.exists():
            if password:
                self.stdout.write(
                    "There is a user already, so --password changed nothing: "
                    f"use `manage.py changepassword {EDITOR}`."
                )
            return
        password = password or secrets.token_urlsafe(12)
        with transaction.atomic():
            editor = users.create_user(EDITOR, password=password, is_staff=True)
            editor.groups.add(Group.objects.get(name=CHIEF_EDITORS))
        self.stdout.write(f"Editor: {EDITOR}   Password: {password}   (shown this once)")

    def serve(self, port: int) -> None:
        self.stdout.write(f"The archive is at http://127.0.0.1:{port}/   (Ctrl-C ends it)")
        self.stdout.flush()
        self.stderr.flush()
        # The server takes this process's place, so that a signal to it reaches the server.
        os.chdir(settings.BASE_DIR)
        os.execv(  # noqa: S606  no shell is wanted
            sys.executable,
            [
                *(sys.executable, "-m", "gunicorn"),
                *("--config", "python:archive.server"),
                *("--bind", f"127.0.0.1:{port}"),
                *("--workers", "1"),
                # The promise is to end within five seconds, whoever is still reading.
                *("--graceful-timeout", "1"),
            ],
        )


def refuse_if_taken(port: int) -> None:
    """Says so before anything is made, not after."""
    if not 0 < port < 65536:
        raise CommandError(f"--port must be between 1 and 65535, not {port}.")
    with socket.socket() as trial:
        # As the server will: a port that only lingers after its last owner is free.
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except OSError as fault:
            raise CommandError(
                f"Port {port} cannot be used ({fault.strerror}). Choose another: demo --port 8001"
            ) from None
