"""The list of articles: how it is searched and narrowed, and that it comes back as it was left."""

from __future__ import annotations

import calendar
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.views.main import ChangeList
from django.db import models
from django.db.models import Count, Exists, Max, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.text import smart_split, unescape_string_literal

from articles.models import Article, Change, Entity, Kind, Source, TaggedEntity
from articles.pages.named import named_like
from articles.text import ascii_slug, fold

RESET = "reset"
PARTS = ("year", "month", "day")
NOT_KEPT = ("p", "e", "all")  # which page of it, and what Django tells itself
SHORT = 3  # a word with fewer letters is in too many names
FEW = 2_000
LATEST = 5_000  # articles by which the languages to choose from are known


# --- Searching ------------------------------------------------------------------------------


def searched(articles: models.QuerySet[Article], term: str) -> models.QuerySet[Article]:
    """Each word is in the headline, the slug, or a name of the source or of a tagged entity.

    An address finds the article that has it. Texts are not looked through: they are long.
    """
    if term.strip().startswith(("https://", "http://")):
        return articles.exclude(url="").filter(url=term.strip())
    whole = articles
    for word in smart_split(term):
        if word[0] in "\"'" and word[0] == word[-1] and len(word) > 1:
            word = unescape_string_literal(word)
        articles = articles.filter(_said_by(word))
    return _looked_for_once(whole, articles)


def _looked_for_once(
    whole: models.QuerySet[Article], articles: models.QuerySet[Article]
) -> models.QuerySet[Article]:
    """A list asks several times, and each time all headlines are read: few are remembered."""
    found = list(articles.order_by().values_list("pk", flat=True)[: FEW + 1])
    return articles if len(found) > FEW else whole.filter(pk__in=found)


def _said_by(word: str) -> Q:
    sources = Source.objects.filter(folded__contains=fold(word)).order_by()
    tags = TaggedEntity.objects.filter(tag__in=_named(word).order_by().values("pk")).order_by()
    found = (
        Q(headline__icontains=word)
        | Q(source__in=sources.values("pk"))
        | Q(pk__in=tags.values("content_object"))
    )
    slug = ascii_slug(word, "")
    return found | Q(slug__contains=slug) if slug else found


def _named(word: str) -> models.QuerySet[Entity]:
    if len(fold(word)) < SHORT:
        return Entity.objects.named(word)
    return named_like(Entity.objects.all(), word)


# --- Narrowing ------------------------------------------------------------------------------


class Standing(admin.SimpleListFilter):
    title = "status"
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("draft", "Draft"),
            ("public", "Public"),
            ("embargoed", "Embargoed now"),
            ("withdrawn", "Withdrawn"),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> models.QuerySet:
        if self.value() in ("public", "embargoed", "withdrawn"):
            return getattr(queryset, str(self.value()))()
        return queryset.drafts() if self.value() else queryset


class Mine(admin.SimpleListFilter):
    title = "who worked on it"
    parameter_name = "mine"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("made", "Added by me"), ("changed", "Changed by me")]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        mine = Change.objects.filter(by=request.user.pk).order_by()
        if self.value() == "made":
            mine = mine.adding_articles()
        return queryset.filter(pk__in=mine.values("article")) if self.value() else queryset


class Tagged(admin.SimpleListFilter):
    title = "tags"
    parameter_name = "tags"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("none", "Without tags"), ("some", "With tags")]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        tags = Exists(TaggedEntity.objects.filter(content_object=OuterRef("pk")))
        if self.value() == "none":
            return queryset.filter(~tags)
        return queryset.filter(tags) if self.value() else queryset


class OneOfMany(admin.SimpleListFilter):
    """A choice from many: shown as one field with a button, not as a column of links."""

    template = "admin/one_of_many.html"

    def choices(self, changelist: Any) -> Any:
        self.others = [
            (name, value)
            for name, value in changelist.params.items()
            if name not in (self.parameter_name, "p")
        ]
        return super().choices(changelist)

    @property
    def options(self) -> list[tuple[str, str, bool]]:
        return [(str(key), name, str(key) == self.value()) for key, name in self.lookup_choices]


class FromSource(OneOfMany):
    title = "source"
    parameter_name = "source"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(Source.objects.by_name().values_list("slug", "name"))

    def queryset(self, request: HttpRequest, queryset: Any) -> models.QuerySet:
        return queryset.from_sources(self.value()) if self.value() else queryset


