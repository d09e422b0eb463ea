"""Names that stand in an article unmarked, of entities that it is tagged with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from django.db.models import Exists, OuterRef, Prefetch

from articles.models import (
    Annotation,
    AnnotationKind,
    Article,
    Entity,
    Field,
    NameForm,
    State,
    TaggedEntity,
    known_names,
)
from articles.quotation import quotation
from articles.suggest import Mark, Name, Suggester

from .check import GONE, Check, NotMended, called, newest
from .finding import Finding, Mend

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.core.paginator import Page

MOST_READ = 500
MOST_OF_AN_ARTICLE = 10


class Words(NamedTuple):
    """A name in an article that is not marked."""

    article: Any
    field: str
    start: int
    end: int
    entity: Entity
    name: Name

    @property
    def key(self) -> str:
        return f"{self.article.slug}:{self.field}:{self.start}:{self.end}:{self.entity.slug}"


class Unmarked(Check):
    name = "unmarked"
    label = "Names not marked"
    lead = (
        "Names of what an article is tagged with that stand in it without a mark. Whatever else it"
        " names is looked for by “Suggest mentions” on its page."
    )
    nothing = "Each name of what these articles are tagged with is marked."
    looked_at = (
        f"At most the {MOST_READ} tagged articles that were added last are looked through, ten to a"
        " page."
    )
    acts: ClassVar[dict[str, str]] = dict.fromkeys(("accept", "reject"), "articles.add_annotation")

    def rows(self) -> Any:
        tags = TaggedEntity.objects.filter(content_object=OuterRef("pk"))
        marks = (
            Annotation.objects.mentions()
            .anchored()
            .only(*("article", "field", "start", "end", "entity", "state", "form"))
        )
        articles = newest(Article.objects.filter(Exists(tags)), MOST_READ).order_by("-pk")
        mentions = Prefetch("annotations", marks, to_attr="mentions")
        return articles.prefetch_related("tags__tag", mentions)

    def findings(self, page: Page[Any]) -> list[Finding]:
        return [_finding(words) for words in _unmarked(list(page))]

    def accept(self, key: list[str], by: User) -> tuple[str, Article]:
        return self._settle(key, State.ACCEPTED, by)

    def reject(self, key: list[str], by: User) -> tuple[str, Article]:
        return self._settle(key, State.REJECTED, by)

    def _settle(self, key: list[str], state: State, by: User) -> tuple[str, Article]:
        """Only what still stands there unmarked: the text may have been corrected."""
        for words in _unmarked(list(self.rows().filter(slug=key[0]))):
            if words.key == ":".join(key):
                article: Article = words.article
                made = article.annotate(
                    AnnotationKind.MENTION,
                    *(words.start, words.end),
                    by=by,
                    field=words.field,
                    entity=words.entity,
                    form=words.name.mention_form,
                    state=state,
                )
                is_it = "is" if state == State.ACCEPTED else "is not"
                return f"{made} {is_it} {called(words.entity)} there.", article
        raise NotMended(GONE)


def _finding(words: Words) -> Finding:
    told = f"The article is tagged with {called(words.entity)}, and these words are not marked."
    text = getattr(words.article, words.field)
    return Finding(
        told,
        quotation(text, words.start, words.end),
        article=words.article,
        entities=[words.entity],
        mends=[
            Mend(f"Mark it as {words.entity}", f"accept:{words.key}"),
            Mend("Somebody else is meant", f"reject:{words.key}"),
        ],
    )


def _unmarked(articles: Sequence[Any]) -> Iterator[Words]:
    """The first few of each article. Metonyms are left out: most of them are the place itself."""
    entities = {tag.tag_id: tag.tag for article in articles for tag in article.tags.all()}
    names: defaultdict[int, list[Name]] = defaultdict(list)
    for name in known_names({}, entities):
        if name.form != NameForm.METONYM:
            names[name.entity].append(name)
    for article in articles:
        mine = [tag.tag_id for tag in article.tags.all()]
        suggester = Suggester(name for entity in mine for name in names[entity])
        texts = {field.value: getattr(article, field) for field in Field}
        found = suggester.suggest(texts, tagged=mine, marks=list(_marks(article.mentions)))
        for one in [one for one in found if one.choices][:MOST_OF_AN_ARTICLE]:
            name = one.choices[0].name
            yield Words(article, one.field, one.start, one.end, entities[name.entity], name)


def _marks(mentions: Iterable[Annotation]) -> Iterator[Mark]:
    for one in mentions:
        yield Mark(
            *(one.field, one.start or 0, one.end or 0, one.entity_id or 0, one.state, one.form)
        )
