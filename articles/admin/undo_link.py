"""The link to the page on which a change is undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.html import format_html

from articles.models import Change, may_undo

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def undo_link(change: Change, user: User) -> str:
    """To be added to what a person is told of her own act; empty for what cannot be undone."""
    makes_article = any(
        (part["model"], part["did"]) == ("article", "created") for part in change.parts
    )
    if makes_article or not may_undo(user, change):
        return ""
    return format_html(' <a href="{}">Undo this</a>', address_of(change, "undo"))


def address_of(change: Change, what: str = "change") -> str:
    return reverse(f"admin:articles_change_{what}", args=[change.pk])
