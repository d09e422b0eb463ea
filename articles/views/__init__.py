"""The pages, a noun a file. A view is a function: what it is about first, then render."""

from .annotating import article_annotate, entity_choices
from .articles import (
    annotation_detail,
    article_annotations,
    article_detail,
    article_history,
    article_json,
)
from .dates import article_day, article_month, article_undated, article_year
from .discovery import opensearch, robots, security_txt, sitemap_index, sitemap_part
from .entities import (
    entity_atom,
    entity_detail,
    entity_json,
    entity_jsonld,
    entity_list,
    entity_list_json,
)
from .lists import (
    article_facet,
    article_list,
    article_list_atom,
    article_list_csv,
    article_list_feed_json,
    article_list_json,
    article_months_csv,
)
from .pages import about, change_list, help_page, help_query, home
from .renderings import article_list_rendering, article_rendering
from .searches import search_detail, search_list, search_new
from .sets import set_detail, set_json, set_new, set_text
from .sources import source_detail, source_list
from .statements import (
    claim_list,
    claim_list_json,
    claim_list_rendering,
    relation_list,
    relation_list_json,
    relation_list_rendering,
)
from .suggest import opensearch_suggest, suggest
from .tokens import token_detail, token_list, token_new
from .web_annotations import annotation_jsonld, article_annotations_jsonld

__all__ = [
    "about",
    "annotation_detail",
    "annotation_jsonld",
    "article_annotate",
    "article_annotations",
    "article_annotations_jsonld",
    "article_day",
    "article_detail",
    "article_facet",
    "article_history",
    "article_json",
    "article_list",
    "article_list_atom",
    "article_list_csv",
    "article_list_feed_json",
    "article_list_json",
    "article_list_rendering",
    "article_month",
    "article_months_csv",
    "article_rendering",
    "article_undated",
    "article_year",
    "change_list",
    "claim_list",
    "claim_list_json",
    "claim_list_rendering",
    "entity_atom",
    "entity_choices",
    "entity_detail",
    "entity_json",
    "entity_jsonld",
    "entity_list",
    "entity_list_json",
    "help_page",
    "help_query",
    "home",
    "opensearch",
    "opensearch_suggest",
    "relation_list",
    "relation_list_json",
    "relation_list_rendering",
    "robots",
    "search_detail",
    "search_list",
    "search_new",
    "security_txt",
    "set_detail",
    "set_json",
    "set_new",
    "set_text",
    "sitemap_index",
    "sitemap_part",
    "source_detail",
    "source_list",
    "suggest",
    "token_detail",
    "token_list",
    "token_new",
]
