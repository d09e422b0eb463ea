from django.http import Http404


def article_detail(request, **kwargs):
    raise Http404


def article_json(request, **kwargs):
    raise Http404


def article_history(request, **kwargs):
    raise Http404


def article_annotations(request, **kwargs):
    raise Http404


def annotation_detail(request, **kwargs):
    raise Http404
