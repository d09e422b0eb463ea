"""The write path of the models: each act is whole, and exactly one change in the log."""

import contextlib
import datetime
import json
from functools import partial
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import DataError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.models import (
    Action,
    Annotation,
    AnnotationKind,
    Archive,
    Article,
    Change,
    Claim,
    Conflict,
    Entity,
    EntityName,
    Field,
    MentionForm,
    Revision,
    Role,
    Source,
    State,
    Status,
    TaggedEntity,
    recording,
)
from articles.text import text_checksum
from tests.factories import annotation, article, claim, entity, relation, source, user
from tests.processes import at_once

pytestmark = pytest.mark.django_db
REFUSED = (ValidationError, IntegrityError, DataError)
SEED = "turkey-to-press-putin-on-negotiating-end-to-assads-rule"


@contextlib.contextmanager
def changes_made(*actions):
    """What is done here appends these changes, in this order, and no other."""
    last = Change.objects.count()
    yield
    made = list(Change.objects.order_by("number")[last:])
    assert [change.action for change in made] == [str(action) for action in actions]


def last_change():
    return Change.objects.newest().first()


def parts(did=None, model=None):
    return [
        part
        for part in last_change().parts
        if did in (None, part["did"]) and model in (None, part["model"])
    ]


def tags_of(story):
    return {
        tag.tag.slug: (tag.role, tag.salience, tag.by_hand)
        for tag in story.tags.select_related("tag")
    }


def assert_anchored(story):
    """Every annotation stands on its words, or it is an orphan that kept them."""
    story.refresh_from_db()
    for mark in story.annotations.all():
        if mark.is_orphaned:
            assert mark.start is None and mark.end is None and mark.exact
        else:
            assert getattr(story, mark.field)[mark.start : mark.end] == mark.exact


# --- One act, one change ----------------------------------------------------------------------


