"""Undo: a change that takes another one back.

    undoing = Undoing(change)             # looks, and writes nothing
    undoing.obstacles, undoing.parts      # why not, and what the log would say
    undo(change, by=user)                 # or CannotUndo

Part by part, from the last to the first, rows become again what they were before. It is refused,
naming the later change, where a part that it would restore has changed since. What a change made
is taken away and not rejected: rejecting is an editor's judgment, and would be kept as one. The log
holds it whole, so that undoing the undo brings it back. Only an article never goes: to undo its
arrival is to withdraw it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

from django.db import IntegrityError, connection, models, transaction
from django.db.models import Q

from articles import anchors

from .annotation import Annotation, AnnotationKind
from .article import Article, Status
from .change import Action, Change
from .correcting import Settled
from .entity import EntityLink, EntityName
from .later import CannotUndo, Later, Obstacle
from .natural_keys import Key, find_rows, model_named
from .record import recording
from .revision import Revision
from .steps import PLACE, WHO, Content, Row, Step, called, content_now, differing, slugs_in

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def undo(change: Change, *, by: User | None, reason: str = "") -> Change:
    """Take a change back, as a change of its own. Its words for readers are the reason's."""
    from .restoring import restore

    try:
        with transaction.atomic():
            undoing = Undoing(change, locked=True)
            if undoing.obstacles:
                raise CannotUndo(change, undoing.obstacles)
            with recording(
                Action.UNDONE, by=by, reason=reason, undoes=change, **undoing.whole()
            ) as record:
                restore(undoing, record, by=by, reason=reason or f"Change {change.number} undone.")
    except IntegrityError:
        raise CannotUndo(change, [Undoing(change).taken()]) from None
    return Change.objects.get(undoes=change)


