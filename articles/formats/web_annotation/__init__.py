"""Annotations as the W3C's Web Annotation Data Model has them, in JSON-LD.

https://www.w3.org/TR/annotation-model/

Each says its words (TextQuoteSelector) and where they stand (TextPositionSelector: Unicode code
points of the article's text or headline, whichever `archive:field` names). What the model has no
words for is said in the archive's own terms, so that nothing is lost: see docs/round-trip.md.

    for read in read_annotations(stream):     # Own, Foreign or Fault, one an annotation
        ...

An annotation is no article, so this is no format to read articles in: `ingest.annotations` puts
what is read on the articles that are here.
"""

from __future__ import annotations

from .reading import Foreign, Own, read_annotations
from .writing import IS_WHOLE, LABEL, MEDIA_TYPE, NAME, SUFFIXES, page, rows, write, write_one

__all__ = [
    "IS_WHOLE",
    "LABEL",
    "MEDIA_TYPE",
    "NAME",
    "SUFFIXES",
    "Foreign",
    "Own",
    "page",
    "read_annotations",
    "rows",
    "write",
    "write_one",
]
