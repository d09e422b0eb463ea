"""A selection that a person has given a name, to come back to it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from articles.text import NAME_MAX

from .article import Article
from .change import Action, Archive, Change
from .fields import LineField

# The page of a person's searches asks the index for each of them.
MOST_OF_A_PERSON = 30
MOST_NEW = 1000
MOST_CHANGES = 5 * MOST_NEW
LET_IN = (Action.PUBLISHED, Action.RESTORED, Action.EMBARGOED)


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    def of(self, user: User) -> SavedSearchQuerySet:
        return self.filter(owner=user)


class SavedSearch(models.Model):
    """Of one person, and nobody else's business: to others it is not there.

    No `Change`: it is no act on an article, and a reader may not move the archive's revision. Its
    feed is that of its list, at the list's address: one of its own would need a secret in that
    address, since feed readers do not sign in, and would show what is private to who comes by it.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_searches"
    )
    name = LineField(max_length=NAME_MAX)
    query = models.TextField(blank=True, help_text="As in the address of the list.")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    looked_at = models.DateTimeField(default=timezone.now, editable=False)
    change_looked_at = models.PositiveBigIntegerField(
        default=0, editable=False, help_text="The last change when its owner looked at the list."
    )

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "saved searches"
        ordering = ["name", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="saved_search_has_a_name"),
            models.UniqueConstraint(
                fields=["owner", "name"],
                name="name_of_a_saved_search_is_its_owners_only_one",
                violation_error_message="You have a search of this name.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("search-detail", args=[self.uid])

    def look(self) -> None:
        """From now on all that there is has been seen."""
        self.change_looked_at = Archive.objects.current().last_change
        self.looked_at = timezone.now()

    def arrived(self) -> list[int]:
        """Keys of articles that readers can see since she has looked, the last thousand at most."""
        since = Change.objects.filter(number__gt=self.change_looked_at)
        changed = since.exclude(article=None).newest().values_list("article", flat=True)
        ended = Article.objects.embargo_ended().filter(embargo_until__gt=self.looked_at)
        came = {*changed[:MOST_CHANGES], *ended.values_list("pk", flat=True)[:MOST_NEW]}
        earlier = Change.objects.filter(number__lte=self.change_looked_at, article=OuterRef("pk"))
        let_in = since.filter(action__in=LET_IN, article=OuterRef("pk"))
        is_new = ~Exists(earlier) | Exists(let_in) | Q(embargo_until__gt=self.looked_at)
        articles = Article.objects.public().filter(is_new, pk__in=came).lately_added()
        return list(articles.values_list("pk", flat=True)[:MOST_NEW])
