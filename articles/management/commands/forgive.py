"""Let somebody in again: `manage.py forgive ana`."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandError, CommandParser

from articles.models import AuthEvent, AuthEventKind


class Command(BaseCommand):
    help = "Forgets the wrong passwords given for an account, so that nobody has to wait."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument(
            "--second-factor",
            action="store_true",
            help="forget the phone and the recovery codes too: the password alone lets in",
        )

    def handle(self, *, username: str, second_factor: bool, **options: Any) -> None:
        user = get_user_model().objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no account “{username}”.")
        failures = AuthEvent.objects.of(AuthEventKind.FAILED).naming(username)
        count = failures.delete()[0]
        self.stdout.write(f"Forgotten wrong attempts for {username}: {count}.")
        if second_factor:
            self.stdout.write(self.forget_second_factor(user))

    def forget_second_factor(self, user: Any) -> str:
        if not settings.SECOND_FACTOR:
            raise CommandError("The extra `otp` is not installed, so nobody is asked for a code.")
        from articles.doors import codes

        return "The second factor is removed." if codes.forget(user) else "There was none."
