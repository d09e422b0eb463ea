"""Every door of the admin, found by the resolver: who comes in, and that none opens by mistake."""

import pytest
from django.apps import apps
from django.contrib.admin import site
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from articles.groups import CHIEF_EDITORS, EDITORS
from articles.models import (
    Annotation,
    Article,
    AuthEvent,
    Change,
    Claim,
    Entity,
    EntityName,
    Redirect,
    Relation,
    Revision,
    Source,
    Status,
)
from tests import doors, factories
from tests.forms import filled, sent

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
UNSAFE = ("post", "put", "patch", "delete")
CANARY = "Zanzibar"
SECRET = "hidden-person"
# What an editor would rather not be able to say.
FORGED = {
    "status": "published",
    "embargo_until": "2199-01-01",
    "version": "99",
    "slug": "mine",
    "created_by": "1",
    "id": "99",
    "pk": "99",
    "sha256": "0" * 64,
    "uid": "1" * 32,
    "is_superuser": "on",
    "post": "yes",
    "action": "delete_selected",
    "act": "withdraw",
    "_selected_action": "1",
    "select_across": "1",
    "index": "0",
    "_save": "1",
    "reason": "-",
}


@pytest.fixture
def world():
    """One row of every noun, all with a word that nobody else has."""
    place = factories.entity(CANARY, "place", aliases=[f"New {CANARY}"])
    story = factories.article(f"Talks in {CANARY}", status=Status.DRAFT, entities=[place])
    factories.annotation(story, "Turkey", entity=place, note=CANARY)
    factories.claim(story, "will press", [place], note=CANARY)
    factories.relation(story, "talks", [place], [place])
    Redirect.objects.create(noun="article", slug=f"old-{CANARY.lower()}", article=story)
    AuthEvent.objects.create(kind="failed", username=CANARY)
    factories.user(SECRET)
    return story


def person(who):
    """A client of theirs. The form's token is not asked for unless a test says so."""
    client = Client()
    if who == "anonymous":
        return client
    groups = {"editor": [EDITORS], "chief": [CHIEF_EDITORS], "deactivated": [CHIEF_EDITORS]}
    user = factories.user(
        who,
        groups=groups.get(who, ()),
        is_staff=who not in ("anonymous", "reader"),
        is_superuser=who == "superuser",
    )
    client.force_login(user)
    if who == "deactivated":
        get_user_model().objects.filter(pk=user.pk).update(is_active=False)
    return client


def sent_away(answer):
    return answer.status_code == 302 and answer["Location"].startswith(reverse("admin:login"))


# --- Who comes in -------------------------------------------------------------------------------


def test_the_table_lists_every_door():
    assert set(doors.patterns()) == set(doors.DOORS)


@pytest.mark.parametrize("who", ["anonymous", "reader", "deactivated"])
def test_who_is_not_on_the_staff_is_sent_to_the_sign_in_by_every_door(world, who):
    client = person(who)
    before = doors.tables()
    for name, address in doors.addresses():
        if name in ("login", "code", "logout"):
            continue
        for method in ("get", *UNSAFE):
            answer = getattr(client, method)(address)
            assert sent_away(answer), (method, address)
            assert CANARY.encode() not in answer.content
    assert doors.tables() == before


@pytest.mark.parametrize("who", doors.PEOPLE)
def test_who_comes_in_by_which_door(world, who):
    client = person(who)
    rank = doors.PEOPLE.index(who)
    wrong = []
    for name, address in doors.addresses():
        if name in ("logout", "code"):  # one leads out, the other is half-way in
            continue
        least = doors.DOORS[name]
        may = least != doors.NOBODY and doors.PEOPLE.index(least) <= rank
        answer = client.get(address, doors.QUERIES.get(name, {}))
        is_in = answer.status_code in (200, 302, 400, 405) and not sent_away(answer)
        is_refused = answer.status_code in (403, 404)
        if is_in != may or is_refused == may:
            wrong.append((name, answer.status_code))
        if not may:
            assert CANARY.encode() not in answer.content, name
    assert not wrong


@pytest.mark.parametrize("who", ["staff", "editor", "chief"])
def test_what_is_closed_is_closed_to_every_way_of_asking(world, who):
    client = person(who)
    before = doors.tables()
    rank = doors.PEOPLE.index(who)
    for name, address in doors.addresses():
        least = doors.DOORS[name]
        if least != doors.NOBODY and doors.PEOPLE.index(least) <= rank:
            continue
        for method in UNSAFE:
            answer = getattr(client, method)(address, FORGED if method == "post" else None)
            assert answer.status_code in (403, 404, 405), (method, address)
    assert doors.tables() == before


# --- What opens by mistake ----------------------------------------------------------------------


