"""The index's fields, and an article as an index document.

Nothing is stored but numbers: what a page shows comes from the database. One more document holds
the state of the index, so that a commit changes both or neither.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from tantivy import Document, Index, Schema, SchemaBuilder

from articles.models import Kind

from . import words

# Raise it with any change of the fields, of the documents or of the words: all indexes of another
# version are built anew.
VERSION = 1

STATE = "state"
STATE_KEY = "state"
_FIRST_DAY = datetime.datetime(1, 1, 1, tzinfo=datetime.UTC)
_MICROSECOND = datetime.timedelta(microseconds=1)
_LAST = 0xFFFFFFFFFFFFFFFF


@dataclass
class Indexed:
    """What the index knows of an article."""

    pk: int
    slug: str
    headline: str
    text: str
    language: str
    source: int
    published_on: datetime.date | None
    period_end: datetime.date | None
    sort_time: datetime.datetime | None
    precision: str
    tags: list[tuple[int, str, str]] = field(default_factory=list)  # entity, kind, role
    has: set[str] = field(default_factory=set)
    statements: set[str] = field(default_factory=set)


@cache
def schema() -> Schema:
    builder = SchemaBuilder()
    builder.add_unsigned_field("id", indexed=True, fast=True)
    for name in ("text", "title"):
        builder.add_text_field(name, tokenizer_name="folded")
    for language in words.STEMMERS:
        for name in (stem_field(language, "text"), stem_field(language, "title")):
            builder.add_text_field(name, tokenizer_name=f"stemmed_{language}", index_option="freq")
    for name in ("tag", "source"):
        builder.add_unsigned_field(name, indexed=True, fast=name == "source")
    for kind in Kind:
        builder.add_unsigned_field(kind.value, fast=True)
    for name in ("first", "last", "month", "year"):
        builder.add_unsigned_field(name, fast=True)
    for name in ("language", "has"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in ("role", "statement"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("newest", "oldest"):
        builder.add_text_field(name, tokenizer_name="nothing", index_option="basic", fast=True)
    builder.add_text_field(STATE, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("record", tokenizer_name="nothing", index_option="basic", stored=True)
    return builder.build()


def stem_field(language: str, field: str) -> str:
    return f"{field}_{language}"


def with_words(index: Index) -> Index:
    """An opened index knows none of its analyzers: they are given to it each time."""
    index.register_tokenizer("folded", words.folding())
    index.register_tokenizer("nothing", words.nothing())
    index.register_fast_field_tokenizer("nothing", words.whole())
    for language in words.STEMMERS:
        index.register_tokenizer(f"stemmed_{language}", words.stemming(language))
    return index


def document(article: Indexed) -> Document:
    made = Document()
    made.add_unsigned("id", article.pk)
    made.add_unsigned("source", article.source)
    made.add_text("language", article.language.lower())
    _add_words(made, article)
    _add_dates(made, article)
    for entity, kind, role in article.tags:
        made.add_unsigned("tag", entity)
        made.add_unsigned(kind, entity)
        made.add_text("role", role_key(entity, role))
    _add_all(made, "has", article.has)
    _add_all(made, "statement", article.statements)
    return made


def _add_words(made: Document, article: Indexed) -> None:
    """Headline and text are fields of their own: no phrase goes from one into the other."""
    language = words.stemmer_of(article.language)
    for name, value in (("title", article.headline), ("text", article.text)):
        made.add_text(name, words.text_for_folding(value))
        if language:
            stems = words.text_for_stemming(value, language)
            made.add_text(stem_field(language, name), stems)


def _add_dates(made: Document, article: Indexed) -> None:
    for name in ("newest", "oldest"):
        made.add_text(name, order_key(article, is_newest=name == "newest"))
    if article.published_on is None:
        return
    made.add_unsigned("first", article.published_on.toordinal())
    made.add_unsigned("last", (article.period_end or article.published_on).toordinal())
    made.add_unsigned("year", article.published_on.year)
    if article.precision != "year":
        made.add_unsigned("month", article.published_on.year * 12 + article.published_on.month - 1)


def _add_all(made: Document, name: str, values: Iterable[str]) -> None:
    for value in values:
        made.add_text(name, value)


def order_key(article: Indexed, *, is_newest: bool) -> str:
    """Sorts, ascending, as the database does: date, time, slug; the undated last."""
    if article.published_on is None or article.sort_time is None:
        return f"9{article.slug}"
    day = article.published_on.toordinal()
    moment = (article.sort_time - _FIRST_DAY) // _MICROSECOND
    if is_newest:
        day, moment = 0xFFFFFF - day, _LAST - moment
    return f"1{day:06x}{moment:016x}{article.slug}"


def role_key(entity: int, role: str) -> str:
    return f"{entity}@{role}"


def state_document(record: str) -> Document:
    made = Document()
    made.add_text(STATE, STATE_KEY)
    made.add_text("record", record)
    return made
