"""The log in plain words: what a person did, as a reader may know it.

    known = known_in(changes)              # two queries, however many changes
    for change in changes:
        describe(change, known)            # ["tagged Russia (target, 3)", "published it"]

A change may name what a reader may not see: an entity of a draft, words that were only suggested.
Such things stay nameless here ("an entity", "a suggestion").
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, TypeAlias

from django.contrib.auth.models import User
from django.db import models
from django.utils.text import Truncator

from articles.models import (
    Action,
    Annotation,
    AnnotationKind,
    Change,
    Entity,
    MentionForm,
    Noun,
    Redirect,
    State,
)
from articles.when import in_words

Part: TypeAlias = Mapping[str, Any]

FEW = 4  # so many rows of one sort are told one by one
WORDS_MAX = 60
AN_ENTITY = "an entity"
PLACE = {"start", "end", "exact", "prefix", "suffix"}
NOUNS = {
    "annotation": "annotation",
    "claim": "claim",
    "relation": "relation",
    "taggedentity": "tag",
    "entity": "entity",
    "entityname": "name",
    "entitylink": "tie",
    "revision": "revision",
    "redirect": "old address",
}
DONE = {"created": "added", "changed": "changed", "removed": "removed"}


def who(user: User | None) -> str:
    """The name that a person goes by in the log; empty for what no person did."""
    return (user.get_full_name() or user.get_username()) if user else ""


@dataclass(frozen=True)
class Known:
    """What changes name, as far as it is public."""

    names: Mapping[str, str] = field(default_factory=dict)
    annotations: Mapping[str, Annotation] = field(default_factory=dict)
    for_readers: bool = True  # an editor is told of what is gone, too

    def name(self, key: Any) -> str:
        """Of the entity with this natural key."""
        return self.names.get(key[0], AN_ENTITY) if key else AN_ENTITY

    def list(self, keys: Any) -> str:
        names = sorted({self.name(key) for key in keys or ()})
        return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def known_in(changes: Iterable[Change], *, for_readers: bool = True) -> Known:
    """What the changes name, as readers may know it; for editors all of it."""
    parts = [
        part
        for change in changes
        for _, group in _sorts(change.parts)
        if len(group) <= FEW
        for part in group
    ]
    slugs = {slug for part in parts for slug in _slugs(part)}
    uids = {part["key"][0] for part in parts if part["model"] == "annotation"}
    entities = Entity.objects.public() if for_readers else Entity.objects.all()
    annotations = Annotation.objects.public() if for_readers else Annotation.objects.all()
    annotations = annotations.filter(uid__in=uids).select_related("entity")
    return Known(
        _names(slugs, entities) if slugs else {},
        {str(annotation.uid): annotation for annotation in annotations} if uids else {},
        for_readers,
    )


def _names(slugs: set[str], entities: models.QuerySet[Entity]) -> dict[str, str]:
    """By slug; of one that is merged the name of what it is a part of now."""
    old = Redirect.objects.filter(noun=Noun.ENTITY, slug__in=slugs, entity__in=entities)
    names = entities.filter(slug__in=slugs)
    return dict([*old.values_list("slug", "entity__name"), *names.values_list("slug", "name")])


def describe(change: Change, known: Known | None = None) -> list[str]:
    """What was done, each thing in a phrase that a name can stand before."""
    known = known_in([change]) if known is None else known
    phrases = [f"undid change {change.undoes_id}"] if change.undoes_id else []
    merged = [part for part in change.parts if _is_merged_away(part, change)]
    phrases += [f"merged {_gone(part, known)} into this one" for part in merged]
    for _, group in _sorts([part for part in change.parts if part not in merged]):
        if len(group) > FEW or not _is_told_alone(group[0]):
            phrases.append(_count(group))
        else:
            phrases += [phrase for part in group for phrase in _tell(part, change, known)]
    return list(dict.fromkeys(filter(None, phrases))) or [change.get_action_display()]


def _is_merged_away(part: Part, change: Change) -> bool:
    return change.action == Action.MERGED and (part["model"], part["did"]) == ("entity", "removed")


def _gone(part: Part, known: Known) -> str:
    """An entity that is merged is a name of the other one: whoever may know that may know it."""
    is_known = known.name(part["key"]) != AN_ENTITY
    return f"“{_short(part['before']['name'])}”" if is_known else "another entity"


def _sorts(parts: Iterable[Part]) -> Iterator[tuple[tuple[str, str, str], list[Part]]]:
    """The parts of a change by what they are and what was done, in the order of the change."""
    ranks: dict[tuple[str, str, str], int] = {}
    for part in parts:
        ranks.setdefault(_sort(part), len(ranks))
    in_order = sorted(parts, key=lambda part: ranks[_sort(part)])
    for sort, group in groupby(in_order, key=_sort):
        yield sort, list(group)


def _sort(part: Part) -> tuple[str, str, str]:
    return part["model"], part["did"], _turn(part)


def _turn(part: Part) -> str:
    """What a change of an annotation was about."""
    after = part.get("after", {})
    if part["model"] != "annotation" or part["did"] != "changed":
        is_proposal = part["model"] == "annotation" and after.get("state") == State.SUGGESTED
        return "proposed" if is_proposal else ""
    if "state" in after:
        return str(after["state"])
    if "is_orphaned" in after:
        return "orphaned" if after["is_orphaned"] else "placed"
    return "carried" if set(after) <= PLACE else "changed"


def _is_told_alone(part: Part) -> bool:
    return _turn(part) not in ("carried", "proposed", State.REJECTED)


def _count(parts: list[Part]) -> str:
    """“added 103 annotations”"""
    part = parts[0]
    noun = NOUNS.get(part["model"]) or part["model"]
    if len(parts) > 1:
        noun = "entities" if noun == "entity" else f"{noun}{'es' if noun[-1] == 's' else 's'}"
    rows = f"{len(parts):,} {noun}"
    return {
        "carried": f"carried {rows} to the new text",
        "orphaned": f"left {rows} without a place",
        "placed": f"placed {rows} again",
        "proposed": f"suggested {rows}",
        State.ACCEPTED: f"accepted {rows}",
        State.REJECTED: f"rejected {rows}",
        State.SUGGESTED: f"made {rows} a suggestion again",
    }.get(_turn(part), f"{DONE[part['did']]} {rows}")


def _tell(part: Part, change: Change, known: Known) -> Iterator[str]:
    tell = TELLERS.get(part["model"])
    if tell:
        yield from tell(part, change, known)
    else:
        yield _count([part])


# --- One part, by its model --------------------------------------------------------------------


def _article(part: Part, change: Change, known: Known) -> Iterator[str]:
    if part["did"] == "created":
        yield {
            Action.IMPORTED: "imported the article",
            Action.LOADED: "loaded the article from a fixture",
        }.get(Action(change.action), "added the article")
        return
    before, after = part.get("before", {}), part.get("after", {})
    if "status" in after:
        yield {
            "published": "restored it" if before.get("status") == "withdrawn" else "published it",
            "withdrawn": "withdrew it",
            "draft": "made it a draft again",
        }.get(after["status"], "")
    if "embargo_until" in after:
        until = after["embargo_until"]
        yield f"put it under embargo until {_moment(until)}" if until else "ended its embargo"
    yield from _fields(before, after, but={"status", "embargo_until"})


def _revision(part: Part, change: Change, known: Known) -> Iterator[str]:
    number = part["key"][-1]
    if number == 1:
        return
    yield f"made revision {number} of headline and text"
    if notice := part.get("after", {}).get("notice"):
        yield f"told readers of the correction: “{_short(notice)}”"


def _tag(part: Part, change: Change, known: Known) -> Iterator[str]:
    name = known.name(part["key"][1:])
    before, after = part.get("before", {}), part.get("after", {})
    if part["did"] == "created":
        role, salience = after.get("role"), after.get("salience")
        yield f"tagged {name}" + (f" ({role}, {salience})" if role else "")
    elif part["did"] == "removed":
        yield f"removed the tag {name}"
    else:
        changes = [
            f"{after[field]} instead of {before.get(field)}"
            for field in ("role", "salience")
            if field in after
        ]
        if changes:
            yield f"changed the tag {name}: {', '.join(changes)}"
        was = known.name(before.get("tag"))
        if "tag" in after and was != name:
            yield f"tagged {name} instead of {was}"


def _annotation(part: Part, change: Change, known: Known) -> Iterator[str]:
    annotation = known.annotations.get(str(part["key"][0]))
    turn = _turn(part)
    if annotation is None and not known.for_readers and (marked := _marked(part)):
        yield f"{DONE[part['did']]} {marked}"
        return
    if annotation is None:
        yield {
            "created": "made a suggestion or a mark that is not shown now",
            "removed": "removed a mark",
        }.get(part["did"], "changed a mark that is not shown now")
        return
    words = f"“{_short(annotation.exact)}”"
    if part["did"] == "created" or turn == State.ACCEPTED:
        yield {
            AnnotationKind.MENTION: f"marked {words} as {_meaning(annotation)}",
            AnnotationKind.NOTE: f"wrote a note on {words}",
            AnnotationKind.TIME: f"marked {words} as {in_words(annotation.value) or 'a time'}",
            AnnotationKind.EVIDENCE: f"marked {words} as evidence",
        }[AnnotationKind(annotation.kind)]
    elif turn == "orphaned":
        yield f"left the {annotation.kind} on {words} without a place"
    elif turn == State.SUGGESTED:
        yield f"made the {annotation.kind} on {words} a suggestion again"
    elif turn == "placed":
        yield f"placed the {annotation.kind} on {words} again"
    else:
        fields = ", ".join(sorted(set(part.get("after", {})) - PLACE))
        yield f"changed the {annotation.kind} on {words}: {fields}"


def _marked(part: Part) -> str:
    """An annotation that is no longer there, by what the log has kept of it."""
    content = part.get("after" if part["did"] == "created" else "before", {})
    if "exact" not in content:
        return ""
    return f"the {content.get('kind', 'annotation')} on “{_short(content['exact'])}”"


def _meaning(annotation: Annotation) -> str:
    form = annotation.form
    return f"{annotation.entity}" + (f" ({form})" if form not in ("", MentionForm.NAME) else "")


def _claim(part: Part, change: Change, known: Known) -> Iterator[str]:
    after = part.get("after", {})
    if part["did"] == "created" and after.get("speakers"):
        yield f"noted what {known.list(after['speakers'])} said"
    else:
        yield f"{DONE[part['did']]} a claim"


def _relation(part: Part, change: Change, known: Known) -> Iterator[str]:
    after = part.get("after", {})
    if part["did"] == "created" and after.get("actors"):
        who_to = known.list(after["actors"]), after["action"], known.list(after.get("targets"))
        yield f"noted: {' '.join(filter(None, who_to))}"
    else:
        yield f"{DONE[part['did']]} a relation"


def _entity(part: Part, change: Change, known: Known) -> Iterator[str]:
    name = known.name(part["key"])
    before, after = part.get("before", {}), part.get("after", {})
    if part["did"] == "changed" and name != AN_ENTITY:
        yield from _fields(before, after)
    else:
        yield f"{DONE[part['did']]} {name}"


def _name(part: Part, change: Change, known: Known) -> Iterator[str]:
    if known.name(part["key"]) == AN_ENTITY:
        yield f"{DONE[part['did']]} a name"
    else:
        yield f"{DONE[part['did']]} the name “{_short(part['key'][-1])}”"


def _source(part: Part, change: Change, known: Known) -> Iterator[str]:
    if part["did"] == "changed" and change.source_id:
        yield from _fields(part.get("before", {}), part.get("after", {}))
    else:
        yield f"{DONE[part['did']]} a source"


TELLERS = {
    "article": _article,
    "revision": _revision,
    "taggedentity": _tag,
    "annotation": _annotation,
    "claim": _claim,
    "relation": _relation,
    "entity": _entity,
    "entityname": _name,
    "source": _source,
}


def _fields(before: Part, after: Part, but: Iterable[str] = ()) -> Iterator[str]:
    """“changed the byline from “A” to “B””; what points to another row is not named."""
    for field_name in sorted(set(after) - set(but)):
        label = field_name.replace("_", " ")
        old, new = before.get(field_name), after[field_name]
        if isinstance(old, list | dict) or isinstance(new, list | dict):
            yield f"changed the {label}"
        elif not old:
            yield f"set the {label} to “{_short(new)}”"
        elif not new and not isinstance(new, bool):
            yield f"removed the {label}"
        else:
            yield f"changed the {label} from “{_short(old)}” to “{_short(new)}”"


def _slugs(part: Part) -> Iterator[str]:
    """The entities that a part names."""
    key, model = part["key"], part["model"]
    if model == "taggedentity":
        yield key[1]
        yield from part.get("before", {}).get("tag", ())
    elif model in ("entity", "entityname"):
        yield key[0]
    for side in (part.get("before", {}), part.get("after", {})):
        for field_name in ("speakers", "actors", "targets"):
            yield from (slug for (slug, *_) in side.get(field_name) or ())


def _moment(written: str) -> str:
    """“25 November 2026, 20:47 UTC”"""
    moment = datetime.datetime.fromisoformat(written).astimezone(datetime.UTC)
    return f"{moment:%-d %B %Y, %H:%M} UTC"


def _short(words: Any) -> str:
    return Truncator(" ".join(str(words).split())).chars(WORDS_MAX)
