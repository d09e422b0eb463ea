"""Two editors with the same form open: the second sees both versions, and nobody loses a word.

Of the list of dangers this is "two editors load, both save" (D42).
"""

import datetime
from functools import partial

import pytest

from articles.models import Archive, Article, Change
from tests.admin.conflicts import by_label, met, opened, save
from tests.admin.pages import of, saved, words
from tests.factories import annotation, article, chief, entity
from tests.forms import filled

pytestmark = pytest.mark.django_db
TEXT = "Turkey will press Russia this week.\n\nThe talks in Istanbul begin on Monday."


def last_change():
    return Archive.objects.current().last_change


# --- Fields ---------------------------------------------------------------------------------------


def test_what_each_changed_alone_is_put_together_and_saved_in_one_more_step(client, ana, eva):
    story = article("Talks", text=TEXT)
    hers = opened(client, story)
    saved(save(eva, story, opened(eva, story), section="World", dateline="MOSCOW"))
    before = last_change()
    page = save(client, story, hers, byline="By Ana", language="tr")
    assert by_label(page) == {
        "Section": "theirs",
        "Dateline": "theirs",
        "Byline": "hers",
        "Language": "hers",
    }
    assert "eva saved this at" in words(page) and last_change() == before
    saved(client.post(of(story), filled(page)))
    story.refresh_from_db()
    assert (story.section, story.dateline, story.byline, story.language) == (
        *("World", "MOSCOW", "By Ana", "tr"),
    )
    change = Change.objects.newest().first()
    assert change.by == ana and set(change.parts[0]["after"]) == {"byline", "language"}


def test_what_both_changed_is_asked_and_theirs_or_hers_is_kept_as_she_says(client, ana, eva):
    for choice, byline in (("theirs", "By Eva"), ("hers", "By Ana")):
        story = article("Talks", byline="Nobody")
        hers = opened(client, story)
        saved(save(eva, story, opened(eva, story), byline="By Eva"))
        page = save(client, story, hers, byline="By Ana", section="World")
        assert by_label(page)["Byline"] == "asked"
        assert all(one in words(page) for one in ("Nobody", "By Eva", "By Ana", "by eva"))
        again = client.post(of(story), filled(page))
        assert "Choose what is kept" in words(again), "no answer is no choice"
        saved(client.post(of(story), filled(again) | {"choice-byline": [choice]}))
        story.refresh_from_db()
        assert (story.byline, story.section) == (byline, "World")


def test_the_words_of_both_are_kept_where_they_changed_different_ones(client, ana, eva):
    story = article("Talks in Istanbul begin", text=TEXT)
    mark = annotation(story, "Istanbul", note="Where?")
    hers = opened(client, story)
    text = story.text.replace("this week", "this very week")
    saved(save(eva, story, opened(eva, story), text=text, reason="A word was lost."))
    mine = story.text.replace("Monday", "Tuesday")
    page = save(client, story, hers, text=mine, reason="Another day.", headline="Talks begin")
    assert by_label(page)["Text"] == "both"
    saved(client.post(of(story), filled(page)))
    story.refresh_from_db()
    assert story.text == text.replace("Monday", "Tuesday") and story.headline == "Talks begin"
    assert [one.reason for one in story.revisions.order_by("number")][1:] == [
        "A word was lost.",
        "Another day.",
    ]
    mark.refresh_from_db()
    assert story.text[mark.start : mark.end] == "Istanbul"


def test_the_same_words_changed_by_both_are_asked(client, ana, eva):
    story = article("Talks", text=TEXT)
    hers = opened(client, story)
    theirs = story.text.replace("Monday", "Friday")
    saved(save(eva, story, opened(eva, story), text=theirs, reason="-"))
    mine = story.text.replace("Monday", "Tuesday")
    page = save(client, story, hers, text=mine, reason="The day.")
    assert by_label(page)["Text"] == "asked"
    assert "<del>Monday</del>" in page.content.decode() and "Friday" in words(page)
    saved(client.post(of(story), filled(page) | {"choice-text": ["theirs"]}))
    story.refresh_from_db()
    assert story.text == theirs and story.revisions.count() == 2


