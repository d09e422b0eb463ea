from django.http import Http404


def claim_list(request, **kwargs):
    raise Http404


def relation_list(request, **kwargs):
    raise Http404
