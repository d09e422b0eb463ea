from django.http import Http404


def article_year(request, **kwargs):
    raise Http404


def article_month(request, **kwargs):
    raise Http404


def article_day(request, **kwargs):
    raise Http404


def article_undated(request, **kwargs):
    raise Http404