@pytest.mark.parametrize("who", ["chief", "superuser"])
def test_looking_changes_nothing_by_any_door(world, who):
    client = person(who)
    chosen = {"_selected_action": [world.pk], "post": "yes", "index": "0", "select_across": "1"}
    before = doors.tables()
    for _, address in doors.addresses():
        client.get(address, FORGED)
    for model in site._registry:
        for action in actions_of(model):
            client.get(list_of(model), chosen | {"action": action})
    assert doors.tables() == before


def list_of(model):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def actions_of(model):
    model_admin = site._registry[model]
    return [name for _, name, _ in model_admin._get_base_actions() if name != "delete_selected"]


@pytest.mark.parametrize("who", ["anonymous", "superuser"])
def test_no_door_opens_without_the_forms_token(world, who):
    client = person(who)
    client.handler.enforce_csrf_checks = True
    before = doors.tables()
    for name, address in doors.addresses():
        for method in UNSAFE:
            answer = getattr(client, method)(address)
            # Where nobody is signed in, the sign-in comes first.
            refused = answer.status_code == 403 or (
                who == "anonymous" and answer.status_code == 302
            )
            assert refused, (method, name, answer.status_code)
    assert doors.tables() == before


def test_the_log_is_changed_and_shortened_by_no_door(world):
    client = person("superuser")
    log = ("change", "revision", "authevent", "redirect")
    before = doors.tables(*log)
    for name, address in doors.addresses():
        if name == "logout" or name.startswith("auth_"):
            continue
        for values in (FORGED, FORGED | {"_selected_action": str(Change.objects.first().pk)}):
            client.post(address, values)
    after = doors.tables(*log)
    for noun, rows in before.items():
        assert [row for row in after[noun] if row in rows] == rows, noun
    for noun in log:
        assert not {f"articles_{noun}_{what}" for what in ("delete", "add")} & {
            name for name, least in doors.DOORS.items() if least != doors.NOBODY
        }


# --- What a form does not ask -------------------------------------------------------------------

WRITTEN = (Article, Annotation, Source, Entity, Claim, Relation)


def page(model, what="changelist", *rows):
    name = f"admin:articles_{model._meta.model_name}_{what}"
    return reverse(name, args=[row.pk for row in rows])


@pytest.mark.parametrize("who", ["editor", "chief"])
@pytest.mark.parametrize("model", WRITTEN)
def test_what_a_form_does_not_ask_is_not_taken_from_it(world, model, who):
    """D35: status, versions, keys, who and when, and all else that has a column."""
    client = person(who)
    row = model._base_manager.order_by("pk").first()
    shown = client.get(page(model, "change", row))
    asked, fields = filled(shown), shown.context["adminform"].form.fields
    columns = [field for field in model._meta.concrete_fields if field.name not in fields]
    forged = {name: value for name, value in FORGED.items() if name not in fields}
    forged |= {field.name: FORGED.get(field.name, "1") for field in columns}
    forged |= {field.attname: FORGED.get(field.name, "1") for field in columns}
    forged |= {f"{name}_0": "2199-01-01" for name in ("embargo_until", "created_at")}
    before = doors.tables(model._meta.model_name)
    client.post(page(model, "change", row), asked | forged)
    assert doors.tables(model._meta.model_name) == before


@pytest.mark.parametrize("model", [Article, Entity])
def test_a_row_of_an_inline_stays_with_its_own(world, model):
    """D35: neither the key of another's row nor another whole is taken from an inline."""
    client = person("editor")
    other = factories.entity("Peru", aliases=["Republic of Peru"])
    elsewhere = factories.article("Elsewhere", entities=[other])
    row = world if model is Article else Entity.objects.get(name=CANARY)
    theirs = elsewhere.tags.get() if model is Article else EntityName.objects.get(entity=other)
    prefix = "tags" if model is Article else "names"
    nouns = ("taggedentity", "entityname", "entitylink")
    before = doors.tables(*nouns)
    values = filled(client.get(page(model, "change", row)))
    whole = theirs._meta.get_field("content_object" if model is Article else "entity").name
    for forged in (
        {f"{prefix}-0-id": theirs.pk, f"{prefix}-0-DELETE": "on"},
        {f"{prefix}-0-{whole}": elsewhere.pk if model is Article else other.pk},
        {f"{prefix}-0-is_set_by_hand": "", f"{prefix}-0-created_by": "1"},
    ):
        client.post(page(model, "change", row), values | forged)
        assert doors.tables(*nouns) == before


@pytest.mark.parametrize("model", [*WRITTEN, Change, Revision, Redirect])
def test_a_list_edits_nothing(world, model):
    """D35: a list takes no form, whatever it is sent."""
    client = person("chief")
    row = model._base_manager.order_by("pk").first()
    before = doors.tables()
    forms = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-id": row.pk}
    forms |= {f"form-0-{field.name}": "1" for field in model._meta.concrete_fields[1:]}
    client.post(page(model), forms | {"_save": "1", "form-0-status": "withdrawn"})
    assert doors.tables() == before


