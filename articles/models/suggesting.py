"""Mentions suggested from the names that the archive knows, and what became of those before.

names = suggester()                        # for any number of articles
article.suggest(names, by=user)            # editing.py: suggested annotations, never a tag
track_records(entities=[turkey.pk])        # (entity, bare words) -> accepted and rejected
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from django.db.models import Count

from articles import anchors
from articles.suggest import Mark, Name, Suggester, TrackRecord, bare

from .annotation import Annotation, AnnotationKind, Field, MentionForm, State
from .entity import Entity, EntityLink, EntityName

if TYPE_CHECKING:
    from .article import Article

Records = Mapping[tuple[int, str], TrackRecord]


def suggester() -> Suggester:
    """All names of the archive, with what became of each so far."""
    records = track_records()
    return Suggester(known_names(records), ties())


def known_names(records: Records, entities: Collection[int] | None = None) -> Iterator[Name]:
    """The names of these entities, or of all: first each one's own, then the others."""
    rows = Entity.objects.order_by("pk")
    aliases = EntityName.objects.order_by("pk")
    if entities is not None:
        rows, aliases = rows.filter(pk__in=entities), aliases.filter(entity__in=entities)
    known: dict[int, tuple[str, str]] = {}
    for pk, label, kind in rows.values_list("pk", "name", "kind"):
        known[pk] = (label, kind)
        yield _name(label, pk, kind, "name", label, records)
    for pk, words, form in aliases.values_list("entity", "name", "form"):
        if pk in known:
            label, kind = known[pk]
            yield _name(words, pk, kind, form, label, records)


def _name(words: str, pk: int, kind: str, form: str, label: str, records: Records) -> Name:
    name = Name(words, pk, kind, form, label=label)
    found = [records.get((pk, bare(written.words))) for written in name.as_written()]
    record = sum((one for one in found if one), TrackRecord())
    return Name(words, pk, kind, form, record, label) if record.decided else name


def track_records(entities: Collection[int] | None = None) -> Records:
    """How often which words were accepted as a mention of an entity, and how often rejected."""
    decided = Annotation.objects.mentions().exclude(state=State.SUGGESTED)
    decided = decided.exclude(form=MentionForm.DESCRIPTION)
    if entities is not None:
        decided = decided.filter(entity__in=entities)
    counted = decided.order_by().values_list("entity", "exact", "state").annotate(Count("pk"))
    records: defaultdict[tuple[int, str], TrackRecord] = defaultdict(TrackRecord)
    for entity, exact, state, count in counted:
        is_accepted = state == State.ACCEPTED
        more = TrackRecord(count, 0) if is_accepted else TrackRecord(0, count)
        records[entity, bare(exact)] += more
    return records


def ties() -> Mapping[int, Collection[int]]:
    """Which entities are tied to which, either way."""
    tied: defaultdict[int, set[int]] = defaultdict(set)
    for entity, target in EntityLink.objects.values_list("entity", "target"):
        tied[entity].add(target)
        tied[target].add(entity)
    return tied


def mentions_in(article: Article, suggester: Suggester) -> list[Annotation]:
    """Mentions that could be suggested in an article, not saved: one for each choice of words."""
    texts = {field.value: getattr(article, field) for field in Field}
    marks = list(marks_in(article))
    tagged = set(article.tags.values_list("tag", flat=True))
    suggestions = suggester.suggest(texts, tagged=tagged, marks=marks)
    pks = {choice.name.entity for one in suggestions for choice in one.choices}
    entities, revision = Entity.objects.in_bulk(pks), article.revision if pks else None
    mentions = []
    for suggestion in suggestions:
        text, span = texts[suggestion.field], (suggestion.start, suggestion.end)
        for choice in suggestion.choices:
            if entity := entities.get(choice.name.entity):
                mention = Annotation(
                    article=article,
                    made_on=revision,
                    kind=AnnotationKind.MENTION,
                    state=State.SUGGESTED,
                    field=suggestion.field,
                    entity=entity,
                    form=choice.name.mention_form,
                )
                mention.settle(*span, *anchors.describe(text, *span))
                mentions.append(mention)
    return mentions


def marks_in(article: Article) -> Iterable[Mark]:
    rows = article.annotations.mentions().anchored()
    fields = ("field", "start", "end", "entity", "state", "form")
    return (Mark(*row) for row in rows.values_list(*fields))
