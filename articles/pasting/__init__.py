"""What somebody copied from a page, read as an article. Pure: nothing here knows Django.

    address, text = split_address(pasted)          # an address on a line of its own comes first
    pasted = read_pasted(text, address, sources)
    pasted.headline, pasted.byline, pasted.text    # proposals, for an editor to look at
    pasted.dates                                   # one: proposed; several: she is asked
    pasted.taken                                   # each line that is not in the text any more

Nothing is guessed: what can be read in two ways is given in both. Nothing is lost: each line of
what was pasted is in the text or among those taken.

dates.py finds dates as they are printed, head.py reads the lines above a text, origin.py what an
address tells, language.py guesses the language, or does not.
"""

from .dates import PrintedDate
from .language import language_of
from .origin import KnownSource, split_address
from .read import DateHere, Pasted, Taken, read_pasted

__all__ = [
    "DateHere",
    "KnownSource",
    "Pasted",
    "PrintedDate",
    "Taken",
    "language_of",
    "read_pasted",
    "split_address",
]
