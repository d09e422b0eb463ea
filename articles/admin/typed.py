"""What an editor typed into a form that cannot be saved any more, for her to take along.

The row was merged away, or her rights were: then there is no form to show it in.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from articles.models import Redirect

from .opened import Opened

OF_THE_FORM = ("seen", "was", "given_to", "csrfmiddlewaretoken", "asked", "_popup", "_to_field")


def not_saved(model_admin: Any, request: HttpRequest, object_id: str, status: int) -> HttpResponse:
    """404: the row is gone; 403: she may not write to it."""
    model = model_admin.model
    key = Opened.key_of(request.POST.get("seen"), model, object_id) if status == 404 else None
    noun = model._meta.model_name
    now = Redirect.objects.target_of(noun, key[0]) if key else None
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": "Not saved",
        "is_gone": status == 404,
        "now": now,
        "typed": list(_typed(model_admin, request)),
    }
    return TemplateResponse(request, "admin/typed.html", context, status=status)


def _typed(model_admin: Any, request: HttpRequest) -> Any:
    """Label, id and words of each field in which something stands."""
    fields = model_admin.get_form(request).base_fields
    for name, values in request.POST.lists():
        words = "\n".join(filter(str.strip, values))
        if not words or name in OF_THE_FORM or name.startswith("_") or "_FORMS" in name:
            continue
        field = fields.get(name)
        label = (field and field.label) or name.replace("-", " ").replace("_", " ")
        yield str(label).capitalize(), f"typed-{name}", words
