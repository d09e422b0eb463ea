"""An article made ready for a page: marks, margin, panel, statements; its history in words."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import when
from articles.highlight import Mark, render
from articles.models import Annotation, Change, Field, Role
from articles.pages.history import steps
from articles.pages.plain_words import describe, known_in
from articles.reading import fragment, read, statements_on, words_around
from articles.word_diff import BREAK, changed_paragraphs, changed_words
from tests import factories


class Marked(HTMLParser):
    """The text of some HTML, and for each element its name, attributes and words."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.text, self.found, self.open, self.depth = "", [], [], 0
        self.feed(str(html))
        self.close()
        assert not self.open, "every element is closed"

    def handle_starttag(self, tag, attrs):
        links = [one for one in self.open if one["tag"] == "a"]
        assert not (tag == "a" and links), "a link holds no link"
        one = {"tag": tag, "start": len(self.text), **dict(attrs)}
        self.found.append(one)
        self.open.append(one)

    def handle_endtag(self, tag):
        one = self.open.pop()
        assert one["tag"] == tag
        one["words"] = self.text[one["start"] :]

    def handle_data(self, data):
        self.text += data


@pytest.fixture
def seed(db):
    return factories.seed()


def marked(reading, number=1):
    return Marked(reading.paragraphs[number - 1].html)


def words(reading, css):
    """The words of the first paragraph that have this class."""
    return [one["words"] for one in marked(reading).found if css in one.get("class", "").split()]


# --- Marks -------------------------------------------------------------------------------------


def test_each_paragraph_of_the_seed_says_exactly_what_is_stored(seed):
    reading = read(seed)
    assert [Marked(one.html).text for one in reading.paragraphs] == [
        paragraph.text for paragraph in seed.paragraphs
    ]
    assert Marked(reading.headline).text == seed.headline


def test_every_annotation_of_the_seed_can_be_jumped_to_once(seed):
    reading = read(seed)
    html = [reading.headline, *(one.html for one in reading.paragraphs)]
    ids = [one["id"] for part in html for one in Marked(part).found if "id" in one]
    assert sorted(ids) == sorted(fragment(one) for one in seed.annotations.all())
    assert len(ids) == 174


@given(st.data())
def test_marks_of_any_places_leave_the_text_as_it_is(data):
    text = data.draw(st.text(alphabet="ab <>&\"'\u05d0é", min_size=1, max_size=30))
    place = st.integers(0, len(text))
    spans = data.draw(st.lists(st.tuples(place, place, st.sampled_from("as")), max_size=8))
    links = [(a, b) for a, b, tag in spans if tag == "a" and a != b]
    marks = [
        Mark(min(a, b), max(a, b), {"a": "a", "s": "span"}[tag], (("id", str(n)),), n)
        for n, (a, b, tag) in enumerate(spans)
        if a != b or not links  # an empty link is put beside the others, see the next test
    ]
    first, last = sorted((data.draw(place), data.draw(place)))
    assert Marked(render(text, first, last, marks)).text == text[first:last]


def test_an_empty_mark_stands_behind_what_ends_there():
    marks = [Mark(0, 3, "mark"), Mark(3, 3, "a", (("href", "#n1"),)), Mark(3, 5, "b")]
    assert render("oneto", 0, 5, marks) == '<mark>one</mark><a href="#n1"></a><b>to</b>'


def test_a_mark_over_two_paragraphs_has_its_id_once(db):
    story = factories.article(text="One two.\n\nThree four.")
    factories.annotation(story, "two.\n\nThree", note="Both.")
    html = "".join(one.html for one in read(story).paragraphs)
    assert html.count("id=") == 1
    assert html.count('class="ref"') == 1


def test_the_innermost_mention_is_the_link_and_the_outer_ones_draw_their_line(db):
    turkey = factories.entity("Turkey")
    officials = factories.entity("Turkish officials", "group")
    story = factories.article(text="Turkish officials say so.")
    factories.annotation(story, "Turkish officials", entity=officials)
    factories.annotation(story, "Turkish", entity=turkey, form="demonym")
    found = marked(read(story)).found
    assert [(one["tag"], one["words"]) for one in found] == [
        ("span", "Turkish officials"),
        ("a", "Turkish"),
    ]
    assert found[1]["href"] == turkey.get_absolute_url()


@pytest.mark.parametrize("weights", [(3, 1), (1, 3), (2, 0)])
def test_on_the_same_words_the_entity_that_matters_more_is_the_link(db, weights):
    pair = [factories.entity("Ankara", "place"), factories.entity("Turkey")]
    story = factories.article(text="Ankara says so.")
    for one in pair:
        factories.annotation(story, "Ankara", entity=one)
    for one, weight in zip(pair, weights, strict=True):
        story.tag(one, by=None, salience=weight) if weight else story.tags.filter(tag=one).delete()
    linked = max(zip(weights, pair, strict=True), key=lambda both: both[0])[1]
    (link,) = [one for one in marked(read(story)).found if one["tag"] == "a"]
    assert link["href"] == linked.get_absolute_url()