class Undoing:
    """What undoing a change would do to the rows as they are now."""

    def __init__(self, change: Change, *, locked: bool = False) -> None:
        self.change = change
        self.obstacles: list[Obstacle] = []
        self._later = Later(change)
        self.steps: list[Step] = []
        self.rows: dict[Key, Row] = {}
        self.withdrawn: Article | None = None
        self.article: Article | None = None  # whose words come back, and from where
        self.words: Revision | None = None
        if chain := _undone_by(change):
            self._refuse_again(chain)
        elif made := self._made_article():
            self._plan_withdrawal(made, locked=locked)
        else:
            self._plan(locked=locked)
            if not (self.steps or self.words or self.obstacles):
                self._refuse("Everything is as it was before that change")

    # --- What it would do -----------------------------------------------------------------------

    @property
    def parts(self) -> list[dict[str, Any]]:
        """As the log would have them."""
        parts = [] if self.words is None else [self._revision_part()]
        if self.withdrawn is not None:
            return [self._withdrawal_part(self.withdrawn)]
        for step in self.steps:
            part = {"model": step.key.model, "key": list(step.key.values), "did": step.did}
            names = step.differing if step.did == "changed" else None
            for side in ("before", "after"):
                content = getattr(step, side)
                if content is not None:
                    part[side] = {name: content.get(name) for name in names or content}
            parts.append(part)
        return parts

    def whole(self) -> dict[str, Any]:
        """Under which article, entity or source the log has it: that of the change, if it stays."""
        change = self.change
        wholes: dict[str, Any] = {"article": change.article}
        for noun in ("entity", "source"):
            row = getattr(change, noun)
            key = Key(noun, row.natural_key()) if row else None
            goes = key in self.rows and self.rows[key].content is None
            wholes[noun] = None if goes else row
        return wholes

    def settled(self) -> Settled:
        """Annotations that need no carrying to the old words: they come back or stand there."""
        pks, mentions = set(), set()
        for key, row in self.rows.items():
            if key.model == "annotation":
                pks |= {row.instance.pk} if row.instance else set()
                mentions |= _mention(row.content) if row.content else set()
        for annotation in self._standing():
            pks.add(annotation.pk)
        return Settled(frozenset(pks), frozenset(mentions))

    def carried_along(self) -> list[Annotation]:
        """Annotations made since on other words than the old ones: they follow, or lose them."""
        if self.article is None:
            return []
        return list(self.article.annotations.anchored().exclude(pk__in=self.settled().pks))

    def _standing(self) -> Iterator[Annotation]:
        if self.article is None or self.words is None:
            return
        for row in self.article.annotations.anchored():
            at = row.anchor()
            there = anchors.describe(getattr(self.words, row.field), at.start, at.end)
            if there == (row.exact, row.prefix, row.suffix):
                yield row

    # --- Planning -------------------------------------------------------------------------------

    def _made_article(self) -> str | None:
        parts = self.change.parts
        made = (part for part in parts if (part["model"], part["did"]) == ("article", "created"))
        return next((part["key"][0] for part in made), None)

    def _plan_withdrawal(self, slug: str, *, locked: bool) -> None:
        articles = Article.objects.select_for_update(no_key=True) if locked else Article.objects
        article = articles.filter(slug=slug).first()
        if article is None:
            self._refuse("The article is no longer in the archive")
        elif article.status == Status.PUBLISHED:
            self.withdrawn = article
        elif article.status == Status.DRAFT:
            self._refuse("The article is a draft, which readers do not see; no article is deleted")
        else:
            key = Key("article", (slug,))
            self._refuse("The article is withdrawn", self._later.of(key, {"status"}))

    def _plan(self, *, locked: bool) -> None:
        parts = [part for part in self.change.parts if part["model"] != "revision"]
        keys = {key for part in parts for key in (Key.of(part), Key.before(part))}
        keys |= {Key("article", (slug,)) for slug in self._revised()}
        if locked:
            _hold(self.change, keys)
        self.rows = {
            key: Row(row, content_now(row)) for key, row in find_rows(keys, locked=locked).items()
        }
        self._plan_what_came_along()
        for part in reversed(parts):
            getattr(self, f"_take_back_{part['did']}")(part)
        self._plan_words()
        self._check_places()
        self._check_what_rests_on_it()

    def _take_back_created(self, part: Mapping[str, Any]) -> None:
        key, after = Key.of(part), part.get("after")
        row = self.rows.get(key)
        if row is None or row.content is None:
            self._refuse_gone(key, after or {})
        elif after is None and (later := self._later.by_row.get(key)):
            self._refuse(f"{called(key)} has been changed since", later)
        elif after is not None and (names := differing(row.content, after, but=PLACE | WHO)):
            self._refuse_changed(key, names, after)
        else:
            self.steps.append(Step(key, row, row.content, None, part))
            row.content = None

    def _take_back_changed(self, part: Mapping[str, Any]) -> None:
        key, old_key = Key.of(part), Key.before(part)
        row, taken = self.rows.get(key), self.rows.get(old_key)
        if row is None or row.content is None:
            self._refuse_gone(key, part["after"])
        elif names := differing(row.content, part["after"]):
            self._refuse_changed(key, names, part["after"])
        elif key != old_key and taken is not None and taken.content is not None:
            self._refuse(f"{called(old_key)} is there again", self._later.of(old_key))
        else:
            content = row.content | part["before"]
            self.steps.append(Step(old_key, row, row.content, content, part))
            row.content = content
            if key != old_key:
                self.rows[key] = Row(None, None)
                self.rows[old_key] = row

    def _take_back_removed(self, part: Mapping[str, Any]) -> None:
        key, content = Key.of(part), dict(part["before"])
        row = self.rows.setdefault(key, Row(None, None))
        if row.content is None:
            self.steps.append(Step(key, row, None, content, part))
            row.content = content
        elif names := differing(row.content, content, but=WHO):
            self._refuse_changed(key, names, content, "is there again, with others")

    # --- Entities of a fixture: the log names them alone, their names and ties came along --------

    def _plan_what_came_along(self) -> None:
        brief = [
            key.values[0]
            for part in self.change.parts
            if part["model"] == "entity" and part["did"] == "created" and "after" not in part
            for key in [Key.of(part)]
        ]
        if not brief:
            return
        for model in (EntityLink, EntityName):
            for row in model._base_manager.filter(entity__slug__in=brief).select_related("entity"):
                key = _key_of(row)
                if key in self.rows:
                    continue
                if later := self._later.by_row.get(key):
                    self._refuse(f"{called(key)} has been added since", later)
                content = content_now(row)
                self.rows[key] = Row(row, None)
                self.steps.append(Step(key, self.rows[key], content, None, {}))

    # --- Words ----------------------------------------------------------------------------------

    def _revised(self) -> dict[str, list[int]]:
        """The numbers of the revisions that the change made, by article."""
        revised: dict[str, list[int]] = {}
        for part in self.change.parts:
            if part["model"] == "revision":
                slug, number = part["key"]
                revised.setdefault(slug, []).append(number)
        return revised

    def _plan_words(self) -> None:
        for slug, numbers in self._revised().items():
            row = self.rows.get(Key("article", (slug,)))
            article = cast("Article", row.instance) if row else None
            if article is None:
                self._refuse("The article is no longer in the archive")
                continue
            wanted = (min(numbers) - 1, max(numbers))
            revisions = {one.number: one for one in article.revisions.filter(number__in=wanted)}
            old, new = (revisions.get(number) for number in wanted)
            if old is None or new is None:
                self._refuse("The log has a revision that is no longer there")
            elif (article.headline, article.sha256) != (new.headline, new.sha256):
                newest = Key("revision", (slug, article.revision.number))
                self._refuse("The words have been corrected since", self._later.of(newest))
            else:
                self.article, self.words = article, old

    def _check_places(self) -> None:
        """No annotation comes back to a place where its words are not."""
        placed = [step for step in self.steps if _is_placed(step)]
        slugs = {step.after["article"][0] for step in placed if step.after}
        found = find_rows(Key("article", (slug,)) for slug in slugs)
        for step in placed:
            content = self.rows[step.key].content
            if content is None or content["is_orphaned"] or content is not step.after:
                continue
            slug = content["article"][0]
            article = found.get(Key("article", (slug,)))
            revision = self.words if self.article and self.article.slug == slug else article
            words = getattr(revision, content["field"], "")
            if _stands(content, words):
                span = content["start"], content["end"]
                content["prefix"], content["suffix"] = anchors.describe(words, *span)[1:]
            else:
                newest = cast("Article", article).revision.number if article else 0
                later = self._later.of(Key("revision", (slug, newest)))
                self._refuse(f"{called(step.key, content)} has lost its place", later)

    def _check_what_rests_on_it(self) -> None:
        """Nothing is taken away that something else points at."""
        gone: dict[str, list[models.Model]] = {}
        planned: dict[type[models.Model], list[int]] = {}
        for key, row in self.rows.items():
            if row.instance is not None:
                planned.setdefault(type(row.instance), []).append(row.instance.pk)
                if row.content is None:
                    gone.setdefault(key.model, []).append(row.instance)
        for name, rows in gone.items():
            for relation in model_named(name)._meta.related_objects:
                model = relation.related_model
                if model is not Change and relation.field.name != "entities":
                    found = model._base_manager.filter(**{f"{relation.field.name}__in": rows})
                    resting = found.exclude(pk__in=planned.get(model, ())).first()
                    if resting is not None:
                        self._refuse_resting(resting)

    # --- Refusing -------------------------------------------------------------------------------

    def _refuse(self, what: str, later: Change | None = None) -> None:
        self.obstacles.append(Obstacle(what, later))

    def _refuse_again(self, chain: list[Change]) -> None:
        if len(chain) % 2:
            self._refuse("It has been undone", chain[-1])
        else:
            self._refuse("It has been undone and done again; that can be undone", chain[-1])

    def _refuse_gone(self, key: Key, content: Content) -> None:
        later = self._later.of(key, slugs=key.values)
        self._refuse(f"{called(key, content)} is gone", later)

    def _refuse_changed(
        self, key: Key, names: set[str], then: Content, what: str = "has been changed since"
    ) -> None:
        fields = ", ".join(sorted(name.replace("_", " ") for name in names))
        later = self._later.of(key, names, slugs=slugs_in(then, names))
        row = self.rows[key].content or {}
        self._refuse(f"{called(key, row)} {what} ({fields})", later)

    def _refuse_resting(self, row: models.Model) -> None:
        key = _key_of(row)
        content = content_now(row)
        self._refuse(f"{called(key, content)} rests on it", self._later.of(key))

    def taken(self) -> Obstacle:
        """What to say when only the database saw that something else stands in the place."""
        if self.obstacles:
            return self.obstacles[0]
        change = self.change
        same = {noun: getattr(change, noun) for noun in ("article", "entity", "source")}
        later = Change.objects.filter(number__gt=change.number, **same).newest().first()
        return Obstacle("Something made since stands in its place", later)

    # --- As the log would have it ---------------------------------------------------------------

    def _revision_part(self) -> dict[str, Any]:
        article = cast("Article", self.article)
        number = article.revision.number + 1
        return {"model": "revision", "key": [article.slug, number], "did": "created"}

    def _withdrawal_part(self, article: Article) -> dict[str, Any]:
        return {
            "model": "article",
            "key": [article.slug],
            "did": "changed",
            "before": {"status": article.status},
            "after": {"status": article.status_when_withdrawn()},
        }


