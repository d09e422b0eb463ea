"""The index and the query language. Nothing else knows the engine of the search.

query = parse('"gas supplies" -nuclear')
look = begin()
look.find(query.tree, sort="relevance").pks
"""

from .answers import Answers
from .concordance import Line, lines
from .faults import IndexFault
from .keeping import after_commit, postponed, settle
from .looking import NEWEST, OLDEST, RELEVANCE, Found, Look, begin, begin_if_complete
from .marking import terms_of
from .query import parse
from .snippets import marked, snippet
from .spelling import Meant, alike, respelled, reworded
from .writing import build

__all__ = [
    "NEWEST",
    "OLDEST",
    "RELEVANCE",
    "Answers",
    "Found",
    "IndexFault",
    "Line",
    "Look",
    "Meant",
    "after_commit",
    "alike",
    "begin",
    "begin_if_complete",
    "build",
    "lines",
    "marked",
    "parse",
    "postponed",
    "respelled",
    "reworded",
    "settle",
    "snippet",
    "terms_of",
]