def test_crossing_mentions_are_one_link_and_one_line(db):
    story = factories.article(text="the Syrian rebel army is here")
    factories.annotation(story, "Syrian rebel", entity=factories.entity("Rebels", "group"))
    factories.annotation(story, "rebel army", entity=factories.entity("Army", "organization"))
    found = marked(read(story))
    assert found.text == story.text
    assert len({one["href"] for one in found.found if one["tag"] == "a"}) == 1


def test_only_the_first_mention_of_an_entity_in_the_text_stands_out(db):
    turkey = factories.entity("Turkey")
    story = factories.article("Turkey again", text="Turkey and Turkey")
    factories.annotation(story, "Turkey", entity=turkey, field=Field.HEADLINE)
    for nth in range(2):
        factories.annotation(story, "Turkey", nth=nth, entity=turkey)
    reading = read(story)
    assert [one["class"] for one in marked(reading).found] == ["e country first", "e country"]
    assert Marked(reading.headline).found[0]["class"] == "e country"


def test_what_is_suggested_or_rejected_is_not_drawn(db):
    story = factories.article()
    turkey = factories.entity("Turkey")
    factories.annotation(story, "Turkey", entity=turkey, state="suggested")
    factories.annotation(story, "Monday", "time", value="2012-12-03", state="rejected")
    reading = read(story)
    assert not any(one["tag"] for part in reading.paragraphs for one in Marked(part.html).found)
    assert reading.kinds == []


def test_the_dateline_is_linked_to_the_entity_that_a_mention_gives_it(seed):
    reading = read(seed)
    assert reading.dateline.slug == "istanbul"
    assert words(reading, "dateline") == ["ISTANBUL"]


def test_marks_beyond_the_first_plane_stand_where_they_should(db):
    story = factories.article(text="😀😀 Turkey 👩‍👩‍👧 é")
    factories.annotation(story, "Turkey", entity=factories.entity("Turkey"))
    assert words(read(story), "country") == ["Turkey"]


# --- The margin --------------------------------------------------------------------------------


def test_the_margin_of_the_seed_is_quiet_and_numbered_in_order(seed):
    notes = [note for one in read(seed).paragraphs for note in one.notes]
    assert [note.number for note in notes] == list(range(1, len(notes) + 1))
    said = [note.text for note in notes]
    assert "3 December 2012." in said
    assert "“Ankara” stands for Turkey here." in said
    assert "“the country” is Turkey here." in said
    assert sum("“Moscow”" in one for one in said) == 1
    assert len(notes) <= 12


def test_a_note_is_shown_whenever_it_was_written(db):
    story = factories.article(text="Monday and Monday")
    factories.annotation(story, "Monday", note="The same.")
    factories.annotation(story, "Monday", nth=1, note="The same.")
    assert [note.text for note in read(story).paragraphs[0].notes] == ["The same."] * 2


@pytest.mark.parametrize(
    ("words_marked", "fields"),
    [
        ("3 December 2012", {"kind": "time", "value": "2012-12-03"}),
        ("President Putin", {"kind": "time", "value": "PAST"}),
        ("Putin", {"entity": ("Vladimir Putin", "person"), "note": "President"}),
    ],
)
def test_the_margin_does_not_repeat_what_the_text_says(db, words_marked, fields):
    if "entity" in fields:
        fields = {**fields, "entity": factories.entity(*fields["entity"])}
    story = factories.article(text="On 3 December 2012 President Putin came.")
    factories.annotation(story, words_marked, **fields)
    assert read(story).paragraphs[0].notes == []


def test_the_number_of_a_note_never_stands_inside_a_link(db):
    story = factories.article(text="President Vladimir Putin came.")
    factories.annotation(story, "Vladimir Putin", entity=factories.entity("Putin", "person"))
    factories.annotation(story, "President Vladimir", note="His name.")
    found = marked(read(story)).found  # Marked refuses a link in a link
    assert [one["href"] for one in found if one.get("class") == "ref"] == ["#n1"]


