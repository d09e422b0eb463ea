"""Statements whose words do not name who does or says it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import Exists, OuterRef

from articles.models import Annotation, Article, Claim, Entity, Field, Relation, State
from articles.pages.in_context import in_context
from articles.sentences import sentences

from .check import GONE, Check, NotMended, annotation_of, called, newest
from .finding import Finding, Mend

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.core.paginator import Page

MOST_READ = 10_000
LONGEST = 60  # of the words on a button

Named = defaultdict[tuple[int, int], list[Any]]


class Unnamed(Check):
    """Rows are pairs of a statement and an entity, as its many-to-many field has them."""

    model: ClassVar[type[Claim] | type[Relation]]
    column: ClassVar[str]
    does: ClassVar[str]
    beside: ClassVar[tuple[str, ...]] = ("evidence",)  # the annotations that may name it
    acts: ClassVar[dict[str, str]] = {"widen": "articles.change_annotation"}

    def rows(self) -> Any:
        noun = str(self.model._meta.model_name)
        known = newest(self.model.objects.order_by(), MOST_READ)
        statements = known.filter(evidence__state=State.ACCEPTED, evidence__is_orphaned=False)
        pairs = getattr(self.model, self.column).through.objects.filter(
            **{f"{noun}__in": statements.values("pk")}
        )
        for words in self.beside:
            pairs = pairs.exclude(Exists(_mentions_in(f"{noun}__{words}")))
        joined = ["entity", f"{noun}__evidence__article"]
        if self.model is Claim:
            joined.append("claim__cue__article")
        return pairs.select_related(*joined).order_by(f"-{noun}_id", "entity_id")

    def findings(self, page: Page[Any]) -> list[Finding]:
        pairs = [(getattr(row, str(self.model._meta.model_name)), row.entity) for row in page]
        quoted = in_context(statement.evidence_id for statement, _ in pairs)
        named = _mentions(
            [(statement.evidence.article_id, entity.pk) for statement, entity in pairs]
        )
        return [
            Finding(
                f"{called(entity)} {self.does}, and the words do not name {entity}.",
                quoted.get(statement.evidence_id),
                article=statement.evidence.article,
                statement=statement,
                annotation=statement.evidence,
                entities=[entity],
                mends=list(self._mends(statement, entity, named)),
            )
            for statement, entity in pairs
        ]

    def _mends(self, statement: Any, entity: Entity, named: Named) -> Iterator[Mend]:
        words = getattr(statement, self.beside[-1])
        span = wider(words, statement, named[statement.evidence.article_id, entity.pk])
        if span:
            text = getattr(statement.evidence.article, words.field)
            label = f"Take “{_shortened(text[slice(*span)])}”"
            yield Mend(label, f"widen:{words.uid}:{words.version}:{entity.slug}")

    def widen(self, key: list[str], by: User) -> tuple[str, Article]:
        words, entity = annotation_of(key), Entity.objects.filter(slug=key[-1]).first()
        statement = self.model.objects.filter(**{self.beside[-1]: words}).first()
        if entity is None or statement is None:
            raise NotMended(GONE)
        article = words.article
        span = wider(words, statement, _mentions([(article.pk, entity.pk)])[article.pk, entity.pk])
        if span is None:
            raise NotMended(GONE)
        article.mark(words, by=by, at=(Field(words.field), *span))
        return f"The words are {words} now.", article


class UnnamedActor(Unnamed):
    name = "unnamed-actor"
    label = "Relations without their actor"
    lead = (
        "Relations that rest on words in which who does it is not named. Where a sentence says"
        " “he”, nothing is wrong; where the words were cut short, take more of them."
    )
    nothing = "The words of each relation name who does it."
    looked_at = f"At most the {MOST_READ:,} relations that were added last are looked at."
    model, column, does = Relation, "actors", "does it"


class UnnamedSpeaker(Unnamed):
    name = "unnamed-speaker"
    label = "Claims without their speaker"
    lead = (
        "Claims of which neither the words nor those that say who says it name the speaker. Where"
        " a sentence says “he”, nothing is wrong."
    )
    nothing = "The words of each claim, or its cue, name the speaker."
    looked_at = f"At most the {MOST_READ:,} claims that were added last are looked at."
    model, column, does = Claim, "speakers", "says it"
    beside = ("evidence", "cue")


def _mentions_in(words: str) -> Any:
    """Accepted mentions of the entity of a pair that touch these words of its statement."""
    mentions = Annotation.objects.accepted().mentions().anchored()
    return mentions.filter(
        article=OuterRef(f"{words}__article"),
        field=OuterRef(f"{words}__field"),
        entity=OuterRef("entity"),
        start__lt=OuterRef(f"{words}__end"),
        end__gt=OuterRef(f"{words}__start"),
    )


def _mentions(pairs: list[tuple[int, int]]) -> Named:
    """By article and entity the places where it is named: field, start and end."""
    mentions = Annotation.objects.accepted().mentions().anchored()
    here = mentions.filter(
        article__in={article for article, _ in pairs}, entity__in={entity for _, entity in pairs}
    )
    found: Named = defaultdict(list)
    for article, entity, *place in here.values_list("article", "entity", "field", "start", "end"):
        found[article, entity].append(tuple(place))
    return found


def wider(words: Annotation | None, statement: Any, named: list[Any]) -> tuple[int, int] | None:
    """From its words to the nearest name in their sentence; not across what is said."""
    if words is None or words.start is None or words.end is None:
        return None
    first, last = _sentence(words)
    spans = [
        (min(start, words.start), max(end, words.end))
        for field, start, end in named
        if field == words.field and first <= start and end <= last
    ]
    said = statement.evidence
    free = [span for span in spans if words == said or not _touch(span, said)]
    return min(free, key=lambda span: (span[1] - span[0], span), default=None)


def _touch(span: tuple[int, int], said: Annotation) -> bool:
    return said.start is not None and span[0] < (said.end or 0) and span[1] > said.start


def _sentence(words: Annotation) -> tuple[int, int]:
    """From the beginning of their first sentence to the end of their last."""
    start, end = words.start or 0, words.end or 0
    text = getattr(words.article, words.field)
    around = [span for span in sentences(text) if span[0] < end and span[1] > start]
    firsts, lasts = [first for first, _ in around], [last for _, last in around]
    return min([start, *firsts]), max([end, *lasts])


def _shortened(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= LONGEST else f"{words[: LONGEST // 2]} … {words[-LONGEST // 2 :]}"
