from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db import DataError, IntegrityError, OperationalError, transaction
from django.utils import timezone

from articles.formats import Draft, Fault, LeftOut, Read
from articles.models import (
    Action,
    Annotation,
    Article,
    Change,
    Claim,
    Conflict,
    Entity,
    Kind,
    Record,
    Relation,
    Source,
)

from . import creating, identity
from .alone import let_no_other_import_in
from .authority import Entities, Sources, in_chunks
from .checking import Checked, check, ignored
from .creating import Bundle, Lookup
from .identity import Identities, Known, Seen, Trace
from .inserting import insert_all, learn_keys
from .outcome import Did, Outcome
from .updating import Update
from .values import EntityReference, Refused

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# A batch is one transaction. It grows and shrinks to take less than a second, so that other
# writers never wait long.
BATCH_LEAST, BATCH_MOST = 20, 500
SECONDS = 0.7
CHARACTERS = 4_000_000


class Import:
    """One run. `create_entities` is the kind that unknown entities get; None: they are refused.

    Who may not publish imports drafts. Of a record that is not trusted the importer signs what it
    says others have written.
    """

    def __init__(
        self,
        *,
        by: User | None = None,
        create_entities: Kind | None = None,
        dry_run: bool = False,
        may_publish: bool = True,
        is_trusted: bool = True,
    ) -> None:
        self.by = by
        self.may_publish = may_publish
        self.is_trusted = is_trusted
        self.dry_run = dry_run
        self.entities = Entities(create_entities)
        self.sources = Sources()
        self.users: dict[str, User] = {}
        self.seen = Seen()  # the articles of this run's records
        self.planned = Identities()  # what a dry run would have made
        self.unknown_keys: set[str] = set()

    def run(self, drafts: Iterable[Read]) -> Iterator[Outcome]:
        size, batch, characters = 50, [], 0
        for draft in drafts:
            item = self._checked(draft) if isinstance(draft, Draft) else draft
            batch.append(item)
            characters += item.size if isinstance(item, Checked) else 0
            if len(batch) >= size or characters >= CHARACTERS:
                started = time.monotonic()
                yield from self._batch(batch)
                pace = SECONDS / max(time.monotonic() - started, 0.01)
                size = int(len(batch) * min(max(pace, 0.5), 2))
                size = min(max(size, BATCH_LEAST), BATCH_MOST)
                batch, characters = [], 0
        yield from self._batch(batch)

    def _checked(self, draft: Draft) -> Checked:
        checked = check(draft)
        checked.leave_out(publishing=not self.may_publish, people=not self.is_trusted)
        return checked

    def _batch(self, items: list[Checked | Fault | LeftOut]) -> Iterator[Outcome]:
        outcomes: dict[int, Outcome] = {}
        good: list[Checked] = []
        for item in items:
            if isinstance(item, Fault):
                outcomes[id(item)] = Outcome(item.place, faults=[item.message])
            elif isinstance(item, LeftOut):
                outcomes[id(item)] = Outcome(item.place, Did.LEFT_OUT, why=item.why)
            elif item.faults:
                outcomes[id(item)] = Outcome(item.place, faults=item.faults)
            else:
                good.append(item)
        outcomes |= self._save(good)
        for item in items:
            outcome = outcomes[id(item)]
            if isinstance(item, Checked):
                outcome.warnings = [*item.warnings, *self._new_unknown_keys(item)]
                outcome.dropped = item.dropped
                outcome.headline = item.values.get("headline", "")
            yield outcome

    def _new_unknown_keys(self, item: Checked) -> list[str]:
        if len(self.unknown_keys) > 1000:
            return []
        new = item.unknown_keys - self.unknown_keys
        self.unknown_keys |= new
        return [ignored(key) for key in sorted(new)]

    def _save(self, good: list[Checked]) -> dict[int, Outcome]:
        """Save a batch; if it cannot be, each of its records by itself."""
        if not good:
            return {}
        try:
            return self._twice(good)
        except (IntegrityError, DataError, Conflict) as fault:
            if len(good) > 1:
                return {key: value for item in good for key, value in self._save([item]).items()}
            said = (str(fault).strip() or type(fault).__name__).splitlines()[0][:300]
            return {id(good[0]): Outcome(good[0].place, faults=[f"it could not be saved: {said}"])}

    def _twice(self, good: list[Checked]) -> dict[int, Outcome]:
        """What somebody else did at the same moment is there to be read the second time."""
        warnings = {id(item): list(item.warnings) for item in good}
        try:
            return self._attempt(good)
        except (IntegrityError, DataError, OperationalError, Conflict):
            self._forget(good, warnings)
        try:
            return self._attempt(good)
        except (IntegrityError, DataError, Conflict):
            self._forget(good, warnings)
            raise

    def _forget(self, good: list[Checked], warnings: dict[int, list[str]]) -> None:
        """What was learned in a transaction that is no more."""
        self.entities.forget()
        self.sources.forget()
        for item in good:
            item.warnings[:] = warnings[id(item)]

    def _attempt(self, good: list[Checked]) -> dict[int, Outcome]:
        with transaction.atomic():
            let_no_other_import_in()
            batch = Batch(self, good)
            batch.save()
            if self.dry_run:
                transaction.set_rollback(True)
        if self.dry_run:
            self._forget([], {})
            for known in batch.fresh:
                self.planned.add(known._replace(article=Trace.of(known.article)))
        else:
            for article in batch.places:
                self.seen.add(article)
        return batch.outcomes


