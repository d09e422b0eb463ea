"""Entities and sources as schema.org's JSON-LD, for the pages' `application/ld+json`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from articles.models import Entity, EntityName, Kind, NameForm, Source
from articles.schema_org import CONTEXT, TYPES

# Names of the thing itself: a metonym or a demonym is a word for it, not its name.
OWN_NAMES = {NameForm.NAME, NameForm.ABBREVIATION, NameForm.FORMER}


def entity_linked_data(
    entity: Entity, names: Iterable[EntityName], citizenships: Iterable[Entity], origin: str
) -> dict[str, Any]:
    """`origin` is the archive's own, such as https://archive.example."""
    address = origin + entity.get_absolute_url()
    words: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": TYPES[entity.kind],
        "@id": address,
        "url": address,
        "name": entity.name,
        "alternateName": [name.name for name in names if name.form in OWN_NAMES],
        "description": entity.description,
        "identifier": [code for code in (entity.iso2, entity.iso3, entity.iso_numeric) if code],
        "sameAs": entity.wikidata_url,
    }
    if entity.kind == Kind.PERSON:
        words["nationality"] = [{"@type": "Country", "name": one.name} for one in citizenships]
    return {name: value for name, value in words.items() if value}


def source_linked_data(source: Source, origin: str) -> dict[str, Any]:
    address = origin + source.get_absolute_url()
    words = {
        "@context": CONTEXT,
        "@type": "NewsMediaOrganization",
        "@id": address,
        "name": source.name,
        "url": source.homepage,
        "sameAs": source.entity.wikidata_url if source.entity else "",
    }
    return {name: value for name, value in words.items() if value}
