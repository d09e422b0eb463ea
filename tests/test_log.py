"""The log of changes: complete, in order, and never changed."""

import datetime
import random
import threading
import time

import pytest
from django.db import close_old_connections, connection, transaction
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import timezone

from articles.models import (
    Action,
    Archive,
    Article,
    Change,
    EntityName,
    Redirect,
    Status,
    recording,
)
from tests.factories import annotation, article, chief, claim, editor, entity, source, user

pytestmark = pytest.mark.django_db


def last():
    return Change.objects.newest().first()


# --- Append-only --------------------------------------------------------------------------------


def test_a_change_is_neither_changed_nor_deleted():
    article()
    change = last()
    change.reason = "Something else."
    for act in (
        change.save,
        change.delete,
        lambda: Change.objects.update(reason="Something else."),
        lambda: Change.objects.filter(pk=change.pk).delete(),
        lambda: Change.objects.bulk_update([change], ["reason"]),
        lambda: Change.objects.update_or_create(pk=change.pk, defaults={"reason": "Else."}),
    ):
        with pytest.raises(TypeError), transaction.atomic():
            act()
    change.refresh_from_db()
    assert change.reason == ""


@pytest.mark.parametrize("who", ["editor", "chief", "superuser"])
def test_the_admin_has_no_address_that_changes_the_log(client, who):
    made = {
        "editor": editor,
        "chief": chief,
        "superuser": lambda: user(is_staff=True, is_superuser=True),
    }
    article()
    client.force_login(made[who]())
    before = list(Change.objects.order_by("pk").values())
    change = last()
    name = "admin:articles_change_"
    values = {"reason": "Mine.", "number": 1, "action": "delete_selected"}
    for address in (
        reverse(f"{name}add"),
        reverse(f"{name}change", args=[change.pk]),
        reverse(f"{name}delete", args=[change.pk]),
    ):
        assert client.post(address, values | {"post": "yes"}).status_code == 403
    client.post(reverse(f"{name}changelist"), values | {"_selected_action": [change.pk]})
    assert list(Change.objects.order_by("pk").values()) == before


def test_a_person_of_whom_the_log_tells_is_not_deleted():
    ana = user("ana")
    article(by=ana)
    with pytest.raises(ProtectedError):
        ana.delete()


def test_what_is_deleted_in_the_shell_stays_in_the_log():
    story = article("Gone")
    Redirect.objects.create(noun="article", slug="old", article=story)
    count = Change.objects.count()
    story.annotations.all().delete()
    story.delete()
    assert Change.objects.count() == count
    assert last().article is None
    assert last().parts[0]["key"] == ["gone"]


# --- In order -----------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_numbers_follow_the_order_of_commits_and_have_no_gaps():
    """Whoever reads the log up to a number misses nothing below it, now or later."""
    writers, acts = 4, 12
    stories = [article() for _ in range(writers)]
    start = Archive.objects.current().last_change
    failures, finished = [], threading.Event()

    def write(story):
        rhythm = random.Random(story.pk)  # noqa: S311  only to be uneven
        try:
            for number in range(acts):
                with recording(Action.EDITED, by=None, article=story) as record:
                    story.byline = f"By {number}"
                    record.save(story)
                    time.sleep(rhythm.random() / 50)
                    if number % 4 == 3:
                        record.parts.clear()  # an act that in the end changed nothing
        except Exception as failure:  # noqa: BLE001  shown at the end of the test
            failures.append(failure)
        finally:
            connection.close()

    def follow():
        seen = start
        try:
            while not finished.is_set():
                numbers = list(
                    Change.objects.filter(number__gt=seen)
                    .order_by("number")
                    .values_list("number", flat=True)
                )
                if numbers != list(range(seen + 1, seen + 1 + len(numbers))):
                    failures.append(AssertionError(f"after {seen} came {numbers}"))
                seen += len(numbers)
        finally:
            connection.close()

    follower = threading.Thread(target=follow)
    threads = [threading.Thread(target=write, args=[story]) for story in stories]
    for thread in (follower, *threads):
        thread.start()
    for thread in threads:
        thread.join()
    finished.set()
    follower.join()
    close_old_connections()
    assert not failures
    kept = writers * acts * 3 // 4
    numbers = Change.objects.filter(number__gt=start).order_by("number")
    assert [change.number for change in numbers] == list(range(start + 1, start + 1 + kept))
    assert Archive.objects.current().last_change == start + kept