def test_each_act_on_an_article_appends_exactly_one_change_with_its_author():
    turkey, russia = entity("Turkey"), entity("Russia")
    anna = user("anna")
    story = Article(headline="Talks", text="Turkey talks to Russia. It said so.", source=source())
    with changes_made(Action.CREATED):
        story.create(by=anna)
    with changes_made(Action.EDITED):
        story.edit(by=anna, byline="By Anna")
    with changes_made(Action.CORRECTED):
        story.correct(by=anna, text="Turkey talks to Russia. It says so.", reason="Tense.")
    with changes_made(Action.TAGGED):
        story.tag(turkey, by=anna, role=Role.ACTOR, salience=3)
    with changes_made(Action.ANNOTATED):
        mention = annotation(story, "Russia", entity=russia, by=anna)
    with changes_made(Action.REVIEWED):
        story.review(mention, State.REJECTED, by=anna)
    with changes_made(Action.UNTAGGED):
        story.untag(turkey, by=anna)
    with changes_made(Action.ANNOTATED, Action.STATED):
        claim(story, "It says so", [turkey], by=anna)
    with changes_made(Action.ANNOTATED, Action.STATED):
        relation(story, "talks to", [turkey], [russia], by=anna)
    with changes_made(Action.PUBLISHED):
        story.publish(by=anna)
    with changes_made(Action.EMBARGOED):
        story.embargo(timezone.now() + datetime.timedelta(days=1), by=anna)
    with changes_made(Action.WITHDRAWN):
        story.withdraw(by=anna, reason="It was wrong.")
    with changes_made(Action.RESTORED):
        story.restore(by=anna)
    changes = Change.objects.filter(article=story)
    assert {change.by for change in changes} == {anna}
    numbers = sorted(Change.objects.values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert Archive.objects.current().last_change == numbers[-1]


def test_a_change_says_what_was_before_and_what_is_now_and_nothing_else():
    story = article(byline="By A")
    story.edit(by=None, byline="By B", reason="A slip.")
    change = last_change()
    assert change.reason == "A slip."
    assert abs(change.at - timezone.now()) < datetime.timedelta(minutes=1)
    assert change.parts == [
        {
            "model": "article",
            "key": [story.slug],
            "did": "changed",
            "before": {"byline": "By A"},
            "after": {"byline": "By B"},
        }
    ]


def test_an_act_that_changes_nothing_appends_nothing():
    turkey, peru = entity("Turkey"), entity("Peru")
    story = article(entities=[turkey], byline="By A")
    mention = annotation(story, "Turkey", entity=turkey)
    version = story.version
    with changes_made():
        story.edit(by=None, byline="By A")
        story.edit(by=None, byline="  By  A ")
        assert story.correct(by=None, headline=story.headline, text=story.text, reason="-") is None
        assert story.correct(by=None, text=f"\r\n{story.text}  ", reason="-") is None
        story.tag(turkey, by=None)
        story.review(mention, State.ACCEPTED, by=None)
        story.publish(by=None)
        story.untag(peru, by=None)
    story.refresh_from_db()
    assert story.version == version


def test_what_is_rolled_back_leaves_no_change_and_no_gap():
    story = article()
    last = Archive.objects.current().last_change
    with contextlib.suppress(RuntimeError), transaction.atomic():
        story.edit(by=None, byline="Lost")
        raise RuntimeError
    assert Archive.objects.current().last_change == last
    story = Article.objects.get(pk=story.pk)
    assert story.byline == ""
    story.edit(by=None, byline="Kept")
    assert last_change().number == last + 1


def test_a_failure_within_an_act_undoes_all_of_it():
    turkey = entity("Turkey")
    story = article()
    act = recording(Action.EDITED, by=None, article=story)
    with changes_made(), contextlib.suppress(RuntimeError), act as record:
        story.byline = "Lost"
        record.save(story)
        record.save(TaggedEntity(content_object=story, tag=turkey))
        raise RuntimeError
    assert not story.tags.exists()
    assert Article.objects.get(pk=story.pk).byline == ""


def test_an_act_within_an_act_is_a_part_of_it():
    turkey, russia = entity("Turkey"), entity("Russia")
    anna = user("anna")
    story = article()
    act = recording(Action.EDITED, by=anna, article=story, reason="Whole.")
    with changes_made(Action.EDITED), act as record:
        story.tag(turkey, by=None)
        story.byline = "By Anna"
        record.save(story)
        with contextlib.suppress(RuntimeError), recording(Action.TAGGED, by=None) as inner:
            inner.save(TaggedEntity(content_object=story, tag=russia))
            raise RuntimeError
    assert (last_change().by, last_change().reason) == (anna, "Whole.")
    assert [part["model"] for part in parts()] == ["taggedentity", "article"]
    assert set(tags_of(story)) == {"turkey"}


# --- Conflict -----------------------------------------------------------------------------------


def test_the_second_to_save_an_article_is_told_and_overwrites_nothing():
    story = article(byline="")
    old = [Article.objects.get(pk=story.pk) for _ in range(3)]
    story.edit(by=None, byline="Hers")
    acts = [
        partial(old[0].edit, section="Mine"),
        partial(old[1].correct, text="Mine.", reason="-"),
        partial(old[2].withdraw, reason="-"),
    ]
    with changes_made():
        for act in acts:
            with pytest.raises(Conflict) as conflict:
                act(by=None)
            assert conflict.value.current.byline == "Hers"
    story.refresh_from_db()
    assert (story.byline, story.section, story.status) == ("Hers", "", Status.PUBLISHED)


def test_words_are_not_marked_in_a_text_that_has_been_corrected_meanwhile():
    story = article(text="Turkey talks.")
    stale = Article.objects.get(pk=story.pk)
    story.correct(by=None, text="Now Turkey talks.", reason="-")
    turkey = entity("Turkey")
    with changes_made(), pytest.raises(Conflict):
        annotation(stale, "Turkey", entity=turkey)
    assert not story.annotations.exists() and not story.tags.exists()


def test_words_may_be_marked_while_other_fields_change():
    story = article(text="Turkey talks.")
    stale = Article.objects.get(pk=story.pk)
    story.edit(by=None, byline="Somebody")
    annotation(stale, "Turkey", entity=entity("Turkey"))
    assert_anchored(story)


def test_an_annotation_that_a_correction_has_moved_is_not_reviewed_at_its_old_place():
    story = article(text="Turkey talks.")
    mention = annotation(story, "Turkey", entity=entity("Turkey"))
    story.correct(by=None, text="Now Turkey talks.", reason="-")
    with pytest.raises(Conflict):
        story.review(mention, State.REJECTED, by=None)
    assert_anchored(story)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_eight_processes_that_edit_one_article_none_loses_a_save():
    story = article()
    saved = at_once(
        8,
        """
        import time
        from articles.models import Article, Conflict
        end, saved = time.monotonic() + 3, 0
        while time.monotonic() < end:
            article = Article.objects.get(slug=SLUG)
            try:
                article.edit(by=None, byline=f"{NUMBER} {saved}")
                saved += 1
            except Conflict:
                pass
        print(saved)
        """,
        SLUG=story.slug,
    )
    story.refresh_from_db()
    saves = sum(map(int, saved))
    assert saves == story.version - 1 > 8
    assert Change.objects.filter(article=story, action=Action.EDITED).count() == saves


# --- Correcting ---------------------------------------------------------------------------------


def test_a_correction_makes_a_revision_and_carries_every_mark():
    turkey, russia = entity("Turkey"), entity("Russia")
    story = article(text="Turkey talks to Russia.\n\nThe talks are long.")
    kept = annotation(story, "Turkey", entity=turkey)
    moved = annotation(story, "Russia", entity=russia)
    lost = annotation(story, "The talks are long.", note="How long?")
    correction = story.correct(
        by=None, text="Turkey speaks at last to Russia.", reason="It was put wrongly."
    )
    assert [[row.pk for row in rows] for rows in (correction.kept, correction.moved)] == [
        [kept.pk],
        [moved.pk],
    ]
    assert [row.pk for row in correction.orphaned] == [lost.pk]
    assert_anchored(story)
    lost.refresh_from_db()
    assert lost.is_orphaned and lost.exact == "The talks are long."
    assert [revision.text for revision in story.revisions.all()][-1] == story.text
    assert story.revision.reason == "It was put wrongly."
    assert story.sha256 == story.revision.sha256 == text_checksum(story.text)
    assert {part["did"] for part in parts(model="annotation")} == {"changed"}
    assert story.text not in str(last_change().parts), "texts are named, not copied"


def test_marks_of_the_headline_are_carried_by_the_headline():
    turkey = entity("Turkey")
    story = article("Turkey Talks", text="Turkey talks.")
    mark = annotation(story, "Turkey", entity=turkey, field=Field.HEADLINE)
    in_text = annotation(story, "Turkey", entity=turkey)
    story.correct(by=None, headline="Today Turkey Talks", reason="-")
    mark.refresh_from_db()
    in_text.refresh_from_db()
    assert (mark.start, in_text.start) == (6, 0)
    assert_anchored(story)


def test_a_mark_may_move_to_where_another_of_its_entity_stood():
    turkey = entity("Turkey")
    paragraphs = [
        "Turkey signed the first treaty with its northern neighbor in March.",
        "Turkey closed the second border crossing to all lorries in October.",
        "Turkey opened the third pipeline across the sea for gas in November.",
    ]
    story = article(text="\n\n".join(paragraphs))
    for nth in range(3):
        annotation(story, "Turkey", entity=turkey, nth=nth)
    story.correct(by=None, text="\n\n".join(["=" * 67, *paragraphs]), reason="One before.")
    assert [mark.start for mark in story.annotations.all()] == [69, 138, 207]
    story.correct(by=None, text="\n\n".join(paragraphs[:0:-1]), reason="Others, swapped.")
    assert_anchored(story)


@pytest.mark.parametrize("words", ["", " \n ", "\0", "x" * 1_000_001])
def test_a_correction_to_no_text_or_too_much_of_it_is_refused(words):
    story = article()
    text = story.text
    with changes_made(), pytest.raises(ValidationError):
        story.correct(by=None, text=words, reason="-")
    with changes_made(), pytest.raises(ValidationError):
        story.correct(by=None, headline=words[:301], reason="-")
    story.refresh_from_db()
    assert story.text == text and story.revisions.count() == 1


def test_a_correction_takes_the_same_number_of_queries_for_3_marks_as_for_10():
    def queries(count):
        story = article(text="Turkey talks. " * count)
        turkey = entity(f"Country {count}")
        for nth in range(count):
            annotation(story, "Turkey", entity=turkey, nth=nth, by=None)
        story = Article.objects.get(pk=story.pk)
        with CaptureQueriesContext(connection) as captured:
            story.correct(by=None, text=f"Now: {story.text}", reason="-")
        return len(captured)

    assert queries(3) == queries(10)


WORDS = st.sampled_from(
    ["Turkey", "Russia", "talks", "said", "the", "Türkiye", "e\u0301", "\U0001f54a", "“peace”", "–"]
)
PARAGRAPH = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)


