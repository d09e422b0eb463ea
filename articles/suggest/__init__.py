"""Names of the archive found in a text: suggested mentions, each with its choices. Pure.

    suggester = Suggester([Name("Turkish", entity=1, kind="country", form="demonym"), ...])
    for suggestion in suggester.suggest({"text": "Turkish troops"}, tagged={1}):
        suggestion.start, suggestion.end          # code points
        [(choice.name.entity, choice.reason) for choice in suggestion.choices]  # likelier first

`names` says what a name is, `matching` where it stands, `signs` which of several entities is meant
and why, `track_record` what became of the suggestions of a name before. A new sign is one function
in `signs`. `new_names` is about names that the archive does not know yet, which an engine finds.
"""

from .matching import Match, Matcher
from .names import Name, bare
from .new_names import KnownNames, NewName, Span, new_names
from .signs import Context, ranked
from .suggesting import Choice, Mark, Suggester, Suggestion
from .surroundings import Surroundings
from .track_record import TrackRecord, wilson

__all__ = [
    "Choice",
    "Context",
    "KnownNames",
    "Mark",
    "Match",
    "Matcher",
    "Name",
    "NewName",
    "Span",
    "Suggester",
    "Suggestion",
    "Surroundings",
    "TrackRecord",
    "bare",
    "new_names",
    "ranked",
    "wilson",
]