def test_the_first_change_of_an_empty_archive_is_number_1():
    Archive.objects.all().delete()
    source()
    assert last().number == Archive.objects.current().last_change == 1


# --- Complete -----------------------------------------------------------------------------------


def test_a_new_row_is_logged_whole_and_a_removed_one_too():
    turkey = entity("Turkey", aliases=[("Turkish", "demonym")])
    created = {part["model"]: part for part in last().parts}
    assert created["entity"]["did"] == "created" and "before" not in created["entity"]
    assert created["entity"]["after"]["kind"] == "country"
    assert created["entityname"]["after"] == {
        "entity": ["turkey"],
        "name": "Turkish",
        "form": "demonym",
    }
    with recording(Action.REMOVED, by=None, entity=turkey) as record:
        record.remove(EntityName.objects.get())
    (removed,) = last().parts
    assert removed["before"] == created["entityname"]["after"] and "after" not in removed
    assert removed["key"] == ["turkey", "Turkish"]


def test_namesakes_are_told_apart_in_the_log():
    country, state = entity("Georgia"), entity("Georgia", "place")
    story = article()
    for georgia in (country, state):
        story.tag(georgia, by=None)
        (part,) = last().parts
        assert part["key"] == [story.slug, georgia.slug]
        assert part["after"]["tag"] == [georgia.slug]


def test_speakers_of_a_claim_are_a_part_of_its_change():
    turkey, russia = entity("Turkey"), entity("Russia")
    story = article()
    said = claim(story, "will press", [turkey])
    story.state_claim(said, by=None, speakers=[russia], about=[turkey])
    (part,) = last().parts
    assert part["before"] == {"speakers": [["turkey"]], "about": []}
    assert part["after"] == {"speakers": [["russia"]], "about": [["turkey"]]}


def test_moments_are_logged_to_the_microsecond():
    story = article()
    until = timezone.now() + datetime.timedelta(days=1, microseconds=7)
    story.embargo(until, by=None)
    (part,) = last().parts
    assert datetime.datetime.fromisoformat(part["after"]["embargo_until"]) == until


def test_texts_are_named_by_their_revision_and_never_copied():
    words = "Nobody else wrote just these words of the archive. " * 3
    story = article(text=words)
    story.correct(by=None, text=f"{words}Until now.", reason="An end.")
    for change in Change.objects.filter(article=story):
        assert words.strip() not in str(change.parts)
    assert [story.slug, 2] in [part["key"] for part in last().parts]


def test_readers_see_the_changes_of_what_they_may_see():
    shown, draft = article("Shown"), article("Draft", status=Status.DRAFT)
    later = article("Later", embargo_until=timezone.now() + datetime.timedelta(days=1))
    known, unknown = entity("Known", is_listed=True), entity("Unknown")
    draft.tag(unknown, by=None)
    seen = Change.objects.public()
    assert set(seen.filter(article__isnull=False).values_list("article", flat=True)) == {shown.pk}
    assert set(seen.filter(entity__isnull=False).values_list("entity", flat=True)) == {known.pk}
    later.embargo(None, by=None)
    assert seen.filter(article=later).exists()


# --- In the admin -------------------------------------------------------------------------------


def test_the_history_of_a_row_leads_into_the_log(client):
    turkey = entity("Turkey")
    story = article("A Story", entities=[turkey], by=editor("eva"))
    mark = annotation(story, "Russia", note="Which?", by=editor("ana"))
    article("Another")
    client.force_login(editor())
    for row, told in ((story, "tagged"), (mark, "annotated"), (turkey, "created")):
        name = f"admin:articles_{row._meta.model_name}_history"
        response = client.get(reverse(name, args=[row.pk]), follow=True)
        html = response.content.decode()
        assert told.capitalize() in html and "Another" not in html
    response = client.get(reverse("admin:articles_article_history", args=[999_999]))
    assert response.status_code == 302 and "change" not in response.url


def test_a_change_is_shown_in_words(client):
    story = article("A Story", byline="By Eva")
    story.edit(by=editor("ana"), byline="By <b>Ana</b>", reason="A slip.")
    client.force_login(editor())
    html = client.get(reverse("admin:articles_change_change", args=[last().pk])).content.decode()
    for words in ("ana", "A slip.", "byline", "By Eva", "By &lt;b&gt;Ana", "article a-story"):
        assert words in html
    assert Article.objects.get(pk=story.pk).byline == "By <b>Ana</b>"
