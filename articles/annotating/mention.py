"""A mention: words that name or describe an entity, with its tag's role and salience."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.db import transaction

from articles.models import (
    Action,
    Annotation,
    AnnotationKind,
    Entity,
    Kind,
    MentionForm,
    NameForm,
    Role,
    State,
    TaggedEntity,
    recording,
)
from articles.pages.places import Place
from articles.text import NAME_MAX, fold

from .entities import EntitiesField
from .making import Making, Row
from .new_entity import look_alikes, make_entity, new_entity
from .words import words_at

if TYPE_CHECKING:
    from django.contrib.auth.models import User

AS_IS = ("", "As it is")
SALIENCE = [("3", "3: it is about this"), ("2", "2: it matters"), ("1", "1: in passing")]
FORM_OF_NAME = {NameForm.DEMONYM: MentionForm.DEMONYM, NameForm.METONYM: MentionForm.METONYM}


class MakeMention(Making):
    kind = AnnotationKind.MENTION
    entity = EntitiesField(required=False, label="Entity")
    form = forms.ChoiceField(choices=[("", "As known"), *MentionForm.choices], required=False)
    role = forms.ChoiceField(choices=[AS_IS, *Role.choices], required=False)
    salience = forms.ChoiceField(choices=[AS_IS, *SALIENCE], required=False)
    new_name = forms.CharField(required=False, max_length=NAME_MAX, label="Its name")
    new_kind = forms.ChoiceField(
        choices=[("", "–"), *Kind.choices], required=False, label="What it is"
    )
    new_anyway = forms.BooleanField(required=False, label="It is another one: make it all the same")
    new: Entity | None = None
    is_like_others = False

    @classmethod
    def initial_of(cls, row: Row) -> dict[str, Any]:
        mention = cast(Annotation, row)
        tag = TaggedEntity.objects.filter(
            content_object=mention.article_id, tag=mention.entity_id
        ).first()
        return {
            "words": mention.exact,
            "entity": [mention.entity],
            "form": mention.form,
            "note": mention.note,
            "role": tag.role if tag else "",
            "salience": str(tag.salience) if tag else "",
        }

    def rights(self) -> Iterator[str]:
        yield from super().rights()
        if self.cleaned_data.get("role") or self.cleaned_data.get("salience"):
            yield "change_taggedentity"
        if self.new is not None:
            yield "add_entity"

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        name = self.cleaned_data.get("new_name")
        if name and not self.cleaned_data.get("entity"):
            self.errors.pop("entity", None)
            self._clean_new(name)
        elif "entity" not in self.errors and not self.cleaned_data.get("entity"):
            self.add_error("entity", "Which entity do the words name? Write one of its names.")
        return cleaned

    def _clean_new(self, name: str) -> None:
        self.new = new_entity(name, self.cleaned_data.get("new_kind", ""), self)
        if self.new is None or self.cleaned_data.get("new_anyway"):
            return
        others = look_alikes(self.new)
        if others:
            self.is_like_others = True
            self.fields["entity"].widget.offered += [one.other for one in others]
            said = "; ".join(
                f"“{self.new}” {one.why} {one.other} ({one.other.kind})" for one in others
            )
            self.add_error("new_name", f"{said}. Tick that above, or go on:")

    def save(self, *, by: User) -> Annotation:
        with transaction.atomic():
            if self.new is not None:
                make_entity(self.new, by=by)
            return self._save(self.new or self.cleaned_data["entity"][0], by)

    def _save(self, entity: Entity, by: User) -> Annotation:
        mention = self._mention(entity)
        is_decision = mention.pk and mention.state != State.ACCEPTED
        mention.entity, mention.state = entity, State.ACCEPTED
        mention.form = self.cleaned_data["form"] or form_of(entity, self._exact)
        mention.note = self.cleaned_data["note"]
        action = Action.REVIEWED if is_decision else Action.ANNOTATED
        with recording(action, by=by, article=self.article):
            self.put(mention, by=by)
            self._decide_others(mention, by)
            self._tag(entity, by)
        return mention

    @property
    def _exact(self) -> str:
        return words_at(self.article, cast(Place, self.at))

    def _mention(self, entity: Entity) -> Annotation:
        """The row that she opened; or what says the same of these words, rejected or suggested."""
        row = cast(Annotation | None, self.row)
        if row is not None and not (self.is_suggested and row.entity_id != entity.pk):
            return row
        at = cast(Place, self.at)
        same = self.article.annotations.mentions().exclude(state=State.ACCEPTED)
        found = same.filter(field=at.field, start=at.start, end=at.end, entity=entity.pk).first()
        return found or Annotation(article=self.article, kind=AnnotationKind.MENTION)

    def _decide_others(self, mention: Annotation, by: User) -> None:
        """What else was suggested for the words is rejected by her choice."""
        others = list(Annotation.objects.suggested_for_words_of(mention).exclude(pk=mention.pk))
        row = cast(Annotation | None, self.row)
        if row is not None and row.pk != mention.pk and row not in others:
            others.append(row)
        for other in others:
            self.article.review(other, State.REJECTED, by=by)

    def _tag(self, entity: Entity, by: User) -> None:
        role, salience = self.cleaned_data["role"], self.cleaned_data["salience"]
        tag = TaggedEntity.objects.filter(content_object=self.article, tag=entity).first()
        now = (tag.role, tag.salience) if tag else (Role.MENTIONED, 1)
        wanted = role or now[0], int(salience or now[1])
        if (role or salience) and (tag is None or wanted != now):
            self.article.tag(entity, role=wanted[0], salience=wanted[1], by=by)


def form_of(entity: Entity, words: str) -> MentionForm:
    """What the words are of the entity: by its names, else by how they are written."""
    folded = fold(words)
    if folded == fold(entity.name):
        return MentionForm.NAME
    if name := entity.names.filter(folded=folded).first():
        return FORM_OF_NAME.get(NameForm(name.form), MentionForm.NAME)
    is_part = f" {folded} " in f" {fold(entity.name)} "
    return MentionForm.NAME if is_part or _is_name(words) else MentionForm.DESCRIPTION


def _is_name(words: str) -> bool:
    """In scripts without capitals every word may be one."""
    return all(not word[0].islower() for word in words.split() if len(word) > 3)
