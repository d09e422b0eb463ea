"""Annotations that come by themselves, put on articles that are here: on their words or nowhere.

    for outcome in import_annotations(read_annotations(stream), by=user):
        print(outcome.place, outcome.did, outcome.slug, outcome.faults)

What an archive like this one wrote comes back as it was, if who imports it may accept annotations;
what others wrote is suggested to the editors. An annotation that cannot be put anywhere has an
outcome of its own; all others have one with those of their article.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from articles.formats import Draft, Fault
from articles.formats.web_annotation import Foreign, Own
from articles.formats.web_annotation.terms import OWN
from articles.models import AnnotationKind, Article, Field, Redirect, State
from articles.text import NOTE_MAX, QUOTE_MAX

from .authority import Entities
from .importing import Import, Outcome
from .placing import Words
from .values import EntityReference, Refused

if TYPE_CHECKING:
    from django.contrib.auth.models import User

Json = dict[str, Any]
_OWN_ADDRESS = re.compile(
    rf"(?:{OWN}article:|.*/articles/(?:\d{{4}}/\d\d/\d\d|undated)/)([A-Za-z0-9-]+)/?"
)


def import_annotations(
    reads: Iterable[Own | Foreign | Fault],
    *,
    by: User | None = None,
    article: Article | None = None,
    dry_run: bool = False,
) -> Iterator[Outcome]:
    """`article` is the one that is meant by addresses that are nobody's here."""
    found: defaultdict[Article, list[Own | Foreign]] = defaultdict(list)
    for read in reads:
        try:
            if isinstance(read, Fault):
                raise Refused(read.message)
            found[_article_of(read, article)].append(read)
        except Refused as fault:
            yield Outcome(read.place, faults=[str(fault)])
    run = Import(by=by, dry_run=dry_run)
    for story, some in found.items():
        gathered = Gathered(story, by)
        for read in some:
            try:
                gathered.add(read)
            except Refused as fault:
                yield Outcome(read.place, slug=story.slug, faults=[str(fault)])
        if gathered.annotations:
            yield from run.run([gathered.draft()])


def _article_of(read: Own | Foreign, meant: Article | None) -> Article:
    if len(read.sources) != 1:
        raise Refused("it is about several things at once")
    (source,) = read.sources
    article = _by_address(source)
    if article is None and meant is not None and not isinstance(read, Own):
        return meant
    if article is None:
        raise Refused(f"no article here has the address {source[:200]}")
    if meant not in (None, article):
        raise Refused(f"it is of another article: {article.slug}")
    return article


def _by_address(source: str) -> Article | None:
    """By an address of this archive, or that of the original."""
    own = _OWN_ADDRESS.fullmatch(source)
    slug = own[1].lower() if own else None
    articles = Article.objects.select_related("source")
    found = articles.filter(slug=slug).first() if slug else articles.filter(url=source).first()
    old = Redirect.objects.target_of("article", slug) if slug and not found else None
    return old if isinstance(old, Article) else found


class Gathered:
    """The annotations of one article, as the record that `Import` takes."""

    def __init__(self, article: Article, by: User | None) -> None:
        self.article = article
        self.words = Words(article.text, of_one_line=False)
        self.entities = Entities(None)
        self.may_accept = by is None or by.has_perm("articles.accept_annotations")
        self.annotations: list[Json] = []
        self.claims: list[Json] = []
        self.relations: list[Json] = []
        self.place = ""

    def add(self, read: Own | Foreign) -> None:
        row = self._own(read) if isinstance(read, Own) else self._foreign(read)
        self.annotations.append(row)
        self.place = self.place or read.place

    def draft(self) -> Draft:
        article = self.article
        record = {name: getattr(article, name) for name in ("slug", "headline", "text")}
        parts = {name: getattr(self, name) for name in ("annotations", "claims", "relations")}
        return Draft(record | {"source": article.source.slug} | parts, self.place)

    def _own(self, read: Own) -> Json:
        row = dict(read.annotation)
        if row["entity"]:
            # Another archive may have given the slug to somebody else.
            reference = EntityReference(slug=row["entity"], **read.names)
            row["entity"] = self._entity(reference)
            if row["entity"] is None:
                raise Refused(f"there is no entity {reference} here, or it is not clear which")
        self.claims += read.claims
        self.relations += read.relations
        if self.may_accept:
            return row
        return row | {"state": State.SUGGESTED, "created_by": None}

    def _foreign(self, read: Foreign) -> Json:
        row = self._placed(read.quote) | {"field": Field.TEXT, "state": State.SUGGESTED}
        if read.created:
            row["created_at"] = read.created if read.created[-1] == "Z" else None
        references = [EntityReference(wikidata=one) for one in read.wikidata]
        references += [EntityReference(word=one) for one in read.names]
        known = (self._entity(one) for one in references)
        entity = next(filter(None, known), None)
        said = list(read.remarks)
        if entity is None:
            said += [str(one) for one in references]
        note = "\n\n".join(said)[:NOTE_MAX]
        if entity:
            return row | {"kind": AnnotationKind.MENTION, "entity": entity, "note": note}
        if note:
            return row | {"kind": AnnotationKind.NOTE, "note": note}
        return row | {"kind": AnnotationKind.EVIDENCE}

    def _placed(self, quote: Json) -> Json:
        """A position alone is not believed: nobody could tell whether the words are the same."""
        if not quote.get("exact"):
            raise Refused("it says no words of the text (a TextQuoteSelector)")
        if len(quote["exact"]) > QUOTE_MAX:
            raise Refused(f"it marks more than {QUOTE_MAX:,} characters")
        placed = self.words.place(quote)
        if placed.start is None:
            raise Refused(f"“{quote['exact'][:60]}” is not in the text, or more than once")
        return {name: getattr(placed, name) for name in ("exact", "start", "end")}

    def _entity(self, reference: EntityReference) -> str | None:
        """The slug of whom it names, if that is clear."""
        self.entities.learn([reference])
        try:
            found = self.entities.find(reference, [])
        except Refused:
            return None
        return found.slug if found else None
