"""What the workbench of an article shows: the words, the forms, what waits, what was just done."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import models
from django.http import QueryDict

from articles.models import (
    Annotation,
    Article,
    Claim,
    Entity,
    Field,
    Relation,
    State,
)
from articles.pages.places import Place
from articles.pages.suggested import Queue
from articles.reading.statements import StatementLine, Statements

from .claim import MakeClaim
from .making import Making, Row
from .mention import MakeMention
from .relation import MakeRelation
from .remark import MakeNote, MakeTime
from .sheet import Sheet
from .undoing import Done, done_by
from .words import place_of, words_at

if TYPE_CHECKING:
    from django.contrib.auth.models import User

KINDS: dict[str, type[Making]] = {
    form.kind: form for form in (MakeMention, MakeNote, MakeTime, MakeClaim, MakeRelation)
}
NO_MORE = "none"  # in an address: the words stand nowhere else


class Workbench:
    """`query` is the address's, `sent` what came with a form."""

    def __init__(
        self, article: Article, *, by: User, query: QueryDict, sent: QueryDict | None = None
    ) -> None:
        self.article, self.by = article, by
        self._query, self._sent = query, sent
        asked = sent if sent is not None else query
        self.row = self._row(asked.get("mark", ""))
        self.is_gone = bool(asked.get("mark")) and self.row is None
        self.kind = kind_of(self.row) or _known(asked.get("kind", ""))

    # --- The form ---------------------------------------------------------------------------

    @cached_property
    def form(self) -> Making:
        return self.forms[self.kind]

    @cached_property
    def forms(self) -> dict[str, Making]:
        """Of each kind; of a row that is open, those that it can be."""
        return {kind: self._form(form, kind) for kind, form in KINDS.items()}

    def _form(self, form: type[Making], kind: str) -> Making:
        is_chosen = kind == self.kind
        row = self.row if is_chosen else None
        initial = form.initial_of(row) if row is not None else self._initial(form)
        return form(self.article, self._sent, initial=initial, row=row, is_chosen=is_chosen)

    def _initial(self, form: type[Making]) -> dict[str, Any]:
        """What the address says: the words of a place, and who is meant by them."""
        initial = {name: field.initial for name, field in form.base_fields.items()}
        if self._sent is not None:
            return initial
        place = self.place
        entities = Entity.objects.filter(slug=self._query.get("entity", ""))
        return initial | {
            "words": words_at(self.article, place) if place else "",
            "entity": list(entities),
            "form": self._query.get("form", ""),
        }

    @cached_property
    def place(self) -> Place | None:
        """Of the words that are open."""
        if self._sent is not None:
            return self.form.at or place_of(self.article, self._sent.get("place", ""))
        if self.annotation is not None and self.annotation.start is not None:
            field = Field(self.annotation.field)
            return Place(field, self.annotation.start, self.annotation.end or 0)
        return place_of(self.article, self._query.get("place", ""))

    @property
    def place_key(self) -> str:
        return self.place.key(self.article) if self.place else ""

    @property
    def annotation(self) -> Annotation | None:
        return self.row.evidence if isinstance(self.row, Claim | Relation) else self.row

    def _row(self, uid: str) -> Row | None:
        """What is opened by the id of its words; a statement where they are its evidence."""
        rows = self.article.annotations.exclude(state=State.REJECTED)
        rows = rows.select_related("entity", "claim__cue", "relation", "cued_claim__evidence")
        known = uuid_of(uid)
        annotation = rows.filter(uid=known).first() if known else None
        if annotation is None:
            return None
        annotation.article = self.article
        for name in ("claim", "relation", "cued_claim"):
            if (statement := getattr(annotation, name, None)) is not None:
                statement.evidence.article = self.article
                return statement  # type: ignore[no-any-return]
        return annotation if annotation.kind in KINDS else None

    # --- What stands around it --------------------------------------------------------------

    @cached_property
    def annotations(self) -> list[Annotation]:
        rows = self.article.annotations.exclude(state=State.REJECTED)
        rows = rows.select_related("entity", "claim", "relation", "cued_claim")
        return list(rows.in_reading_order())

    @cached_property
    def sheet(self) -> Sheet:
        is_open = self.annotation is not None or self._query.get("place")
        return Sheet(self.article, self.annotations, self.place if is_open else None)

    @property
    def here(self) -> list[Annotation]:
        """What else is marked on the words that are open, or on some of them."""
        if self.place is None:
            return []
        field, start, end = self.place
        return [
            one
            for one in self.annotations
            if one.state == State.ACCEPTED and one.field == field and not one.is_orphaned
            if (one.start or 0) < end and start < (one.end or 0)
            if self.annotation is None or one.pk != self.annotation.pk
        ]

    @cached_property
    def queue(self) -> Queue:
        return Queue(self.article)

    @cached_property
    def known(self) -> models.QuerySet[Entity]:
        """The entities of the article, to be offered where there is no script."""
        return Entity.objects.filter(tagged__content_object=self.article).by_name()

    @cached_property
    def _statements(self) -> Statements:
        accepted = [one for one in self.annotations if one.state == State.ACCEPTED]
        return Statements(self.article, accepted, self.article.paragraphs)

    @property
    def claims(self) -> list[StatementLine]:
        return self._statements.claims

    @property
    def relations(self) -> list[StatementLine]:
        return self._statements.relations

    @property
    def orphans(self) -> list[Annotation]:
        return [one for one in self.annotations if one.is_orphaned]

    @property
    def may_accept_all(self) -> bool:
        return self.by.has_perm("articles.accept_annotations")

    # --- What was just done -----------------------------------------------------------------

    @cached_property
    def done(self) -> Done | None:
        return done_by(self.by, self.article, self._query.get("done", ""))

    @property
    def is_last_match(self) -> bool:
        return self._query.get("next") == NO_MORE


def kind_of(row: Row | None) -> str:
    if row is None:
        return ""
    return row.kind if isinstance(row, Annotation) else row._meta.model_name or ""


def _known(kind: str) -> str:
    return kind if kind in KINDS else MakeMention.kind


def uuid_of(words: str) -> UUID | None:
    try:
        return UUID(words)
    except ValueError:
        return None
