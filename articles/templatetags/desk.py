"""The admin's first page: an editor's day."""

from typing import Any

from django import template
from django.db import models
from django.urls import reverse

from articles.models import Kind
from articles.pages.desk import Desk

register = template.Library()


@register.simple_tag(takes_context=True)
def my_desk(context: dict[str, Any]) -> Desk:
    request = context["request"]
    return Desk.of(request.user, request.GET.get("day", ""))


@register.simple_tag
def kinds_of_entity() -> list[str]:
    return Kind.values


@register.filter
def editing(row: models.Model) -> str:
    """The address at which a row is edited."""
    return reverse(f"admin:articles_{row._meta.model_name}_change", args=[row.pk])
