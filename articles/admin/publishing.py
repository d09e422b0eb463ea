"""The page on which a chief editor publishes, embargoes, withdraws and restores an article."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminSplitDateTime
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from articles.doors import kept
from articles.models import Archive, Article, Conflict, Status

from .conflict import CHANGES_MAX, Act, acts_of
from .recorded import editor, name_halves, remember

if TYPE_CHECKING:
    from django.contrib.auth.models import User

ACTS = {
    "publish": "Publish: readers see it, unless an embargo holds it back",
    "restore": "Restore: readers see it again",
    "withdraw": "Withdraw: readers see that it was withdrawn; a draft if it never was public",
    "embargo": "Embargo: readers do not see it before the hour given below",
    "end": "End the embargo",
}


def acts_on(article: Article) -> list[str]:
    """What can be done to an article in its status."""
    first = {
        Status.DRAFT: ["publish"],
        Status.PUBLISHED: ["withdraw"],
        Status.WITHDRAWN: ["restore"],
    }
    return [*first[Status(article.status)], "embargo", *(["end"] if article.embargo_until else [])]


class PublishingForm(forms.Form):
    act = forms.ChoiceField(label="What to do", widget=forms.RadioSelect)
    until = forms.SplitDateTimeField(
        label="Embargo until (UTC)", required=False, widget=AdminSplitDateTime
    )
    reason = forms.CharField(
        required=False,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="Needed to withdraw an article. Readers see it.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    opened = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, article: Article, *args: Any, **options: Any) -> None:
        number = Archive.objects.current().last_change
        super().__init__(*args, initial={"version": article.version, "opened": number}, **options)
        name_halves(self.fields["until"].widget, "Embargo until")
        self.fields["act"].choices = [(act, ACTS[act]) for act in acts_on(article)]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        act = self.cleaned_data.get("act")
        if act == "withdraw" and not self.cleaned_data.get("reason"):
            self.add_error("reason", "Say why it is withdrawn.")
        if act == "embargo" and not self.cleaned_data.get("until"):
            self.add_error("until", "Until when?")
        return cleaned


def publishing(model_admin: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    article = model_admin.get_object(request, unquote(object_id))
    if article is None:
        raise Http404
    form, acts = PublishingForm(article, request.POST or kept.kept_for(request)), []
    if request.method == "POST":
        kept.forget(request)
        if request.POST.get("version") != str(article.version):
            form, acts = _met(article, request.POST)
        elif form.is_valid():
            try:
                with transaction.atomic():
                    _act(article, form.cleaned_data, editor(request))
            except Conflict:
                article.refresh_from_db()
                form, acts = _met(article, request.POST)
            else:
                said = model_admin.standing(article)
                remember(request, article.changes.filter(by=editor(request)).newest().first())
                model_admin.message_user(request, f"“{article}” is now {said}.", messages.SUCCESS)
                return redirect(reverse("admin:articles_article_change", args=[article.pk]))
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": "Publish, embargo, withdraw",
        "article": article,
        "standing": model_admin.standing(article),
        "form": form,
        "acts": acts,
        "given_to": kept.given_to(request.user),
        "media": model_admin.media + form.media,
    }
    return TemplateResponse(request, "admin/publishing.html", context)


def _met(article: Article, data: Any) -> tuple[PublishingForm, list[Act]]:
    """Somebody saved the article first: her form on its newest version, and what was done since."""
    opened, data = data.get("opened", ""), data.copy()
    data["version"] = str(article.version)
    form = PublishingForm(article, data)
    form.add_error(
        None,
        "The article has been changed by somebody else, after you opened this page. Nothing was "
        "saved: look at what was done, and send it once more.",
    )
    changes = article.changes.newest().select_related("by")
    since = changes.filter(number__gt=int(opened)) if _is_number(opened) else changes[:1]
    return form, acts_of(list(since[:CHANGES_MAX]))


def _is_number(given: str) -> bool:
    return given.isascii() and given.isdigit() and len(given) < 19


def _act(article: Article, values: dict[str, Any], user: User) -> None:
    act, reason = values["act"], values["reason"]
    if act == "embargo":
        article.embargo(values["until"], by=user)
    elif act == "end":
        article.embargo(None, by=user)
    else:
        getattr(article, act)(by=user, reason=reason)
