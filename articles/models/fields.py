"""Fields through which text enters the database.

Every text field cleans its value by the gate of `articles.text`, whichever door it came in by: a
form, `bulk_create`, an import, `loaddata` or a filter (PostgreSQL refuses NUL in a filter, too).
Lengths are held by a CHECK in the database, because SQLite alone would store an over-long value
without a word.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.validators import MaxLengthValidator, RegexValidator
from django.db import models
from django.utils.functional import cached_property

from articles import text

from .beginning import Begins


class GatedField(models.Field):
    """A text field whose values pass a gate before they are compared or stored."""

    gate: Callable[[str], str]

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return self.gate(value) if isinstance(value, str) else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = self.gate(value)
            setattr(model_instance, self.attname, value)
        return value

    def db_check(self, connection: Any) -> str | None:
        if self.max_length is None:
            return None
        column = connection.ops.quote_name(self.column)
        return f"length({column}) <= {self.max_length}"


class LineField(GatedField, models.CharField):
    """One line: a headline, a name, a byline."""

    gate = staticmethod(text.clean_line)


class GatedText(GatedField, models.TextField):
    """Django checks the length of long texts in forms only: here every `full_clean` does."""

    @cached_property
    def validators(self) -> list[Any]:
        limit = [] if self.max_length is None else [MaxLengthValidator(self.max_length)]
        return [*super().validators, *limit]


class ProseField(GatedText):
    """Paragraphs divided by a blank line; never HTML."""

    gate = staticmethod(text.clean_text)


class QuoteField(GatedText):
    """Words as they stand in a text, blanks at their ends included.

    A context of 32 characters may begin with a space or hold a paragraph break: cleaning it like
    prose would tear it from its text, so only what the text itself cannot hold is removed.
    """

    gate = staticmethod(text.clean_quote)


class AsciiField(GatedField, models.CharField):
    """ASCII that sorts by its bytes on both databases (PostgreSQL would sort by the locale)."""

    gate = staticmethod(text.clean_line)

    def db_parameters(self, connection: Any) -> dict[str, Any]:
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters


LineField.register_lookup(Begins)
AsciiField.register_lookup(Begins)


class WebAddressField(LineField):
    """An http or https address without a user name in it, or nothing.

    The rule is also a constraint (`address_rule`), since imports and fixtures skip validators.
    """

    pattern = r"^https?://[^\s@/?#\\]+([/?#][^\s]*)?$"

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("max_length", text.URL_MAX)
        super().__init__(*args, **options)
        self.validators = [
            *self.validators,
            RegexValidator(self.pattern, "Give an http:// or https:// address."),
        ]


def address_rule(field: str, name: str) -> models.CheckConstraint:
    """The constraint that keeps `javascript:` and its like out of an address, on every path."""
    return models.CheckConstraint(
        condition=models.Q(**{field: ""})
        | models.Q(**{f"{field}__regex": WebAddressField.pattern}),
        name=name,
        violation_error_message="Give an http:// or https:// address.",
    )


def one_of(field: str, choices: type[models.TextChoices], name: str) -> models.CheckConstraint:
    """The constraint that a column holds one of its choices, on every path."""
    return models.CheckConstraint(condition=models.Q(**{f"{field}__in": choices.values}), name=name)