@pytest.mark.parametrize("model", list(site._registry), ids=lambda model: model._meta.model_name)
def test_no_act_on_many_is_for_those_who_may_not_do_it_to_one(world, model):
    """D35: every action by its name, whether the list offers it or not."""
    address = list_of(model)
    rows = [row.pk for row in model._base_manager.all()]
    staff, editor = person("staff"), person("editor")
    before = doors.tables()
    standing = list(Article.objects.values_list("pk", "status", "embargo_until"))
    states = list(Annotation.objects.order_by("pk").values_list("pk", "state"))
    actions = [*actions_of(model), "delete_selected", "publish", "no such action"]
    for action in actions:
        chosen = {"action": action, "_selected_action": rows, "index": "0"}
        for values in (chosen, chosen | {"post": "yes"}, chosen | {"select_across": "1"}):
            assert staff.post(address, values).status_code == 403
    assert doors.tables() == before
    for action in actions:
        editor.post(address, {"action": action, "_selected_action": rows, "post": "yes"})
    assert list(Article.objects.values_list("pk", "status", "embargo_until")) == standing
    assert list(Annotation.objects.order_by("pk").values_list("pk", "state")) == states


# --- Somebody else's ----------------------------------------------------------------------------


def test_any_editor_works_on_what_another_made(world):
    """D36: to look at, to correct and to review, not to delete; what was done is told of both."""
    anna = factories.editor("anna")
    mark = factories.annotation(world, "Monday", note="The third.", by=anna)
    client = person("editor")
    assert client.get(page(Annotation, "change", mark)).status_code == 200
    assert sent(client, page(Annotation, "change", mark), note="The 3rd.").status_code == 302
    mark.refresh_from_db()
    assert (mark.note, mark.created_by) == ("The 3rd.", anna)
    history = client.get(page(Annotation, "history", mark), follow=True).content.decode()
    assert "editor" in history
    assert client.post(page(Annotation, "delete", mark), {"post": "yes"}).status_code == 403
    assert Annotation.objects.filter(pk=mark.pk).exists()


# --- Choosers and popups ------------------------------------------------------------------------


def choosers():
    """Every field of every model that leads to rows of another, as a chooser would name it."""
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if field.is_relation and getattr(field, "remote_field", None):
                yield {
                    "app_label": model._meta.app_label,
                    "model_name": model._meta.model_name,
                    "field_name": field.name,
                    "term": "",
                }


@pytest.mark.parametrize("who", ["staff", "editor", "chief"])
def test_no_chooser_offers_what_its_reader_may_not_see(world, who):
    """D37: neither names to those who may see none, nor accounts to anybody but superusers."""
    client = person(who)
    for asked in choosers():
        for name in ("autocomplete", "articles_entity_choices"):
            answer = client.get(reverse(f"admin:{name}"), asked)
            assert answer.status_code in ((403, 404) if who == "staff" else (200, 403, 404)), asked
            assert SECRET.encode() not in answer.content, asked
            assert who != "staff" or CANARY.encode() not in answer.content, asked


def test_no_popup_shows_more_than_its_page(world):
    """D37: whatever field a popup is to give back."""
    client = person("editor")
    for name, address in doors.addresses():
        if name.count("_") != 2 or not name.endswith("_changelist"):
            continue
        as_page = client.get(address).status_code
        for field in ("id", "password", "sha256", "version", "user__password"):
            answer = client.get(address, {"_popup": "1", "_to_field": field})
            assert answer.status_code in (as_page, 400), (address, field)
            assert SECRET.encode() not in answer.content


def test_no_popup_lets_in_who_may_not_come_in_by_the_page(world):
    client = person("staff")
    before = doors.tables()
    for name, address in doors.addresses():
        if name.count("_") == 2 and name.endswith(("_add", "_change")):
            assert client.post(address, FORGED | {"_popup": "1"}).status_code == 403
    assert doors.tables() == before


def test_nobody_is_led_to_a_draft_by_its_number(world):
    """Django's own would redirect anybody on the staff to the address of any row."""
    address = dict(doors.addresses())["view_on_site"]
    assert [person(who).get(address).status_code for who in doors.PEOPLE] == [404] * 4


def test_only_what_readers_see_is_linked_to(world):
    client = person("editor")
    shown = client.get(page(Article, "change", world))
    assert shown.context.get("absolute_url") is None
    public = factories.article("Public")
    shown = client.get(page(Article, "change", public))
    assert shown.context["absolute_url"] == public.get_absolute_url()


def test_chief_editors_look_at_sign_ins_and_editors_do_not(world):
    address = page(AuthEvent)
    assert CANARY in person("chief").get(address).content.decode()
    assert person("editor").get(address).status_code == 403
