from django.http import Http404


def source_list(request, **kwargs):
    raise Http404


def source_detail(request, **kwargs):
    raise Http404
