"""What readers fill in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, cast

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.models import PersonalToken, SavedSearch, Scope
from articles.models.saved_search import MOST_OF_A_PERSON

MOST_TOKENS = 20
DAYS = (7, 30, 90, 365)  # none lasts for ever: who forgets one need not remember it
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


class TokenForm(forms.ModelForm):
    """A new token of this person: what it is for, what it may, and how long."""

    scopes = forms.MultipleChoiceField(
        required=False, label="It may", widget=forms.CheckboxSelectMultiple
    )
    days = forms.TypedChoiceField(
        coerce=int, initial=90, label="For", choices=[(n, f"{n} days") for n in DAYS]
    )

    class Meta:
        model = PersonalToken
        fields = ("name",)
        help_texts = {"name": ""}  # its label says it
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"})}

    def __init__(self, *args: Any, owner: User, scopes: Sequence[Scope], **options: Any) -> None:
        super().__init__(*args, **options)
        self.owner = owner
        choices = [(scope.value, scope.label.capitalize()) for scope in scopes]
        cast(forms.MultipleChoiceField, self.fields["scopes"]).choices = choices

    def clean(self) -> dict[str, Any]:
        if PersonalToken.objects.of(self.owner).valid().count() >= MOST_TOKENS:
            raise ValidationError(
                f"You have {MOST_TOKENS} tokens, which is as many as a person may have. Revoke one"
                " first."
            )
        return self.cleaned_data

    def issue(self) -> tuple[PersonalToken, str]:
        given = self.cleaned_data
        until = timezone.now() + timedelta(days=given["days"])
        issue = PersonalToken.objects.issue
        return issue(self.owner, name=given["name"], scopes=given["scopes"], expires_at=until)
