"""The ways to narrow the articles. A new way is one entry in FACETS.

A facet knows its parameter in an address, how to read a value of it, which articles have that
value, and how to say it: in a sentence and on a chip. Facets of one class are looked up together
(`find`), so that the number of queries does not grow with the facets, and are said in one phrase.
"""

from __future__ import annotations

from articles.models import Kind

from .contents import HasFacet
from .dates import DateFacet
from .entities import EntityFacet
from .facet import Asked, Chip, Facet, Several, Term, Value
from .languages import LanguageFacet
from .sources import SourceFacet

__all__ = [
    "BY_PARAMETER",
    "FACETS",
    "PHRASES",
    "Asked",
    "Chip",
    "DateFacet",
    "EntityFacet",
    "Facet",
    "LanguageFacet",
    "Several",
    "SourceFacet",
    "Term",
    "Value",
]

FACETS: tuple[Facet, ...] = (
    *(EntityFacet.of(kind) for kind in Kind),
    SourceFacet("source", "Sources"),
    LanguageFacet("lang", "Languages"),
    HasFacet("has", "With"),
    DateFacet("from", "From"),
    DateFacet("to", "To"),
)
BY_PARAMETER = {facet.parameter: facet for facet in FACETS}
# “articles with notes in English from The Moscow Times published in 2012 that mention Turkey”
PHRASES: tuple[type[Facet], ...] = (HasFacet, LanguageFacet, SourceFacet, DateFacet, EntityFacet)
