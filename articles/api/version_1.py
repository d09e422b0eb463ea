"""The operations of version 1, gathered from their nouns."""

from ninja import NinjaAPI

from . import annotations, articles, entities, log, marking, root, sources, statements
from .bodies import StrictParser
from .problems import tell_problems

NOUNS = (articles, annotations, statements, entities, sources, log, root)
WRITING = (marking,)  # adds to the addresses of annotations

version_1 = NinjaAPI(version="1", openapi_url=None, docs_url=None, parser=StrictParser())
tell_problems(version_1)
for noun in NOUNS:
    version_1.add_router("", noun.router)
