"""The addresses of the pages, as a reader meets them. Slugs and uids, never database ids."""

import re
from types import ModuleType
from typing import ClassVar

from django.urls import include, path, register_converter
from django.urls.converters import StringConverter

from articles.formats import RENDERINGS, jsonl, statements
from articles.models import Kind

from . import views
from .doors import readers
from .doors.editors import for_editors


class FourDigits(StringConverter):
    regex = "[0-9]{4}"


class TwoDigits(StringConverter):
    regex = "[0-9]{2}"


class Plural(StringConverter):
    regex = "|".join(kind.plural for kind in Kind)


class Sha256(StringConverter):
    regex = "[0-9a-f]{64}"


class Slug(StringConverter):
    """ASCII, as slugs are stored. Capitals are let in, to be answered with a redirect."""

    regex = "[A-Za-z0-9-]+"


class Rendering:
    """The suffix of a format that lists and articles are to be had in."""

    regex = "|".join(re.escape(suffix) for suffix in RENDERINGS)

    def to_python(self, suffix: str) -> ModuleType:
        return RENDERINGS[suffix]

    def to_url(self, suffix: str) -> str:
        return suffix


class StatementRendering(Rendering):
    """The suffix of a format that claims and relations are to be had in."""

    formats: ClassVar[dict[str, ModuleType]] = {".csv": statements, ".jsonl": jsonl}
    regex = "|".join(map(re.escape, formats))

    def to_python(self, suffix: str) -> ModuleType:
        return self.formats[suffix]


register_converter(FourDigits, "yyyy")
register_converter(TwoDigits, "mm")
register_converter(Plural, "plural")
register_converter(Sha256, "sha256")
register_converter(Slug, "ascii")
register_converter(Rendering, "rendering")
register_converter(StatementRendering, "statements")

DAY = "articles/<yyyy:year>/<mm:month>/<mm:day>/"
UNDATED = "articles/undated/"

urlpatterns = [
    path("", views.home, name="home"),
    # Articles
    path("articles/", views.article_list, name="article-list"),
    path("articles/facets/<slug:parameter>/", views.article_facet, name="article-facet"),
    path("articles.atom", views.article_list_atom, name="article-list-atom"),
    path("articles.csv", views.article_list_csv, name="article-list-csv"),
    path("articles/months.csv", views.article_months_csv, name="article-months-csv"),
    path("articles.feed.json", views.article_list_feed_json, name="article-list-feed-json"),
    path("articles.json", views.article_list_json, name="article-list-json"),
    path(
        "articles<rendering:format_>", views.article_list_rendering, name="article-list-rendering"
    ),
    path("articles/<yyyy:year>/", views.article_year, name="article-year"),
    path("articles/<yyyy:year>/<mm:month>/", views.article_month, name="article-month"),
    path(DAY, views.article_day, name="article-day"),
    path(UNDATED, views.article_undated, name="article-undated"),
    path(f"{DAY}<ascii:slug>/", views.article_detail, name="article-detail"),
    path(f"{DAY}<ascii:slug>.json", views.article_json, name="article-json"),
    path(
        f"{DAY}<ascii:slug><rendering:format_>", views.article_rendering, name="article-rendering"
    ),
    path(f"{DAY}<ascii:slug>/history/", views.article_history, name="article-history"),
    path(f"{DAY}<ascii:slug>/annotations/", views.article_annotations, name="article-annotations"),
    path(
        f"{DAY}<ascii:slug>/annotations.jsonld",
        views.article_annotations_jsonld,
        name="article-annotations-jsonld",
    ),
    path(f"{UNDATED}<ascii:slug>/", views.article_detail, name="article-detail-undated"),
    path(f"{UNDATED}<ascii:slug>.json", views.article_json, name="article-json-undated"),
    path(
        f"{UNDATED}<ascii:slug><rendering:format_>",
        views.article_rendering,
        name="article-rendering-undated",
    ),
    path(f"{UNDATED}<ascii:slug>/history/", views.article_history, name="article-history-undated"),
    path(
        f"{UNDATED}<ascii:slug>/annotations/",
        views.article_annotations,
        name="article-annotations-undated",
    ),
    path(
        f"{DAY}<ascii:slug>/annotate/",
        for_editors(views.article_annotate),
        name="article-annotate",
    ),
    path(
        f"{UNDATED}<ascii:slug>/annotate/",
        for_editors(views.article_annotate),
        name="article-annotate-undated",
    ),
    path("entities.json", for_editors(views.entity_choices), name="entity-choices"),
    path(
        f"{UNDATED}<ascii:slug>/annotations.jsonld",
        views.article_annotations_jsonld,
        name="article-annotations-jsonld-undated",
    ),
    path("annotations/<uuid:uid>.jsonld", views.annotation_jsonld, name="annotation-jsonld"),
    path("annotations/<uuid:uid>/", views.annotation_detail, name="annotation-detail"),
    # The authority
    path("<plural:plural>/", views.entity_list, name="entity-list"),
    path("<plural:plural>.json", views.entity_list_json, name="entity-list-json"),
    path("<plural:plural>/<ascii:slug>/", views.entity_detail, name="entity-detail"),
    path("<plural:plural>/<ascii:slug>.atom", views.entity_atom, name="entity-atom"),
    path("<plural:plural>/<ascii:slug>.json", views.entity_json, name="entity-json"),
    path("<plural:plural>/<ascii:slug>.jsonld", views.entity_jsonld, name="entity-jsonld"),
    path("sources/", views.source_list, name="source-list"),
    path("sources/<ascii:slug>/", views.source_detail, name="source-detail"),
    # Statements
    path("claims/", views.claim_list, name="claim-list"),
    path("claims.json", views.claim_list_json, name="claim-list-json"),
    path("claims<statements:format_>", views.claim_list_rendering, name="claim-list-rendering"),
    path("relations/", views.relation_list, name="relation-list"),
    path("relations.json", views.relation_list_json, name="relation-list-json"),
    path(
        "relations<statements:format_>",
        views.relation_list_rendering,
        name="relation-list-rendering",
    ),
    # Results kept
    path("sets/new/", views.set_new, name="set-new"),
    path("sets/<sha256:sha256>/", views.set_detail, name="set-detail"),
    path("sets/<sha256:sha256>.json", views.set_json, name="set-json"),
    path("sets/<sha256:sha256>.txt", views.set_text, name="set-text"),
    path("searches/", views.search_list, name="search-list"),
    path("searches/new/", views.search_new, name="search-new"),
    path("searches/<uuid:uid>/", views.search_detail, name="search-detail"),
    path("tokens/", views.token_list, name="token-list"),
    path("tokens/new/", views.token_new, name="token-new"),
    path("tokens/<uuid:uid>/", views.token_detail, name="token-detail"),
    path("sign-in/", readers.sign_in, name="sign-in"),
    path("sign-in/code/", readers.code, name="sign-in-code"),
    path("sign-out/", readers.sign_out, name="sign-out"),
    # The archive
    path("suggest.json", views.suggest, name="suggest"),
    path("opensearch.json", views.opensearch_suggest, name="opensearch-suggest"),
    path("opensearch.xml", views.opensearch, name="opensearch"),
    path("sitemap.xml", views.sitemap_index, name="sitemap"),
    path("sitemaps/<slug:part>.xml", views.sitemap_part, name="sitemap-part"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security_txt, name="security-txt"),
    path("changes/", views.change_list, name="change-list"),
    path("help/", views.help_page, name="help"),
    path("help/query/", views.help_query, name="help-query"),
    path("about/", views.about, name="about"),
    # For programs
    path("api/", include("articles.api.addresses")),
]
