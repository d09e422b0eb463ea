"""Splitting an entity, and being warned of those that look alike."""

import pytest

from articles.models import Change, Entity, merge
from articles.models.undoing import undo
from tests.admin.pages import page, source_of
from tests.every_row import every_row
from tests.factories import annotation, article, claim, editor, entity
from tests.forms import filled, sent

pytestmark = pytest.mark.django_db


# --- Splitting ------------------------------------------------------------------------------------


@pytest.fixture
def georgia():
    return entity("Georgia")


def split(client, owner, **values):
    """Choose, look, and do what was looked at."""
    looked = sent(client, page(Entity, "split", owner), form_id="split", **values)
    return client.post(page(Entity, "split", owner), filled(looked, "split") | {"do": ["Split"]})


def test_chosen_articles_go_to_an_entity_of_the_same_name_and_another_kind(client, boss, georgia):
    state = entity("Georgia", "place")
    tbilisi, atlanta = (
        article("Tbilisi", entities=[georgia]),
        article("Atlanta", entities=[georgia]),
    )
    annotation(atlanta, "Russia", entity=georgia)
    said = claim(atlanta, "will press", [georgia])
    before = every_row()
    response = split(client, georgia, articles=[atlanta.pk], name="georgia", kind="place")
    assert response["Location"] == page(Entity, "change", georgia)
    assert [tag.tag for tag in atlanta.tags.all()] == [state]
    assert [tag.tag for tag in tbilisi.tags.all()] == [georgia]
    assert atlanta.annotations.mentions().get().entity == state
    assert set(said.speakers.all()) == {state}
    undo(Change.objects.newest().first(), by=boss)
    assert every_row() == before


def test_chosen_words_go_to_a_new_entity_and_the_rest_of_an_article_where_no_others_are(
    client, boss, georgia
):
    only, both = article("Only"), article("Both")
    annotation(only, "Russia", entity=georgia)
    said = claim(only, "will press", [georgia])
    annotation(both, "Russia", entity=georgia)
    annotation(both, "Turkey", entity=georgia)
    stays = claim(both, "will press", [georgia])
    before = every_row()
    split(client, georgia, words=["Russia"], name="State of Georgia", kind="place")
    state = Entity.objects.get(name="State of Georgia")
    assert [tag.tag for tag in only.tags.all()] == [state]
    assert {tag.tag for tag in both.tags.all()} == {georgia, state}
    assert set(said.speakers.all()) == {state} and set(stays.speakers.all()) == {georgia}
    assert {mark.exact: mark.entity for mark in both.annotations.mentions()} == {
        "Russia": state,
        "Turkey": georgia,
    }
    undo(Change.objects.newest().first(), by=boss)
    assert every_row() == before


def test_a_split_is_counted_first_and_only_what_was_looked_at_is_done(client, boss, georgia):
    story = article("Atlanta", entities=[georgia])
    values = {"articles": [story.pk], "name": "Atlanta", "kind": "place"}
    before = every_row()
    looked = sent(client, page(Entity, "split", georgia), form_id="split", **values)
    assert "1 tagged articles" in source_of(looked) and "new place “Atlanta”" in source_of(looked)
    assert every_row() == before
    form = filled(looked, "split") | {"do": ["Split"]}
    for other in ({"seen": ["x"]}, {"name": ["Athens"]}, {"kind": ["topic"]}):
        answer = client.post(page(Entity, "split", georgia), form | other)
        assert "not what you looked at" in source_of(answer)
    annotation(story, "Russia", entity=georgia)
    assert "not what you looked at" in source_of(client.post(page(Entity, "split", georgia), form))
    assert Entity.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"name": "Atlanta", "kind": "place"}, "Choose articles or words"),
        ({"name": "Atlanta", "kind": "place", "articles": ["0"]}, "Choose articles or words"),
        ({"name": "Atlanta", "kind": "place", "articles": ["9" * 30]}, "not one of the available"),
        ({"name": "Atlanta", "kind": "place", "words": ["Nowhere"]}, "not one of the available"),
        ({"name": "GEORGIA", "kind": "country", "articles": ["all"]}, "itself"),
        ({"name": "\u200b", "kind": "place", "articles": ["all"]}, "can be seen"),
        ({"name": "", "kind": "", "articles": ["all"]}, "required"),
    ],
)
def test_a_split_that_makes_no_sense_is_told_why(client, boss, georgia, values, told):
    story = article(entities=[georgia])
    if values.get("articles") == ["all"]:
        values = values | {"articles": [story.pk]}
    answer = sent(client, page(Entity, "split", georgia), form_id="split", **values)
    assert told in source_of(answer)
    assert Entity.objects.count() == 1


