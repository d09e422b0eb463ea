"""The shapes of what goes out, as the description of the API has them. `serialize` makes them.

They are exact: what is not named here does not go out (tests/test_api_schema.py).
"""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from articles.models import (
    Action,
    AnnotationKind,
    Certainty,
    ClaimMode,
    DatePrecision,
    Kind,
    MentionForm,
    NameForm,
    RelationKind,
    RelationStatus,
    Role,
    Sector,
    State,
    Status,
    Tie,
)
from articles.models import Field as TextField

Path = Annotated[str, Field(pattern="^/", description="An address on this site.")]
Moment = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
Day = Annotated[str, Field(json_schema_extra={"format": "date"})]
Slug = Annotated[str, Field(pattern="^[a-z0-9]+(-[a-z0-9]+)*$")]
Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class Exact(Schema):
    model_config = ConfigDict(extra="forbid")


class Named(Exact):
    slug: Slug
    name: str
    kind: Kind
    iso2: str | None
    wikidata: str | None


class Tag(Named):
    role: Role
    salience: int = Field(ge=1, le=3, description="3: what the article is about.")


class Summary(Exact):
    slug: Slug
    headline: str
    source: Slug
    byline: str
    dateline: str
    section: str
    published_on: Day | None = Field(description="As printed; null: undated.")
    date_precision: DatePrecision
    published_at: Moment | None
    embargo_until: Moment | None
    language: str = Field(description="A BCP 47 tag; `und`: not known.")
    url: str = Field(description="Where it was published.")
    rights: str | None = Field(description="Null: those of the source hold.")
    status: Status
    text: str = Field(description="Plain; paragraphs divided by a blank line.")
    sha256: Sha256 = Field(description="Of the text.")
    entities: list[Tag]


class Mark(Exact):
    id: UUID
    kind: AnnotationKind
    state: State
    orphaned: bool = Field(description="It lost its words in a correction; `start` is null then.")
    entity: Slug | None
    form: MentionForm | None
    field: TextField
    exact: str
    prefix: str
    suffix: str
    start: int | None = Field(description="Counted in Unicode code points of the newest revision.")
    end: int | None
    made_on: int = Field(description="The revision that it was made on.")
    note: str
    value: str | None = Field(description="Of a time: EDTF, or an ISO 8601 week or duration.")


class Annotation(Mark):
    article: Slug
    version: int = Field(description="In quotes, what If-Match wants.")
    url: Path


class ClaimRow(Exact):
    id: UUID
    evidence: UUID
    cue: UUID | None
    speakers: list[Slug]
    mode: ClaimMode
    via: Slug | None
    via_inherited: bool
    about: list[Slug]
    note: str


class RelationRow(Exact):
    id: UUID
    kind: RelationKind
    evidence: UUID
    actors: list[Slug]
    action: str
    targets: list[Slug]
    category: str = Field(description="One of PLOVER's; empty: none.")
    mode: str
    contexts: list[str]
    state: str
    status: RelationStatus
    time: str
    certainty: Certainty
    claim: UUID | None
    note: str


class Evidence(Exact):
    id: UUID
    orphaned: bool
    field: TextField
    exact: str
    prefix: str
    suffix: str
    start: int | None
    end: int | None


class Heading(Exact):
    slug: Slug
    headline: str
    source: Slug
    published_on: Day | None
    date_precision: DatePrecision
    language: str


class Claim(ClaimRow):
    statement: Literal["claim"]
    annotations: list[Evidence] = Field(description="The words that it rests on.")
    article: Heading


class Relation(RelationRow):
    statement: Literal["relation"]
    annotations: list[Evidence] = Field(description="The words that it rests on.")
    article: Heading


class Revision(Exact):
    number: int
    headline: str
    text: str
    sha256: Sha256
    reason: str
    notice: str
    made_at: Moment
    made_by: None


class Article(Summary):
    untagged: list[Named]
    annotations: list[Mark]
    claims: list[ClaimRow]
    relations: list[RelationRow]
    revisions: list[Revision]


class Name(Exact):
    name: str
    form: NameForm


class Link(Exact):
    tie: Tie
    target: Slug
    label: str


class Entity(Named):
    iso3: str | None
    iso_numeric: str | None
    description: str
    sector: Sector | str | None
    names: list[Name]
    links: list[Link]
    articles: int
    url: Path


class Source(Exact):
    slug: Slug
    name: str
    homepage: str | None
    time_zone: str
    rights: str
    entity: Slug | None
    articles: int
    url: Path


class Change(Exact):
    number: int
    at: Moment
    by: str = Field(description="The name of a person; empty: none.")
    action: Action
    did: list[str] = Field(description="In words, as far as readers may know it.")
    left_out: int = Field(description="So many more things were done.")
    reason: str
    article: Slug | None
    entity: Slug | None
    source: Slug | None


class Member(Exact):
    state: str
    slug: Slug | None = None
    revision: int | None = None
    newest_revision: int | None = None
    url: Path | None = None


class FrozenSet(Exact):
    sha256: Sha256
    total: int
    cited_at: Moment
    archive_revision: int
    query: str | None
    url: Path | None
    is_whole: bool
    articles: list[Member]


# Lists


class Page(Exact):
    next: str | None = Field(description="The address of the next page; null on the last one.")


class Ignored(Exact):
    parameter: str
    value: str
    reason: str


class Found(Page):
    total: int
    query: str = Field(description="What was asked for, in words.")
    ignored: list[Ignored] = Field(description="What was left out, and why.")
    repaired: str | None = Field(description="What was changed in a query with broken syntax.")
    behind: int = Field(description="So many changes are not searchable yet.")
    truncated: bool = Field(description="There are more than one can have in this way.")


class Articles(Found):
    articles: list[Article | Summary]
    facets: dict[str, Any] | None


class Annotations(Found):
    annotations: list[Annotation]


class Claims(Found):
    claims: list[Claim]


class Relations(Found):
    relations: list[Relation]


class Entities(Page):
    total: int
    entities: list[Entity]


class Sources(Page):
    total: int
    sources: list[Source]


class Changes(Page):
    changes: list[Change]


class Fault(Exact):
    field: str
    message: str


class Problem(Schema):
    """RFC 9457. What else there is depends on the problem."""

    title: str
    status: int
    detail: str
    errors: list[Fault] | None = Field(None, description="What is wrong with what was sent.")