@st.composite
def edits(draw):
    """A text, and texts that come of it by inserting, deleting, replacing and moving."""
    paragraphs = draw(st.lists(PARAGRAPH, min_size=2, max_size=6))
    versions = ["\n\n".join(paragraphs)]
    for _ in range(draw(st.integers(1, 3))):
        number = draw(st.integers(0, len(paragraphs) - 1))
        how = draw(st.sampled_from(["insert", "delete", "replace", "move", "join", "words"]))
        if how == "insert":
            paragraphs.insert(number, draw(PARAGRAPH))
        elif how == "delete" and len(paragraphs) > 1:
            paragraphs.pop(number)
        elif how == "replace":
            paragraphs[number] = draw(PARAGRAPH)
        elif how == "move":
            paragraphs.append(paragraphs.pop(number))
        elif how == "join":
            paragraphs = [" ".join(paragraphs)]
        else:
            paragraphs[number] = f"{draw(WORDS)} {paragraphs[number]} {draw(WORDS)}"
        versions.append("\n\n".join(paragraphs))
    return versions


@given(edits(), st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_corrected_every_mark_stands_on_its_words_or_is_an_orphan(versions, data):
    turkey = Entity.objects.filter(slug="turkey").first() or entity("Turkey")
    story = article(text=versions[0])
    length = len(story.text)
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, length - 1))
        end = data.draw(st.integers(start + 1, length))
        with contextlib.suppress(ValidationError):  # the same words once more, or only blanks
            story.annotate(AnnotationKind.MENTION, start, end, by=None, entity=turkey)
    assert_anchored(story)
    count = story.annotations.count()
    for text in versions[1:]:
        story.correct(by=None, text=text, reason="-")
        assert_anchored(story)
    assert story.annotations.count() == count


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("🕊 Peace 🕊 in Turkey", "Turkey"),
        ("e\u0301te\u0301 in Turkey", "\u00e9t\u00e9"),
        ("One.\r\n\r\nTurkey\r\ntalks.", "Turkey\ntalks"),
        ("👩\u200d👩\u200d👧 family in नमस्ते", "नमस्ते"),
    ],
)
def test_offsets_are_code_points_of_the_text_as_it_is_stored(raw, words):
    story = article(text=raw)
    mark = annotation(story, words)
    story.refresh_from_db()
    assert story.text[mark.start : mark.end] == words
    assert mark.start == story.text.index(words)
    utf_16 = story.text.encode("utf-16-le")
    units = len(story.text[: mark.start].encode("utf-16-le"))
    assert utf_16[units:].decode("utf-16-le").startswith(words)
    story.correct(by=None, text=f"🕊🕊 {story.text}", reason="-")
    assert_anchored(story)


