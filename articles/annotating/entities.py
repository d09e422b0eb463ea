"""Entities in a form: ticked, or named by what is typed; what a name leaves open is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from articles.models import Entity, Kind
from articles.pages.named import described

OFFERED_MAX = 20
NAMES_MAX = 20
_WITH_KIND = re.compile(rf"(.+) \(({'|'.join(Kind.values)})\)")


@dataclass(frozen=True)
class Picked:
    """What came from the form: slugs of the ticked, and names that were typed."""

    slugs: Sequence[str] = ()
    typed: str = ""

    @property
    def names(self) -> list[str]:
        return [name.strip() for name in re.split(r"[;\n]", self.typed) if name.strip()]


class EntitiesInput(forms.Widget):
    """The ticked ones, then a field for names. With script the field is a combobox."""

    def __init__(self, *, is_many: bool) -> None:
        super().__init__()
        self.is_many = is_many
        self.chosen: list[Entity] | None = None  # as cleaned
        self.offered: list[Entity] = []
        self.rest: str | None = None  # of what was typed, what is not settled

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Picked:
        slugs = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        return Picked(slugs, data.get(f"{name}_named", ""))

    def id_for_label(self, id_: str) -> str:
        return id_

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        picked = value if isinstance(value, Picked) else Picked([one.slug for one in value or ()])
        chosen = self.chosen
        if chosen is None:
            chosen = list(Entity.objects.filter(slug__in=picked.slugs).by_name())
        context = {
            "name": name,
            "id": (attrs or {}).pop("id", name),
            "attrs": attrs or {},
            "is_many": self.is_many,
            "chosen": chosen,
            "offered": [one for one in self.offered if one not in chosen],
            "typed": picked.typed if self.rest is None else self.rest,
        }
        return render_to_string("annotate/_entities.html", context)


class EntitiesField(forms.Field):
    """A list of entities; of one at most, if not `is_many`."""

    widget: EntitiesInput

    def __init__(self, *, is_many: bool = False, **options: Any) -> None:
        super().__init__(widget=EntitiesInput(is_many=is_many), **options)
        self.is_many = is_many

    def clean(self, value: Picked) -> list[Entity]:
        slugs = [] if value.names and not self.is_many else value.slugs
        chosen = list(Entity.objects.filter(slug__in=slugs[:200]).by_name())
        faults = []
        for name in value.names[:NAMES_MAX]:
            try:
                chosen.append(self._named(name))
            except ValidationError as fault:
                faults.append((name, fault))
        self.widget.chosen = list(dict.fromkeys(chosen))
        self.widget.rest = "; ".join(name for name, _ in faults)
        if faults:
            raise ValidationError([fault for _, fault in faults])
        if self.required and not chosen:
            raise ValidationError("Choose an entity, or write one of its names.")
        return self.widget.chosen if self.is_many else self.widget.chosen[:1]

    def _named(self, name: str) -> Entity:
        label = _WITH_KIND.fullmatch(name)
        rows = Entity.objects.named(label[1] if label else name)
        found = list((rows.of_kind(label[2]) if label else rows).by_name()[: OFFERED_MAX + 1])
        found = found or list(Entity.objects.with_one_of_codes([name])[:2])
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValidationError(f"No entity is called “{name}”. Write another of its names.")
        self.widget.offered += found[:OFFERED_MAX]
        which = " or ".join(described(one) for one in found[:3])
        raise ValidationError(f"Several are called “{name}”: tick {which}.")
