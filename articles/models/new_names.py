"""Names that the archive does not know yet, suggested with an entity of their own.

unknown = UnknownNames(engine.spans)            # for any number of articles
unknown.mentions_in(article)                    # not saved
article.suggest_new(unknown, by=user)           # editing.py: with entities that are not listed
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from articles import anchors
from articles.suggest import KnownNames, NewName, Span, bare, new_names

from .annotation import Annotation, AnnotationKind, Field, MentionForm, State
from .entity import Entity, EntityName
from .suggesting import marks_in

if TYPE_CHECKING:
    from .article import Article
    from .revision import Revision

REASON_FOR_NEW = "Words that spaCy takes for names, which the archive does not know yet."


class UnknownNames:
    def __init__(self, read: Callable[[str], Iterable[Span]]) -> None:
        own = Entity.objects.values_list("name", "kind")
        others = EntityName.objects.values_list("name", "entity__kind")
        self._known = KnownNames([*own.iterator(), *others.iterator()])
        self._read = read
        self._made: dict[str, Entity] = {}  # since: in later articles they are new, too

    def mentions_in(self, article: Article) -> list[Annotation]:
        """Not saved, nor are the entities of those that are named here for the first time."""
        names, revision = self._in(article), article.revision
        return [
            _mention(article, revision, entity, *place)
            for name in names
            for entity in [self._made.get(bare(name.words)) or _entity(name)]
            for place in name.places
        ]

    def remember(self, mentions: Iterable[Annotation]) -> None:
        """They are saved: in later articles these entities are meant, and their surnames known."""
        for entity in {mention.entity for mention in mentions}:
            self._made[bare(entity.name)] = entity
            self._known.add_surname(entity.name, entity.kind)

    def _in(self, article: Article) -> list[NewName]:
        if article.language.partition("-")[0].lower() != "en":
            return []
        texts = {field.value: getattr(article, field) for field in Field}
        taken: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for mark in marks_in(article):
            taken[mark.field].append((mark.start, mark.end))
        spans = {field: list(self._read(text)) for field, text in texts.items()}
        return new_names(texts, spans, self._known, taken)


def _entity(name: NewName) -> Entity:
    """The one of this name and kind that somebody else made meanwhile, or a new one."""
    entity = Entity(name=name.words, kind=name.kind)
    entity.derive()
    return Entity.objects.filter(folded=entity.folded, kind=entity.kind).first() or entity


def _mention(
    article: Article, revision: Revision, entity: Entity, field: str, start: int, end: int
) -> Annotation:
    mention = Annotation(
        article=article,
        made_on=revision,
        kind=AnnotationKind.MENTION,
        state=State.SUGGESTED,
        field=field,
        entity=entity,
        form=MentionForm.NAME,
    )
    mention.settle(start, end, *anchors.describe(getattr(article, field), start, end))
    return mention
