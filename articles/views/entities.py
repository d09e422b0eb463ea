from django.http import Http404


def entity_list(request, **kwargs):
    raise Http404


def entity_list_json(request, **kwargs):
    raise Http404


def entity_detail(request, **kwargs):
    raise Http404


def entity_json(request, **kwargs):
    raise Http404