# --- Tags and mentions --------------------------------------------------------------------------


def test_two_georgias_are_tagged_and_untagged_by_what_they_are_not_by_name():
    country, state = entity("Georgia"), entity("Georgia", "place")
    assert (country.slug, state.slug) == ("georgia", "georgia-2")
    story = article(entities=[country, state])
    assert set(story.entities.all()) == {country, state}
    story.tag(state, by=None, role=Role.LOCATION)
    story.untag(country, by=None)
    assert tags_of(story) == {"georgia-2": ("location", 1, True)}


def test_a_tag_stands_once_and_takes_a_new_role():
    turkey = entity("Turkey")
    story = article(entities=[turkey])
    story.tag(turkey, by=None, role=Role.ACTOR, salience=3)
    assert tags_of(story) == {"turkey": ("actor", 3, True)}
    assert parts()[0]["before"] == {"role": "mentioned", "salience": 1}
    with pytest.raises(ValidationError):
        story.tag(turkey, by=None, role="hero")


def test_an_accepted_mention_makes_a_missing_tag_and_its_removal_takes_it():
    turkey = entity("Turkey")
    story = article(text="Turkey and Turkey.")
    with changes_made(Action.ANNOTATED):
        first = annotation(story, "Turkey", entity=turkey)
    second = annotation(story, "Turkey", entity=turkey, nth=1)
    assert tags_of(story) == {"turkey": ("mentioned", 1, False)}
    story.review(first, State.REJECTED, by=None)
    assert set(tags_of(story)) == {"turkey"}
    with changes_made(Action.REVIEWED):
        story.review(second, State.REJECTED, by=None)
    assert tags_of(story) == {}
    assert [part["did"] for part in parts()] == ["changed", "removed"]
    story.review(second, State.ACCEPTED, by=None)
    assert tags_of(story) == {"turkey": ("mentioned", 1, False)}


