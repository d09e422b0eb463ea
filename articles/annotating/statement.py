"""A claim or a relation: what both have in common is that they rest on words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from articles.models import Annotation, State

from .making import Making, evidence_in

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class Statement(Making):
    noun = ""

    def rights(self) -> Iterator[str]:
        yield f"{'change' if self.row else 'add'}_{self.noun}"
        yield f"{'change' if self.row else 'add'}_annotation"

    def saved_evidence(self, by: User) -> Annotation:
        evidence = self.annotation or evidence_in(self.article)
        evidence.state = State.ACCEPTED
        self.put(evidence, by=by)
        return evidence
