"""An article as readers will see it, before they do. For whoever may see it in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.utils import unquote
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from articles.models import Status
from articles.views.articles import as_read


def preview(model_admin: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    article = model_admin.get_object(request, unquote(object_id))
    if article is None:
        raise Http404
    if article.is_public:
        return redirect(article)
    context = {
        **as_read(article, request),
        "preview": True,
        "standing": model_admin.standing(article),
        "is_withdrawn": article.status == Status.WITHDRAWN,
        "may_publish": model_admin.has_publish_permission(request),
    }
    return render(request, "admin/preview.html", context)
