"""A merge taken back, and merging from a shell."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.models import (
    Action,
    Change,
    Entity,
    EntityName,
    MergePreview,
    NameForm,
    State,
    TaggedEntity,
    merge,
    recording,
)
from articles.models.belongings import Belongings
from articles.models.undoing import undo
from tests.every_row import every_row
from tests.factories import annotation, article, claim, editor, entity, relation
from tests.merging.ties import last, tags_of, tie

pytestmark = pytest.mark.django_db


# --- And back -------------------------------------------------------------------------------------


WORDS = ("Turkey", "Russia", "Istanbul", "Monday")

EVIDENCE = ("will press", "talks in", "begin on", "this week")

ENTITY, ARTICLE = st.integers(0, 2), st.integers(0, 2)

ROLES = st.sampled_from(["subject", "actor", "mentioned"])

STATES = st.sampled_from(list(State))

SOME = st.sets(ENTITY, min_size=1)


@st.composite
def archives(draw):
    """What is written in a small archive of three people and three articles."""
    lists = st.lists
    return {
        "tags": draw(
            st.dictionaries(st.tuples(ARTICLE, ENTITY), st.tuples(ROLES, st.integers(1, 3)))
        ),
        "mentions": draw(
            st.dictionaries(st.tuples(ARTICLE, st.sampled_from(WORDS), ENTITY), STATES, max_size=6)
        ),
        "claims": draw(
            lists(st.tuples(ARTICLE, SOME, st.sets(ENTITY), st.none() | ENTITY), max_size=2)
        ),
        "relations": draw(lists(st.tuples(ARTICLE, SOME, st.sets(ENTITY)), max_size=2)),
        "ties": draw(
            st.sets(st.tuples(ENTITY, st.sampled_from(["part_of", "citizen_of"]), ENTITY))
        ),
        "names": draw(st.sets(st.tuples(ENTITY, st.sampled_from(["A", "B", "Person 1"])))),
        "fields": draw(lists(st.sampled_from(["", "Q1", "Q2"]), min_size=3, max_size=3)),
        "form": draw(st.sampled_from(list(NameForm))),
    }


def written(archive):
    people = [
        entity(f"Person {number}", "person", wikidata=wikidata)
        for number, wikidata in enumerate(archive["fields"])
    ]
    stories = [article() for _ in range(3)]
    for (story, one), (role, salience) in archive["tags"].items():
        stories[story].tag(people[one], role=role, salience=salience, by=None)
    for (story, words, one), state in archive["mentions"].items():
        annotation(stories[story], words, entity=people[one], state=state)
    for words, (story, speakers, about, via) in zip(EVIDENCE[:2], archive["claims"], strict=False):
        people_of = [[people[one] for one in some] for some in (speakers, about)]
        via = None if via is None else people[via]
        claim(stories[story], words, people_of[0], about=people_of[1], via=via)
    for words, (story, *sides) in zip(EVIDENCE[2:], archive["relations"], strict=False):
        relation(stories[story], words, *([people[one] for one in some] for some in sides))
    for one, kind_of_tie, other in archive["ties"]:
        if one != other:
            tie(people[one], kind_of_tie, people[other])
    with recording(Action.EDITED, by=None, entity=people[0]) as record:
        for one, name in sorted(archive["names"]):
            record.save(EntityName(entity=people[one], name=name))
    return people


@given(archives())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_merged_an_undo_leaves_all_tables_as_they_were(archive):
    with transaction.atomic():
        kept, gone, _ = written(archive)
        before = every_row()
        merge(kept, gone, by=None, form=archive["form"])
        assert not Belongings(gone).tags.exists()
        assert every_row() != before
        merged = every_row()
        undone = undo(last(), by=None)
        assert every_row() == before
        undo(undone, by=None)
        assert every_row() == merged
        transaction.set_rollback(True)


def merged(kept, gone):
    merge(kept, gone, by=None)


def undone(kept, gone):
    undo(last(), by=None)


@pytest.mark.parametrize("acts", [[MergePreview.of], [merged], [merged, undone]])
def test_a_preview_a_merge_and_its_undo_take_the_same_queries_for_3_rows_as_for_10(acts):
    def cost(count):
        kept, gone = entity(f"Kept {count}", "person"), entity(f"Gone {count}", "person")
        for number in range(count):
            both = [kept, gone] if number % 2 else [gone]
            story = article(entities=both)
            for one in both:
                annotation(story, "Turkey", entity=one)
            claim(story, "will press", [kept, gone], via=gone)
            relation(story, "talks", [gone], [kept])
            for number, ends in enumerate([(gone, kept), (kept, gone)]):
                tie(ends[0], "part_of", ends[1], f"{story.pk}, {number}")
        *before, act = acts
        for earlier in before:
            earlier(kept, gone)
        with CaptureQueriesContext(connection) as queries:
            act(kept, gone)
        return len(queries)

    assert cost(3) == cost(10)


def test_what_is_committed_after_the_rows_were_read_is_not_given_without_a_word(putin, double):
    first = article(entities=[double])
    rows = TaggedEntity.objects.filter(tag=double)
    assert len(rows) == 1
    second = article(entities=[double])
    with recording(Action.MERGED, by=None, entity=putin) as record:
        record.point_all(rows, "tag", putin)
    assert tags_of(first) == {("vladimir-putin", "mentioned", 1)}
    assert tags_of(second) == {("v-putin", "mentioned", 1)}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_who_tags_while_others_merge_is_merged_too_or_told(putin, double):
    """D44"""
    stories = [article() for _ in range(12)]

    def tag(story):
        try:
            story.tag(double, role="actor", salience=3, by=None)
            return "tagged"
        except IntegrityError:
            return "told"
        finally:
            connection.close()

    def merge_them(_):
        try:
            merge(putin, double, by=None)
            return "merged"
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as threads:
        first = [threads.submit(tag, story) for story in stories[:6]]
        merging = threads.submit(merge_them, None)
        then = [threads.submit(tag, story) for story in stories[6:]]
        said = [each.result() for each in (*first, *then)]
    assert merging.result() == "merged" and set(said) <= {"tagged", "told"}
    assert {tag for story in stories for tag in tags_of(story)} <= {("vladimir-putin", "actor", 3)}
    assert sum(story.tags.count() for story in stories) == said.count("tagged")
    undo(Change.objects.get(action=Action.MERGED), by=None)
    assert Belongings(Entity.objects.get(slug="v-putin")).tags.count() == said.count("tagged")


# --- From a shell ---------------------------------------------------------------------------------


def test_from_a_shell_it_is_counted_first_and_done_under_a_name(capsys, putin, double):
    ana = editor("ana")
    story = article(entities=[putin, double])
    before = every_row()
    call_command("merge_entities", "vladimir-putin", "v-putin", "--dry-run")
    assert every_row() == before
    said = capsys.readouterr().out
    assert "1 tagged articles, 1 of them shared" in said and "Nothing was changed" in said
    call_command("merge_entities", "vladimir-putin", "v-putin", "--by", "ana", "--former")
    assert "/people/v-putin/ leads to /people/vladimir-putin/" in capsys.readouterr().out
    assert tags_of(story) == {("vladimir-putin", "mentioned", 1)}
    assert last().by == ana and putin.names.get(name="V. Putin").form == NameForm.FORMER


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["vladimir-putin", "nobody"], "no entity “nobody”"),
        (["vladimir-putin", "turkey"], "two kinds"),
        (["vladimir-putin", "v-putin", "--by", "nobody"], "nobody of the name “nobody”"),
    ],
)
def test_from_a_shell_what_cannot_be_is_told(putin, double, arguments, told):
    entity("Turkey")
    with pytest.raises(CommandError, match=told):
        call_command("merge_entities", *arguments)
    assert Entity.objects.count() == 3
