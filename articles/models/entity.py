"""The authority: entities (taggit tags), their other names, their ties."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.db.models.lookups import IsNull
from django.urls import reverse
from taggit.models import TagBase

from articles.text import LINE_MAX, NAME_MAX, NOTE_MAX, SLUG_MAX, ascii_slug, fold, sort_key

from .fields import AsciiField, LineField, ProseField, one_of
from .lookup import look_up, slug_of
from .slugs import save_under_free_slug
from .versioned import Versioned


class Kind(models.TextChoices):
    """The eight kinds of entity. A kind knows its plural and its part of the address."""

    COUNTRY = "country"
    PERSON = "person"
    ORGANIZATION = "organization"
    PLACE = "place"
    GROUP = "group"
    FACILITY = "facility"
    EVENT = "event"
    TOPIC = "topic"

    @property
    def plural(self) -> str:
        irregular = {"country": "countries", "person": "people", "facility": "facilities"}
        return irregular.get(self.value, f"{self.value}s")

    @classmethod
    def of_plural(cls, plural: str) -> Kind:
        return next(kind for kind in cls if kind.plural == plural)


class Sector(models.TextChoices):
    GOVERNMENT = "government"
    MILITARY = "military"
    REBELS = "rebels"
    BUSINESS = "business"
    MEDIA = "media"
    INTERNATIONAL = "international", "international body"
    REFUGEES = "refugees"


class EntityQuerySet(models.QuerySet["Entity"]):
    def public(self) -> Self:
        """Entities that readers may know of: the listed, and those that a public article names.

        An entity that only a draft or an embargoed article names does not exist for readers.
        """
        from .annotation import Annotation
        from .source import Source
        from .statement import Claim, Relation
        from .tag import TaggedEntity

        me = OuterRef("pk")
        claims, relations = Claim.objects.public(), Relation.objects.public()
        # Each on its own: one question with "or" over several tables has no index to start from.
        return self.filter(
            Q(is_listed=True)
            | _any(TaggedEntity.objects.public().filter(tag=me))
            | _any(Annotation.objects.public().filter(entity=me))
            | _any(claims.filter(speakers=me))
            | _any(claims.filter(about=me))
            | _any(claims.filter(via=me))
            | _any(relations.filter(actors=me))
            | _any(relations.filter(targets=me))
            | _any(Source.objects.public().filter(entity=me))
        )

    def evident(self) -> Self:
        """Public as almost all are: listed, or tagged on a public article. Cheap to ask."""
        from .tag import TaggedEntity

        tags = TaggedEntity.objects.public().filter(tag=OuterRef("pk"))
        return self.filter(Q(is_listed=True) | _any(tags))

    def known_to_readers(self) -> list[Entity]:
        """Those of these few that are public."""
        entities = list(self)
        rest = {entity.pk for entity in entities if not entity.is_listed}
        for entities_known in (Entity.objects.evident, Entity.objects.public):
            if rest:
                rest -= set(entities_known().filter(pk__in=rest).values_list("pk", flat=True))
        return [entity for entity in entities if entity.pk not in rest]

    def for_links(self) -> Self:
        """With no more than names, addresses and filters need."""
        return self.only("name", "slug", "kind", "iso2", "sort_key")

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind)

    def named(self, name: str) -> Self:
        """Entities with this name or alias, whatever its case and marks."""
        # Two lists joined, not two conditions: for “or” both databases go through all entities.
        own = Entity.objects.filter(folded=fold(name)).order_by().values("pk")
        other = EntityName.objects.filter(folded=fold(name)).order_by().values("entity")
        return self.filter(pk__in=own.union(other))

    def with_one_of_codes(self, codes: Iterable[str]) -> Self:
        """Entities with one of these ISO codes or slugs, in any case."""
        codes = list(codes)
        capitals = [code.upper() for code in codes]
        return self.filter(
            Q(slug__in=[code.lower() for code in codes])
            | Q(iso2__in=capitals)
            | Q(iso3__in=capitals)
        )

    def with_articles(self) -> Self:
        """Entities that at least one public article is tagged with."""
        from .tag import TaggedEntity

        return self.filter(Exists(TaggedEntity.objects.public().filter(tag=OuterRef("pk"))))

    def with_article_counts(self) -> Self:
        """Adds `articles_count`: public articles tagged with it."""
        from .tag import TaggedEntity

        mine = TaggedEntity.objects.public().filter(tag=OuterRef("pk")).order_by().values("tag")
        counted = models.Subquery(mine.annotate(n=models.Count("pk")).values("n"))
        return self.annotate(articles_count=Coalesce(counted, 0))

    def for_record(self) -> Self:
        """With all that `serialize.entity_record` says, in a constant number of queries."""
        return self.with_article_counts().prefetch_related("names", _public_links())

    def by_name(self) -> Self:
        return self.order_by("sort_key", "slug")

    def get_by_natural_key(self, slug: str) -> Entity:
        return look_up(self, slug=slug)


@cache
def _address_of_kind(kind: str) -> str:
    """A page has hundreds of links to entities."""
    return reverse("entity-list", args=[Kind(kind).plural])


def _any(rows: models.QuerySet) -> Q:
    """Whether there is one. For several Exists joined by “or” PostgreSQL would gather all rows."""
    return Q(IsNull(models.Subquery(rows.order_by().values("pk")[:1]), False))


def _public_links() -> models.Prefetch:
    """Ties to entities that a reader may know of, as `public_links`."""
    seen = Entity.objects.public().values("pk")
    links = EntityLink.objects.filter(target__in=seen).select_related("target")
    return models.Prefetch("links", links, to_attr="public_links")


class Entity(Versioned, TagBase):
    """A country, person, organization, place, group, facility, event or topic."""

    name = LineField(max_length=NAME_MAX)
    slug = AsciiField(
        max_length=SLUG_MAX,
        unique=True,
        blank=True,
        help_text="Its address. Made from the name when left empty; one for all kinds.",
    )
    folded = LineField(max_length=NAME_MAX * 4, editable=False)
    sort_key = AsciiField(max_length=NAME_MAX * 8, editable=False)
    kind = AsciiField(max_length=20, choices=Kind)
    iso2 = AsciiField(
        "ISO 3166-1 alpha-2",
        max_length=2,
        null=True,
        blank=True,
        unique=True,
        validators=[RegexValidator(r"^[A-Z]{2}$", "Two capital letters.")],
        help_text="Countries only; a former state has none.",
    )
    iso3 = AsciiField(
        "ISO 3166-1 alpha-3",
        max_length=3,
        null=True,
        blank=True,
        unique=True,
        validators=[RegexValidator(r"^[A-Z]{3}$", "Three capital letters.")],
    )
    iso_numeric = AsciiField(
        "ISO 3166-1 numeric",
        max_length=3,
        null=True,
        blank=True,
        unique=True,
        validators=[RegexValidator(r"^[0-9]{3}$", "Three digits.")],
    )
    wikidata = AsciiField(
        max_length=20,
        blank=True,
        db_index=True,
        validators=[RegexValidator(r"^Q[1-9][0-9]*$", "A Wikidata id, such as Q43.")],
    )
    description = ProseField(
        max_length=NOTE_MAX, blank=True, help_text="What or who it is, in a line."
    )
    sector = AsciiField(max_length=20, choices=Sector, blank=True)
    is_listed = models.BooleanField(
        "listed",
        default=False,
        help_text="Readers see it even while no public article names it, as all countries.",
    )
    not_logged = ("folded", "sort_key")

    objects = EntityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "entities"
        ordering = ["sort_key", "slug"]
        permissions = [("merge_entity", "Can merge and split entities")]
        constraints = [
            models.UniqueConstraint(
                fields=["folded", "kind"],
                name="entity_name_is_unique_in_its_kind",
                violation_error_message="There is an entity of this kind with this name.",
            ),
            one_of("kind", Kind, "entity_kind_is_known"),
            models.CheckConstraint(
                condition=Q(sector__in=["", *Sector.values]), name="entity_sector_is_known"
            ),
            models.CheckConstraint(condition=~Q(folded=""), name="entity_name_is_not_empty"),
            models.CheckConstraint(
                condition=Q(slug__regex=r"^[a-z0-9]+(-[a-z0-9]+)*$"), name="entity_slug_is_ascii"
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.COUNTRY)
                | Q(iso2__isnull=True, iso3__isnull=True, iso_numeric__isnull=True),
                name="iso_codes_only_on_countries",
                violation_error_message="Only a country has ISO codes.",
            ),
            models.CheckConstraint(
                condition=Q(iso2__isnull=True) | Q(iso2__regex=r"^[A-Z]{2}$"),
                name="iso2_is_two_letters",
            ),
            models.CheckConstraint(
                condition=Q(iso3__isnull=True) | Q(iso3__regex=r"^[A-Z]{3}$"),
                name="iso3_is_three_letters",
            ),
            models.CheckConstraint(
                condition=Q(wikidata="") | Q(wikidata__regex=r"^Q[1-9][0-9]*$"),
                name="wikidata_id_is_a_q_number",
            ),
        ]
        indexes = [models.Index(fields=["kind", "sort_key", "slug"], name="entities_of_a_kind")]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:  # type: ignore[override]
        return (self.slug,)

    def get_absolute_url(self) -> str:
        return f"{_address_of_kind(self.kind)}{self.slug}/"

    @property
    def wikidata_url(self) -> str:
        return f"https://www.wikidata.org/wiki/{self.wikidata}" if self.wikidata else ""

    @property
    def code(self) -> str:
        """How filters name it: a country by its ISO code, everything else by its slug."""
        return self.iso2 or self.slug

    def derive(self) -> None:
        self.folded = fold(self.name)
        self.sort_key = sort_key(self.name)
        self.iso2, self.iso3 = self.iso2 or None, self.iso3 or None
        self.iso_numeric = self.iso_numeric or None

    def clean(self) -> None:
        if self.name and not fold(self.name):
            raise ValidationError({"name": "Give a name that can be seen."})
        if self.kind and self.kind != Kind.COUNTRY and (self.iso2 or self.iso3 or self.iso_numeric):
            raise ValidationError("Only a country has ISO codes.")
        if other := self._owner_of_address():
            raise ValidationError({"slug": f"This was the address of “{other}” and leads there."})

    def _owner_of_address(self) -> Entity | None:
        """The other entity that this one's address led to until now."""
        from .redirect import Redirect

        old = Redirect.objects.target_of("entity", self.slug) if self.slug else None
        return old if isinstance(old, Entity) and old.pk != self.pk else None

    def save(self, *args: Any, **options: Any) -> None:
        save_under_free_slug(
            self, ascii_slug(self.name), super(TagBase, self).save, *args, **options
        )


