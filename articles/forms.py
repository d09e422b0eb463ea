"""What readers fill in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from articles.models import SavedSearch
from articles.models.saved_search import MOST_OF_A_PERSON

HAS_THIS_NAME = "You have a search of this name."


class SearchForm(forms.ModelForm):
    """The name of a search, new or saved, of the owner that it has."""

    class Meta:
        model = SavedSearch
        fields = ("name",)
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"})}

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if self._others().filter(name=name).exists():
            raise ValidationError(HAS_THIS_NAME)
        return name

    def clean(self) -> dict[str, Any]:
        if self.instance.pk is None and self._others().count() >= MOST_OF_A_PERSON:
            raise ValidationError(
                f"You have {MOST_OF_A_PERSON} searches, which is as many as are kept for a person."
                " Delete one first."
            )
        return self.cleaned_data

    def keep(self) -> bool:
        """Whether it could be saved; sent twice at the same moment it could not."""
        if not self.is_valid():
            return False
        try:
            with transaction.atomic():
                self.save()
        except IntegrityError:
            self.add_error("name", HAS_THIS_NAME)
            return False
        return True

    def _others(self) -> Any:
        return SavedSearch.objects.of(self.instance.owner).exclude(pk=self.instance.pk)
