"""The consistency desk: what does not agree with itself is told, and mended one by one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from playwright.sync_api import expect

from articles.consistency import CHECKS, check_named
from articles.models import Annotation, State
from tests.accessibility import complaints
from tests.admin.browsing import sign_in
from tests.admin.pages import Changes, messages, words
from tests.factories import annotation, article, chief, claim, editor, entity, relation

pytestmark = pytest.mark.django_db
DESK = reverse("admin:articles_annotation_consistency")


def findings(name):
    check = check_named(name)
    return check.findings(check.page("1"))


def mend(client, name, act):
    return messages(client.post(f"{DESK}?check={name}", {"mend": act}, follow=True))


def test_an_archive_that_agrees_with_itself_says_so_on_every_tab(client, ana):
    for check in CHECKS:
        assert check.nothing in words(client.get(f"{DESK}?check={check.name}&page=7"))
    assert "What was meant? Nothing was saved." in mend(client, "astray", "delete:all")


def test_words_that_mean_one_entity_here_and_another_there_are_made_to_agree(client, ana):
    turkey, bird = entity("Turkey"), entity("Turkey", "topic")
    for number in range(3):
        annotation(article(f"Old {number}", text="Turkey."), "Turkey", entity=turkey)
    odd = annotation(article("Odd", text="Turkey spoke."), "Turkey", entity=bird)
    # A place that lends its name is no slip, nor is a description.
    other = article(text="Ankara and the country")
    annotation(other, "Ankara", entity=turkey, form="metonym")
    annotation(other, "Ankara", entity=entity("Ankara", "place"), form="metonym")
    annotation(other, "the country", entity=bird, form="description")
    annotation(other, "the country", entity=turkey, form="description")
    (found,) = findings("same-words")
    assert found.told == (
        "“Turkey” is Turkey (country) 3 times, and Turkey (topic) once, here for example."
    )
    assert (found.quoted.words, found.quoted.after) == ("Turkey", " spoke.")
    changes, act = Changes(), found.mends[0].act
    told = mend(client, "same-words", act)
    assert "“Turkey” is Turkey (country) in “Odd”." in told and "Undo this" in told
    odd.refresh_from_db()
    assert odd.entity == turkey and [tag.tag for tag in odd.article.tags.all()] == [turkey]
    assert changes() == [("annotated", "ana")] and findings("same-words") == []
    assert "changed it in the meantime" in mend(client, "same-words", act)


def test_a_name_of_a_tag_that_stands_unmarked_is_marked_or_is_somebody_else(client, ana):
    putin = entity("Vladimir Putin", "person", aliases=["Putin"])
    entity("Syria")
    story = article(text="Putin left Syria. Putin returned. Putin slept.", entities=[putin])
    annotation(story, "Putin", entity=putin)
    first, second = findings("unmarked")
    assert first.told == (
        "The article is tagged with Vladimir Putin (person), and these words are not marked."
    )
    assert [one.label for one in first.mends] == [
        "Mark it as Vladimir Putin",
        "Somebody else is meant",
    ]
    assert "“Putin” is Vladimir Putin (person) there." in mend(
        client, "unmarked", first.mends[0].act
    )
    assert "is not Vladimir" in mend(client, "unmarked", second.mends[1].act)
    assert "changed it in the meantime" in mend(client, "unmarked", second.mends[0].act)
    assert findings("unmarked") == []
    states = story.annotations.in_reading_order().values_list("state", flat=True)
    assert list(states) == [State.ACCEPTED, State.ACCEPTED, State.REJECTED]


def test_an_id_on_two_entities_is_taken_from_one_or_they_are_merged(client, boss):
    turkey = entity("Turkey", wikidata="Q43")
    bird, double = entity("Fowl", "topic", wikidata="Q43"), entity("Türkei", wikidata="Q43")
    article(entities=[turkey])
    (found,) = findings("one-id")
    assert found.told == (
        "Q43 stands on Fowl (topic), with 0 articles, Türkei (country), with 0 articles and"
        " Turkey (country), with 1 articles."
    )
    assert found.merge is None, "two kinds are not merged"
    act = next(one.act for one in found.mends if bird.slug in one.act)
    assert "Q43 is taken from Fowl (topic)." in mend(client, "one-id", act)
    assert "changed it in the meantime" in mend(client, "one-id", act)
    assert findings("one-id")[0].merge == (double, turkey)
    page = client.get(f"{DESK}?check=one-id").content.decode()
    assert f'{reverse("admin:articles_entity_merge", args=[double.pk])}?into=turkey"' in page


def test_a_statement_whose_words_lack_its_actor_takes_more_of_its_sentence(client, ana):
    turkey, lavrov = entity("Turkey"), entity("Sergei Lavrov", "person")
    text = "Turkey left. Turkey, in haste, sent planes. “No,” Lavrov later said. He slept."
    story = article(text=text)
    annotation(story, "Turkey", nth=1, entity=turkey)
    annotation(story, "Lavrov", entity=lavrov)
    relation(story, "sent planes", [turkey])
    relation(story, "Turkey, in haste", [turkey])
    claim(story, "No,", [lavrov], cue=annotation(story, "said", "evidence"))
    claim(story, "slept", [lavrov])
    (planes,) = findings("unnamed-actor")
    assert planes.told == "Turkey (country) does it, and the words do not name Turkey."
    assert planes.mends[0].label == "Take “Turkey, in haste, sent planes”"
    slept, said = findings("unnamed-speaker")
    assert slept.mends == [] and said.mends[0].label == "Take “Lavrov later said”"
    changes = Changes()
    assert "Undo this" in mend(client, "unnamed-actor", planes.mends[0].act)
    assert "“Lavrov later said” now" in mend(client, "unnamed-speaker", said.mends[0].act)
    assert changes() == [("annotated", "ana")] * 2
    assert findings("unnamed-actor") == [] and len(findings("unnamed-speaker")) == 1
    assert "in the meantime" in mend(client, "unnamed-speaker", said.mends[0].act)


def test_an_anchor_on_other_words_is_put_on_its_own_or_waits_without_a_place(client, ana):
    story = article("Peru", text="Peru left. Chile came. Chile slept.")
    for exact in ("Peru", "Chile"):
        mark = annotation(story, exact, note="-")
        Annotation.objects.filter(pk=mark.pk).update(start=mark.start + 2, end=mark.end + 2)
    chile, peru = findings("astray")
    assert peru.told == "The note is for “Peru”, and where it stands there is “ru l”."
    assert "2 times in “Peru”" in mend(client, "astray", chile.mends[0].act)
    assert "waits to be placed" in mend(client, "astray", chile.mends[1].act)
    # A headline counts: the words stand in it, too.
    assert "2 times in “Peru”" in mend(client, "astray", peru.mends[0].act)
    story.correct(headline="News", reason="-", by=None)
    assert "“Peru” stands on its words." in mend(client, "astray", peru.mends[0].act)
    assert findings("astray") == []


def test_a_look_costs_the_same_for_three_findings_as_for_ten(client, ana):
    turkey, bird = entity("Turkey"), entity("Fowl", "topic")

    def grow(number):
        person = entity(f"Person{number} Lee", "person", wikidata=f"Q{number % 2 + 1}")
        story = article(
            text=f"Word{number} by Person{number} Lee came. He said.", entities=[person]
        )
        other = article(text=f"Word{number}.")
        annotation(story, f"Word{number}", entity=turkey)
        annotation(other, f"Word{number}", entity=bird)
        relation(story, "came", [person])
        claim(story, "He said", [person])
        note = annotation(other, f"Word{number}", note="-")
        Annotation.objects.filter(pk=note.pk).update(exact=f"Note{number}")

    def costs():
        for check in CHECKS:
            with CaptureQueriesContext(connection) as queries:
                assert findings(check.name), check.name
            yield check.name, len(queries)

    for number in range(4):
        grow(number)
    few = list(costs())
    for number in range(4, 10):
        grow(number)
    assert list(costs()) == few


@pytest.mark.browser
def test_the_desk_is_worked_through_by_keyboard_and_is_accessible(page, transactional_db, console):
    chief("boss")
    turkey = entity("Turkey")
    for number in range(2):
        story = article(f"Story {number}", text="Turkey talks.", entities=[turkey])
        annotation(story, "talks", note="-", state=State.SUGGESTED)
    lost = annotation(story, "Turkey", note="Lost.")
    Annotation.objects.filter(pk=lost.pk).update(is_orphaned=True, start=None, end=None)
    sign_in(page, "boss")
    page.goto(f"{DESK}?check=unmarked")
    expect(page.locator(".question").first).to_be_focused()
    assert complaints(page, console) == []
    page.keyboard.press("a")
    expect(page.get_by_role("status").first).to_have_text("“Turkey” is Turkey (country) there.")
    page.keyboard.press("2")
    expect(page.get_by_text("Each name of what these articles")).to_be_visible()
    page.get_by_role("link", name="Anchors astray").click()
    page.get_by_role("link", name="1 annotation lost its words").click()
    assert complaints(page, console) == []
    page.keyboard.press("a")
    expect(page.get_by_role("status").first).to_have_text("“Turkey” stands on “Turkey” now.")
    page.get_by_role("link", name="Notes, times and statements").click()
    assert complaints(page, console) == []
    page.keyboard.press("r")
    expect(page.get_by_role("status").first).to_have_text("“talks” is rejected.")


def test_a_reader_of_the_admin_mends_nothing(client, ana):
    turkey = entity("Turkey")
    article(text="Turkey.", entities=[turkey])
    act = findings("unmarked")[0].mends[0].act
    groups = list(ana.groups.all())
    ana.groups.clear()
    assert client.get(DESK).status_code == 403
    assert client.post(f"{DESK}?check=unmarked", {"mend": act}).status_code == 403
    ana.groups.set(groups)
    client.force_login(editor("eve"))
    assert "is Turkey (country) there" in mend(client, "unmarked", act)
