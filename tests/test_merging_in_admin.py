"""Merging, splitting and renaming in the admin: what is shown first, told, refused, and by whom."""

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import Change, Entity, EntityName, Redirect, merge, recording
from articles.models.undoing import undo
from tests.every_row import every_row
from tests.factories import annotation, article, chief, claim, editor, entity, user
from tests.forms import filled, sent

pytestmark = pytest.mark.django_db


def page(what, *entities):
    return reverse(f"admin:articles_entity_{what}", args=[one.pk for one in entities])


def into(kept, gone):
    return f"{page('merge', gone)}?into={kept.slug}"


def words(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def boss(client):
    boss = chief("boss")
    client.force_login(boss)
    return boss


@pytest.fixture
def putin():
    return entity("Vladimir Putin", "person", aliases=["Putin"])


@pytest.fixture
def double():
    return entity("V. Putin", "person", aliases=["Putin", "VVP"], description="A politician.")


# --- Merging ------------------------------------------------------------------------------------


def test_what_would_be_done_is_shown_first_and_looking_does_nothing(client, boss, putin, double):
    putin.description = "President."
    with recording("edited", by=None, entity=putin) as record:
        record.save(putin)
    story = article("Talks", entities=[putin, double])
    story.tag(double, role="actor", salience=3, by=None)
    before, count = every_row(), Change.objects.count()
    shown = words(client.get(into(putin, double)))
    for said in (
        'Tagged articles</th><td>1</td><td><span class="head">of which both have </span>1<',
        '<span class="head">V. Putin: </span>actor, 3</td>',
        '<span class="head">stays: </span>actor, 3</td>',
        "“President.” stays, “A politician.” goes",
    ):
        assert said in shown
    assert (every_row(), Change.objects.count()) == (before, count)


def test_a_chief_editor_merges_and_is_led_to_the_one_that_stays(client, boss, putin, double):
    story = article(entities=[double])
    response = sent(client, into(putin, double), becomes="former", reason="One man.")
    assert response["Location"] == page("change", putin)
    shown = words(client.get(response["Location"]))
    change = Change.objects.newest().first()
    assert "“V. Putin” is merged into" in shown
    assert reverse("admin:articles_change_change", args=[change.pk]) in shown
    assert (change.by, change.reason) == (boss, "One man.")
    assert [tag.tag for tag in story.tags.all()] == [putin]
    assert putin.names.get(name="V. Putin").form == "former"


def test_those_that_are_like_it_are_offered_and_others_are_found_by_any_name(
    client, boss, putin, double
):
    entity("Dmitry Medvedev", "person", aliases=["Medved"])
    entity("Putin", "topic")
    shown = words(client.get(page("merge", double)))
    assert "Vladimir Putin" not in shown and "None that we know of" in shown
    EntityName.objects.create(entity=double, name="Vladimir Putin", folded="vladimir putin")
    shown = words(client.get(page("merge", double)))
    assert "into=vladimir-putin" in shown and "medvedev" not in shown
    shown = words(client.get(page("merge", double) + "?q=medved"))
    assert "into=dmitry-medvedev" in shown and "into=putin" not in shown


@pytest.mark.parametrize(
    "into_slug", ["nobody", "", "//evil.example", "https://evil.example/", "\0"]
)
def test_an_unknown_target_is_asked_for_again(client, boss, double, into_slug):
    """D29"""
    for method in (client.get, client.post):
        response = method(page("merge", double) + "?into=" + into_slug.replace("\0", "%00"))
        assert response.status_code == 200 and "evil.example" not in words(response)


def test_what_cannot_be_one_is_refused_with_the_reason(client, boss, putin):
    turkey, russia = entity("Turkey", iso2="TR"), entity("Russia", iso2="RU")
    before = every_row()
    for kept, gone, told in (
        (turkey, putin, "two kinds"),
        (putin, putin, "with itself"),
        (turkey, russia, "both have ISO codes"),
    ):
        for method in (client.get, client.post):
            assert told in words(method(into(kept, gone)))
    assert every_row() == before


@pytest.mark.parametrize("which", ["kept", "gone"])
@pytest.mark.parametrize("what", ["field", "name", "tie"])
def test_who_merges_what_somebody_changed_meanwhile_looks_again(
    client, boss, putin, double, which, what
):
    """D42"""
    looked_at = filled(client.get(into(putin, double)))
    changed = putin if which == "kept" else double
    elsewhere = Client()
    elsewhere.force_login(editor("ana"))
    russia = entity("Russia")
    values = {
        "field": {"description": "The same man."},
        "name": {"names-0-name": "Poutine"},
        "tie": {"links-0-tie": "citizen_of", "links-0-target": russia.pk},
    }[what]
    assert sent(elsewhere, page("change", changed), **values).status_code == 302
    response = client.post(into(putin, double), looked_at | {"reason": "One man."})
    assert "Somebody changed one of the two" in words(response)
    assert filled(response)["reason"] == ["One man."]
    assert Entity.objects.filter(pk=double.pk).exists()
    again = client.post(into(putin, double), filled(response))
    assert again.status_code == 302 and not Entity.objects.filter(pk=double.pk).exists()


def test_two_chosen_in_the_list_are_merged_the_lesser_into_the_greater(client, boss, putin, double):
    article(entities=[putin])
    response = act(client, "merge_chosen", putin, double)
    assert response["Location"] == into(putin, double)
    for some in ([putin], [putin, double, entity("Another", "person")]):
        act(client, "merge_chosen", *some)
        assert "Choose two entities" in words(client.get(page("changelist")))


def act(client, action, *entities):
    chosen = [one.pk for one in entities]
    return client.post(page("changelist"), {"action": action, "_selected_action": chosen})


# --- Rights -------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["anonymous", "reader", "editor"])
def test_only_chief_editors_merge_and_split_by_whatever_door(client, who, putin, double):
    if who != "anonymous":
        client.force_login(editor("ana") if who == "editor" else user("reader"))
    before = every_row()
    for address in (into(putin, double), page("merge", double), page("split", double)):
        for method in (client.get, client.post):
            answer = method(address, {"becomes": "name", "do": "1", "name": "X", "kind": "person"})
            assert answer.status_code == (403 if who == "editor" else 302)
            assert who == "editor" or "/login/" in answer["Location"]
    act(client, "merge_chosen", putin, double)
    assert every_row() == before
    if who == "editor":
        shown = words(client.get(page("changelist"))) + words(client.get(page("change", putin)))
        assert "merge_chosen" not in shown and "Merge into" not in shown and "Split" not in shown


def test_nothing_is_merged_by_looking_or_without_the_forms_token(putin, double):
    """D38"""
    client = Client(enforce_csrf_checks=True)
    client.force_login(chief())
    values = filled(client.get(into(putin, double)))
    del values["csrfmiddlewaretoken"]
    before = every_row()
    assert client.post(into(putin, double), values).status_code == 403
    client.get(into(putin, double), values)
    assert every_row() == before


@pytest.mark.parametrize("what", ["merge", "split"])
def test_what_is_not_there_is_not_found(client, boss, what):
    for key in ("7", "x", "9" * 30):
        assert client.get(reverse(f"admin:articles_entity_{what}", args=[key])).status_code == 404


def test_names_that_were_written_with_a_hostile_hand_are_only_shown(client, boss):
    """D26"""
    nasty = "<script>alert(1)</script>"
    kept, gone = (
        entity(f"{nasty} {number}", "person", aliases=[nasty], description=f"{nasty} {number}")
        for number in range(2)
    )
    story = article(nasty, text=f"{nasty} talks.", entities=[kept, gone])
    annotation(story, nasty, entity=gone)
    for address in (page("merge", gone), into(kept, gone), page("split", gone), page("duplicates")):
        shown = words(client.get(address))
        assert nasty not in shown and "&lt;script&gt;" in shown
    shown = words(client.get(sent(client, into(kept, gone))["Location"]))
    assert nasty not in shown


# --- Renaming -----------------------------------------------------------------------------------


def test_a_renamed_entity_keeps_its_old_name_if_asked_and_its_old_address(client, boss):
    burma = entity("Burma", "topic")
    article(entities=[burma])
    sent(client, page("change", burma), name="Myanmar", slug="myanmar", keeps_old_name="on")
    burma.refresh_from_db()
    assert (burma.name, burma.slug) == ("Myanmar", "myanmar")
    assert [(name.name, name.form) for name in burma.names.all()] == [("Burma", "former")]
    assert client.get("/topics/burma/").status_code == 301
    assert client.get("/topics/burma/")["Location"] == "/topics/myanmar/"
    undo(Change.objects.newest().first(), by=boss)
    assert client.get("/topics/burma/").status_code == 200
    assert client.get("/topics/myanmar/").status_code == 404
    assert not burma.names.exists() and not Redirect.objects.exists()


def test_an_old_name_goes_when_nobody_asks_for_it_and_an_address_stays(client, boss):
    burma = entity("Burma", "topic")
    sent(client, page("change", burma), name="Myanmar", slug="")
    burma.refresh_from_db()
    assert (burma.name, burma.slug) == ("Myanmar", "burma") and not burma.names.exists()


def test_an_entity_goes_back_to_an_address_that_it_had(client, boss):
    burma = entity("Burma", "topic")
    article(entities=[burma])
    for slug in ("myanmar", "burma"):
        sent(client, page("change", burma), slug=slug)
    assert [row.slug for row in Redirect.objects.all()] == ["myanmar"]
    assert client.get("/topics/burma/").status_code == 200
    assert client.get("/topics/myanmar/")["Location"] == "/topics/burma/"


def test_an_address_that_is_taken_or_leads_elsewhere_or_is_none_is_refused(client, boss):
    burma, peru = entity("Burma", "topic"), entity("Peru", "topic")
    gone = entity("Birma", "topic")
    merge(burma, gone, by=None)
    for slug, told in (
        ("burma", "already exists"),
        ("birma", "was the address of “Burma”"),
        ("Pe ru/", "such as “pe-ru”"),
    ):
        assert told in words(sent(client, page("change", peru), slug=slug))
    assert Entity.objects.get(pk=peru.pk).slug == "peru"


# --- Splitting ----------------------------------------------------------------------------------


@pytest.fixture
def georgia():
    return entity("Georgia")


def split(client, owner, **values):
    """Choose, look, and do what was looked at."""
    looked = sent(client, page("split", owner), form_id="split", **values)
    return client.post(page("split", owner), filled(looked, "split") | {"do": ["Split"]})


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
    assert response["Location"] == page("change", georgia)
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
    looked = sent(client, page("split", georgia), form_id="split", **values)
    assert "1 tagged articles" in words(looked) and "new place “Atlanta”" in words(looked)
    assert every_row() == before
    form = filled(looked, "split") | {"do": ["Split"]}
    for other in ({"seen": ["x"]}, {"name": ["Athens"]}, {"kind": ["topic"]}):
        answer = client.post(page("split", georgia), form | other)
        assert "not what you looked at" in words(answer)
    annotation(story, "Russia", entity=georgia)
    assert "not what you looked at" in words(client.post(page("split", georgia), form))
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
    assert told in words(sent(client, page("split", georgia), form_id="split", **values))
    assert Entity.objects.count() == 1


# --- What looks alike ---------------------------------------------------------------------------


def test_a_name_in_look_alike_letters_is_saved_and_warned_of(client, boss):
    """D8"""
    turkey = entity("Turkey")
    response = sent(client, page("add"), name="Тurkey", kind="country")
    assert response.status_code == 302
    fake = Entity.objects.get(name="Тurkey")
    for address in (response["Location"], page("change", fake)):
        shown = words(client.get(address))
        link = f'<a href="{page("change", turkey)}">Turkey (country)</a>'
        assert f"“Тurkey” looks like {link}" in shown
        assert "“Тurkey” mixes letters of several alphabets in one word" in shown


def test_namesakes_and_the_same_wikidata_id_are_warned_of(client, boss):
    country = entity("Georgia", wikidata="Q230")
    entity("GEORGIA", "place")
    entity("Sakartvelo", "topic", wikidata="Q230", aliases=[("Georgia", "demonym")])
    shown = words(client.get(page("change", country)))
    assert "has the same name as" in shown and "GEORGIA (place)" in shown
    assert "has the same Wikidata id, Q230, as" in shown and "Sakartvelo (topic)" in shown


def test_an_entity_like_no_other_is_not_warned_of(client, boss):
    entity("Turkey", aliases=["Türkiye", ("Ankara", "metonym")])
    ankara = entity("Ankara", "place")
    gazprom = entity("Газпром Neft", "organization")
    for one in (ankara, gazprom):
        assert 'class="warning"' not in words(client.get(page("change", one)))


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
    shown = words(client.get(page("duplicates")))
    for why in (
        *("The same Wikidata id", "A name of one kind that two have"),
        *("Names that look alike", "The same name in two kinds"),
    ):
        assert why in shown
    assert "Peru" not in shown and "Merge into" in shown
    client.force_login(editor())
    shown = words(client.get(page("duplicates")))
    assert "Putin" in shown and "Merge into" not in shown


def test_countries_with_codes_of_their_own_are_no_duplicates(client, boss):
    entity("North Korea", iso2="KP", aliases=["Korea"])
    entity("South Korea", iso2="KR", aliases=["Korea"])
    assert "None." in words(client.get(page("duplicates")))


# --- In the log ---------------------------------------------------------------------------------


def test_readers_are_told_of_a_merge_by_name_and_older_changes_name_the_one_that_stays(
    client, putin, double
):
    story = article(entities=[double])
    merge(putin, double, by=None)
    shown = words(client.get("/changes/"))
    assert "merged “v. putin” into this one" in shown.lower()
    history = words(client.get(story.get_absolute_url() + "history/"))
    assert "tagged vladimir putin" in history.lower()


def test_of_a_merge_that_readers_may_not_know_no_name_is_told(client, putin, double):
    merge(putin, double, by=None)
    article(entities=[entity("Russia")])
    assert "Putin" not in words(client.get("/changes/"))
