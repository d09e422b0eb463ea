"""What she says of words of an article, as a form: the part that all kinds share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms.utils import ErrorDict

from articles.models import Annotation, AnnotationKind, Article, Claim, Relation, State
from articles.pages.places import Place

from .meeting import Difference, differences, told
from .words import Words, find_words

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.http import QueryDict

Row = Annotation | Claim | Relation


class Making(forms.Form):
    """Checks and saves one thing on words, new or changed, as one act.

    The forms of the other kinds stand beside the chosen one, so that she can go over to them; what
    is typed in them is kept and not checked.
    """

    kind: ClassVar[str]
    words = forms.CharField(required=False, strip=False, widget=forms.Textarea(attrs={"rows": 2}))
    words_before = forms.CharField(required=False, label="What stands right before them")
    note = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))

    found = Words()
    differences: list[Difference]

    def __init__(
        self,
        article: Article,
        sent: QueryDict | None,
        *,
        initial: dict[str, Any],
        row: Row | None,
        is_chosen: bool,
    ) -> None:
        super().__init__(sent, initial=initial, label_suffix="")
        self.article, self.row, self.is_chosen = article, row, is_chosen
        self.differences = []
        for name in ("words", "words_before", "note"):
            self.fields[name].widget.attrs["dir"] = "auto"

    @classmethod
    def initial_of(cls, row: Row) -> dict[str, Any]:
        """The fields of a row, as the form shows them."""
        raise NotImplementedError

    def save(self, *, by: User) -> Annotation:
        """As one change; what is marked. Raises `ValidationError` and `Conflict`."""
        raise NotImplementedError

    def rights(self) -> Iterable[str]:
        noun = type(self.row or Annotation()).__name__.lower()
        yield f"{'change' if self.row else 'add'}_{noun}"

    def allow(self, user: User) -> None:
        if not user.has_perms([f"articles.{right}" for right in self.rights()]):
            raise PermissionDenied

    # --- The words --------------------------------------------------------------------------

    @property
    def annotation(self) -> Annotation | None:
        """The words of the row."""
        return self.row.evidence if isinstance(self.row, Claim | Relation) else self.row

    @property
    def at(self) -> Place | None:
        return self.found.place

    def put(self, annotation: Annotation, *, by: User) -> None:
        """Save it on the words that were found; where it stands on them already, it stays so."""
        at = self.at
        stands = (annotation.field, annotation.start, annotation.end) == at
        self.article.mark(annotation, by=by, at=None if stands and annotation.pk else at)

    # --- Checking ---------------------------------------------------------------------------

    def full_clean(self) -> None:
        if self.is_chosen:
            super().full_clean()
            return
        self._errors = ErrorDict()
        self.cleaned_data = {}

    def clean_words(self) -> str:
        """With the line ends that are ours: words may go on in the next paragraph."""
        return str(self.cleaned_data["words"]).replace("\r\n", "\n")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        self.found = find_words(
            self.article,
            self.cleaned_data.get("words", ""),
            after=self.cleaned_data.get("words_before", ""),
            key=self.data.get("place", ""),
        )
        if self.found.fault:
            self.add_error("words", self.found.fault)
        if self.row is not None and self.data.get("version") != self.version:
            self.differences = list(differences(self))
            raise ValidationError(told(self.article, self.row, self.annotation))
        return cleaned

    def blame(self, fault: ValidationError) -> None:
        """What a model found wrong, at the field that it is about if it is here."""
        found = fault.message_dict if hasattr(fault, "error_dict") else {"": fault.messages}
        for name, messages in found.items():
            self.add_error(name if name in self.fields else None, messages)

    # --- Two at once ------------------------------------------------------------------------

    @property
    def version(self) -> str:
        """Of the row and of its words, as it goes through the form."""
        rows = {id(row): row for row in (self.row, self.annotation) if row is not None}
        return ".".join(str(row.version) for row in rows.values())

    @property
    def is_suggested(self) -> bool:
        return self.annotation is not None and self.annotation.state == State.SUGGESTED


def evidence_in(article: Article) -> Annotation:
    return Annotation(article=article, kind=AnnotationKind.EVIDENCE)