def test_a_tag_set_by_hand_stays_when_its_last_mention_goes():
    turkey = entity("Turkey")
    story = article(text="Turkey.")
    mention = annotation(story, "Turkey", entity=turkey)
    story.tag(turkey, by=None, salience=2)
    story.review(mention, State.REJECTED, by=None)
    assert tags_of(story) == {"turkey": ("mentioned", 2, True)}


def test_a_suggested_mention_makes_no_tag_until_it_is_accepted():
    turkey = entity("Turkey")
    story = article(text="Turkey.")
    mention = annotation(story, "Turkey", entity=turkey, state=State.SUGGESTED)
    assert tags_of(story) == {}
    story.review(mention, State.ACCEPTED, by=None)
    assert set(tags_of(story)) == {"turkey"}


def test_untagging_rejects_the_mentions_of_that_entity_alone():
    turkey, russia = entity("Turkey"), entity("Russia")
    story = article(text="Turkey, Russia, Turkey.", entities=[turkey, russia])
    for nth in range(2):
        annotation(story, "Turkey", entity=turkey, nth=nth)
    other = annotation(story, "Russia", entity=russia)
    with changes_made(Action.UNTAGGED):
        assert story.untag(turkey, by=None) == 2
    assert set(tags_of(story)) == {"russia"}
    assert list(story.annotations.accepted()) == [other]


def test_the_metonym_of_a_place_makes_no_tag_of_the_place():
    ankara, turkey = entity("Ankara", "place"), entity("Turkey")
    story = article(text="Ankara said so.")
    annotation(story, "Ankara", entity=ankara, form=MentionForm.METONYM)
    assert tags_of(story) == {}
    annotation(story, "Ankara", entity=turkey, form=MentionForm.METONYM)
    assert set(tags_of(story)) == {"turkey"}


def test_a_mention_given_to_another_entity_takes_its_tag_along():
    country, state = entity("Georgia"), entity("Georgia", "place")
    story = article(text="Georgia.")
    mention = annotation(story, "Georgia", entity=country)
    mention.entity = state
    with changes_made(Action.ANNOTATED):
        story.mark(mention, by=None)
    assert set(tags_of(story)) == {"georgia-2"}


