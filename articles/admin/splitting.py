"""The page on which a chief editor gives a part of an entity to another: choose, look, confirm."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html

from articles.models import Article, Conflict, Entity, Kind, Part, split
from articles.models.belongings import Belongings
from articles.pages.named import described
from articles.text import NAME_MAX, fold

from .merging import address_of, entity_at, page, state_of
from .recorded import editor

ARTICLES_MAX, WORDS_MAX = 100, 100


class Numbers(forms.MultipleChoiceField):
    """Keys of rows; which of them are meant at all is for the rows to say."""

    def valid_value(self, value: Any) -> bool:
        return str(value).isascii() and str(value).isdigit() and len(str(value)) < 18


class SplitForm(forms.Form):
    articles = Numbers(required=False)
    words = forms.MultipleChoiceField(required=False)
    name = forms.CharField(
        max_length=NAME_MAX,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="Of an entity that is there, or of a new one.",
    )
    kind = forms.ChoiceField(choices=Kind)
    reason = forms.CharField(
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="Readers see it in the log.",
    )

    def __init__(self, owner: Entity, words: list[str], data: Any = None) -> None:
        super().__init__(data, initial={"kind": owner.kind})
        self.owner = owner
        self.fields["words"].choices = [(one, one) for one in words]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.errors:
            self.taker = self._taker()
            if not any(count for _, count in self.part.counts):
                raise ValidationError("Choose articles or words that belong to the other entity.")
        return cleaned

    def _taker(self) -> Entity:
        """The entity of this name and kind, or a new one."""
        name, kind = self.cleaned_data["name"], self.cleaned_data["kind"]
        there = Entity.objects.filter(folded=fold(name), kind=kind).first()
        if there and there.pk == self.owner.pk:
            raise ValidationError({"name": f"This is {described(there)} itself."})
        taker = there or Entity(name=name, kind=kind)
        if there is None:
            try:
                taker.full_clean(exclude=["slug", "folded", "sort_key"])
            except ValidationError as error:
                raise ValidationError({"name": error.messages}) from None
        return taker

    @property
    def part(self) -> Part:
        articles = frozenset(int(key) for key in self.cleaned_data["articles"])
        return Part(self.owner, articles, frozenset(self.cleaned_data["words"]))

    @property
    def state(self) -> str:
        """What was looked at: the choice, and the entities as they were."""
        chosen = [sorted(self.part.articles), sorted(self.part.words), self.part.counts]
        there = [self.owner, *([self.taker] if self.taker.pk else [])]
        taker = self.taker.pk or described(self.taker)
        return hashlib.sha256(repr([chosen, taker, state_of(*there)]).encode()).hexdigest()[:16]


def splitting(model_admin: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    owner = entity_at(model_admin, request, object_id)
    sought = request.GET.get("q", "").strip()
    words = words_of(owner)
    is_sent = request.method == "POST"
    form = SplitForm(owner, [row["exact"] for row in words], request.POST if is_sent else None)
    looked_at = is_sent and form.is_valid()
    if looked_at and "do" in request.POST:
        if request.POST.get("seen") != form.state:
            form.add_error(None, "This is not what you looked at. Look at it once more below.")
        elif _done(model_admin, request, form):
            return redirect(address_of(owner))
    chosen = form["articles"].value() or []
    context = {
        "title": f"Split {described(owner)}",
        "form": form,
        "words": words,
        "articles": articles_of(owner, sought),
        "most": ARTICLES_MAX,
        "sought": sought,
        "looked_at": looked_at,
        "chosen_articles": {str(key) for key in chosen},
        "chosen_words": set(form["words"].value() or []),
    }
    return page(model_admin, request, "admin/split.html", owner, **context)


def _done(model_admin: Any, request: HttpRequest, form: SplitForm) -> bool:
    try:
        with transaction.atomic():
            split(form.part, form.taker, by=editor(request), reason=form.cleaned_data["reason"])
    except (Conflict, ValidationError) as refusal:
        form.add_error(None, f"{getattr(refusal, 'message', refusal)} Nothing was split.")
        return False
    taker = Entity.objects.get(folded=fold(form.taker.name), kind=form.taker.kind)
    change = form.owner.changes.newest().first()
    said = format_html(
        'What you chose belongs to <a href="{}">{}</a> now. <a href="{}">Change {}</a> can be '
        "undone.",
        *(address_of(taker), described(taker)),
        *(reverse("admin:articles_change_change", args=[change.pk]), change.pk),
    )
    model_admin.message_user(request, said, messages.SUCCESS)
    return True


def words_of(owner: Entity) -> list[Any]:
    """The words that are marked as it, the most frequent first."""
    rows = Belongings(owner).mentions.order_by().values("exact")
    counted = rows.annotate(mentions=Count("pk"), articles=Count("article", distinct=True))
    return list(counted.order_by("-mentions", "exact")[:WORDS_MAX])


def articles_of(owner: Entity, sought: str) -> models.QuerySet[Article]:
    """The newest that are tagged or marked with it and whose headline has the words sought."""
    everything = Belongings(owner)
    tagged = everything.tags.order_by().values("content_object")
    its = tagged.union(everything.mentions.order_by().values("article"))
    marks = Count("annotations", filter=Q(annotations__entity=owner))
    articles = Article.objects.filter(pk__in=its, headline__icontains=sought).annotate(marks=marks)
    return articles.defer("text", "rights").newest()[:ARTICLES_MAX]
