"""What the pages of an article say that is not in its columns."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import template
from django.conf.locale import LANG_INFO
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from articles.formats import RENDERINGS, Here, jsonl, jsonld
from articles.models import Annotation, AnnotationKind, Article
from articles.pages.plain_words import who
from articles.reading import Reading, fragment
from articles.schema_org import CONTEXT
from articles.serialize import article_summary, entity_reference
from articles.templatetags.linked_data import inert_json
from articles.when import in_words
from articles.word_diff import Piece

register = template.Library()
register.filter(fragment)
register.filter(who)

PAGE_LANGUAGE = "en"
BEGINNING_MAX = 160


@register.filter
def lang(article: Article) -> SafeString | str:
    """The lang attribute of its words, where they are in another language than the page."""
    if article.language in (PAGE_LANGUAGE, "und", ""):
        return ""
    return format_html(' lang="{}"', article.language)


@register.filter
def language_words(tag: str) -> str:
    """“Brazilian Portuguese” of pt-BR; the tag itself of a language without a name here."""
    low = tag.lower()
    known = LANG_INFO.get(low) or LANG_INFO.get(low.partition("-")[0]) or {}
    return str(known.get("name", tag))


@register.filter
def beginning(text: str) -> str:
    """The first words of a text, for a description."""
    return Truncator(" ".join(text[: 2 * BEGINNING_MAX].split())).chars(BEGINNING_MAX)


@register.filter
def address(article: Article, origin: str) -> str:
    return origin + article.get_absolute_url()


@register.filter
def suffixed(article: Article, suffix: str) -> str:
    return article.get_absolute_url().removesuffix("/") + suffix


@register.filter
def known_date(article: Article) -> str:
    """Its date as far as it is known: 2012-12-01, 2012-12 or 2012."""
    length = {"year": 4, "month": 7}.get(article.date_precision, 10)
    return article.published_on.isoformat()[:length] if article.published_on else ""


@register.filter
def period_address(article: Article) -> str:
    """The page of its day, month or year."""
    date = known_date(article)
    return f"/articles/{date.replace('-', '/')}/" if date else "/articles/undated/"


@register.filter
def original(article: Article) -> bool:
    """Whether its address may be a link, whatever way it came into the database."""
    return urlsplit(article.url).scheme in ("http", "https")


@register.filter
def bare_address(url: str) -> str:
    return Truncator(url.partition("://")[2].removeprefix("www.")).chars(80)


@register.filter
def signed(annotation: Annotation) -> str:
    """Who made it and when: “A. Editor, 14 March 2025”."""
    day = annotation.created_at
    date = f"{day.day} {day:%B} {day.year}"
    return ", ".join(filter(None, [who(annotation.created_by), date]))


@register.filter
def title_of(annotation: Annotation) -> str:
    """What an annotation is: “Mention of Turkey”, “Note”, “Time: 3 December 2012”."""
    if annotation.entity:
        return f"Mention of {annotation.entity}"
    if annotation.value:
        return f"Time: {in_words(annotation.value)}"
    return annotation.get_kind_display()


@register.filter
def meaning(annotation: Annotation) -> str:
    """What the words are said to be: a time's value, a note, the statement that they bear out."""
    if annotation.value:
        return in_words(annotation.value)
    if relation := getattr(annotation, "relation", None):
        return f"relation: {relation.action}"
    if claim := getattr(annotation, "claim", None):
        return f"claim, {claim.get_mode_display()}"
    if getattr(annotation, "cued_claim", None):
        return "says who says it"
    return annotation.note


@register.filter
def kind_of_annotations(kind: str) -> str:
    return {AnnotationKind.EVIDENCE: "Evidence"}.get(AnnotationKind(kind), f"{kind.capitalize()}s")


@register.filter
def is_number(value: Any) -> bool:
    return isinstance(value, int)


@register.filter
def piece_html(piece: Piece) -> SafeString:
    """A piece of a comparison: <ins>, <del> or the words; ¶ where a paragraph ended or ends."""
    words = "¶" if piece.is_break else piece.text
    if piece.did == "same":
        return format_html("{}", words)
    return format_html("<{0}>{1}</{0}>", piece.did, words)


@register.filter
def counts_in_words(reading: Reading) -> str:
    """“103 mentions of 36 entities, 9 times, 11 claims, 40 relations”."""
    entities = sum(len([*group]) for group in reading.kinds)
    mentions = reading.counts[AnnotationKind.MENTION]
    parts = [
        (mentions, "mention", f" of {entities} entit{'y' if entities == 1 else 'ies'}"),
        (reading.counts[AnnotationKind.NOTE], "note", ""),
        (reading.counts[AnnotationKind.TIME], "time", ""),
        (len(reading.claims), "claim", ""),
        (len(reading.relations), "relation", ""),
    ]
    return ", ".join(
        f"{count:,} {noun}{'' if count == 1 else 's'}{rest}" for count, noun, rest in parts if count
    )


@register.simple_tag
def news_article(reading: Reading, origin: str) -> dict[str, Any]:
    """The article as schema.org's NewsArticle: what it is about, and what it mentions."""
    article = reading.article
    named = [here.entity for group in reading.kinds for here in group if here.tag is None]
    record = article_summary(article, reading.tags)
    record["untagged"] = [entity_reference(entity) for entity in named]
    here = Here(origin=origin, sources={article.source.slug: article.source.name})
    return {"@context": CONTEXT} | jsonld.news_article(record, here)


@register.simple_tag
def renderings(article: Article) -> list[tuple[str, str]]:
    """In what else it is to be had: how each is called, and where it is.

    JSON Lines of one article is what its JSON is.
    """
    return [
        (format_.LABEL, suffixed(article, suffix))
        for suffix, format_ in RENDERINGS.items()
        if format_ is not jsonl
    ]


@register.filter
def previews(reading: Reading) -> SafeString:
    """What a card says of each entity when its link is pointed at."""
    cards = {
        here.address: [
            here.entity.name,
            Truncator(here.entity.description).chars(140),
            None,
            here.count,
        ]
        for group in reading.kinds
        for here in group
        if here.count
    }
    return format_html(
        '<script type="application/json" id="previews">{}</script>', inert_json(cards)
    )
