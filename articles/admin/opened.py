"""What a form was opened on, so that what others saved since is told from what she typed herself.

It goes through the form, signed and packed, and not through the log: a row's older content can be
read back from the log only through imports, merges and natural keys that have changed since, while
the values of a form are a few hundred bytes. The long ones, headline and text, are not among them:
a number stands for them, that of their revision. Who forges it harms only her own proposal: what is
saved is checked against the row as it is, and a signature that does not hold means that nobody
knows what the form was opened on, so that all that differs is asked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, TypeAlias

from django import forms
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core import signing
from django.db import models

from articles.models import Archive, Article, Field

Values: TypeAlias = dict[str, list[str]]


@dataclass(frozen=True)
class Row:
    """A row of an inline: its id as the form has it, its natural key, its values by field."""

    id: str
    key: list[Any]
    values: dict[str, str]


@dataclass(frozen=True)
class Opened:
    """`values` by the names of the form, `rows` by the prefix of their inline."""

    state: str
    number: int  # of the last change in the log
    values: Values
    rows: dict[str, list[Row]] = field(default_factory=dict)

    @classmethod
    def of(cls, form: Any, inlines: Iterable[Any]) -> Opened:
        """A row as a form that is not filled in shows it, with the rows of its inlines."""
        number = Archive.objects.current().last_change
        obj, digest, rows = form.instance, hashlib.sha256(), {}
        for inline in inlines:
            parts = rows_of(inline.model, foreign_key_of(inline), obj)
            digest.update(repr([_columns(part) for part in parts]).encode())
            rows[prefix_of(inline)] = [_row(part, inline.form.Meta.fields) for part in parts]
        state = f"{obj.version}-{digest.hexdigest()[:16]}" if rows else f"{obj.version}"
        return cls(state, number, typed_values(form), rows)

    @classmethod
    def read(cls, signed: str | None, obj: models.Model) -> Opened | None:
        """None when it is not what we once gave out for this row."""
        content = _loads(signed, type(obj), obj.pk)
        if content is None:
            return None
        del content["key"]
        content["rows"] = {
            prefix: [Row(**row) for row in rows] for prefix, rows in content["rows"].items()
        }
        revision = content.pop("revision")
        if revision:
            words = _words(obj, number=revision)
            content["values"] |= {name: [word] for name, word in words.items()}
        return cls(**content)

    def signed(self, obj: models.Model) -> str:
        content = asdict(self) | {"revision": None, "key": list(obj.natural_key())}  # type: ignore[attr-defined]
        if isinstance(obj, Article) and (revision := _revision_of(obj)):
            content["revision"] = revision
            content["values"] = {
                name: typed for name, typed in self.values.items() if name not in Field.values
            }
        return signing.dumps(content, salt=_salt(type(obj), obj.pk), compress=True)

    @staticmethod
    def key_of(signed: str | None, model: type[models.Model], pk: Any) -> list[Any] | None:
        """The natural key of the row that a form was opened on, which may be gone by now."""
        content = _loads(signed, model, pk)
        return content["key"] if content else None


def _loads(signed: str | None, model: type[models.Model], pk: Any) -> dict[str, Any] | None:
    try:
        return signing.loads(signed or "", salt=_salt(model, pk))  # type: ignore[no-any-return]
    except signing.BadSignature:
        return None


def _salt(model: type[models.Model], pk: Any) -> str:
    return f"opened {model._meta.label_lower} {pk}"


def _revision_of(article: Article) -> int | None:
    """The newest with just these words: another may have been saved since the row was read."""
    same = article.revisions.filter(headline=article.headline, sha256=article.sha256)
    return same.order_by("-number").values_list("number", flat=True).first()


def _words(obj: models.Model, number: int) -> dict[str, str]:
    revisions = Article.revisions.rel.related_model.objects  # type: ignore[attr-defined]
    return revisions.values(*Field.values).get(article=obj.pk, number=number)


# --- Inlines ------------------------------------------------------------------------------------


def foreign_key_of(inline: Any) -> str:
    return inline.fk_name or inline.parent_field


def prefix_of(inline: Any) -> str:
    """As Django names the fields of a set of forms."""
    parent = inline.model._meta.get_field(foreign_key_of(inline))
    return parent.remote_field.get_accessor_name(model=inline.model)


def rows_of(model: type[models.Model], parent: str, obj: models.Model) -> list[Any]:
    """As they are stored, each with the whole that it is a part of."""
    others = [
        column.name
        for column in model._meta.concrete_fields
        if column.is_relation and column.name != parent
    ]
    rows = model._base_manager.filter(**{parent: obj}).select_related(*others)
    parts = list(rows.order_by("pk"))
    for part in parts:
        setattr(part, parent, obj)
    return parts


def _columns(part: models.Model) -> list[Any]:
    return [getattr(part, column.attname) for column in part._meta.concrete_fields]


def _row(part: Any, names: Iterable[str]) -> Row:
    values = {}
    for name in names:
        value = part._meta.get_field(name).value_from_object(part)
        values[name] = "" if value is None else str(value)
    return Row(str(part.pk), list(part.natural_key()), values)


# --- Values as a browser sends them ---------------------------------------------------------------


def typed_values(form: Any) -> Values:
    """What a browser sends of a form that nobody has touched."""
    values: Values = {}
    for name, form_field in form.fields.items():
        if name != "seen":
            values |= typed(name, form_field, form.get_initial_for_field(form_field, name))
    return values


def names_of(name: str, form_field: forms.Field) -> list[str]:
    """The names under which a field's value is sent: those of a moment are two."""
    widget = bare(form_field)
    if isinstance(widget, forms.MultiWidget):
        return [f"{name}{suffix}" for suffix in widget.widgets_names]
    return [name]


def typed(name: str, form_field: forms.Field, initial: Any) -> Values:
    widget, value = bare(form_field), form_field.prepare_value(initial)
    if isinstance(widget, forms.MultiWidget):
        parts = widget.decompress(value) or [None] * len(widget.widgets)
        return {
            part_name: [part.format_value(one) or ""]
            for part_name, part, one in zip(
                names_of(name, form_field), widget.widgets, parts, strict=True
            )
        }
    if isinstance(widget, forms.CheckboxInput):
        return {name: ["on"] if value else []}
    if is_several(form_field):
        return {name: sorted(str(one) for one in value or ())}
    if isinstance(widget, forms.Select):
        return {name: ["" if value is None else str(value)]}
    return {name: [_plain(widget.format_value(value))]}


def sent(names: Iterable[str], data: Any, several: bool = False) -> Values:
    """The same as it came, with the line ends that are ours."""
    came = {name: [_plain(value) for value in data.getlist(name)] for name in names}
    return {name: sorted(values) if several else values for name, values in came.items()}


def is_several(form_field: forms.Field) -> bool:
    return bool(getattr(bare(form_field), "allow_multiple_selected", False))


def bare(form_field: forms.Field) -> forms.Widget:
    """The widget within the admin's wrapper, which adds a link to a new row."""
    widget = form_field.widget
    return widget.widget if isinstance(widget, RelatedFieldWidgetWrapper) else widget


def _plain(value: Any) -> str:
    return str("" if value is None else value).replace("\r\n", "\n").strip()


def put(data: Any, values: Mapping[str, list[str]]) -> None:
    for name, typed_ones in values.items():
        data.setlist(name, typed_ones)
