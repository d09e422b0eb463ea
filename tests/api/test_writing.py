"""Programs write annotations: each write is one change by the token's owner, and never over what
was not seen."""

import pytest

from articles.models import Annotation, Archive, Change, State, TaggedEntity
from tests import factories

from .programs import ROOT, Program

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return factories.editor("anna")


@pytest.fixture
def program(anna):
    return Program(factories.token(anna)[1])


@pytest.fixture
def story():
    factories.entity("Turkey", iso2="TR")
    return factories.article("Talks", text="Turkey talks. “Turkey” talks again on Monday.")


NEW = "/articles/talks/annotations"
MENTION = {"kind": "mention", "entity": "turkey", "exact": "Turkey", "start": 0}


def test_words_are_marked_by_one_change_of_the_owner_of_the_token(program, anna, story):
    answer = program.send("POST", NEW, MENTION, 201)
    made = answer.json()
    assert (made["exact"], made["start"], made["form"], made["state"]) == (
        *("Turkey", 0, "name", "accepted"),
    )
    assert answer["Location"] == f"{ROOT}/annotations/{made['id']}"
    assert answer["ETag"] == f'"{made["version"]}"'
    change = Change.objects.newest().first()
    assert (change.by, change.action, change.article) == (anna, "annotated", story)
    assert TaggedEntity.objects.get().tag.slug == "turkey"  # as by any mention
    assert Program().get(f"/annotations/{made['id']}").json() == made

    assert program.send("POST", NEW, MENTION, 409).json()["annotation"] == answer["Location"]
    time = {"kind": "time", "exact": "Monday", "value": "2012-12-03"}
    assert program.send("POST", NEW, time, 201).json()["value"] == "2012-12-03"
    note = {"kind": "note", "exact": "talks again", "note": "Again?", "state": "suggested"}
    suggested = program.send("POST", NEW, note, 201).json()
    Program().get(f"/annotations/{suggested['id']}", 404)
    listed = program.get("/annotations?state=suggested&article=talks").json()["annotations"]
    assert listed == [suggested]


def test_words_that_are_not_one_place_are_refused_and_nothing_is_written(program, story):
    before = Archive.objects.current().last_change
    several = program.send("POST", NEW, MENTION | {"start": None}, 422).json()
    assert [place["start"] for place in several["places"]] == [0, 15]
    assert several["places"][1]["prefix"].endswith("talks. “")
    for wrong, field in (
        ({"start": 3}, "exact"),
        ({"start": False}, "start"),
        ({"exact": "Syria"}, "exact"),
        ({"entity": "syria"}, "entity"),
        ({"entity": None}, "entity"),
        ({"kind": "note"}, "entity"),
        ({"kind": "evidence"}, "kind"),
        ({"form": "nickname"}, "form"),
        ({"pk": 7}, "pk"),
        ({"created_by": "bo"}, "created_by"),
        ({"state": "rejected"}, "state"),
    ):
        said = program.send("POST", NEW, MENTION | wrong, 422).json()
        assert field in {error["field"] for error in said["errors"]}, wrong
    program.send("POST", "/articles/nothing/annotations", MENTION, 404)
    for body, status in (
        *((b'{"kind": "note", "kind": "time"}', 400), (b"{", 400), (b"\xff", 400)),
        *((b"[" * 100_000, 400), (b'{"start": NaN}', 400), (b'"\\ud800"', 400), (b"", 422)),
        (b'{"note": "' + b"x" * 9_000_000 + b'"}', 413),
    ):
        answer = program.client.generic(
            "POST", f"{ROOT}{NEW}", body, "application/json", headers=program.headers
        )
        assert answer.status_code == status, body[:40]
        assert answer["Content-Type"] == "application/problem+json"
    form = program.client.post(f"{ROOT}{NEW}", MENTION, headers=program.headers)
    assert form.status_code == 415
    assert Archive.objects.current().last_change == before
    assert program.send("POST", NEW, MENTION | {"start": None, "prefix": "“"}, 201).json()["start"]


def test_what_was_not_seen_is_not_written_over(program, anna, story):
    made = program.send("POST", NEW, MENTION, 201)
    path, seen = f"/annotations/{made.json()['id']}", made["ETag"]
    program.send("PATCH", path, {"note": "Mine."}, 428)
    annotation = Annotation.objects.get()
    annotation.note = "Somebody else's."
    story.mark(annotation, by=None)
    said = program.send("PATCH", path, {"note": "Mine."}, 412, if_match=seen).json()
    assert said["sent"] == {"note": "Mine."}
    assert said["current"]["note"] == "Somebody else's."
    program.send("DELETE", path, None, 412, if_match=seen)
    weak = Program().get(path)["ETag"]
    program.send("PATCH", path, {"note": "Mine."}, 412, if_match=weak)

    again = program.get(path)
    changed = program.send("PATCH", path, {"note": "Mine."}, if_match=again["ETag"])
    assert (changed.json()["note"], changed.json()["entity"]) == ("Mine.", "turkey")
    moved = {"words": {"exact": "Turkey", "start": 15}, "form": "demonym"}
    changed = program.send("PATCH", path, moved, if_match=changed["ETag"])
    assert (changed.json()["start"], changed.json()["form"]) == (15, "demonym")
    assert Change.objects.newest().first().by == anna


def test_it_is_rejected_accepted_and_withdrawn_and_its_tag_goes_with_it(program, story):
    made = program.send("POST", NEW, MENTION | {"state": "suggested"}, 201)
    path = f"/annotations/{made.json()['id']}"
    assert not TaggedEntity.objects.exists()
    accepted = program.send("PATCH", path, {"state": "accepted"}, if_match=made["ETag"])
    assert Change.objects.newest().first().action == "reviewed"
    assert TaggedEntity.objects.exists()
    withdrawn = program.send("DELETE", path, if_match=accepted["ETag"])
    assert withdrawn.json()["state"] == State.REJECTED
    assert not TaggedEntity.objects.exists()
    Program().get(path, 404)
    assert program.get(path).json() == withdrawn.json()

    evidence = factories.claim(story, "talks again", [made_entity()]).evidence
    program.send("DELETE", f"/annotations/{evidence.uid}", None, 409, if_match='"1"')
    story.withdraw(by=None, reason="Untrue.")
    program.send("DELETE", path, None, 404, if_match=withdrawn["ETag"])


def made_entity():
    return factories.entity("Ada", "person")
