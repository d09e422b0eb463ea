"""The authority: the list of a kind, and the page of one entity."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.facets import EntityFacet
from articles.formats import jsonld
from articles.models import Entity, Kind
from articles.pages.linked_data import entity_linked_data
from articles.pages.profile import Profile
from articles.pages.public import public_entity
from articles.pages.roll import Roll
from articles.selection import SHARE, Selection, course
from articles.serialize import entity_record


@require_safe
def entity_list(request: HttpRequest, plural: str) -> HttpResponse:
    roll = Roll.read(Kind.of_plural(plural), request.GET)
    return render(request, "entity/list.html", {"roll": roll, "kind": roll.kind})


@require_safe
def entity_list_json(request: HttpRequest, plural: str) -> HttpResponse:
    roll = Roll.read(Kind.of_plural(plural), request.GET)
    page = roll.page_of(Entity.objects.for_record())
    following = roll.on_page(page.number + 1).url("entity-list-json") if page.has_next() else None
    return JsonResponse(
        {
            "total": roll.total,
            "entities": [entity_record(entity) for entity in page],
            "next": following,
        },
        json_dumps_params={"ensure_ascii": False},
    )


@require_safe
def entity_detail(request: HttpRequest, plural: str, slug: str) -> HttpResponse:
    entity = entity_or_404(slug)
    if request.path != entity.get_absolute_url():
        return redirect(entity, permanent=True)
    profile = Profile(entity)
    its_own = Selection(is_share=request.GET.get("norm") == SHARE).with_value(
        EntityFacet.value_of(entity)
    )
    origin = request.build_absolute_uri("/")[:-1]
    return render(
        request,
        "entity/detail.html",
        {
            "entity": entity,
            "kind": Kind(entity.kind),
            "profile": profile,
            "selection": its_own,
            "course": course(its_own, profile.answers),
            "schema": entity_linked_data(entity, profile.names, profile.citizenships, origin),
        },
    )


@require_safe
def entity_json(request: HttpRequest, plural: str, slug: str) -> HttpResponse:
    entity = entity_or_404(slug)
    address = reverse("entity-json", args=[Kind(entity.kind).plural, entity.slug])
    if request.path != address:
        return redirect(address, permanent=True)
    return JsonResponse(entity_record(entity), json_dumps_params={"ensure_ascii": False})


@require_safe
def entity_jsonld(request: HttpRequest, plural: str, slug: str) -> HttpResponse:
    entity = entity_or_404(slug)
    address = reverse("entity-jsonld", args=[Kind(entity.kind).plural, entity.slug])
    if request.path != address:
        return redirect(address, permanent=True)
    profile = Profile(entity)
    origin = request.build_absolute_uri("/")[:-1]
    schema = entity_linked_data(entity, profile.names, profile.citizenships, origin)
    return JsonResponse(
        schema, content_type=jsonld.MEDIA_TYPE, json_dumps_params={"ensure_ascii": False}
    )


@require_safe
def entity_atom(request: HttpRequest, plural: str, slug: str) -> HttpResponse:
    """The feed of the list of its articles, so that whoever takes both gets nothing twice."""
    value = EntityFacet.value_of(entity_or_404(slug))
    return redirect(Selection().with_value(value).feed_url)


def entity_or_404(slug: str) -> Entity:
    entity = public_entity(slug)
    if entity is None:
        raise Http404
    return entity
