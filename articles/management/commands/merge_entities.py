"""Two entities that are one: `manage.py merge_entities vladimir-putin v-putin --dry-run`."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError, CommandParser

from articles.management.people import add_by, person
from articles.models import Conflict, Entity, MergePreview, NameForm, merge


class Command(BaseCommand):
    help = (
        "Gives all that GONE has to KEPT: tags, mentions, statements, ties, names. Its address "
        "leads to KEPT from then on. One change, which can be undone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kept", help="the slug of the entity that stays")
        parser.add_argument("gone", help="the slug of the entity that becomes a part of it")
        parser.add_argument("--dry-run", action="store_true", help="only count what would be done")
        add_by(parser)
        parser.add_argument("--former", action="store_true", help="its name is a former name")
        parser.add_argument("--reason", default="", help="for the log; readers see it")

    def handle(self, **options: Any) -> None:
        kept, gone = (entity_of(options[name]) for name in ("kept", "gone"))
        by = person(options["by"])
        form = NameForm.FORMER if options["former"] else NameForm.NAME
        address = gone.get_absolute_url()
        try:
            self.tell(MergePreview.of(kept, gone))
            if options["dry_run"]:
                self.stdout.write("Nothing was changed.")
                return
            merge(kept, gone, by=by, form=form, reason=options["reason"])
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from None
        except Conflict as conflict:
            raise CommandError(f"{conflict} Nothing was merged: try again.") from None
        self.stdout.write(f"Merged. {address} leads to {kept.get_absolute_url()} from now on.")

    def tell(self, preview: MergePreview) -> None:
        self.stdout.write(f"{preview.gone} ({preview.gone.slug}) becomes {preview.kept}:")
        for count in preview.counts:
            shared = f", {count.doubles:,} of them shared" if count.doubles else ""
            self.stdout.write(f"  {count.rows:,} {count.noun}{shared}")
        for clash in preview.clashes:
            self.stdout.write(f"  {clash}")


def entity_of(slug: str) -> Entity:
    entity = Entity.objects.filter(slug=slug.lower()).first()
    if entity is None:
        raise CommandError(f"There is no entity “{slug}”.")
    return entity
