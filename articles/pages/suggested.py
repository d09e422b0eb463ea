"""The queue of suggested mentions, an article at a time, in the order of its words.

queue = Queue(article)
queue.questions                    # words, each with the entities they may be, likelier first
queue.tags                         # what the article would be tagged with, and the evidence
queue.safe, queue.names            # those that may be accepted all at once
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import cast

from articles.models import (
    REASON_FOR_NEW,
    Annotation,
    Article,
    Entity,
    Field,
    NameForm,
    known_names,
    ties,
    track_records,
)
from articles.quotation import Quotation, quotation
from articles.suggest import Context, Name, Surroundings, TrackRecord, bare, ranked
from articles.text import fold

MOST = 100  # words at once
NAMES = (NameForm.NAME, NameForm.ABBREVIATION, NameForm.FORMER)


@dataclass(frozen=True)
class Option:
    """An entity that the words may be, why, and what became of this name of it before.

    `is_name`: but for capitals and accents the words are a name of it, no demonym or metonym, and
    none that nobody has accepted yet.
    """

    mention: Annotation
    reason: str
    record: TrackRecord
    is_name: bool = False

    @property
    def entity(self) -> Entity:
        return cast(Entity, self.mention.entity)  # a mention has one, by constraint

    @property
    def key(self) -> str:
        """As it goes through a form: good for the mention as it is."""
        return f"{self.mention.uid}:{self.mention.version}"


@dataclass(frozen=True)
class Question:
    """Words with what they may be; `next` is the key of the question after it."""

    key: str
    next: str
    quoted: Quotation
    options: list[Option]

    @property
    def is_safe(self) -> bool:
        """Whether the words can be one entity only, and mostly were."""
        return len(self.options) == 1 and self.options[0].record.is_safe

    @property
    def is_name(self) -> bool:
        """Whether the words are the name of one entity and can be no other, however spelled."""
        only = self.options[0]
        return len(self.options) == 1 and only.is_name and not only.record.is_silent


class Queue:
    def __init__(self, article: Article) -> None:
        self.article = article

    @cached_property
    def _mentions(self) -> list[Annotation]:
        rows = self.article.annotations.suggested().select_related("entity")
        return list(rows.order_by("field", "start", "end", "pk"))

    @cached_property
    def count(self) -> int:
        return len({_words(mention) for mention in self._mentions})

    @cached_property
    def questions(self) -> list[Question]:
        groups = [[*rows] for _, rows in groupby(self._mentions, key=_words)][:MOST]
        keys = [*(_key(rows[0]) for rows in groups), ""]
        return [self._question(rows, after) for rows, after in zip(groups, keys[1:], strict=True)]

    @property
    def tags(self) -> list[tuple[Entity, list[Question]]]:
        """What the article would be tagged with by the likelier choices, with the evidence."""
        tagged = set(self.article.tags.values_list("tag", flat=True))
        evidence: dict[Entity, list[Question]] = {}
        for question in self.questions:
            likelier = question.options[0]
            if likelier.entity.pk not in tagged and not likelier.mention.names_something_else:
                evidence.setdefault(likelier.entity, []).append(question)
        return sorted(evidence.items(), key=lambda one: -len(one[1]))

    @property
    def safe(self) -> list[Question]:
        return [question for question in self.questions if question.is_safe]

    @property
    def names(self) -> list[Question]:
        """Those that differ from a name in their spelling only."""
        return [question for question in self.questions if question.is_name]

    @cached_property
    def _names(self) -> dict[tuple[int, str], Name]:
        entities = {mention.entity_id for mention in self._mentions if mention.entity_id}
        names = known_names(track_records(entities), entities)
        # The first of an entity's names that are spelled alike: that is its own.
        spelled = [(bare(one.words), name) for name in names for one in name.as_written()]
        return {(name.entity, key): name for key, name in reversed(spelled)}

    @cached_property
    def _context(self) -> Context:
        tagged = set(self.article.tags.values_list("tag", flat=True))
        accepted = self.article.annotations.mentions().accepted()
        sure = dict(accepted.values_list("entity", "entity__name"))
        labels = sure | dict(self.article.tags.values_list("tag", "tag__name"))
        named = {}
        for _, rows in groupby(self._mentions, key=_words):
            first, *others = rows
            if not others and first.entity and first.form != "metonym":
                name = self._names.get((first.entity.pk, bare(first.exact)))
                named[first.entity.pk] = name.words if name else first.exact
                labels[first.entity.pk] = first.entity.name
        return Context({*tagged, *sure}, named, ties(), labels)

    def _question(self, rows: list[Annotation], after: str) -> Question:
        text = getattr(self.article, Field(rows[0].field))
        start, end = rows[0].start or 0, rows[0].end or 0
        mentions = {row.entity_id: row for row in rows if row.entity_id}
        found = [
            self._names.get((pk, bare(row.exact))) or _name_of(row) for pk, row in mentions.items()
        ]
        options = [
            self._option(mentions[name.entity], name, reason)
            for name, reason in ranked(found, Surroundings(text, start, end), self._context)
        ]
        return Question(_key(rows[0]), after, quotation(text, start, end), options)

    def _option(self, mention: Annotation, name: Name, reason: str) -> Option:
        if str(mention.uid) in self._new and not name.record.accepted:
            return Option(mention, _why_new(name.kind), name.record)
        is_name = name.form in NAMES and fold(mention.exact) == fold(name.words)
        return Option(mention, reason, name.record, is_name)

    @cached_property
    def _new(self) -> set[str]:
        """Mentions that were suggested of names which the archive did not know, by the log."""
        changes = self.article.changes.filter(reason=REASON_FOR_NEW)
        parts = (part for found in changes.values_list("parts", flat=True) for part in found)
        return {part["key"][0] for part in parts if part["model"] == "annotation"}


def _why_new(kind: str) -> str:
    taken_for = f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"
    return f"A name that the archive does not know yet; spaCy takes it for {taken_for}."


def _key(mention: Annotation) -> str:
    return f"q-{mention.field}-{mention.start}-{mention.end}"


def _words(mention: Annotation) -> tuple[str, int | None, int | None]:
    return mention.field, mention.start, mention.end


def _name_of(mention: Annotation) -> Name:
    """What the words are where the name was taken from the entity since."""
    entity = cast(Entity, mention.entity)
    return Name(mention.exact, entity.pk, entity.kind, mention.form, label=entity.name)
