"""What an editor says of an import: which files or address, in which format, and who is made."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings

from articles.formats import FORMATS
from articles.models import Kind
from articles.models.fields import WebAddressField

# What a page can do in its time; more is for the command.
MOST_RECORDS = 1000
MOST_BYTES = 10 * 1024 * 1024  # of all files together
FORMAT_NAMES = [(one.NAME, one.NAME) for one in FORMATS if hasattr(one, "read")]


class ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = [super(ManyFilesField, self).clean(one, initial) for one in data or []]
        if sum(file.size for file in files) > MOST_BYTES:
            raise forms.ValidationError(
                f"They are larger than {MOST_BYTES // 1024**2} MB together: have them imported on "
                "the server, with import_articles."
            )
        return files


class ImportForm(forms.Form):
    files = ManyFilesField(
        required=False,
        widget=ManyFilesInput,
        help_text=f"Up to {settings.DATA_UPLOAD_MAX_NUMBER_FILES} files, "
        f"{MOST_BYTES // 1024**2} MB and {MOST_RECORDS:,} articles at once. Nothing is saved yet.",
    )
    address = forms.CharField(
        required=False,
        label="Or an address",
        validators=WebAddressField().validators,
        widget=forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"}),
        help_text="Of a page or of a feed. It is fetched now, and again when you import it.",
    )
    format = forms.ChoiceField(
        required=False,
        choices=[("", "As the names of the files say"), *FORMAT_NAMES],
        help_text="For files whose names do not say it.",
    )
    create = forms.ChoiceField(
        required=False,
        label="Unknown entities",
        choices=[
            ("", "are refused, with their article"),
            *((kind, f"are made, as {kind}") for kind in Kind.values),
        ],
        help_text="Where a record says of what kind an entity is, it is made of that kind.",
    )

    def __init__(self, *args: Any, may_create: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not may_create:
            del self.fields["create"]
        if not settings.FETCHES_ADDRESSES:
            del self.fields["address"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        files, address = cleaned.get("files"), cleaned.get("address")
        if not self.errors and files and address:
            raise forms.ValidationError("Files or an address: not both at once.")
        if not self.errors and not (files or address):
            raise forms.ValidationError(
                "Choose files, or give an address." if "address" in self.fields else "Choose files."
            )
        return cleaned