def test_who_meets_a_third_version_is_asked_once_more_and_overwrites_nothing(client, ana, eva):
    story = article("Talks", byline="Nobody")
    hers = opened(client, story)
    saved(save(eva, story, opened(eva, story), byline="By Eva"))
    page = save(client, story, hers, byline="By Ana")
    saved(save(eva, story, opened(eva, story), byline="By Eva again", section="World"))
    third = client.post(of(story), filled(page) | {"choice-byline": ["hers"]})
    assert by_label(third) == {"Byline": "asked", "Section": "theirs"}
    assert "By Eva again" in words(third)
    saved(client.post(of(story), filled(third) | {"choice-byline": ["hers"]}))
    story.refresh_from_db()
    assert (story.byline, story.section) == ("By Ana", "World")


def test_theirs_once_chosen_stays_chosen_when_another_field_is_saved_meanwhile(client, ana, eva):
    story = article("Talks", byline="Nobody")
    hers = opened(client, story)
    saved(save(eva, story, opened(eva, story), byline="By Eva"))
    page = save(client, story, hers, byline="By Ana", dateline="ANKARA")
    saved(save(eva, story, opened(eva, story), section="World"))
    third = client.post(of(story), filled(page) | {"choice-byline": ["theirs"]})
    assert by_label(third) == {"Section": "theirs", "Dateline": "hers"}
    saved(client.post(of(story), filled(third)))
    story.refresh_from_db()
    assert (story.byline, story.section, story.dateline) == ("By Eva", "World", "ANKARA")


def test_a_date_and_how_much_of_it_is_known_are_one(client, ana, eva):
    story = article("Talks")
    hers = opened(client, story)
    saved(save(eva, story, opened(eva, story), date_precision="month"))
    page = save(client, story, hers, published_on="2012-12-03")
    assert by_label(page) == {"Published on": "asked"}
    saved(client.post(of(story), filled(page) | {"choice-published_on": ["hers"]}))
    story.refresh_from_db()
    assert (story.published_on, story.date_precision) == (datetime.date(2012, 12, 3), "day")


@pytest.mark.parametrize("seen", ["", "x", "1", "e30:1abcde:xyz"])
def test_a_form_that_does_not_say_what_it_was_opened_on_is_asked_about_all(client, ana, seen):
    story = article("Talks", byline="Nobody", section="World")
    page = save(client, story, opened(client, story), seen=seen, byline="By Ana")
    assert by_label(page) == {"Byline": "asked"}
    story.refresh_from_db()
    assert story.byline == "Nobody"
    saved(client.post(of(story), filled(page) | {"choice-byline": ["hers"]}))
    story.refresh_from_db()
    assert (story.byline, story.section) == ("By Ana", "World")


def test_what_one_form_was_opened_on_is_not_taken_for_another(client, ana):
    one, other = article("One", byline="A"), article("Other", byline="B")
    page = save(client, one, opened(client, one), seen=opened(client, other)["seen"], byline="C")
    assert by_label(page) == {"Byline": "asked"}


def test_what_was_done_meanwhile_is_told_in_words(client, ana):
    story = article("Talks")
    hers = opened(client, story)
    Article.objects.get(pk=story.pk).withdraw(by=chief("boss"), reason="It was false.")
    page = save(client, story, hers, byline="By Ana")
    assert "boss withdrew it" in words(page) and "It was false." in words(page)
    saved(client.post(of(story), filled(page)))
    story.refresh_from_db()
    assert (story.byline, story.status) == ("By Ana", "withdrawn")


# --- Rows -----------------------------------------------------------------------------------------


def row_of(form, prefix, row):
    """The name in a form of one of its rows."""
    return next(
        name.removesuffix("-id")
        for name, values in form.items()
        if name.startswith(f"{prefix}-") and name.endswith("-id") and values == [str(row.pk)]
    )


def tags(story):
    return {(tag.tag.name, tag.role, tag.salience) for tag in story.tags.all()}


def test_tags_are_put_together_row_by_row(client, ana, eva):
    turkey, russia, syria, peru = (entity(name) for name in ("Turkey", "Russia", "Syria", "Peru"))
    story = article("Talks", entities=[turkey, russia, syria])
    tag = {one.tag.name: one for one in story.tags.all()}
    hers, theirs = opened(client, story), opened(eva, story)
    row = partial(row_of, hers, "tags")
    saved(
        save(
            *(eva, story, theirs),
            **{
                f"{row(tag['Turkey'])}-role": "actor",
                f"{row(tag['Syria'])}-DELETE": "on",
                "tags-3-tag": peru.pk,
            },
        )
    )
    page = save(
        *(client, story, hers),
        **{f"{row(tag['Turkey'])}-salience": "3", f"{row(tag['Russia'])}-role": "target"},
    )
    assert by_label(page) == {
        "Tag: Turkey (country)": "both",
        "Tag: Russia (country)": "hers",
        "Tag: Syria (country)": "theirs",
        "Tag: Peru (country)": "theirs",
    }
    saved(client.post(of(story), filled(page)))
    assert tags(story) == {
        ("Turkey", "actor", 3),
        ("Russia", "target", 1),
        ("Peru", "mentioned", 1),
    }