class Batch:
    """The records of one transaction: looked up together, written together."""

    def __init__(self, run: Import, good: list[Checked]) -> None:
        self.run = run
        self.good = good
        self.outcomes: dict[int, Outcome] = {}
        self.places: dict[int, str] = {}  # article -> its record in this batch
        self.fresh: list[Known] = []
        self.bundles: list[tuple[Bundle, Outcome]] = []
        self.twins: list[tuple[Outcome, str]] = []
        self.changes: list[Change] = []
        self.at = timezone.now()

    def save(self) -> None:
        self._learn()
        for checked, wanted in zip(self.good, self.wanted, strict=True):
            outcome = self.outcomes[id(checked)] = Outcome(checked.place)
            names = len(self.run.entities.new), len(self.run.sources.new)
            try:
                self._decide(checked, wanted, outcome)
            except Refused as fault:
                outcome.faults.append(str(fault))
                self.run.entities.unmake(names[0])
                self.run.sources.unmake(names[1])
        self._insert()
        if self.changes:
            Change.objects.give_numbers(self.changes)
            insert_all(self.changes)

    # What is known

    def _learn(self) -> None:
        self.run.sources.learn({self._source_word(checked) for checked in self.good})
        self.run.entities.learn([one for checked in self.good for one in checked.references()])
        self._learn_users()
        self._learn_uids()
        self.wanted = [identity.of_record(one, self._source_key(one)) for one in self.good]
        self.known = Identities.stored(self.wanted)
        self.planned = Identities()
        pks = {known.article for known in map(self._match, self.wanted) if known}
        rows = Article.objects.for_record(public=False).filter(pk__in=pks)
        self.articles = {article.pk: article for article in rows}

    def _source_key(self, checked: Checked) -> str:
        word = self._source_word(checked)
        source = self.run.sources.find(word)
        return source.slug if source else f"? {word}"

    def _source_word(self, checked: Checked) -> str:
        """What does not say its source is from whose site it is on."""
        return checked.source or self.run.sources.at(checked.values.get("url", ""))

    def _match(self, wanted: Known) -> Known | None:
        try:
            return self.known.match(wanted)
        except Refused:  # said when its turn comes
            return None

    def _learn_users(self) -> None:
        names = {
            row.get(key, "")
            for checked in self.good
            for rows, key in ((checked.annotations, "created_by"), (checked.revisions, "made_by"))
            for row in rows
        }
        for chunk in in_chunks(names - self.run.users.keys() - {""}):
            for user in get_user_model().objects.filter(username__in=chunk):
                self.run.users[user.get_username()] = user
        for checked in self.good:
            for rows, key in ((checked.annotations, "created_by"), (checked.revisions, "made_by")):
                strangers = {row.get(key, "") for row in rows} - self.run.users.keys() - {""}
                checked.warnings += [f"there is no user {name} here" for name in sorted(strangers)]

    def _learn_uids(self) -> None:
        """Whose each annotation, claim and relation is already."""
        self.owners: dict[tuple[str, Any], int] = {}
        for part, model, path in (
            ("annotations", Annotation, "article_id"),
            ("claims", Claim, "evidence__article_id"),
            ("relations", Relation, "evidence__article_id"),
        ):
            uids = {row["id"] for one in self.good for row in getattr(one, part) if "id" in row}
            for chunk in in_chunks(uids):
                rows = model._base_manager.filter(uid__in=chunk).values_list("uid", path)
                self.owners |= {(part, uid): owner for uid, owner in rows}

    # What becomes of each record

    def _decide(self, checked: Checked, wanted: Known, outcome: Outcome) -> None:
        twin = self.planned.match(wanted) or self.run.planned.match(wanted)
        if twin:
            self._compare_with_twin(Trace.of(checked), Trace.of(twin.article), outcome)
            return
        known = self.known.match(wanted)
        article = self._article(known.article) if known else None
        self._refuse_stolen_uids(checked, article)
        lookup = Lookup(self._resolver(checked), self.run.users, self.run.by, self.at)
        if article is None:
            self._create(checked, wanted, lookup, outcome)
        else:
            self._update(article, checked, lookup, outcome)

    def _article(self, pk: int) -> Article:
        if pk not in self.articles:
            self.articles[pk] = Article.objects.for_record(public=False).get(pk=pk)
        return self.articles[pk]

    def _compare_with_twin(self, record: Trace, twin: Trace, outcome: Outcome) -> None:
        """The same article twice in a file: fine, if both records say the same of it."""
        if record.contradicts(twin):
            raise Refused(f"it is the article of {twin.place} with other content")
        outcome.did = Did.UNCHANGED
        self.twins.append((outcome, twin.place))

    def _refuse_stolen_uids(self, checked: Checked, article: Article | None) -> None:
        for part in ("annotations", "claims", "relations"):
            for row in getattr(checked, part):
                owner = self.owners.get((part, row.get("id")))
                if owner is not None and (article is None or owner != article.pk):
                    raise Refused(f"{part}: the id {row['id']} is in use in another article")
        # Of two new articles in one batch only the first may have it.
        self.owners |= {
            (part, row["id"]): article.pk if article else -1
            for part in ("annotations", "claims", "relations")
            for row in getattr(checked, part)
            if "id" in row
        }

    def _resolver(self, checked: Checked) -> Any:
        """Finds each entity that the record names; raises Refused for what is unknown or unclear.

        All of them are found before the first is made, so that a record that fails makes none.
        """
        entities = self.run.entities
        found: dict[EntityReference, Entity] = {}
        own: dict[str, EntityReference] = {}  # the record's own slugs and names, for its parts
        for reference in [*(tag["entity"] for tag in checked.tags or []), *checked.untagged]:
            for word in (reference.slug, reference.name, reference.word):
                own.setdefault(word, reference)
        references = {
            one: own.get(one.word, one) if one.word else one for one in checked.references()
        }
        unknown, faults = [], []
        for reference in dict.fromkeys(references.values()):
            try:
                entity = entities.find(reference, checked.warnings)
            except Refused as fault:
                faults.append(str(fault))
                continue
            if entity:
                found[reference] = entity
            else:
                unknown.append(reference)
        if unknown and entities.create is None:
            names = [f"“{name}”" for name in dict.fromkeys(map(str, unknown))]
            faults.append(f"unknown {'entities' if names[1:] else 'entity'} {', '.join(names)}")
        if faults:
            raise Refused("; ".join(faults))
        for reference in unknown:  # two of them may name the same one
            found[reference] = entities.find(reference, checked.warnings) or entities.make(
                reference, checked.warnings
            )
        return lambda reference: found[references[reference]]

    def _create(self, checked: Checked, wanted: Known, lookup: Lookup, outcome: Outcome) -> None:
        source = self.run.sources.find_or_make(self._source_word(checked))
        bundle = creating.build(checked, source, lookup)
        self.bundles.append((bundle, outcome))
        self.planned.add(wanted)
        self.fresh.append(wanted)
        outcome.did = Did.NEW

    def _update(self, article: Article, checked: Checked, lookup: Lookup, outcome: Outcome) -> None:
        outcome.slug = article.slug
        source = self.run.sources.find_or_make(checked.source) if checked.source else None
        update = Update(article, checked, source, lookup)
        if not update.is_needed:
            outcome.did = Did.UNCHANGED
        else:
            if article.pk in self.places or article.pk in self.run.seen:
                place = self.places.get(article.pk, "an earlier record")
                raise Refused(f"it is the article of {place} with other content")
            self._save_new_names()
            with transaction.atomic():
                # Nobody else writes to it now; what somebody wrote since it was read counts.
                Article.objects.select_for_update(no_key=True).get(pk=article.pk)
                article = Article.objects.for_record(public=False).get(pk=article.pk)
                record = Update(article, checked, source, lookup).apply()
            del self.articles[article.pk]  # as it was; who needs it in this batch reads it again
            outcome.did = Did.CHANGED if record.parts else Did.UNCHANGED
            if record.parts:
                self._log(record, article=article)
        self.places.setdefault(article.pk, checked.place)

    # Writing

    def _save_new_names(self) -> None:
        for source in self.run.sources.take_new():
            source.save()
            self._log_new(source=source)
        entities = self.run.entities.take_new()
        insert_all(entities)
        learn_keys(entities, "slug")
        for entity in entities:
            self._log_new(entity=entity)

    def _insert(self) -> None:
        self._save_new_names()
        creating.insert([bundle for bundle, _ in self.bundles])
        for bundle, outcome in self.bundles:
            self._log_new(article=bundle.article)
            outcome.slug = bundle.article.slug
            self.places[bundle.article.pk] = outcome.place
        slugs = {outcome.place: outcome.slug for _, outcome in self.bundles}
        for outcome, place in self.twins:
            outcome.slug = slugs.get(place, "")

    def _log_new(self, **row: Article | Entity | Source) -> None:
        """One line: the row is new with all its parts, and its first revision has its words."""
        record = Record()
        (whole,) = row.values()
        record.note(whole, "created", None, None)
        self._log(record, **row)

    def _log(self, record: Record, **row: Article | Entity | Source) -> None:
        self.changes.append(
            Change(at=self.at, by=self.run.by, action=Action.IMPORTED, parts=record.parts, **row)
        )
