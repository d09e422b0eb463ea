from django.http import Http404


def article_list(request, **kwargs):
    raise Http404


def article_list_json(request, **kwargs):
    raise Http404
