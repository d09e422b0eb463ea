from django.db.models import Count, Q
from django.db.models.functions import ExtractYear
from django.views.generic import DetailView, ListView
from taggit.models import Tag

from .models import Article

FACETS = 20


class ArticleList(ListView):
    paginate_by = 20
    template_name = "list.html"

    def get_queryset(self):
        articles = Article.objects.prefetch_related("tags")
        if tag := self.request.GET.get("tag"):
            articles = articles.filter(tags__slug=tag)
        if q := self.request.GET.get("q"):
            articles = articles.filter(Q(headline__icontains=q) | Q(text__icontains=q))
        return articles

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if "facets" in self.request.GET:
            articles = self.get_queryset().prefetch_related(None).order_by()
            context["tags"] = (
                Tag.objects.filter(article__in=articles)
                .annotate(total=Count("taggit_taggeditem_items"))
                .order_by("-total")[:FACETS]
            )
            context["sources"] = articles.values("source").annotate(total=Count("pk"))
            context["languages"] = articles.values("language").annotate(total=Count("pk"))
            context["years"] = (
                articles.annotate(year=ExtractYear("published_on"))
                .values("year")
                .annotate(total=Count("pk"))
            )
        return context


class ArticleDetail(DetailView):
    model = Article
    template_name = "detail.html"

    def get_context_data(self, **kwargs):
        tags = self.object.tags.values_list("id", flat=True)
        closest = Article.objects.filter(tags__in=tags).exclude(pk=self.object.pk)
        closest = closest.annotate(shared=Count("tags")).order_by("-shared", "-published_on")[:4]
        return super().get_context_data(closest=closest, **kwargs)