def test_an_orphan_is_put_back_on_words():
    story = article(text="It was long. It was late.")
    mark = annotation(story, "It was long.")
    story.correct(by=None, text="It was late.", reason="-")
    mark.refresh_from_db()
    assert mark.is_orphaned
    with changes_made(Action.ANNOTATED):
        story.mark(mark, by=None, at=(Field.TEXT, 0, 6))
    mark.refresh_from_db()
    assert (mark.exact, mark.is_orphaned, mark.made_on) == ("It was", False, story.revision)
    assert_anchored(story)


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "mention"},
        {"kind": "note", "note": ""},
        {"kind": "note", "note": "x" * 10_001},
        {"kind": "headline"},
        {"kind": "time", "value": "x" * 301},
        {"kind": "note", "note": "-", "form": "name"},
    ],
)
def test_annotations_that_make_no_sense_are_refused(fields):
    story = article()
    with changes_made(), pytest.raises(ValidationError):
        story.annotate(start=0, end=6, by=None, **fields)


@pytest.mark.parametrize("span", [(-1, 3), (3, 3), (4, 2), (0, 10_000)])
def test_there_are_no_words_outside_the_text(span):
    story = article()
    with changes_made(), pytest.raises(ValidationError):
        story.annotate("note", *span, by=None, note="-")


def test_a_statement_rests_on_evidence_of_its_own_article():
    turkey = entity("Turkey")
    story, other = article(), article()
    evidence = annotation(story, "talks", AnnotationKind.EVIDENCE)
    note = annotation(other, "talks")
    for words in (evidence, note):
        with changes_made(), pytest.raises(ValidationError):
            other.state_claim(Claim(evidence=words, mode="direct"), by=None, speakers=[turkey])


# --- Publishing ---------------------------------------------------------------------------------


def hours(count):
    return timezone.now() + datetime.timedelta(hours=count)


@pytest.mark.parametrize(
    ("acts", "status"),
    [
        ([], Status.DRAFT),
        (["publish"], Status.WITHDRAWN),
        (["embargo", "publish"], Status.DRAFT),
        (["embargo", "publish", "end"], Status.WITHDRAWN),
        (["publish", "embargo"], Status.WITHDRAWN),
        (["publish", "withdraw"], Status.WITHDRAWN),
        (["publish", "withdraw", "restore", "embargo"], Status.WITHDRAWN),
    ],
)
def test_what_has_been_public_leaves_a_tombstone_and_what_never_was_is_a_draft(acts, status):
    story = article(status=Status.DRAFT)
    for act in acts:
        if act == "embargo":
            story.embargo(hours(1), by=None)
        elif act == "end":
            story.embargo(None, by=None)
        elif act == "withdraw":
            story.withdraw(by=None, reason="-")
        else:
            getattr(story, act)(by=None)
    story.withdraw(by=None, reason="It was wrong.")
    story.refresh_from_db()
    assert story.status == status


def test_status_words_and_address_are_not_edited_on_the_side():
    story = article()
    for field in ("status", "embargo_until", "headline", "text", "slug"):
        with pytest.raises(TypeError):
            story.edit(by=None, **{field: "draft"})


# --- The gate and the limits ------------------------------------------------------------------

HOSTILE = "A\0B\ud800C\x0bD\ufffeE\x1bF\uffffG"


def assert_legal(text):
    text.encode()
    assert not set(text) & {"\0", "\x0b", "\x1b", "\ufffe", "\uffff"}
    assert "A" in text and "G" in text


def test_no_text_enters_the_database_that_xml_cannot_hold():
    hostile = entity(HOSTILE, "topic", description=HOSTILE, aliases=[HOSTILE])
    story = article(HOSTILE, text=f"{HOSTILE}\n\nTurkey", byline=HOSTILE, rights=HOSTILE)
    mark = annotation(story, "Turkey", note=HOSTILE)
    for row, names in (
        (hostile, ["name", "description", "folded", "sort_key"]),
        (hostile.names.get(), ["name", "folded"]),
        (story, ["headline", "text", "byline", "rights"]),
        (story.revision, ["headline", "text"]),
        (mark, ["note"]),
    ):
        row.refresh_from_db()
        for name in names:
            value = getattr(row, name)
            value.encode()
            assert not set(value) & {"\0", "\x0b", "\x1b", "\ufffe", "\uffff", "\ud800"}, name
    assert list(Entity.objects.filter(name=HOSTILE)) == [hostile]
    assert not Source.objects.filter(slug="a\0b").exists()


