from django.http import Http404


def home(request, **kwargs):
    raise Http404


def about(request, **kwargs):
    raise Http404


def help_page(request, **kwargs):
    raise Http404


def change_list(request, **kwargs):
    raise Http404