class InLanguage(OneOfMany):
    title = "language"
    parameter_name = "language"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Those of the articles added last: to ask all of a large archive takes seconds."""
        latest = Article.objects.lately_added().values_list("language", flat=True)[:LATEST]
        tags = {*latest, *filter(None, [request.GET.get(self.parameter_name)])}
        return [(tag, tag if tag != "und" else "und (unknown)") for tag in sorted(tags)]

    def queryset(self, request: HttpRequest, queryset: Any) -> models.QuerySet:
        return queryset.in_languages(self.value()) if self.value() else queryset


class TaggedWithCountry(OneOfMany):
    title = "country"
    parameter_name = "country"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        tags = TaggedEntity.objects.filter(tag=OuterRef("pk"))
        countries = Entity.objects.of_kind(Kind.COUNTRY).filter(Exists(tags)).by_name()
        return [(country.code, country.name) for country in countries.only("iso2", "slug", "name")]

    def queryset(self, request: HttpRequest, queryset: Any) -> models.QuerySet:
        if not self.value():
            return queryset
        countries = Entity.objects.of_kind(Kind.COUNTRY)
        return queryset.mentioning(*countries.with_one_of_codes([str(self.value())]))


# --- Showing --------------------------------------------------------------------------------


class ArticleList(ChangeList):
    """One page of it, whose rows know their tags and their last change in two queries for all."""

    result_list: Any

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        rows = list(self.result_list)
        keys = [row.pk for row in rows]
        tags = TaggedEntity.objects.filter(content_object__in=keys).order_by()
        counts = dict(tags.values_list("content_object").annotate(Count("pk")))
        last = Change.objects.filter(article__in=keys).order_by().values("article")
        numbers = [one["number"] for one in last.annotate(number=Max("pk"))]
        changes = Change.objects.filter(number__in=numbers).select_related("by").defer("parts")
        by_article = {change.article_id: change for change in changes}
        for row in rows:
            row.tags_count = counts.get(row.pk, 0)
            row.last_change = by_article.get(row.pk)
        self.result_list = rows

    def get_query_string(self, new_params: Any = None, remove: Any = None) -> str:
        """The address of the whole list says so: an empty one means “as I left it”."""
        address = super().get_query_string(new_params, remove)
        return address if address != "?" else f"?{RESET}=1"

    @cached_property
    def dates(self) -> dict[str, Any]:
        """Django's way into years, months and days, without looking at each article for it."""
        year, month, day = (self.params.get(f"published_on__{part}") for part in PARTS)
        if not year:
            years = [(f"{one}", {"published_on__year": one}) for one in self._years()]
            return {"show": True, "choices": self._ways(years)}
        back = self._way("All dates", {})
        if not month:
            names = enumerate(calendar.month_name[1:], start=1)
            within = {"published_on__year": year}
            months = [(name, within | {"published_on__month": one}) for one, name in names]
            return {"show": True, "back": back, "choices": self._ways(months)}
        within = {"published_on__year": year}
        back, within = self._way(year, within), within | {"published_on__month": month}
        name = calendar.month_name[int(month)]
        if day:
            title = f"{name} {day}"
            return {"show": True, "back": self._way(name, within), "choices": [{"title": title}]}
        printed = self.queryset.order_by().values_list("published_on", flat=True).distinct()
        days = [
            (f"{name} {one.day}", within | {"published_on__day": one.day})
            for one in sorted(printed)
        ]
        return {"show": True, "back": back, "choices": self._ways(days)}

    def _years(self) -> range:
        dated = self.queryset.filter(is_undated=False).values_list("published_on", flat=True)
        ends = [dated.oldest()[:1], dated.newest()[:1]]
        years = [day.year for end in ends for day in end]
        return range(min(years), max(years) + 1) if years else range(0)

    def _ways(self, steps: list[tuple[str, dict[str, Any]]]) -> list[dict[str, str]]:
        return [self._way(title, params) for title, params in steps]

    def _way(self, title: str, params: dict[str, Any]) -> dict[str, str]:
        return {"link": self.get_query_string(params, ["published_on__"]), "title": title}

    @property
    def is_narrowed(self) -> bool:
        return bool(self.narrowings or set(self.params) - {"p", "all"})

    @property
    def narrowings(self) -> list[str]:
        """In words: “draft”, “The Moscow Times”, “putin”."""
        words = [f"“{self.query}”"] if self.query else []
        for spec in self.filter_specs:
            names = {str(key): name for key, name in spec.lookup_choices}
            if spec.value():
                words.append(f"{spec.title}: {names.get(spec.value(), spec.value())}")
        return words


class KeepsItsList:
    """For an admin: its list comes back as the editor left it, until she asks for all."""

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        key = f"list of {self.opts.model_name}"  # type: ignore[attr-defined]
        is_kept = request.method == "GET" and IS_POPUP_VAR not in request.GET
        if is_kept and RESET in request.GET:
            request.session.pop(key, None)
            return redirect(request.path)
        if is_kept and not request.GET and request.session.get(key):
            return redirect(f"{request.path}?{request.session[key]}")
        response = super().changelist_view(request, extra_context)  # type: ignore[misc]
        if is_kept and response.status_code == 200:
            kept = [pair for pair in request.GET.items() if pair[0] not in NOT_KEPT and pair[1]]
            if request.session.get(key, "") != urlencode(kept):
                request.session[key] = urlencode(kept)
        return response