def test_the_checksum_is_of_the_text_as_it_is_stored():
    story = article(text="One.\r\n\r\n\r\nTwo.\0")
    assert story.text == "One.\n\nTwo."
    assert story.sha256 == text_checksum("One.\n\nTwo.") == story.revision.sha256
    with recording(Action.IMPORTED, by=None) as record:
        record.create_all([Article(headline="C", slug="c", source=source(), text="x\r\ny")])
    assert Article.objects.get(slug="c").sha256 == text_checksum("x\ny")


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (Article, {"headline": "x" * 301}),
        (Article, {"slug": "x" * 201}),
        (Article, {"byline": "x" * 301}),
        (Article, {"url": "https://example.org/" + "x" * 2_000}),
        (Article, {"text": "x" * 1_000_001}),
        (Article, {"headline": ""}),
        (Article, {"slug": "Türkei"}),
        (Entity, {"name": "x" * 201}),
        (Entity, {"slug": "x" * 201}),
        (Entity, {"folded": ""}),
        (Entity, {"kind": ""}),
        (Source, {"name": "x" * 201}),
        (EntityName, {"name": "x" * 201}),
        (Annotation, {"note": "x" * 10_001}),
        (Annotation, {"end": 4}),
    ],
)
def test_the_database_refuses_what_is_too_long_or_breaks_a_rule(model, fields):
    story = article()
    whole = {
        Article: {"headline": "H", "slug": "h", "source": story.source, "text": "T"},
        Entity: {"name": "N", "slug": "n", "kind": "topic", "folded": "n", "sort_key": "n"},
        Source: {"name": "N", "slug": "n", "folded": "n", "sort_key": "n"},
        EntityName: {"entity": entity("Turkey"), "name": "N", "folded": "n"},
        Annotation: {"article": story, "made_on": story.revision, "kind": "note", "note": "N"}
        | {"exact": "Turkey", "start": 0, "end": 6},
    }[model]
    derived = {"is_undated": True} if model is Article else {}
    with pytest.raises(REFUSED), transaction.atomic():
        model._base_manager.bulk_create([model(**(whole | derived | fields))])
    model._base_manager.bulk_create([model(**(whole | derived))])


ADDRESSES = [
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "data:text/html,x",
    "https://user:secret@example.org/",
    "//example.org/",
    "ftp://example.org/",
    "https://",
    "https:///x",
    "https://exa mple.org/",
]


@pytest.mark.parametrize("url", ADDRESSES)
def test_an_address_that_is_no_web_address_is_refused_on_every_path(url):
    story = article()
    fields = {"headline": "H", "source": story.source, "text": "T", "url": url}
    with pytest.raises(REFUSED), transaction.atomic():
        Article.objects.create(**fields)
    with pytest.raises(REFUSED), transaction.atomic():
        Article.objects.bulk_create([Article(slug="h", is_undated=True, **fields)])
    with changes_made(), pytest.raises(REFUSED), transaction.atomic():
        story.edit(by=None, url=url)
    with pytest.raises(REFUSED), transaction.atomic():
        Source.objects.create(name="S", homepage=url)