# --- Times in words ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "said", "machine"),
    [
        ("2012-12-03", "3 December 2012", "2012-12-03"),
        ("2012-10", "October 2012", "2012-10"),
        ("2012", "2012", "2012"),
        ("2012-W49", "the week of 3 December 2012", "2012-W49"),
        ("2012-W49-2", "4 December 2012", ""),
        ("2012-22", "summer 2012", ""),
        ("201X", "the 2010s", ""),
        ("2012-10~", "about October 2012", ""),
        ("2012-10/..", "October 2012 or later", ""),
        ("../2012-10", "October 2012 or earlier", ""),
        ("2012-10/2012-11", "October 2012 to November 2012", ""),
        ("P1M15D", "1 month and 15 days", ""),
        ("P18M", "18 months", ""),
        ("PAST", "the past", ""),
        ("2012-13", "2012-13", ""),
        ("2012-02-30", "2012-02-30", ""),
        ("2012-W60", "2012-W60", ""),
        ("0000", "0000", ""),
        ("PAST-WINTERS", "PAST-WINTERS", ""),
        ("/", "/", ""),
        ("", "", ""),
    ],
)
def test_times_in_words(value, said, machine):
    assert when.in_words(value) == said
    assert when.html_datetime(value) == machine


@given(st.text(alphabet="0123456789-/.WPYMDX~?% T:", max_size=20) | st.text(max_size=10))
def test_any_value_of_a_time_can_be_said(value):
    assert isinstance(when.in_words(value), str)
    when.html_datetime(value)


# --- The panel and the statements --------------------------------------------------------------


def test_the_panel_counts_mentions_and_keeps_tags_without_any(seed):
    seed.tag(factories.entity("Energy trade", "topic"), by=None)
    kinds = {str(group.kind): group for group in read(seed).kinds}
    assert [(one.entity.name, one.count) for one in kinds["country"].several] == [
        ("Turkey", 18),
        ("Russia", 17),
        ("Syria", 11),
    ]
    assert [one.entity.name for one in kinds["country"].once] == ["Iran", "Libya", "Soviet Union"]
    assert [one.entity.name for one in kinds["topic"].unnamed] == ["Energy trade"]


def test_statements_are_told_in_words_with_their_paragraph(seed):
    reading = read(seed)
    assert len(reading.claims) == 11
    assert len(reading.relations) == 40
    told = {line.does: line for line in reading.relations}
    arms = told["sells arms to"]
    assert (arms.who, arms.whom, arms.paragraph) == ("Russia", "Syria", 5)
    assert arms.details == ["material cooperation"]
    ferried = told["ferried military equipment to"]
    assert "claimed" in ferried.details
    assert "as Recep Tayyip Erdoğan says" in ferried.details
    second = [line for line in reading.claims if line.quote.startswith("The fact is")]
    assert second[0].details == [
        "in the speaker's words",
        "via Itar-Tass, named before",
        "about Western states",
    ]


def test_one_annotation_by_itself_stands_in_its_paragraph(seed):
    evidence = Annotation.objects.get(relation__action="sells arms to")
    around = words_around(evidence)
    assert around.words == "Syria has been a major client for Russian arms"
    assert around.before + around.words + around.after == seed.paragraphs[4].text
    (statement,) = statements_on(evidence)
    assert [one.name for one in statement.who] == ["Russia"]


# --- What changed ------------------------------------------------------------------------------


def test_the_joined_paragraph_of_the_seed_reads_as_one_with_a_mark_removed(seed):
    newest, first = steps(seed, seed.revisions.order_by("-number"))
    before, paragraph, after = newest.paragraphs
    assert (before, after) == (3, 12)
    assert [piece.did for piece in paragraph] == ["same", "del", "same"]
    assert paragraph[0].text.endswith("efforts to provide UN")
    assert paragraph[1].text == BREAK
    assert paragraph[2].text.startswith(" support for the rebel forces")
    assert newest.has_breaks
    assert not first.paragraphs


def test_only_words_that_changed_are_marked():
    (pieces,) = changed_paragraphs("He sees Assad today.", "He sees al-Assad today.")
    assert [(one.did, one.text) for one in pieces] == [
        ("same", "He sees "),
        ("ins", "al-"),
        ("same", "Assad today."),
    ]


TEXTS = st.lists(st.text(alphabet="ab. ¶", min_size=1, max_size=20), max_size=6).map("\n\n".join)


@given(TEXTS, TEXTS)
def test_a_comparison_holds_all_that_was_added_and_all_that_was_removed(old, new):
    def letters(text):
        return "".join(text.split())

    pieces = changed_words(old.replace("\n", " "), new.replace("\n", " "))
    kept_and_added = "".join(piece.text for piece in pieces if piece.did != "del")
    kept_and_removed = "".join(piece.text for piece in pieces if piece.did != "ins")
    assert letters(kept_and_added) == letters(new)
    assert letters(kept_and_removed) == letters(old)
    changed_paragraphs(old, new)


