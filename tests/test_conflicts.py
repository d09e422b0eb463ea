"""Two editors with the same form open: the second sees both versions, and nobody loses a word.

Of the list of dangers these are "two editors load, both save" (D42) and "many write at once" (D43).
"""

import datetime
import html as html_module
import re
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import reverse

from articles.models import (
    Annotation,
    Archive,
    Article,
    Change,
    Claim,
    Entity,
    EntityLink,
    EntityName,
    Relation,
    Source,
    merge,
)
from tests import processes
from tests.factories import (
    PASSWORD,
    annotation,
    article,
    chief,
    claim,
    editor,
    entity,
    relation,
    source,
)
from tests.forms import changed, filled

pytestmark = pytest.mark.django_db
TEXT = "Turkey will press Russia this week.\n\nThe talks in Istanbul begin on Monday."


def of(row, what="change"):
    return reverse(f"admin:articles_{row._meta.model_name}_{what}", args=[row.pk])


@pytest.fixture
def ana(client):
    ana = editor("ana")
    client.force_login(ana)
    return ana


@pytest.fixture
def eva():
    """A colleague, signed in elsewhere."""
    eva = Client()
    eva.force_login(editor("eva"))
    return eva


def opened(client, row):
    return filled(client.get(of(row)))


def save(client, row, form, **values):
    return client.post(of(row), form | changed(values))


def saved(response):
    assert response.status_code == 302, words(response)
    return response


