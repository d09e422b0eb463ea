"""A query string, read once, as the articles that it selects.

    selection = Selection.read(request.GET)
    if not selection.is_usual:                      # another spelling of the same
        return redirect(selection.usual_url())
    selection.articles(), selection.total           # public articles, in order
    selection.in_words(), selection.chips, selection.ignored
    selection.excluding(value).url()                # every link is another selection's address

Every page, format and count under one address takes the same selection; nothing else reads the
query string of a list. A new way to narrow is an entry in `articles.facets.FACETS`.
"""

from .all_values import AllValues
from .concordance import concordance
from .course import course, months
from .narrowing import facet_of
from .reading import SHARE, Ignored
from .roll_up import RollUp
from .selection import Selection
from .stated import Statements
from .suggestions import suggestions
from .table import Table
from .taking import MOST, MOST_WITH_ACCOUNT, Taken
from .taking_statements import TakenStatements
from .ways_out import WayOut

__all__ = [
    "MOST",
    "MOST_WITH_ACCOUNT",
    "SHARE",
    "AllValues",
    "Ignored",
    "RollUp",
    "Selection",
    "Statements",
    "Table",
    "Taken",
    "TakenStatements",
    "WayOut",
    "concordance",
    "course",
    "facet_of",
    "months",
    "suggestions",
]