class NameForm(models.TextChoices):
    NAME = "name"
    ABBREVIATION = "abbreviation"
    DEMONYM = "demonym"
    METONYM = "metonym"
    FORMER = "former", "former name"


class EntityNameManager(models.Manager["EntityName"]):
    def get_by_natural_key(self, slug: str, name: str) -> EntityName:
        return self.get(entity__slug=slug, name=name)


class EntityName(models.Model):
    """Every other name of an entity. *Turkish* and *Ankara* are names of Turkey."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="names")
    name = LineField(max_length=NAME_MAX)
    folded = LineField(max_length=NAME_MAX * 4, editable=False, db_index=True)
    form = AsciiField(max_length=20, choices=NameForm, default=NameForm.NAME)
    not_logged = ("folded",)

    objects = EntityNameManager()

    class Meta:
        verbose_name = "name"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["entity", "name"], name="entity_has_a_name_once"),
            one_of("form", NameForm, "name_form_is_known"),
            models.CheckConstraint(condition=~Q(folded=""), name="name_is_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str, str]:
        return (slug_of(self, "entity"), self.name)

    natural_key.dependencies = ["articles.entity"]  # type: ignore[attr-defined]

    def derive(self) -> None:
        self.folded = fold(self.name)


class Tie(models.TextChoices):
    """How one entity is tied to another. The words are read from the first to the second."""

    PART_OF = "part_of", "part of"
    CITIZEN_OF = "citizen_of", "citizen of"
    LOCATED_IN = "located_in", "located in"
    OPERATED_BY = "operated_by", "operated by"
    HOLDS_OFFICE_IN = "holds_office_in", "holds office in"


class EntityLinkManager(models.Manager["EntityLink"]):
    def get_by_natural_key(self, entity: str, tie: str, target: str, label: str) -> EntityLink:
        return self.get(entity__slug=entity, tie=tie, target__slug=target, label=label)


class EntityLink(models.Model):
    """A tie between two entities: Putin is a citizen of Russia, Istanbul is located in Turkey."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="links")
    tie = AsciiField(max_length=20, choices=Tie)
    target = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="linked_from")
    label = LineField(
        max_length=LINE_MAX, blank=True, help_text="The words for it, such as “Prime Minister”."
    )

    objects = EntityLinkManager()

    class Meta:
        verbose_name = "link"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "tie", "target", "label"], name="entity_link_is_made_once"
            ),
            one_of("tie", Tie, "entity_tie_is_known"),
            models.CheckConstraint(
                condition=~Q(entity=models.F("target")), name="entity_is_not_linked_to_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entity} {self.get_tie_display()} {self.target}"

    def natural_key(self) -> tuple[str, str, str, str]:
        return (slug_of(self, "entity"), self.tie, slug_of(self, "target"), self.label)

    natural_key.dependencies = ["articles.entity"]  # type: ignore[attr-defined]


def names_of(entities: Iterable[Entity]) -> str:
    """Names in a sentence: “Turkey”, “Turkey and Russia”, “Turkey, Russia and Syria”."""
    names = [entity.name for entity in entities]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
