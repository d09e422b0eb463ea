"""What every check is, and what checks share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db import models

from articles.models import Annotation, Article, Entity
from articles.paging import FirstPages

from .finding import Finding

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.core.paginator import Page

PER_PAGE = 10
GONE = "Somebody has changed it in the meantime."


class NotMended(Exception):
    """Why nothing was saved."""


class Check:
    name: ClassVar[str]
    label: ClassVar[str]
    lead: ClassVar[str]
    nothing: ClassVar[str]
    looked_at: ClassVar[str] = ""  # how much of a large archive
    acts: ClassVar[dict[str, str]] = {}  # what its mends are called, and the right that each takes

    def rows(self) -> Any:
        raise NotImplementedError

    def page(self, number: str) -> Page[Any]:
        return FirstPages(self.rows(), PER_PAGE).get_page(number)

    def findings(self, page: Page[Any]) -> list[Finding]:
        raise NotImplementedError

    def mend(self, act: str, *, by: User) -> tuple[str, Article | Entity]:
        """Do what a button says. What was done, in words, and to what."""
        verb, _, rest = act.partition(":")
        if verb not in self.acts:
            raise NotMended("What was meant?")
        if not by.has_perm(self.acts[verb]):
            raise PermissionDenied
        did: tuple[str, Article | Entity] = getattr(self, verb)(rest.split(":"), by)
        return did


def newest(rows: models.QuerySet[Any], most: int) -> Any:
    """Those that were added last, so many at the most."""
    beyond = rows.order_by("-pk").values_list("pk", flat=True)[most : most + 1].first()
    return rows if beyond is None else rows.filter(pk__gt=beyond)


def annotation_of(key: list[str]) -> Annotation:
    """The annotation of a button, if it is still as it was when the page was made."""
    uid, version = (*key, "", "")[:2]
    is_number = version.isascii() and version.isdigit() and len(version) < 10
    rows = Annotation.objects.select_related("article", "entity").exclude(state="rejected")
    found = rows.filter(version=int(version)) if is_number else rows.none()
    annotation = found.filter(uid=uid).first() if _is_uid(uid) else None
    if annotation is None:
        raise NotMended(GONE)
    return annotation


def _is_uid(words: str) -> bool:
    return len(words) == 36 and all(letter in "0123456789abcdef-" for letter in words)


def counted(number: int) -> str:
    return "once" if number == 1 else f"{number:,} times"


def called(entity: Entity) -> str:
    return f"{entity} ({entity.kind})"
