"""Whatever editors do, taken back leaves every table as it was."""

import contextlib
import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from articles.models import (
    Annotation,
    AnnotationKind,
    Article,
    CannotUndo,
    Change,
    Claim,
    Relation,
    State,
    TaggedEntity,
    Undoing,
    undo,
)
from tests.factories import article, entity
from tests.undoing.tables import assert_anchored, last, tables

pytestmark = pytest.mark.django_db


WORDS = ("Turkey", "Russia", "Ankara", "said", "that", "talks", "gas", "in Istanbul", ".", "\n\n")

texts = st.lists(st.sampled_from(WORDS), min_size=4, max_size=14).map(" ".join)

texts = texts.filter(lambda text: text.replace(".", "").strip())


class Editors:
    """People at work on one article, by lot."""

    def __init__(self, data, story, entities):
        self.data, self.story, self.entities = data, story, entities

    def draw(self, strategy):
        return self.data.draw(strategy)

    def one_of(self, rows):
        rows = list(rows)
        return self.draw(st.sampled_from(rows)) if rows else None

    def act(self):
        name = self.draw(st.sampled_from(ACTS))
        self.story = Article.objects.get(pk=self.story.pk)
        with contextlib.suppress(ValidationError):  # the same words once more, or a thing refused
            getattr(self, name)()

    def span(self):
        length = len(self.story.text)
        start = self.draw(st.integers(0, length - 1))
        return start, self.draw(st.integers(start + 1, min(length, start + 12)))

    def tag(self):
        values = {
            "role": self.draw(st.sampled_from(["actor", "target"])),
            "salience": self.draw(st.integers(1, 3)),
        }
        self.story.tag(self.one_of(self.entities), by=None, **values)

    def untag(self):
        self.story.untag(self.one_of(self.entities), by=None)

    def mention(self):
        state = self.draw(st.sampled_from(State))
        mentioned = {"entity": self.one_of(self.entities), "state": state}
        self.story.annotate(AnnotationKind.MENTION, *self.span(), by=None, **mentioned)

    def note(self):
        self.story.annotate(AnnotationKind.NOTE, *self.span(), by=None, note="So it is.")

    def evidence(self):
        self.story.annotate(AnnotationKind.EVIDENCE, *self.span(), by=None)

    def review(self):
        mark = self.one_of(self.story.annotations.all())
        if mark:
            self.story.review(mark, self.draw(st.sampled_from(State)), by=None)

    def place(self):
        mark = self.one_of(self.story.annotations.all())
        if mark:
            self.story.mark(mark, by=None, at=("text", *self.span()))

    def correct(self):
        text = self.draw(texts)
        headline = self.draw(st.sampled_from(["Talks", "Turkey talks"]))
        self.story.correct(by=None, text=text, headline=headline, reason="-")

    def edit(self):
        self.story.edit(by=None, byline=self.draw(st.sampled_from(["", "By Ana", "By Eva"])))

    def state(self):
        free = self.story.annotations.filter(kind=AnnotationKind.EVIDENCE, claim=None)
        evidence = self.one_of(free)
        if evidence:
            people = self.draw(st.sets(st.sampled_from(self.entities), min_size=1))
            said = Claim(evidence=evidence, mode="indirect")
            self.story.state_claim(said, by=None, speakers=people, about=self.entities[:1])

    def state_again(self):
        said = self.one_of(Claim.objects.filter(evidence__article=self.story))
        if said:
            people = self.draw(st.sets(st.sampled_from(self.entities), min_size=1))
            self.story.state_claim(said, by=None, speakers=people)

    def relate(self):
        free = self.story.annotations.filter(kind=AnnotationKind.EVIDENCE, relation=None)
        evidence = self.one_of(free)
        if evidence:
            act = Relation(
                evidence=evidence,
                kind="event",
                action="talks to",
                claim=self.one_of(Claim.objects.filter(evidence__article=self.story)),
            )
            self.story.state_relation(
                act, by=None, actors=self.entities[:1], targets=self.entities[1:]
            )

    def publish(self):
        self.story.publish(by=None)

    def withdraw(self):
        self.story.withdraw(by=None, reason="-")

    def embargo(self):
        self.story.embargo(timezone.now() + datetime.timedelta(hours=3), by=None)


ACTS = [name for name in vars(Editors) if name not in ("act", "draw", "one_of", "span")]

ACTS = [name for name in ACTS if not name.startswith("_")]


def editors(data):
    people = [entity(name) for name in ("Turkey", "Russia")] + [entity("Ankara", "place")]
    return Editors(data, article("Talks", text=data.draw(texts)), people)


slowly = settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@slowly
@given(data=st.data())
def test_acts_undone_from_the_last_to_the_first_leave_every_table_as_it_was(data):
    with begun_anew():
        work = editors(data)
        before, start = [], last().number
        for _ in range(data.draw(st.integers(1, 12))):
            then, number = tables(), last().number
            work.act()
            if last().number > number:
                before.append((last(), then))
        undone = []
        for change, then in reversed(before):
            after = tables()
            undone.append((undo(change, by=None), after))
            assert tables() == then, change.action
        for change, after in reversed(undone):
            undo(change, by=None)
            assert tables() == after, change.undoes.action
        assert Change.objects.filter(number__gt=start).count() == 3 * len(before)
        assert_anchored()


@slowly
@given(data=st.data())
def test_an_older_act_is_undone_or_refused_with_the_name_of_a_later_one(data):
    with begun_anew():
        work = editors(data)
        start = last().number
        for _ in range(data.draw(st.integers(2, 10))):
            work.act()
        changes = list(Change.objects.filter(number__gt=start))
        if not changes:
            return
        change, then = data.draw(st.sampled_from(changes)), tables()
        count = Change.objects.count()
        foreseen = Undoing(change).obstacles
        undone = refusal = None
        try:
            undone = undo(change, by=None)
        except CannotUndo as refused:
            refusal = refused
        if refusal:
            assert tables() == then and Change.objects.count() == count
            named = [obstacle.later.number for obstacle in refusal.obstacles if obstacle.later]
            assert named and min(named) > change.number, str(refusal)
            return
        assert not foreseen
        assert_anchored()
        for tag in TaggedEntity.objects.filter(by_hand=False):
            assert Annotation.objects.accepted().filter(entity=tag.tag).exists()
        undo(undone, by=None)
        assert tables() == then


@contextlib.contextmanager
def begun_anew():
    """Each example has the tables of the test as they were."""
    from django.db import transaction

    with transaction.atomic():
        yield
        transaction.set_rollback(True)
