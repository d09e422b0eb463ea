"""An article with its annotations, made ready for a reader's page.

    reading = read(article)
    reading.headline          # HTML with its marks
    reading.paragraphs        # HTML with its marks, and the margin notes of each
    reading.kinds             # the entities of the article, by kind, with where they stand
    reading.claims, reading.relations, reading.orphans

Knows no request. Reads the database in a constant number of queries.

marks.py draws annotations on the text, margin.py chooses what is said in the margin, panel.py lists
entities, statements.py says claims and relations in words, one.py is about one annotation alone.
"""

from .marks import fragment
from .one import statements_on, words_around
from .panel import EntityHere
from .read import Reading, read

__all__ = ["EntityHere", "Reading", "fragment", "read", "statements_on", "words_around"]
