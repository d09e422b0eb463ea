"""The tags on articles.

Read an article's tags through `article.entities` (plain taggit); write them through `Article.tag()`
and `Article.untag()`, which compare ids. taggit compares names, and with two Georgias its `set`,
`add` and `remove` take the wrong one.
"""

from __future__ import annotations

from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from taggit.models import ItemBase

from .entity import Entity, Kind
from .fields import AsciiField, one_of
from .lookup import slug_of


class Role(models.TextChoices):
    """What an entity is to an article."""

    SUBJECT = "subject"
    ACTOR = "actor"
    TARGET = "target"
    SPEAKER = "speaker"
    SOURCE = "source"
    AUTHOR = "author"
    DATELINE = "dateline"
    LOCATION = "location"
    MENTIONED = "mentioned"


_PLACE_OF_KIND = {kind.value: number for number, kind in enumerate(Kind)}


class TaggedEntityQuerySet(models.QuerySet["TaggedEntity"]):
    def get_by_natural_key(self, article: str, entity: str) -> TaggedEntity:
        return self.get(content_object__slug=article, tag__slug=entity)

    def public(self) -> Self:
        """Tags of articles in public."""
        from .article import in_public

        return self.filter(in_public("content_object__"))

    def counted(self) -> models.QuerySet:
        """Rows of `tag`, `tag__kind` and `articles`: the entity of the most articles first."""
        rows = self.order_by().values("tag", "tag__kind").annotate(articles=models.Count("pk"))
        return rows.order_by("-articles", "tag__sort_key", "tag__slug")

    def for_rows(self) -> Self:
        """In no order, with what `place` and a link need and nothing else."""
        entity = ("tag__name", "tag__slug", "tag__kind", "tag__sort_key")
        return self.order_by().select_related("tag").only("salience", "content_object", *entity)

    def most_salient(self) -> Self:
        """With their entities, the weightiest first, of these countries, then people."""
        place = models.Case(
            *(models.When(tag__kind=kind, then=number) for kind, number in _PLACE_OF_KIND.items()),
            output_field=models.IntegerField(),
        )
        return self.select_related("tag").order_by("-salience", place, "tag__sort_key", "tag__slug")


class TaggedEntity(ItemBase):
    """The tag of one entity on one article: what filters match. One row for each pair."""

    tag = models.ForeignKey(
        Entity, on_delete=models.PROTECT, related_name="tagged", verbose_name="entity"
    )
    content_object = models.ForeignKey(
        "Article", on_delete=models.CASCADE, related_name="tags", verbose_name="article"
    )
    role = AsciiField(max_length=20, choices=Role, default=Role.MENTIONED)
    salience = models.PositiveSmallIntegerField(
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(3)],
        help_text="1: named in passing, 2: matters, 3: what the article is about.",
    )
    by_hand = models.BooleanField(
        default=True,
        editable=False,
        help_text="A tag that only its mentions made goes with the last of them.",
    )

    objects = TaggedEntityQuerySet.as_manager()

    class Meta:
        verbose_name = "tag"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["content_object", "tag"],
                name="article_has_an_entity_once",
                violation_error_message="The article has this tag already.",
            ),
            one_of("role", Role, "tag_role_is_known"),
            models.CheckConstraint(condition=Q(salience__range=(1, 3)), name="salience_is_1_to_3"),
        ]
        indexes = [models.Index(fields=["tag", "content_object"], name="articles_of_an_entity")]

    def __str__(self) -> str:
        return f"{self.content_object} tagged {self.tag}"

    @property
    def weight(self) -> tuple[int, int]:
        """By which of two tags of an article the heavier is told: its salience, then its role."""
        return self.salience, -list(Role).index(Role(self.role))

    def absorb(self, other: TaggedEntity) -> None:
        """Of two tags of one article that become one: the heavier says role and salience."""
        if other.weight > self.weight:
            self.role, self.salience = other.role, other.salience
        self.by_hand = self.by_hand or other.by_hand

    @property
    def place(self) -> tuple[int, int, str, str]:
        """Where it stands among the tags of its article: as `most_salient` has them."""
        tag = self.tag
        return -self.salience, _PLACE_OF_KIND[tag.kind], tag.sort_key, tag.slug

    def natural_key(self) -> tuple[str, str]:  # type: ignore[override]
        return (slug_of(self, "content_object"), slug_of(self, "tag"))

    natural_key.dependencies = ["articles.entity", "articles.article"]  # type: ignore[attr-defined]
