"""Names that the archive does not know yet: which are suggested, and that no reader learns of them.

What an engine finds is given as plain spans, but in the last test.
"""

import pytest
from django.core.management import CommandError, call_command

from articles.models import (
    Annotation,
    Change,
    Entity,
    State,
    UnknownNames,
    mentions_in,
    suggester,
    undo,
)
from articles.pages.suggested import Queue
from articles.suggest import KnownNames, Span, engine, new_names
from tests.factories import annotation, article, editor, entity

TEXT = "Jens Stoltenberg met Turkey's envoys. Stoltenberg’s aides liked the Blue Hall."
REASON = "A name that the archive does not know yet; spaCy takes it for a person."


def spans(text, *names):
    """A span for each place of the words, as an engine gives them."""
    found = []
    for words, kind in names:
        start = text.find(words)
        while start >= 0:
            found.append(Span(start, start + len(words), kind))
            start = text.find(words, start + 1)
    return found


def found(text, *names, known=(), taken=()):
    marks = [(text.index(words), text.index(words) + len(words)) for words in taken]
    names = new_names(
        {"text": text}, {"text": spans(text, *names)}, KnownNames(known), {"text": marks}
    )
    return [
        (name.words, name.kind, *(text[start:end] for _, start, end in name.places))
        for name in names
    ]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Kaja Kallas’s plan", "Kaja Kallas’s", "Kaja Kallas"),
        ("the Times' plan", "the Times'", "Times"),
        ("ask “NATO”, too", "“NATO”,", "NATO"),
        ("😀 the Élysée spoke", "the Élysée", "Élysée"),
        ("It was 2012.", "2012", None),
        ("the 1990s", "the 1990s", None),
        ("rebels came", "rebels", None),
        ("Mr. K came", "K", None),
        ("pro-Beijing", "pro-Beijing", None),
        ("al-Assad came", "al-Assad", "al-Assad"),
        ("on Monday", "Monday", None),
        ("One\nTwo", "One\nTwo", None),
        ("see @Someone", "@Someone", None),
        ("Рutin with a Cyrillic R", "Рutin", None),
    ],
)
def test_a_name_has_no_possessive_and_numbers_and_small_words_are_none(text, words, expected):
    assert [one[0] for one in found(text, (words, "person"))] == [expected] * bool(expected)


def test_what_the_archive_knows_or_has_marked_is_no_new_name():
    names = [("Erdoğan", "person"), ("NATO", "organization"), ("Bank of Ur", "organization")]
    text = "Erdoğan left NATO and the Bank of Ur."
    assert found(text, *names, known=[("ERDOGAN", "place")], taken=["Ur"]) == [
        ("NATO", "organization", "NATO")
    ]
    known = [("Recep Tayyip Erdogan", "person"), ("the Nato", "topic")]
    assert found(text, *names[:2], known=known) == []


def test_a_surname_is_the_one_person_who_has_it_and_most_places_say_what_a_name_is():
    text = "Ann Lee met Lee in Ur. Ur is far; Ur won."
    assert found(text, ("Ann Lee", "person"), ("Lee", "organization"), taken=["Ann"]) == [
        ("Lee", "organization", "Lee", "Lee")
    ]
    spans_of_lee = [Span(0, 7, "person"), Span(12, 15, "organization")]
    spans_of_ur = [Span(19, 21, "person"), Span(23, 25, "place"), Span(34, 36, "place")]
    names = new_names({"text": text}, {"text": spans_of_lee + spans_of_ur}, KnownNames(), {})
    assert [(name.words, name.kind, len(name.places)) for name in names] == [
        ("Ann Lee", "person", 2),
        ("Ur", "place", 3),
    ]
    both = "Ann Lee met Bob Lee. Lee left."
    people = [("Ann Lee", "person"), ("Bob Lee", "person")]
    assert [name[0] for name in found(both, *people)] == ["Ann Lee", "Bob Lee"]


def read(text):
    people = [("Jens Stoltenberg", "person"), ("Stoltenberg’s", "organization")]
    return [
        one
        for one in spans(text, *people, ("Turkey's", "place"), ("the Blue Hall", "facility"))
        if text[one.start : one.end] != "Stoltenberg" or text[one.start - 5] != "J"
    ]


