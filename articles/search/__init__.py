"""The index and the query language. Nothing else knows the engine of the search.

query = parse('"gas supplies" -nuclear')
look = begin()
look.find(query.tree, sort="relevance").pks
"""

from .faults import IndexFault
from .keeping import after_commit, postponed, settle
from .looking import NEWEST, OLDEST, RELEVANCE, Found, Look, begin
from .marking import terms_of
from .query import parse
from .snippets import marked, snippet
from .writing import build

__all__ = [
    "NEWEST",
    "OLDEST",
    "RELEVANCE",
    "Found",
    "IndexFault",
    "Look",
    "after_commit",
    "begin",
    "build",
    "marked",
    "parse",
    "postponed",
    "settle",
    "snippet",
    "terms_of",
]