def _undone_by(change: Change) -> list[Change]:
    """The change that undid it, the one that undid that one, and so on."""
    chain: list[Change] = []
    while following := Change.objects.filter(undoes=chain[-1] if chain else change).first():
        chain.append(following)
    return chain


def _hold(change: Change, keys: Iterable[Key]) -> None:
    """Let nobody else write to the articles at stake before the undo ends."""
    if not connection.features.has_select_for_update:
        return  # SQLite lets one process write at a time, and this one is it.
    slugs = [key.values[0] for key in keys if key.model in ("article", "taggedentity")]
    uids = [key.values[0] for key in keys if key.model == "annotation"]
    marked = Annotation.objects.filter(uid__in=uids).values("article")
    held = Article.objects.filter(Q(slug__in=slugs) | Q(pk=change.article_id) | Q(pk__in=marked))
    list(held.order_by("pk").select_for_update(no_key=True).values_list("pk"))


def _key_of(row: models.Model) -> Key:
    return Key(str(row._meta.model_name), tuple(row.natural_key()))  # type: ignore[attr-defined]


def _is_placed(step: Step) -> bool:
    if step.key.model != "annotation" or step.after is None:
        return False
    return step.before is None or bool(PLACE & set(step.differing))


def _stands(content: Content, words: str) -> bool:
    """Whether its words are there, and at least on one side of them what was there before."""
    exact, prefix, suffix = anchors.describe(words, content["start"], content["end"])
    near = prefix == content["prefix"] or suffix == content["suffix"]
    return exact == content["exact"] and near


def _mention(content: Content) -> set[tuple[str, int, int, str]]:
    if content["kind"] != AnnotationKind.MENTION or content["is_orphaned"]:
        return set()
    return {(content["field"], content["start"], content["end"], content["entity"][0])}
