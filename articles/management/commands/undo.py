"""A change taken back: `manage.py undo 1204 --by ana`."""

from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from articles.management.people import add_by, person
from articles.models import (
    Action,
    CannotUndo,
    Change,
    Conflict,
    Undoing,
    may_undo,
    rights_to_undo,
    undo,
)
from articles.pages.plain_words import describe, known_in


class Command(BaseCommand):
    help = (
        "Undoes a change, as a change of its own, which can be undone in turn. Refused, naming the "
        "later change, where something that it would restore has changed since."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("change", type=int, help="its number, as the log has it")
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done")
        parser.add_argument("--reason", default="", help="for the log; readers see it")
        add_by(parser)

    def handle(self, **options: Any) -> None:
        change = Change.objects.filter(number=options["change"]).first()
        if change is None:
            raise CommandError(f"The log has no change {options['change']}.")
        by = person(options["by"])
        if by is not None and not may_undo(by, change):
            needed = ", ".join(sorted(rights_to_undo(change)))
            raise CommandError(f"{by} may not undo change {change.number}: it takes {needed}.")
        if options["dry_run"]:
            self.foresee(change)
            return
        try:
            undone = undo(change, by=by, reason=options["reason"])
        except (CannotUndo, Conflict) as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"Change {undone.number}: {in_words(undone)}.")

    def foresee(self, change: Change) -> None:
        undoing = Undoing(change)
        if undoing.obstacles:
            raise CommandError(str(CannotUndo(change, undoing.obstacles)))
        foreseen = Change(action=Action.UNDONE, undoes=change, parts=undoing.parts)
        self.stdout.write(f"The log would say: {in_words(foreseen)}. Nothing was changed.")


def in_words(change: Change) -> str:
    return "; ".join(describe(change, known_in([change], for_readers=False)))
