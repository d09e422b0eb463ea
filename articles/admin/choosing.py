"""Choosing an entity: by any of its names, told from its namesakes by its kind."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.models import Entity
from articles.pages.named import best_named, described, other_name_found

_NUMBER = re.compile(r"[0-9]{1,18}")


class EntityChoices(AutocompleteJsonView):
    """What is offered while one types: whole names before beginnings before the rest."""

    def process_request(self, request: HttpRequest) -> tuple[Any, ...]:
        chosen = super().process_request(request)
        if chosen[2].remote_field.model is not Entity:
            raise PermissionDenied  # The address names a field that holds no entity.
        return chosen

    def get_queryset(self) -> models.QuerySet[Entity]:
        return best_named(super().get_queryset(), self.term)

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, Any]:
        other = other_name_found(obj, self.term)
        text = described(obj) + (f", also “{other}”" if other else "")
        return {"id": str(getattr(obj, to_field_name)), "text": text}


class OnlyNumbers:
    """Django asks the database for whatever came as a choice, and fails where that is no number.

    The form has said by then what is wrong with it: it is only not shown once more.
    """

    def optgroups(self, name: str, value: list[str], attrs: Any = None) -> Any:
        numbers = [choice for choice in value if _NUMBER.fullmatch(str(choice))]
        return super().optgroups(name, numbers, attrs)  # type: ignore[misc]


class SturdySelect(OnlyNumbers, AutocompleteSelect):
    """A chooser of rows of any noun."""


class EntitySelect(SturdySelect):
    url_name = "%s:articles_entity_choices"


class EntitySelectMultiple(OnlyNumbers, AutocompleteSelectMultiple):
    url_name = "%s:articles_entity_choices"

    def build_attrs(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Without the cross that takes all away: it stands in a list and is no item of it."""
        return super().build_attrs(*args, **kwargs) | {"data-allow-clear": "false"}


class EntityField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return described(obj)


class EntitiesField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return described(obj)


class ChoosesEntities:
    """For an admin or an inline: every field that names entities is chosen so."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.remote_field.model is Entity:
            kwargs["widget"] = EntitySelect(db_field, self.admin_site)  # type: ignore[attr-defined]
            kwargs["form_class"] = EntityField
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.remote_field.model is Entity:
            kwargs["widget"] = EntitySelectMultiple(db_field, self.admin_site)  # type: ignore[attr-defined]
            kwargs["form_class"] = EntitiesField
        return super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]


class PlainText(forms.Widget):
    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        return format_html('<span class="settled">{}</span>', value)


class SettledEntity(forms.Field):
    """The entity of a row that is there: shown, not chosen again, and not asked for once more."""

    widget = PlainText

    def __init__(self, entity: Entity) -> None:
        super().__init__(disabled=True, required=False)
        self.entity = entity

    def prepare_value(self, value: Any) -> str:
        return described(self.entity)

    def clean(self, value: Any) -> Entity:
        return self.entity


class PartForm(forms.ModelForm):
    """A row of an inline. One that is unchanged is not checked again, so many rows cost nothing."""

    settled = ""  # the field with the entity that makes the row what it is
    identity: tuple[str, ...] = ()  # the fields by which two rows are the same one

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.settled and self.instance.pk:
            self.fields[self.settled] = SettledEntity(getattr(self.instance, self.settled))
        for name, field in self.fields.items():
            # A table's heads are no labels.
            widget = getattr(field.widget, "widget", field.widget)  # within the admin's wrapper
            widget.attrs["aria-label"] = (field.label or name).capitalize()

    def _post_clean(self) -> None:
        if not self.instance.pk or self.has_changed():
            super()._post_clean()  # type: ignore[misc]


class PartFormSet(forms.BaseInlineFormSet):
    def _construct_form(self, i: int, **kwargs: Any) -> forms.ModelForm:
        """Every row knows the whole that it is a part of, without asking the database for it."""
        form = super()._construct_form(i, **kwargs)  # type: ignore[misc]
        setattr(form.instance, self.fk.name, self.instance)
        return form

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].widget.attrs["aria-label"] = "Remove this row"
