"""The queue of suggested mentions in the admin: by plain forms, by keyboard, and by whom."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from playwright.sync_api import expect

from articles.models import Annotation, Archive, State
from articles.pages.suggested import Queue
from tests.accessibility import complaints
from tests.admin.browsing import sign_in
from tests.admin.pages import Changes, messages, of, source_of, words
from tests.factories import annotation, article, chief, entity

TEXT = "Georgia voted. Ankara said so to Georgia.\n\nThe Turks left Moscow."


@pytest.fixture
def story():
    turkey = entity("Turkey", aliases=[("Turk", "demonym"), ("Ankara", "metonym")])
    entity("Georgia")
    entity("Georgia", "place")
    story = article("Talks", text=TEXT)
    for number in range(16):
        old = article(f"Old {number}", text="The Turks came.")
        annotation(old, "Turks", entity=turkey, form="demonym")
    return story


def queue_of(story):
    return f"{reverse('admin:articles_annotation_suggested')}?article={story.pk}"


def answer(client, story, **data):
    return client.post(queue_of(story), data, follow=True)


def states(story):
    rows = story.annotations.in_reading_order().values_list("exact", "entity__kind", "state")
    return [row for row in rows if row[2] != State.SUGGESTED]


@pytest.mark.django_db
def test_words_are_decided_one_by_one_and_each_answer_is_one_change(client, ana, eva, story):
    html = source_of(client.get(of(story)))
    assert f'action="{queue_of(story)}"' in html and "Suggest mentions" in html
    assert "6 mentions suggested." in messages(answer(client, story, suggest="1"))
    first, ankara, second, turks = Queue(story).questions
    page = words(client.get(queue_of(story)))
    assert "would be tagged with Georgia (2), Turkey (2)." in page
    assert "4 places" in page and "It stands for the government of Turkey" in page
    assert "16 of 16 accepted (81–100 %). Safe." in page
    country, place = first.options

    changes = Changes()
    told = messages(answer(client, story, accept=place.key, next=ankara.key))
    assert "“Georgia” is Georgia (place)." in told and "Undo this" in told
    decided = {("Georgia", "country", State.REJECTED), ("Georgia", "place", State.ACCEPTED)}
    assert set(states(story)) == decided
    assert [tag.tag.kind for tag in story.tags.all()] == ["place"]
    late = answer(eva, story, accept=country.key)
    assert "decided on these words in the meantime. Nothing was saved." in messages(late)
    both = [option.key for option in second.options]
    answer(client, story, reject="1", option=both, next="https://evil.example/")
    assert "What was meant?" in messages(answer(client, story))
    assert changes() == [("reviewed", "ana"), ("reviewed", "ana")]
    assert client.get(queue_of(story)).context["queue"].count == 2
    for act in ("safe", "names"):
        assert answer(client, story, **{act: "1"}, option=turks.options[0].key).status_code == 403
    assert client.get(f"{queue_of(story)}0000000000000000000000").status_code == 200


@pytest.mark.django_db
def test_what_is_safe_is_accepted_at_once_by_chief_editors(client, boss, story):
    answer(client, story, suggest="1")
    _, ankara, _, turks = Queue(story).questions
    page = words(client.get(queue_of(story)))
    assert "Accept the 1 that is safe" in page and "in spelling only" not in page
    chosen = [turks.options[0].key, ankara.options[0].key]
    told = messages(answer(client, story, safe="1", option=chosen))
    assert "1 mention accepted. 1 left: changed in the meantime, or no longer safe." in told
    assert [row[0] for row in states(story)] == ["Turks"]
    page = words(client.get(of(turks.options[0].entity)))
    assert "17 of 17 accepted (82–100 %); mostly accepted" in page


@pytest.mark.django_db
def test_what_differs_from_one_name_in_spelling_only_is_accepted_at_once(client, boss):
    entity("Recep Tayyip Erdoğan", "person", aliases=["Erdoğan"])
    turkey = entity("Türkiye", aliases=["Turkey", ("Turkish", "demonym"), ("Ankara", "metonym")])
    for kind in ("country", "place"):
        entity("Georgia", kind)
    story = article(text="Erdogan left TURKEY. Turkish Georgia asked Ankara. Turkiye stayed.")
    answer(client, story, suggest="1")
    shown = Queue(story).names
    assert [one.options[0].mention.exact for one in shown] == ["Erdogan", "TURKEY", "Turkiye"]
    assert "Accept the 3 that differ from a name in spelling only" in words(
        client.get(queue_of(story))
    )
    changes = Changes()
    keys = [one.options[0].key for one in (*shown, *Queue(story).questions[2:3])]
    told = messages(answer(client, story, names="1", option=keys))
    assert "3 mentions accepted. 1 left: changed in the meantime, or no longer safe." in told
    assert changes() == [("reviewed", "boss")] and "Undo this" in told
    assert turkey in {tag.tag for tag in story.tags.all()} and len(states(story)) == 3


@pytest.mark.django_db
def test_a_queue_costs_the_same_for_three_names_as_for_ten(client, ana):
    costs = set()
    for count in (3, 10):
        names = [entity(f"Person{count}x{number} Lee", "person").name for number in range(count)]
        story = article(text=" and ".join(names))
        answer(client, story, suggest="1")
        with CaptureQueriesContext(connection) as queries:
            assert len(Queue(story).questions) == count
        costs.add(len(queries))
    assert len(costs) == 1


@pytest.mark.browser
def test_suggestions_are_accepted_and_rejected_by_keyboard_alone(page, transactional_db, console):
    chief("boss")
    entity("Turkey", aliases=[("Turk", "demonym"), ("Ankara", "metonym")])
    entity("Georgia")
    entity("Georgia", "place")
    story = article("Talks", text=TEXT)
    sign_in(page, "boss")
    page.goto(of(story))
    page.get_by_role("button", name="Suggest mentions").click()
    expect(page.get_by_text("4 places where")).to_be_visible()
    assert complaints(page, console) == []
    first = page.locator(".question").first
    expect(first).to_be_focused()
    page.keyboard.press("2")
    expect(page.get_by_role("status").first).to_have_text("“Georgia” is Georgia (place).")
    expect(page.locator(".question").first).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("r")
    expect(page.get_by_role("status").first).to_have_text("“Georgia” is rejected.")
    page.keyboard.press("k")
    page.keyboard.press("a")
    expect(page.get_by_text("1 place where")).to_be_visible()
    assert complaints(page, console) == []
    page.keyboard.press("a")
    expect(page.get_by_text("Nothing waits in this article")).to_be_visible()
    accepted = Annotation.objects.accepted().in_reading_order()
    assert [row.exact for row in accepted] == ["Georgia", "Ankara", "Turks"]
    assert Archive.objects.current().last_change >= 8
    page.goto("/admin/")
    expect(page.get_by_text("Nothing waits.")).to_be_visible()
