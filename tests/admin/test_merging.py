"""Merging and renaming in the admin: what is shown first, told, refused, and by whom."""

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import Change, Entity, EntityName, Redirect, merge, recording
from articles.models.undoing import undo
from tests.admin.pages import page, source_of
from tests.every_row import every_row
from tests.factories import annotation, article, chief, editor, entity, user
from tests.forms import filled, sent

pytestmark = pytest.mark.django_db


def into(kept, gone):
    return f"{page(Entity, 'merge', gone)}?into={kept.slug}"


# --- Merging --------------------------------------------------------------------------------------


def test_what_would_be_done_is_shown_first_and_looking_does_nothing(client, boss, putin, double):
    putin.description = "President."
    with recording("edited", by=None, entity=putin) as record:
        record.save(putin)
    story = article("Talks", entities=[putin, double])
    story.tag(double, role="actor", salience=3, by=None)
    before, count = every_row(), Change.objects.count()
    shown = source_of(client.get(into(putin, double)))
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
    assert response["Location"] == page(Entity, "change", putin)
    shown = source_of(client.get(response["Location"]))
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
    shown = source_of(client.get(page(Entity, "merge", double)))
    assert "Vladimir Putin" not in shown and "None that we know of" in shown
    EntityName.objects.create(entity=double, name="Vladimir Putin", folded="vladimir putin")
    shown = source_of(client.get(page(Entity, "merge", double)))
    assert "into=vladimir-putin" in shown and "medvedev" not in shown
    shown = source_of(client.get(page(Entity, "merge", double) + "?q=medved"))
    assert "into=dmitry-medvedev" in shown and "into=putin" not in shown


@pytest.mark.parametrize(
    "into_slug", ["nobody", "", "//evil.example", "https://evil.example/", "\0"]
)
def test_an_unknown_target_is_asked_for_again(client, boss, double, into_slug):
    """D29"""
    for method in (client.get, client.post):
        response = method(page(Entity, "merge", double) + "?into=" + into_slug.replace("\0", "%00"))
        assert response.status_code == 200 and "evil.example" not in source_of(response)


def test_what_cannot_be_one_is_refused_with_the_reason(client, boss, putin):
    turkey, russia = entity("Turkey", iso2="TR"), entity("Russia", iso2="RU")
    before = every_row()
    for kept, gone, told in (
        (turkey, putin, "two kinds"),
        (putin, putin, "with itself"),
        (turkey, russia, "both have ISO codes"),
    ):
        for method in (client.get, client.post):
            assert told in source_of(method(into(kept, gone)))
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
    assert sent(elsewhere, page(Entity, "change", changed), **values).status_code == 302
    response = client.post(into(putin, double), looked_at | {"reason": "One man."})
    assert "Somebody changed one of the two" in source_of(response)
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
        assert "Choose two entities" in source_of(client.get(page(Entity, "changelist")))


def act(client, action, *entities):
    chosen = [one.pk for one in entities]
    return client.post(page(Entity, "changelist"), {"action": action, "_selected_action": chosen})


# --- Rights ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["anonymous", "reader", "editor"])
def test_only_chief_editors_merge_and_split_by_whatever_door(client, who, putin, double):
    if who != "anonymous":
        client.force_login(editor("ana") if who == "editor" else user("reader"))
    before = every_row()
    for address in (
        into(putin, double),
        page(Entity, "merge", double),
        page(Entity, "split", double),
    ):
        for method in (client.get, client.post):
            answer = method(address, {"becomes": "name", "do": "1", "name": "X", "kind": "person"})
            assert answer.status_code == (403 if who == "editor" else 302)
            assert who == "editor" or "/login/" in answer["Location"]
    act(client, "merge_chosen", putin, double)
    assert every_row() == before
    if who == "editor":
        shown = source_of(client.get(page(Entity, "changelist"))) + source_of(
            client.get(page(Entity, "change", putin))
        )
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
    for address in (
        page(Entity, "merge", gone),
        into(kept, gone),
        page(Entity, "split", gone),
        page(Entity, "duplicates"),
    ):
        shown = source_of(client.get(address))
        assert nasty not in shown and "&lt;script&gt;" in shown
    shown = source_of(client.get(sent(client, into(kept, gone))["Location"]))
    assert nasty not in shown


# --- Renaming -------------------------------------------------------------------------------------


def test_a_renamed_entity_keeps_its_old_name_if_asked_and_its_old_address(client, boss):
    burma = entity("Burma", "topic")
    article(entities=[burma])
    sent(client, page(Entity, "change", burma), name="Myanmar", slug="myanmar", keeps_old_name="on")
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
    sent(client, page(Entity, "change", burma), name="Myanmar", slug="")
    burma.refresh_from_db()
    assert (burma.name, burma.slug) == ("Myanmar", "burma") and not burma.names.exists()


def test_an_entity_goes_back_to_an_address_that_it_had(client, boss):
    burma = entity("Burma", "topic")
    article(entities=[burma])
    for slug in ("myanmar", "burma"):
        sent(client, page(Entity, "change", burma), slug=slug)
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
        assert told in source_of(sent(client, page(Entity, "change", peru), slug=slug))
    assert Entity.objects.get(pk=peru.pk).slug == "peru"