@pytest.mark.django_db
def test_new_names_wait_with_all_others_and_readers_see_none_before_an_editor_accepts(client):
    entity("Turkey", is_listed=True)
    ana = editor("ana")
    story, later = article("Talks", text=TEXT), article("More", text="The Blue Hall is full.")
    foreign = article("Gespräche", text=TEXT, language="de")
    unknown = UnknownNames(read)
    assert len(story.suggest_new(unknown, by=ana)) == 3
    assert len(later.suggest_new(UnknownNames(read), by=ana)) == 0, "an archive's name by now"
    assert foreign.suggest_new(unknown, by=ana) == []
    change = Change.objects.newest().first()
    assert (change.article, change.by, len(change.parts)) == (story, ana, 5)

    jens = Entity.objects.get(name="Jens Stoltenberg")
    hall = Entity.objects.get(name="Blue Hall")
    assert (jens.kind, hall.kind, jens.is_listed, hall.is_listed) == (
        *("person", "facility"),
        *(False, False),
    )
    queue = Queue(story)
    assert [
        (str(one.options[0].mention), one.options[0].reason, one.is_name) for one in queue.questions
    ] == [
        ("“Jens Stoltenberg”", REASON, False),
        ("“Stoltenberg”", REASON, False),
        ("“Blue Hall”", REASON.replace("person", "facility"), False),
    ]
    assert [tagged.name for tagged, _ in queue.tags] == ["Jens Stoltenberg", "Blue Hall"]

    pages = ["/", "/people/", story.get_absolute_url(), f"/log/{change.number}/", "/api/entities"]
    pages += ["/log/", "/suggest.json?q=jens", "/api/changes", "/facilities/"]
    for page in pages:
        words = client.get(page).content.decode().replace(TEXT, "")
        assert "jens-stoltenberg" not in words and "Blue Hall</a>" not in words, page
    assert not Entity.objects.public().filter(pk__in=[jens.pk, hall.pk]).exists()
    assert client.get(jens.get_absolute_url()).status_code == 404

    first, second = story.annotations.filter(entity=jens).in_reading_order()
    story.choose(first, by=ana)
    assert client.get(jens.get_absolute_url()).status_code == 200
    assert Entity.objects.public().filter(pk=jens.pk).exists()
    story.review(story.annotations.get(entity=hall), State.REJECTED, by=ana)
    assert not Entity.objects.public().filter(pk=hall.pk).exists()
    last = Change.objects.newest().first().number
    assert story.suggest_new(UnknownNames(read), by=ana) == []
    assert Change.objects.newest().first().number == last, "no second time, and none rejected"
    assert second.state == State.SUGGESTED


@pytest.mark.django_db
def test_a_name_of_an_earlier_article_is_one_entity_and_its_change_can_be_undone():
    one, other = article(text=TEXT), article(text="In the Blue Hall, Jens Stoltenberg slept.")
    annotation(one, "Turkey", entity=entity())
    unknown = UnknownNames(read)
    one.suggest_new(unknown, by=None)
    assert {mention.entity.name for mention in unknown.mentions_in(other)} == {
        "Blue Hall",
        "Jens Stoltenberg",
    }
    assert mentions_in(other, suggester()), "found as any name of the archive by now"
    undo(Change.objects.newest().first(), by=None)
    assert not Annotation.objects.suggested().exists()
    assert not Entity.objects.filter(name="Blue Hall").exists()


@pytest.mark.django_db
def test_the_command_runs_the_model_or_says_how_to_get_it(capsys):
    story = article("Talks", text="Jens Stoltenberg met Angela Merkel in Brussels on Monday.")
    if not engine.is_installed():
        with pytest.raises(CommandError, match=r"pip install -e '\.\[names\]'"):
            call_command("suggest_entities", "--new-names")
        pytest.skip("needs the extra: pip install -e '.[names]'")
    call_command("suggest_entities", "--new-names", "--dry-run")
    assert "“Angela Merkel” new person (name)" in capsys.readouterr().out
    assert not Entity.objects.exists()
    call_command("suggest_entities", "--new-names")
    call_command("suggest_entities", "--new-names")
    assert "0 mentions suggested in 0 of 1 articles." in capsys.readouterr().out
    names = {mention.entity.name: mention.entity.kind for mention in story.annotations.all()}
    assert names == {"Jens Stoltenberg": "person", "Angela Merkel": "person", "Brussels": "place"}
