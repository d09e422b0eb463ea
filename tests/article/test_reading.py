"""An article as it is read: marks, margin, panel and statements."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.highlight import Mark, render
from articles.models import Annotation, Field
from articles.reading import fragment, read, statements_on, words_around
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


def marked(reading, number=1):
    return Marked(reading.paragraphs[number - 1].html)


def words(reading, css):
    """The words of the first paragraph that have this class."""
    return [one["words"] for one in marked(reading).found if css in one.get("class", "").split()]


# --- Marks ----------------------------------------------------------------------------------------


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


# --- The margin -----------------------------------------------------------------------------------


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


# --- The panel and the statements -----------------------------------------------------------------


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


def test_voices_say_who_speaks_how_often_in_whose_words_and_on_whose_word(seed):
    reading = read(seed)
    told = {voice.speaker.name: (len(voice.lines), voice.said) for voice in reading.voices}
    assert told["Sergei Lavrov"] == (3, "2 direct, 1 partly direct; via Itar-Tass")
    assert told["Recep Tayyip Erdoğan"] == (3, "2 indirect, 1 thought, not said")
    assert told["Turkish officials"] == (1, "indirect")
    # What two say together is said by each of them.
    assert told["Russia"] == (2, "indirect") and len(told) == 5
    assert reading.voices[1].everywhere == "q=said-by:sergei-lavrov"
    assert [line.paragraph for line in reading.voices[1].lines] == [16, 16, 16]


def test_one_annotation_by_itself_stands_in_its_paragraph(seed):
    evidence = Annotation.objects.get(relation__action="sells arms to")
    around = words_around(evidence)
    assert around.words == "Syria has been a major client for Russian arms"
    assert around.before + around.words + around.after == seed.paragraphs[4].text
    (statement,) = statements_on(evidence)
    assert [one.name for one in statement.who] == ["Russia"]
