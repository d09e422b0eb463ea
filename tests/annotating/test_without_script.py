"""The workbench as plain pages and forms: words are typed, and found in the text."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Claim, Entity, Relation, State
from tests.admin.pages import Changes, words
from tests.factories import annotation, article, chief, claim, editor, entity, user
from tests.forms import sent

pytestmark = pytest.mark.django_db
TEXT = (
    "Georgia votes. Turkish police said that Georgia closed its border.\n\n"
    "Ankara sent Georgia help."
)


@pytest.fixture
def turkey():
    return entity("Turkey", aliases=[("Turkish", "demonym"), ("Ankara", "metonym")])


@pytest.fixture
def georgia():
    return entity("Georgia")


@pytest.fixture
def story(turkey, georgia):
    return article("Georgia votes", text=TEXT, status="draft")


@pytest.fixture
def ana(client):
    ana = editor("ana")
    client.force_login(ana)
    return ana


def bench(story, query=""):
    return f"{story.get_absolute_url()}annotate/{query}"


def save(client, story, query="", **typed):
    return sent(client, bench(story, query), "making", **{"save": "1", **typed})


def marks(story):
    rows = story.annotations.accepted().in_reading_order()
    return [(row.exact, row.start, row.entity and row.entity.name) for row in rows]


def opened(row):
    return f"?mark={row.uid}"


def test_the_way_in_is_shown_to_editors_and_pages_of_readers_stay_as_they_are(client, ana, story):
    story.publish(by=None)
    link = f'href="{bench(story)}"'
    assert link in client.get(story.get_absolute_url()).content.decode()
    assert link in client.get(f"/admin/articles/article/{story.pk}/change/").content.decode()
    readers = Client().get(story.get_absolute_url())
    assert link not in readers.content.decode()
    assert readers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert readers["ETag"]

    rena = Client()
    rena.force_login(user("rena"))
    assert rena.post(bench(story), {"suggest": "1"}).status_code == 403
    assert Client().post(bench(story), {"suggest": "1"}).status_code == 302
    assert not story.annotations.exists()


def test_words_are_found_and_she_is_asked_which(client, ana, story):
    assert "does not occur" in words(save(client, story, words="Armenia", entity_named="Turkey"))
    asked = save(client, story, words="Georgia", entity_named="turkish")
    assert asked.status_code == 400
    assert "These words occur 4 times. Which are meant?" in words(asked)
    choices = asked.context["bench"].form.found.asked
    (key,) = [key for key, quoted in choices if "sent" in quoted.before]
    changes = Changes()
    said = save(client, story, words="Georgia", place=key, entity_named="Georgia", role="subject")
    page = words(client.get(said["Location"]))
    assert "Saved: you marked “Georgia” as Georgia" in page
    assert marks(story) == [("Georgia", TEXT.rindex("Georgia"), "Georgia")]
    assert [(tag.tag.name, tag.role, tag.by_hand) for tag in story.tags.all()] == [
        ("Georgia", "subject", True)
    ]
    assert changes() == [("annotated", "ana")]

    client.post(bench(story), {"undo": number_of(said)})
    assert marks(story) == []
    assert not story.tags.exists()


def number_of(answer):
    """Of the change that an act made."""
    return answer["Location"].partition("done=")[2].partition("#")[0].partition("&")[0]


def test_the_same_words_are_walked_and_the_form_of_a_name_is_known(client, ana, story):
    answer = save(client, story, words="Ankara", entity_named="Turkey")
    assert story.annotations.get().form == "metonym"
    place = f"text-0-7-{client.get(bench(story)).context['bench'].sheet.text_key}"
    for _ in range(4):
        query = "?" + answer["Location"].partition("?")[2].partition("#")[0]
        typed = {} if "place=" in query else {"words": "Georgia", "place": place}
        answer = save(client, story, query, entity="georgia", save="next", **typed)
    assert answer["Location"].partition("#")[0].endswith("next=none")
    assert [row[0] for row in marks(story)] == ["Georgia"] * 3 + ["Ankara", "Georgia"]


def test_a_name_of_several_is_asked_and_a_new_one_is_made_in_its_place(client, ana, story):
    entity("Georgia", "place")
    asked = save(client, story, words="border", entity_named="Georgia")
    assert "Several are called “Georgia”: tick Georgia (country) or Georgia (place)." in words(
        asked
    )
    chosen = {"entity_named": "", "entity": "georgia-2"}
    assert save(client, story, words="its border", **chosen).status_code == 302
    assert story.annotations.get().entity.kind == "place"

    new = {"words": "police", "new_name": "Turkey", "new_kind": "organization"}
    warned = save(client, story, **new)
    assert "“Turkey” has the same name as Turkey (country)" in words(warned)
    assert not Entity.objects.filter(kind="organization").exists()
    changes = Changes()
    save(client, story, **new, new_anyway="on")
    assert changes() == [("created", "ana"), ("annotated", "ana")]
    assert ("police", 23, "Turkey") in marks(story)
    ticked = {"words": "closed", "new_name": "Turkey", "entity": "turkey"}
    assert save(client, story, **ticked, new_kind="topic").status_code == 302
    assert not Entity.objects.filter(kind="topic").exists()


def test_a_mark_is_changed_moved_and_rejected(client, ana, story, turkey, georgia):
    mention = annotation(story, "Turkish", entity=turkey, by=None)
    save(client, story, opened(mention), words="Turkish police", note="The gendarmes.", form="")
    mention.refresh_from_db()
    assert (mention.exact, mention.end, mention.note) == ("Turkish police", 29, "The gendarmes.")
    changes = Changes()
    assert save(client, story, opened(mention)).status_code == 302
    assert changes() == [], "nothing differed"
    save(client, story, opened(mention), save=None, remove="1")
    assert changes() == [("reviewed", "ana")]
    assert marks(story) == []
    save(client, story, words="Turkish police", entity_named="Turkey")
    assert story.annotations.get().state == State.ACCEPTED, "the same mention, accepted again"

    time = save(client, story, kind="time", words="votes.", value="soon")
    assert "“soon” is no time that the archive reads" in words(time)
    save(client, story, kind="time", words="votes.", value="2012-12")
    save(client, story, kind="note", words="votes.", note="For a parliament.")
    assert [row.kind for row in story.annotations.exclude(kind="mention").order_by("pk")] == [
        "time",
        "note",
    ]


def test_statements_rest_on_their_words_and_are_withdrawn_with_them(client, ana, story, georgia):
    typed = {"kind": "claim", "words": "Georgia closed its border", "cue": "said that"}
    short = save(client, story, **typed)
    assert "Choose an entity, or write one of its names." in words(short)
    changes = Changes()
    save(client, story, **typed, speakers_named="Turkey", about_named="georgia", mode="direct")
    assert changes() == [("stated", "ana")]
    claim = Claim.objects.get()
    assert (claim.evidence.exact, claim.cue.exact) == ("Georgia closed its border", "said that")
    save(
        client,
        story,
        kind="relation",
        words="Ankara sent Georgia help",
        actors_named="Turkey",
        does="helps",
        targets_named="Georgia",
        category="AID",
        contexts=["disaster", "economic"],
        claim=str(claim.uid),
    )
    relation = Relation.objects.get()
    assert (relation.category, relation.contexts) == ("AID", ["disaster", "economic"])
    assert relation.claim == claim

    changes = Changes()
    save(client, story, opened(relation.evidence), does="sends help to", targets_named="turkey")
    save(client, story, opened(claim.evidence), cue="")
    relation.refresh_from_db()
    assert relation.action == "sends help to"
    assert {one.name for one in relation.targets.all()} == {"Georgia", "Turkey"}
    assert Claim.objects.get().cue is None
    save(client, story, opened(claim.evidence), save=None, remove="1")
    assert [name for name, _ in changes()] == ["stated", "stated", "reviewed"]
    assert client.get(bench(story)).context["bench"].claims == []


def test_two_at_once_see_both_versions_and_lose_nothing_typed(client, ana, story, turkey):
    eva = Client()
    eva.force_login(editor("eva"))
    note = annotation(story, "Georgia votes", note="First.")
    before = eva.get(bench(story, opened(note)))
    save(client, story, opened(note), note="Hers.")
    fields = {"mark": note.uid, "kind": "note", "words": "Georgia votes", "note": "Mine."}
    bench_seen = before.context["bench"]
    seen = {"version": bench_seen.form.version, "place": bench_seen.place_key}
    conflict = eva.post(bench(story), {**fields, **seen, "save": "1"})
    assert conflict.status_code == 409
    page = words(conflict)
    assert "ana saved this after you opened it. Nothing was saved" in page
    assert "Hers." in page and conflict.context["bench"].form["note"].value() == "Mine."
    again = {"version": conflict.context["bench"].form.version, "place": seen["place"]}
    assert eva.post(bench(story), {**fields, **again, "save": "1"}).status_code == 302
    note.refresh_from_db()
    assert note.note == "Mine."

    # Or it is gone.
    story.review(note, State.REJECTED, by=None)
    assert "not there any more" in words(eva.get(bench(story, opened(note))))
    gone = eva.post(bench(story), {**fields, **again, "save": "1"})
    assert gone.status_code == 409
    assert "Save once more to mark the words again. Nothing was saved." in words(gone)
    assert gone.context["bench"].form["note"].value() == "Mine."
    assert not story.annotations.accepted().exists()

    # The text itself is corrected while she selects.
    place = f"text-15-22-{seen['place'][-16:]}"
    Article.objects.get().correct(text=f"Tbilisi. {TEXT}", reason="A dateline.", by=None)
    typed = {"kind": "mention", "words": "Turkish", "place": place, "entity_named": "Turkey"}
    moved = eva.post(bench(story), {**typed, "save": "1"})
    assert "corrected after you opened it. Nothing was saved" in words(moved)
    ((key, now),) = moved.context["bench"].form.found.asked
    assert (now.words, now.before) == ("Turkish", "Tbilisi. Georgia votes. ")
    assert moved.context["bench"].form.found.before.before == "Georgia votes. "
    eva.post(bench(story), {**typed, "place": key, "save": "1"})
    assert ("Turkish", 24, "Turkey") in marks(story)


def test_suggestions_are_accepted_changed_and_rejected_beside_the_text(client, ana, story, turkey):
    client.post(bench(story), {"suggest": "1"})
    queue = client.get(bench(story)).context["bench"].queue
    assert queue.count == 6
    option = next(q for q in queue.questions if q.quoted.words == "Ankara").options[0]
    georgia = [q.options[0] for q in queue.questions if q.quoted.words == "Georgia"]
    client.post(bench(story), {"accept": option.key})
    client.post(bench(story), {"reject": "1", "option": georgia[1].key})
    late = client.post(bench(story), {"accept": georgia[1].key})
    assert late.status_code == 409
    assert "decided on these words in the meantime. Nothing was saved." in words(late)
    # Another entity than the suggested: that one is rejected, and counts as such.
    save(client, story, opened(georgia[2].mention), entity_named="Turkey")
    there = story.annotations.filter(start=georgia[2].mention.start)
    states = dict(there.values_list("entity__name", "state"))
    assert states == {"Georgia": "rejected", "Turkey": "accepted"}
    refused = client.post(bench(story), {"safe": "1", "note": "Half a thought."})
    assert refused.status_code == 403
    assert "Your account may not do that. Nothing was saved." in words(refused)
    assert "Half a thought." in refused.content.decode()
    client.force_login(chief("boss"))
    assert client.post(bench(story), {"safe": "1"}).status_code == 302


def test_what_was_typed_when_the_session_ended_is_there_again(client, ana, story):
    page = client.get(bench(story))
    typed = {"kind": "note", "words": "votes", "note": "Long thought about.", "save": "1"}
    given = {"given_to": page.context["request"].given_to}
    client.logout()
    answer = client.post(bench(story), typed | given)
    assert answer["Location"].startswith("/sign-in/")
    client.force_login(ana)
    again = client.get(bench(story))
    assert "Your session had ended when you sent this, so nothing was saved" in words(again)
    assert "Long thought about." in again.content.decode()
    assert not story.annotations.exists()


def test_a_workbench_costs_the_same_for_three_marks_as_for_ten(client, ana, story, turkey):
    costs = set()
    for count in (3, 10):
        names = [f"Name{count}x{number}" for number in range(count)]
        one = article(text=" ".join(names))
        for name in names:
            annotation(one, name, entity=entity(name, "person"))
            claim(one, name, [turkey], about=[turkey])
        with CaptureQueriesContext(connection) as queries:
            assert client.get(bench(one)).status_code == 200
        costs.add(len(queries))
    assert len(costs) == 1