def test_long_unchanged_words_are_cut_away_from_the_changes():
    long = "word " * 200
    (pieces,) = changed_paragraphs(f"{long}old {long}", f"{long}new {long}")
    assert len("".join(piece.text for piece in pieces)) < 400


def test_history_tells_what_became_of_the_annotations(db):
    story = factories.article(text="Turkey met Assad. Nobody else came to the talks on that day.")
    turkey = factories.entity("Turkey")
    factories.annotation(story, "Turkey", entity=turkey)
    factories.annotation(story, "Nobody else came", note="Strange.")
    story.correct(text="Turkey met Assad.", reason="Too much.", by=None)
    newest = steps(story, story.revisions.order_by("-number"))[0]
    assert newest.carried.kept == 1
    assert [one.exact for one in newest.carried.orphaned] == ["Nobody else came"]
    story.correct(text="Turkey met Assad again.", reason="More.", by=None)
    latest = steps(story, story.revisions.order_by("-number"))[0]
    assert latest.carried.kept == 1
    assert latest.carried.orphaned == []


def test_an_orphan_is_listed_with_its_old_words(db):
    story = factories.article(text="Turkey met Assad. Nobody else came to the talks on that day.")
    factories.annotation(story, "Nobody else came", note="Strange.")
    story.correct(text="Turkey met Assad.", reason="Too much.", by=None)
    assert [one.exact for one in read(story).orphans] == ["Nobody else came"]


# --- The log in plain words --------------------------------------------------------------------


def said(story):
    changes = list(story.changes.order_by("number"))
    known = known_in(changes)
    return [phrase for change in changes for phrase in describe(change, known)]


def test_the_log_says_in_plain_words_what_was_done(db):
    russia = factories.entity("Russia")
    story = factories.article(text="Moscow met Turkey on Monday.", status="draft")
    story.tag(russia, role=Role.TARGET, salience=3, by=None)
    story.tag(russia, role=Role.ACTOR, salience=3, by=None)
    factories.annotation(story, "Moscow", entity=russia, form="metonym")
    factories.annotation(story, "Monday", "time", value="2012-12-03")
    note = factories.annotation(story, "met", note="Where?")
    factories.relation(story, "Moscow met Turkey", [russia], action="meets")
    story.edit(byline="A. Writer", by=None)
    story.publish(by=None)
    story.correct(text="Moscow met Turkey on Tuesday.", reason="A slip.", by=None)
    note.refresh_from_db()
    story.review(note, "rejected", by=None)
    assert said(story) == [
        "added the article",
        "tagged Russia (target, 3)",
        "changed the tag Russia: actor instead of target",
        "marked “Moscow” as Russia (metonym)",
        *said(story)[4:5],
        "made a suggestion or a mark that is not shown now",
        "marked “Moscow met Turkey” as evidence",
        "noted: Russia meets",
        "set the byline to “A. Writer”",
        "published it",
        "made revision 2 of headline and text",
        *said(story)[11:-1],
        "rejected 1 annotation",
    ]
    story.untag(russia, by=None)
    assert said(story)[-2:] == ["removed the tag Russia", "rejected 1 annotation"]


def test_the_log_names_nothing_that_a_reader_may_not_know_of(db):
    secret = factories.entity("Operation Canary", "event")
    story = factories.article(text="Canary sings. Canary sleeps.")
    mention = factories.annotation(story, "Canary sings", entity=secret)
    factories.annotation(story, "Canary sleeps", entity=secret, state="suggested", form="name")
    story.review(mention, "rejected", by=None)
    assert secret.name not in " ".join(said(story))
    assert "Canary" not in " ".join(said(story))


def test_a_great_change_is_counted(seed):
    (change,) = seed.changes.all()
    assert describe(change) == ["loaded the article from a fixture"]
    general = Change.objects.get(article=None, entity=None, action="loaded")
    assert "added 30 entities" in describe(general)


def test_the_log_asks_as_many_queries_for_many_changes_as_for_few(
    db, django_assert_num_queries, django_assert_max_num_queries
):
    story = factories.article()
    for number in range(10):
        story.tag(factories.entity(f"Country {number}"), by=None)
    changes = list(story.changes.order_by("number"))
    with django_assert_max_num_queries(2):
        known = known_in(changes)
        for change in changes:
            describe(change, known)


def test_a_reading_knows_the_undated(db):
    story = factories.article(published_on=None)
    assert read(story).article.published_on is None


def test_the_seeds_history_tells_that_all_its_annotations_were_carried(db):
    story = factories.seed()
    joined = steps(story, story.revisions.order_by("-number"))[0]
    assert (joined.revision.number, joined.carried.kept) == (2, 174)
    assert not joined.carried.orphaned
