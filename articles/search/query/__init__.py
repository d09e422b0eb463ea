"""What a reader typed -> a tree -> the same in its usual spelling, and in plain words. Pure.

    query = parse('"gas supplies" (turkey OR russia) -country:SY')
    query.tree        # All((Phrase("gas supplies"), Any((Word("turkey"), ...)), Not(Filter(...))))
    str(query)        # the usual spelling: parsing it again gives the same tree
    query.in_words()  # “gas supplies” and (“turkey” or “russia”) and not country SY
    query.repairs     # what was changed to understand it, a sentence each

NOT binds tighter than a blank (and), a blank tighter than OR. Nothing is refused: what is broken is
repaired, and the repair is said.
"""

from .parsing import MOST_CHARACTERS, MOST_LEVELS, MOST_TERMS, parse
from .spoken import in_words
from .tree import (
    ENTITY_KEYS,
    All,
    Any,
    Filter,
    Near,
    Node,
    Not,
    Parsed,
    Phrase,
    Prefix,
    Statement,
    Term,
    Word,
    conjuncts,
    walk,
)
from .written import written

__all__ = [
    "ENTITY_KEYS",
    "MOST_CHARACTERS",
    "MOST_LEVELS",
    "MOST_TERMS",
    "All",
    "Any",
    "Filter",
    "Near",
    "Node",
    "Not",
    "Parsed",
    "Phrase",
    "Prefix",
    "Statement",
    "Term",
    "Word",
    "conjuncts",
    "in_words",
    "parse",
    "walk",
    "written",
]
