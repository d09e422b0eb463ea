"""Pasting an article: first as it was copied, then as what is proposed of it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import AdminForm
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html

from articles.models import Article, Source
from articles.models.fields import WebAddressField
from articles.pasting import KnownSource, Pasted, read_pasted, split_address
from articles.text import TEXT_MAX, clean_text

from .proposal import FIELDSETS, ProposalForm, alike, proposal
from .recorded import editor


class PasteForm(forms.Form):
    url = forms.CharField(
        required=False,
        label="Its address",
        validators=WebAddressField().validators,
        widget=forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"}),
        help_text="Where it was published, if that is on the web. Nothing is fetched from there.",
    )
    pasted = forms.CharField(
        label="What you copied",
        max_length=TEXT_MAX,
        widget=AdminTextareaWidget(attrs={"rows": 22, "autofocus": True}),
        help_text="With its headline, its date and its byline, as they stand on the page.",
    )

    def clean(self) -> dict[str, Any] | None:
        """An address that was copied with the text is taken as such."""
        cleaned = super().clean() or {}
        if cleaned.get("pasted") and not cleaned.get("url") and "url" not in self.errors:
            cleaned["url"] = split_address(clean_text(cleaned["pasted"]))[0]
        return cleaned


def paste(model_admin: Any, request: HttpRequest) -> HttpResponse:
    if "headline" in request.POST:
        return _decided(model_admin, request)
    form = PasteForm(request.POST or None, initial={"url": request.GET.get("url", "")})
    if request.method == "POST" and form.is_valid():
        return _proposed(model_admin, request, form.cleaned_data["url"])
    return _shown(model_admin, request, "admin/paste.html", "Paste an article", form)


def _proposed(model_admin: Any, request: HttpRequest, url: str) -> HttpResponse:
    """What is proposed, shown for the first time."""
    reading, pasted = _read(request, url)
    values = proposal(reading, url)
    form = _form_class(model_admin, request)(
        initial=values | {"pasted": pasted}, **_options(request, reading)
    )
    names = ("headline", "published_on", "text", "url")
    article = Article(source_id=values["source"], **{name: values[name] for name in names})
    return _asked(model_admin, request, form, reading, list(alike(article)))


def _decided(model_admin: Any, request: HttpRequest) -> HttpResponse:
    """What the editor made of it: saved, or shown again with what is wrong."""
    reading, _ = _read(request, request.POST.get("url", ""))
    form = _form_class(model_admin, request)(request.POST, **_options(request, reading))
    if form.is_valid():
        try:
            with transaction.atomic():
                return _saved(model_admin, request, form.save_as_draft(editor(request)))
        except IntegrityError:
            form.add_error(None, "Somebody has just saved its address or source. Save again.")
    return _asked(model_admin, request, form, reading, form.alike)


def _read(request: HttpRequest, url: str) -> tuple[Pasted, str]:
    pasted = clean_text(request.POST.get("pasted", "")[: 2 * TEXT_MAX])
    address, rest = split_address(pasted)
    rows = Source.objects.values_list("pk", "name", "slug", "homepage")
    sources = [KnownSource(*row) for row in rows]
    return read_pasted(rest if address == url else pasted, url, sources), pasted


def _form_class(model_admin: Any, request: HttpRequest) -> Any:
    """With the fields as the admin shows them: a calendar, a chooser of sources."""
    callback = partial(model_admin.formfield_for_dbfield, request=request)
    return forms.modelform_factory(Article, form=ProposalForm, formfield_callback=callback)


def _options(request: HttpRequest, reading: Pasted) -> dict[str, Any]:
    return {"reading": reading, "may_add_source": editor(request).has_perm("articles.add_source")}


def _saved(model_admin: Any, request: HttpRequest, article: Article) -> HttpResponse:
    preview = reverse("admin:articles_article_preview", args=[article.pk])
    said = 'Saved as a draft. Tag it here, or <a href="{}">see it as readers will</a>.'
    model_admin.message_user(request, format_html(said, preview), messages.SUCCESS)
    return redirect("admin:articles_article_change", article.pk)


def _asked(
    model_admin: Any, request: HttpRequest, form: Any, reading: Pasted, found: list[Any]
) -> HttpResponse:
    fieldsets = [
        (name, {"fields": [field for field in fields if field in form.fields]})
        for name, fields in FIELDSETS
    ]
    context = {
        "reading": reading,
        "alike": found,
        "adminform": AdminForm(form, fieldsets, {}, (), model_admin=model_admin),
    }
    title = "Look at it, then save it as a draft"
    return _shown(model_admin, request, "admin/pasted.html", title, form, **context)


def _shown(
    model_admin: Any, request: HttpRequest, template: str, title: str, form: Any, **more: Any
) -> HttpResponse:
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": title,
        "form": form,
        "media": model_admin.media + form.media,
        **more,
    }
    return TemplateResponse(request, template, context)