# --- What looks alike -----------------------------------------------------------------------------


def test_a_name_in_look_alike_letters_is_saved_and_warned_of(client, boss):
    """D8"""
    turkey = entity("Turkey")
    response = sent(client, page(Entity, "add"), name="Тurkey", kind="country")
    assert response.status_code == 302
    fake = Entity.objects.get(name="Тurkey")
    for address in (response["Location"], page(Entity, "change", fake)):
        shown = source_of(client.get(address))
        link = f'<a href="{page(Entity, "change", turkey)}">Turkey (country)</a>'
        assert f"“Тurkey” looks like {link}" in shown
        assert "“Тurkey” mixes letters of several alphabets in one word" in shown


def test_namesakes_and_the_same_wikidata_id_are_warned_of(client, boss):
    country = entity("Georgia", wikidata="Q230")
    entity("GEORGIA", "place")
    entity("Sakartvelo", "topic", wikidata="Q230", aliases=[("Georgia", "demonym")])
    shown = source_of(client.get(page(Entity, "change", country)))
    assert "has the same name as" in shown and "GEORGIA (place)" in shown
    assert "has the same Wikidata id, Q230, as" in shown and "Sakartvelo (topic)" in shown


def test_an_entity_like_no_other_is_not_warned_of(client, boss):
    entity("Turkey", aliases=["Türkiye", ("Ankara", "metonym")])
    ankara = entity("Ankara", "place")
    gazprom = entity("Газпром Neft", "organization")
    for one in (ankara, gazprom):
        assert 'class="warning"' not in source_of(client.get(page(Entity, "change", one)))


def test_possible_duplicates_are_listed_with_what_they_share(client, boss):
    for name, kind, fields in (
        ("Turkey", "country", {"wikidata": "Q43"}),
        ("Тurkey", "topic", {}),
        ("Republic of Turkey", "country", {"wikidata": "Q43"}),
        ("Vladimir Putin", "person", {"aliases": ["Putin"]}),
        ("V. Putin", "person", {"aliases": ["Putin"]}),
        ("Georgia", "country", {}),
        ("Georgia", "place", {}),
        ("Peru", "country", {}),
    ):
        entity(name, kind, **fields)
    shown = source_of(client.get(page(Entity, "duplicates")))
    for why in (
        *("The same Wikidata id", "A name of one kind that two have"),
        *("Names that look alike", "The same name in two kinds"),
    ):
        assert why in shown
    assert "Peru" not in shown and "Merge into" in shown
    client.force_login(editor())
    shown = source_of(client.get(page(Entity, "duplicates")))
    assert "Putin" in shown and "Merge into" not in shown


def test_countries_with_codes_of_their_own_are_no_duplicates(client, boss):
    entity("North Korea", iso2="KP", aliases=["Korea"])
    entity("South Korea", iso2="KR", aliases=["Korea"])
    assert "None." in source_of(client.get(page(Entity, "duplicates")))


# --- In the log -----------------------------------------------------------------------------------


def test_readers_are_told_of_a_merge_by_name_and_older_changes_name_the_one_that_stays(
    client, putin, double
):
    story = article(entities=[double])
    merge(putin, double, by=None)
    shown = source_of(client.get("/changes/"))
    assert "merged “v. putin” into this one" in shown.lower()
    history = source_of(client.get(story.get_absolute_url() + "history/"))
    assert "tagged vladimir putin" in history.lower()


def test_of_a_merge_that_readers_may_not_know_no_name_is_told(client, putin, double):
    merge(putin, double, by=None)
    article(entities=[entity("Russia")])
    assert "Putin" not in source_of(client.get("/changes/"))
