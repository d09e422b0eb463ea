"""What the archive keeps, one noun a file.

Reading goes through the words of the querysets (`Article.objects.public().mentioning(turkey)`);
writing goes through the methods of `Article` (editing.py) or `recording` (record.py), so that each
act is one `Change` in the log. Nothing else saves rows of these models.
"""

from .annotation import Annotation, AnnotationKind, Field, MentionForm, State
from .article import Article, Status
from .auth_event import AuthEvent, AuthEventKind
from .change import Action, Archive, Change
from .correcting import Correction
from .date_precision import DatePrecision
from .entity import (
    Entity,
    EntityLink,
    EntityName,
    Kind,
    NameForm,
    Sector,
    Tie,
    names_of,
)
from .frozen_set import FrozenSet
from .later import CannotUndo, Obstacle
from .merge_preview import MergePreview
from .merging import merge
from .new_names import REASON_FOR_NEW, UnknownNames
from .personal_token import PersonalToken, Scope
from .record import Record, content_of, recording
from .redirect import Noun, Redirect
from .renaming import rename
from .revision import Revision
from .rights import may_undo, rights_to_undo
from .saved_search import SavedSearch
from .source import Source
from .splitting import Part, split
from .statement import Certainty, Claim, ClaimMode, Relation, RelationKind, RelationStatus
from .suggesting import known_names, mentions_in, suggester, ties, track_records
from .tag import Role, TaggedEntity
from .undoing import Undoing, undo
from .versioned import Conflict, Versioned

__all__ = [
    "REASON_FOR_NEW",
    "Action",
    "Annotation",
    "AnnotationKind",
    "Archive",
    "Article",
    "AuthEvent",
    "AuthEventKind",
    "CannotUndo",
    "Certainty",
    "Change",
    "Claim",
    "ClaimMode",
    "Conflict",
    "Correction",
    "DatePrecision",
    "Entity",
    "EntityLink",
    "EntityName",
    "Field",
    "FrozenSet",
    "Kind",
    "MentionForm",
    "MergePreview",
    "NameForm",
    "Noun",
    "Obstacle",
    "Part",
    "PersonalToken",
    "Record",
    "Redirect",
    "Relation",
    "RelationKind",
    "RelationStatus",
    "Revision",
    "Role",
    "SavedSearch",
    "Scope",
    "Sector",
    "Source",
    "State",
    "Status",
    "TaggedEntity",
    "Tie",
    "Undoing",
    "UnknownNames",
    "Versioned",
    "content_of",
    "known_names",
    "may_undo",
    "mentions_in",
    "merge",
    "names_of",
    "recording",
    "rename",
    "rights_to_undo",
    "split",
    "suggester",
    "ties",
    "track_records",
    "undo",
]