def words(response):
    """What is written on the page, without its tags."""
    html = re.sub(r"<(script|style).*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(html_module.unescape(re.sub("<[^>]+>", " ", html)).split())


def met(response):
    """The page that shows two versions."""
    assert response.status_code == 200, response.status_code
    assert response.context["meeting"], words(response)
    return response.context["meeting"]


def by_label(response):
    return {one.label: str(one.taken) for one in met(response).differences}


def last_change():
    return Archive.objects.current().last_change


# --- Fields -------------------------------------------------------------------------------------


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


# --- Rows ---------------------------------------------------------------------------------------


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


# --- Every noun ---------------------------------------------------------------------------------


def world():
    turkey = entity("Turkey", description="A land between two seas, as they say.")
    story = article("Talks", text=TEXT, source=source("Paper"))
    mention = annotation(story, "Turkey", entity=turkey, note="A land between two seas.")
    said = claim(story, "will press", [turkey], note="A land between two seas.")
    told = relation(story, "talks", [turkey], [turkey], note="A land between two seas.")
    return {Annotation: mention, Claim: said, Relation: told, Source: story.source, Entity: turkey}


@pytest.mark.parametrize(
    ("model", "prose", "line", "values"),
    [
        (Annotation, "note", "value", ("2012", "2013")),
        (Claim, "note", "mode", ("direct", "belief")),
        (Relation, "note", "action", ("meets", "talks with")),
        (Source, "rights", "name", ("Paper A", "Paper B")),
        (Entity, "description", "wikidata", ("Q1", "Q2")),
    ],
)
def test_every_noun_is_put_together(client, ana, eva, model, prose, line, values):
    row = world()[model]
    if model is Source:
        saved(save(eva, row, opened(eva, row), rights="A land between two seas."))
        row.refresh_from_db()
    text = getattr(row, prose)
    hers = opened(client, row)
    theirs = {prose: text.replace("A land", "The land"), line: values[0]}
    saved(save(eva, row, opened(eva, row), **theirs))
    mine = {prose: text.replace("seas", "oceans"), line: values[1]}
    page = save(client, row, hers, **mine)
    assert sorted(by_label(page).values()) == ["asked", "both"]
    saved(client.post(of(row), filled(page) | {f"choice-{line}": ["theirs"]}))
    row.refresh_from_db()
    assert getattr(row, prose) == text.replace("A land", "The land").replace("seas", "oceans")
    assert getattr(row, line) == values[0]


def test_speakers_are_put_together_one_by_one(client, ana, eva):
    turkey, russia, peru = entity("Turkey"), entity("Russia"), entity("Peru")
    said = claim(article("Talks", text=TEXT), "will press", [turkey, russia])
    hers = opened(client, said)
    saved(save(eva, said, opened(eva, said), speakers=[str(turkey.pk), str(peru.pk)]))
    page = save(client, said, hers, about=str(peru.pk), speakers=[str(russia.pk)])
    assert by_label(page) == {"Speakers": "both", "About": "hers"}
    saved(client.post(of(said), filled(page)))
    assert set(said.speakers.all()) == {peru} and set(said.about.all()) == {peru}


def test_words_that_a_correction_moved_meanwhile_are_not_lost(client, ana):
    story = article("Talks", text=TEXT)
    mark = annotation(story, "Istanbul", note="Where?")
    hers = opened(client, mark)
    story.correct(by=editor("eva"), text=TEXT.replace("talks", "long talks"), reason="-")
    page = save(client, mark, hers, note="On the Bosporus.")
    assert by_label(page) == {"Note": "hers"}
    saved(client.post(of(mark), filled(page)))
    mark.refresh_from_db()
    story.refresh_from_db()
    assert mark.note == "On the Bosporus." and story.text[mark.start : mark.end] == "Istanbul"


def test_nothing_that_was_written_is_run_by_a_browser(client, ana, eva):
    bad = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    story = article("Talks", entities=[entity(bad, "topic")])
    hers = opened(client, story)
    saved(save(eva, story, opened(eva, story), byline=bad, text=f"A {bad}", reason=bad))
    page = save(client, story, hers, byline=bad + "2", text=f"B {bad}", **{"tags-0-DELETE": "on"})
    assert met(page).asked
    html = page.content.decode()
    assert "<script>alert" not in html and "<img src=x" not in html


def test_two_versions_cost_no_more_queries_with_10_rows_than_with_3(
    client, ana, django_assert_max_num_queries
):
    def meet(count):
        """How many more they take than a save that meets nobody."""
        turkey = entity(f"Land {count}", aliases=[f"N{count}-{number}" for number in range(count)])
        for number in range(count):
            target = entity(f"Target {count}-{number}")
            EntityLink.objects.create(entity=turkey, tie="part_of", target=target)
        hers = opened(client, turkey)
        with django_assert_max_num_queries(200) as alone:
            saved(save(client, turkey, hers, description="Mine."))
        hers = opened(client, turkey)
        EntityName.objects.filter(entity=turkey).update(form="former")
        EntityLink.objects.filter(entity=turkey).update(label="once")
        with django_assert_max_num_queries(200) as together:
            page = save(client, turkey, hers, description="Mine, too.")
        assert len(met(page).differences) == 2 * count + 1
        return len(together) - len(alone)

    meet(1)
    assert meet(10) <= meet(3)


# --- Nothing that was typed is lost ---------------------------------------------------------------


def signed_in_anew(client, person, address):
    """What the page shows that the sign-in leads to."""
    assert client.login(username=person.username, password=PASSWORD)
    return client.get(address)


def test_what_is_sent_after_the_session_ended_is_there_again_after_signing_in(client, ana):
    story = article("Talks", byline="Nobody")
    form = opened(client, story)
    client.cookies.pop("sessionid")
    away = save(client, story, form, byline="By Ana", section="World")
    assert away.status_code == 302 and "next=" in away["Location"]
    assert "What you typed is kept" in words(client.get(away["Location"]))
    page = client.post(
        away["Location"], {"username": "ana", "password": PASSWORD, "next": of(story)}, follow=True
    )
    assert "Your session had ended" in words(page)
    story.refresh_from_db()
    assert story.byline == "Nobody", "nothing is saved that she does not send herself"
    assert filled(page)["byline"] == ["By Ana"]
    saved(client.post(of(story), filled(page)))
    story.refresh_from_db()
    assert (story.byline, story.section) == ("By Ana", "World")
    assert opened(client, story)["byline"] == ["By Ana"]
    assert "Your session had ended" not in words(client.get(of(story)))


def test_a_new_row_is_kept_too_and_what_a_colleague_saved_meanwhile_is_met(client, ana, eva):
    add = reverse("admin:articles_entity_add")
    form = filled(client.get(add))
    story = article("Talks", byline="Nobody")
    hers = opened(client, story)
    client.cookies.pop("sessionid")
    client.post(add, form | changed({"name": "Peru", "kind": "country"}))
    page = signed_in_anew(client, ana, add)
    assert filled(page)["name"] == ["Peru"]
    saved(client.post(add, filled(page)))
    client.cookies.pop("sessionid")
    save(client, story, hers, byline="By Ana")
    saved(save(eva, story, opened(eva, story), byline="By Eva"))
    page = signed_in_anew(client, ana, of(story))
    assert by_label(page) == {"Byline": "asked"}


def test_nobody_else_sees_what_was_typed_and_a_stranger_keeps_nothing(client, ana):
    story = article("Talks")
    form = opened(client, story)
    client.cookies.pop("sessionid")
    before = Session.objects.count()
    for given_to in ("", "x", "1:abc:def"):
        save(client, story, form, byline="Mine", given_to=given_to)
    assert Session.objects.count() == before
    save(client, story, form, byline="Secret")
    page = signed_in_anew(client, editor("mia"), of(story))
    assert "Secret" not in page.content.decode()


def test_a_form_whose_token_has_expired_is_kept_for_its_writer_alone(ana):
    story = article("Talks")
    client = Client(enforce_csrf_checks=True)
    client.force_login(ana)
    form = opened(client, story)
    client.cookies.pop("csrftoken", None)
    client.get(of(story))
    answer = save(client, story, form | {"csrfmiddlewaretoken": ["x" * 64]}, byline="By Ana")
    assert answer.status_code == 403 and "What you typed is kept" in words(answer)
    assert filled(client.get(of(story)))["byline"] == ["By Ana"]
    assert filled(client.get(of(story) + "?fresh=1"))["byline"] == [""]
    other = Client(enforce_csrf_checks=True)
    other.force_login(editor("mia"))
    answer = save(other, story, form, byline="By Ana")
    assert answer.status_code == 403 and "is kept" not in words(answer)


def test_what_was_typed_about_an_entity_that_was_merged_away_is_shown_with_what_it_is_now(
    client, ana
):
    turkey, double = entity("Turkey"), entity("Republic of Turkey")
    form = opened(client, double)
    merge(turkey, double, by=chief())
    page = save(client, double, form, description="A land between <b>two</b> seas.")
    assert page.status_code == 404
    assert "A land between <b>two</b> seas." in words(page)
    assert f'href="{of(turkey)}"' in page.content.decode()


def test_what_was_typed_by_whose_rights_were_taken_away_is_shown_to_her(client, ana):
    story = article("Talks")
    form = opened(client, story)
    ana.groups.clear()
    page = save(client, story, form, byline="By Ana, at length")
    assert page.status_code == 403 and "By Ana, at length" in words(page)
    story.refresh_from_db()
    assert story.byline == ""


# --- Publishing, and many at once -----------------------------------------------------------------


def test_who_publishes_what_others_changed_sees_it_and_sends_it_once_more(client):
    client.force_login(chief("boss"))
    story = article("Talks", status="draft")
    form = filled(client.get(of(story, "publishing")))
    story.edit(by=editor("eva"), byline="By Eva")
    answer = client.post(of(story, "publishing"), form | changed({"act": "publish", "reason": "-"}))
    assert "changed by somebody else" in words(answer) and "eva set the byline" in words(answer)
    assert Article.objects.get().status == "draft"
    again = filled(answer)
    assert again["act"] == ["publish"] and again["reason"] == ["-"]
    saved(client.post(of(story, "publishing"), again))
    assert Article.objects.get().status == "published"


def test_what_cannot_be_done_any_more_is_told_with_what_was_done(client):
    client.force_login(chief("boss"))
    story = article("Talks", status="draft")
    form = filled(client.get(of(story, "publishing")))
    story.publish(by=chief("eva"))
    answer = client.post(of(story, "publishing"), form | {"act": ["publish"]})
    assert "eva published it" in words(answer) and "valid choice" in words(answer)


def test_of_many_annotations_those_that_others_changed_meanwhile_are_left(client):
    client.force_login(chief("boss"))
    turkey, story = entity("Turkey"), article("Talks", text="Turkey, Turkey, Turkey.")
    marks = [annotation(story, "Turkey", entity=turkey, nth=n, state="suggested") for n in range(3)]
    address = reverse("admin:articles_annotation_changelist")
    form = filled(client.get(address))
    story.review(marks[1], "rejected", by=editor("eva"))
    chosen = {"_selected_action": [str(mark.pk) for mark in marks], "action": ["accept"]}
    answer = client.post(address, form | chosen, follow=True)
    assert "2 annotations accepted" in words(answer)
    assert "left as they are: “Turkey” (eva)" in words(answer)
    assert [one.state for one in story.annotations.order_by("pk")] == [
        *("accepted", "rejected", "accepted"),
    ]
    client.post(address, form | chosen | {"opened": ["x"]})
    answer = client.post(address, form | chosen | {"opened": [""]}, follow=True)
    assert "Open the list anew" in words(answer)
    assert story.annotations.get(pk=marks[1].pk).state == "rejected"


# --- At the same moment ---------------------------------------------------------------------------


def at_once(*acts):
    """What each act gave, done in a thread of its own."""

    def done(act):
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(done, acts))