def test_an_address_with_a_line_break_is_one_line_or_refused():
    story = article()
    with contextlib.suppress(*REFUSED), transaction.atomic():
        story.edit(by=None, url="https://example.org/\njavascript:alert(1)")
    assert "\n" not in Article.objects.get(pk=story.pk).url


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_fifty_articles_of_one_headline_at_once_get_fifty_addresses():
    source("One Paper")
    at_once(
        5,
        """
        from articles.models import Article, Source
        for _ in range(10):
            Article(headline="The Same", text="T", source=Source.objects.get()).create(by=None)
        """,
    )
    slugs = set(Article.objects.values_list("slug", flat=True))
    assert slugs == {"the-same", *(f"the-same-{number}" for number in range(2, 51))}
    numbers = sorted(Change.objects.values_list("number", flat=True))
    assert numbers == list(range(1, 52))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_eight_processes_with_the_same_names_in_mixed_case_make_each_entity_once():
    at_once(
        8,
        """
        from django.db import IntegrityError
        from articles.models import Action, Entity, recording
        for number in range(150):
            name = f"Ünion {number}"
            name = (name, name.upper(), name.lower(), name.title())[(number + NUMBER) % 4]
            if Entity.objects.named(name).exists():
                continue
            entity = Entity(name=name, kind="topic")
            try:
                with recording(Action.CREATED, by=None, entity=entity) as record:
                    record.save(entity)
            except IntegrityError:
                assert Entity.objects.named(name).exists()
        """,
    )
    assert Entity.objects.count() == 150
    assert Change.objects.count() == 150


# --- Fixtures -----------------------------------------------------------------------------------


def load(*names):
    call_command("loaddata", *names, stdout=StringIO())


@pytest.fixture
def seed():
    load("countries", "moscow_times")
    return Article.objects.get(slug=SEED)


def everything():
    models = (Article, Revision, Entity, EntityName, TaggedEntity, Annotation, Source)
    return {model: list(model._base_manager.order_by("pk").values()) for model in models}


def test_a_fixture_loaded_twice_changes_nothing(seed):
    before = everything()
    with changes_made():
        load("countries", "moscow_times")
    assert everything() == before


def test_a_fixture_over_an_edited_article_restores_it_as_one_change(seed):
    words = {mark.uid: (mark.field, mark.start, mark.exact) for mark in seed.annotations.all()}
    text, headline = seed.text, seed.headline
    seed.correct(by=None, text=f"NOTE — An opening.\n\n{text}", headline="Other", reason="-")
    seed.edit(by=None, byline="Somebody")
    note = annotation(seed, "An opening", note="Mine.")
    mine = annotation(seed, "Turkey will press", note="Mine, too.")
    seed.untag(Entity.objects.get(slug="russia"), by=None)
    version = seed.version
    with changes_made(Action.LOADED):
        load("moscow_times")
    assert last_change().article == seed
    seed.refresh_from_db()
    assert (seed.text, seed.headline, seed.byline) == (text, headline, "The Moscow Times")
    assert seed.version > version
    assert seed.revision.number == 4 and seed.revision.text == text
    assert_anchored(seed)
    marks = {mark.uid: (mark.field, mark.start, mark.exact) for mark in seed.annotations.all()}
    assert {uid: marks[uid] for uid in words} == words
    note.refresh_from_db()
    mine.refresh_from_db()
    assert note.is_orphaned and not mine.is_orphaned
    assert "russia" in tags_of(seed)
    assert not seed.annotations.filter(state=State.REJECTED).exists()
    with changes_made():
        load("moscow_times")


@pytest.mark.parametrize("name", ["headline", "text", "byline"])
def test_a_fixture_cannot_bring_in_what_the_gate_keeps_out(tmp_path, name):
    source("Paper")
    fields = {"headline": "AG", "text": "AG", "byline": "AG", "source": ["paper"], "slug": "ag"}
    row = {"model": "articles.article", "fields": fields | {name: HOSTILE}}
    file = tmp_path / "hostile.json"
    file.write_text(json.dumps([row]))
    load(str(file))
    assert_legal(getattr(Article.objects.get(slug="ag"), name))


def test_a_fixture_cannot_bring_in_a_script_as_an_address(tmp_path):
    source("Paper")
    fields = {"headline": "H", "text": "T", "source": ["paper"], "slug": "h"}
    row = {"model": "articles.article", "fields": fields | {"url": "javascript:alert(1)"}}
    file = tmp_path / "hostile.json"
    file.write_text(json.dumps([row]))
    with pytest.raises(IntegrityError), transaction.atomic():
        load(str(file))
    assert not Article.objects.exists()