@pytest.mark.parametrize(("choice", "kept"), [("theirs", False), ("hers", True)])
def test_a_tag_that_one_removed_and_the_other_changed_is_asked(client, ana, eva, choice, kept):
    turkey = entity("Turkey")
    for remover, changer in ((client, eva), (eva, client)):
        story = article("Talks", entities=[turkey])
        remove = opened(remover, story) | {"tags-0-DELETE": ["on"]}
        change = opened(changer, story) | {"tags-0-salience": ["3"]}
        first, second = (change, remove) if remover is client else (remove, change)
        saved(eva.post(of(story), first))
        page = client.post(of(story), second)
        assert by_label(page) == {"Tag: Turkey (country)": "asked"}
        answered = {f"choice-{met(page).asked[0].key}": [choice]}
        saved(client.post(of(story), filled(page) | answered))
        is_there = kept if remover is eva else not kept
        assert tags(story) == ({("Turkey", "mentioned", 3)} if is_there else set())


def test_a_tag_that_both_added_is_one_tag(client, ana, eva):
    peru, story = entity("Peru"), article("Talks")
    hers, theirs = opened(client, story), opened(eva, story)
    saved(save(eva, story, theirs, **{"tags-0-tag": peru.pk, "tags-0-salience": "3"}))
    page = save(client, story, hers, **{"tags-0-tag": peru.pk, "tags-0-role": "actor"})
    assert by_label(page) == {"Tag: Peru (country)": "asked"}
    saved(client.post(of(story), filled(page) | {"choice-tags-0": ["hers"]}))
    assert tags(story) == {("Peru", "actor", 1)}


def test_names_and_ties_are_put_together_row_by_row(client, ana, eva):
    russia = entity("Russia")
    putin = entity("Vladimir Putin", "person", aliases=["Putin", "V. Putin"])
    hers, theirs = opened(client, putin), opened(eva, putin)
    saved(save(eva, putin, theirs, **{"names-0-DELETE": "on", "names-2-name": "Vova"}))
    page = save(
        *(client, putin, hers),
        **{
            "names-1-form": "abbreviation",
            "links-0-tie": "citizen_of",
            "links-0-target": russia.pk,
            "description": "A president.",
        },
    )
    assert by_label(page) == {
        "Description": "hers",
        "Name: Putin": "theirs",
        "Name: Vova": "theirs",
        "Name: V. Putin": "hers",
    }
    saved(client.post(of(putin), filled(page)))
    assert {(name.name, name.form) for name in putin.names.all()} == {
        ("V. Putin", "abbreviation"),
        ("Vova", "name"),
    }
    assert putin.links.get().target == russia


@pytest.mark.parametrize("forms", [("name", "demonym"), ("name", "name")])
def test_two_names_change_places_in_one_save(client, ana, forms):
    turkey = entity("Turkey", aliases=list(zip(["Anatolia", "Turkish"], forms, strict=True)))
    saved(
        save(
            *(client, turkey, opened(client, turkey)),
            **{"names-0-name": "Turkish", "names-1-name": "Anatolia"},
        )
    )
    assert {(name.name, name.form) for name in turkey.names.all()} == set(
        zip(["Turkish", "Anatolia"], forms, strict=True)
    )


def test_names_move_on_by_one_and_the_last_is_new(client, ana):
    turkey = entity("Turkey", aliases=["A", ("B", "demonym"), "C"])
    form = opened(client, turkey)
    values = {"names-0-name": "B", "names-1-name": "C", "names-2-DELETE": "on", "names-3-name": "A"}
    saved(save(client, turkey, form, **values, **{"names-3-form": "former"}))
    assert {(name.name, name.form) for name in turkey.names.all()} == {
        ("B", "name"),
        ("C", "demonym"),
        ("A", "former"),
    }


def test_the_same_name_twice_is_told_in_the_form(client, ana):
    turkey = entity("Turkey", aliases=["A", "B"])
    for values in ({"names-0-name": "B"}, {"names-2-name": "A"}, {"names-2-name": " a\t".upper()}):
        page = save(client, turkey, opened(client, turkey), **values)
        assert page.status_code == 200
    assert {name.name for name in turkey.names.all()} == {"A", "B"}