@pytest.mark.django_db(transaction=True)
def test_of_editors_who_save_at_once_all_are_put_together_in_the_end_and_none_is_lost():
    story = article("Talks", text=" ".join(f"w{number}" for number in range(40)))
    form_of = {}
    for number in range(4):
        client = Client()
        client.force_login(editor(f"editor{number}"))
        text = story.text.replace(f"w{10 * number}", f"new{number}")
        form_of[client] = opened(client, story) | changed({"text": text, "reason": f"No. {number}"})

    def write(client):
        form = form_of[client]
        for _ in range(len(form_of)):
            answer = client.post(of(story), form)
            if answer.status_code == 302:
                return "saved"
            assert not met(answer).asked, words(answer)
            form = filled(answer)
        return "never saved"

    assert at_once(*(partial(write, client) for client in form_of)) == ["saved"] * 4
    story.refresh_from_db()
    assert all(f"new{number}" in story.text.split() for number in range(4))
    assert story.revisions.count() == 5 and story.version == 5


SAVE_THREE_TIMES = """
from articles.models import Article, Conflict

saved = 0
while saved < 3:
    article = Article.objects.get(pk=STORY)
    try:
        article.edit(by=None, byline=f"{NUMBER}-{saved}")
        saved += 1
    except Conflict:
        pass
print(saved)
"""


@pytest.mark.django_db(transaction=True)
def test_no_save_of_eight_processes_is_lost_or_counted_twice():
    story = article("Talks")
    version = story.version
    saves = sum(map(int, processes.at_once(8, SAVE_THREE_TIMES, STORY=story.pk)))
    story.refresh_from_db()
    assert saves == story.version - version == 24
    assert Change.objects.filter(article=story, action="edited").count() == saves
