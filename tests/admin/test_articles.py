"""Articles in the admin: what is written, tagged and published, and what is recorded of it."""

import pytest

from articles.models import (
    Annotation,
    Article,
    Change,
    Claim,
    Entity,
    Relation,
    Source,
    State,
    Status,
)
from tests.admin.pages import Changes, errors, messages, of, one, page, saved
from tests.factories import annotation, article, entity, source
from tests.forms import filled, sent

pytestmark = pytest.mark.django_db


# --- Articles -------------------------------------------------------------------------------------


def test_a_new_article_is_a_draft_with_its_tags_and_one_change(client, ana):
    turkey, paper = entity("Turkey"), source()
    changes = Changes()
    saved(
        sent(
            client,
            page(Article, "add"),
            headline="  Talks in\tIstanbul ",
            text="One.\r\n\r\n\r\nTwo.",
            source=paper.pk,
            published_on="2012-12-01",
            language="en",
            **{"tags-0-tag": turkey.pk, "tags-0-role": "actor", "tags-0-salience": "3"},
        )
    )
    story = Article.objects.get()
    assert changes() == [("created", "ana")]
    assert (story.headline, story.text, story.slug) == (
        "Talks in Istanbul",
        "One.\n\nTwo.",
        "talks-in-istanbul",
    )
    assert story.status == Status.DRAFT and story.revision.number == 1
    assert [(tag.tag, tag.role, tag.salience) for tag in story.tags.all()] == [(turkey, "actor", 3)]


def test_a_save_of_fields_tags_and_words_is_one_change(client, ana, world):
    peru = entity("Peru")
    changes = Changes()
    response = sent(
        client,
        of(world),
        byline="By Ana",
        text=world.text.replace("this week", "this very week"),
        reason="A word was lost.",
        **{"tags-0-role": "actor", "tags-1-tag": peru.pk, "tags-1-salience": "2"},
    )
    saved(response)
    assert changes() == [("corrected", "ana")]
    change = Change.objects.newest().first()
    assert change.article == world and change.reason == "A word was lost."
    assert {part["model"] for part in change.parts} == {
        *("article", "revision", "annotation", "taggedentity")
    }
    world.refresh_from_db()
    assert world.byline == "By Ana" and world.revision.number == 2
    assert {(tag.tag.name, tag.role, tag.salience) for tag in world.tags.all()} == {
        ("Turkey", "actor", 1),
        ("Peru", "mentioned", 2),
    }
    for mark in world.annotations.all():
        assert world.text[mark.start : mark.end] == mark.exact
    assert "lost their words" in messages(client.get(page(Article)))


def test_a_save_that_changes_nothing_appends_nothing(client, ana, world):
    changes = Changes()
    for row in (world, one(Source), one(Entity), one(Annotation), one(Claim), one(Relation)):
        version = row.version
        saved(sent(client, of(row)))
        row.refresh_from_db()
        assert row.version == version
        assert "Nothing differed" in messages(client.get(page(Article)))
    assert changes() == []


@pytest.mark.parametrize("name", ["headline", "text"])
def test_words_change_only_with_a_reason(client, ana, world, name):
    changes = Changes()
    response = sent(client, of(world), **{name: "Other words."})
    assert "Say why" in errors(response)
    assert changes() == []
    saved(sent(client, of(world), **{name: "Other words."}, reason="They were wrong."))
    assert changes() == [("corrected", "ana")]


def test_a_correction_says_what_became_of_the_annotations(client, ana):
    story = article(text="Turkey talks. Russia listens.")
    annotation(story, "Turkey", entity=entity("Turkey"))
    annotation(story, "Russia listens", note="Does it?")
    saved(sent(client, of(story), text="Today Turkey talks.", reason="It did not."))
    told = messages(client.get(page(Article)))
    assert "1 moved" in told and "1 lost" in told
    orphans = client.get(page(Annotation) + f"?article__id__exact={story.pk}&place=orphaned")
    assert "Russia listens" in orphans.content.decode()


def test_only_tagging_is_called_so(client, ana, world):
    changes = Changes()
    saved(sent(client, of(world), **{"tags-0-salience": "3"}))
    saved(sent(client, of(world), **{"tags-0-DELETE": "on", "reject_mentions": "on"}))
    assert changes() == [("tagged", "ana"), ("untagged", "ana")]


def test_removing_a_tag_with_mentions_counts_them_first(client, ana, world):
    response = sent(client, of(world), **{"tags-0-DELETE": "on"})
    assert "Turkey (1)" in errors(response)
    assert world.tags.count() == 1
    saved(sent(client, of(world), **{"tags-0-DELETE": "on", "reject_mentions": "on"}))
    assert world.tags.count() == 0
    assert world.annotations.mentions().get().state == State.REJECTED


def test_two_georgias_are_tagged_each_for_itself(client, ana):
    country, state = entity("Georgia"), entity("Georgia", "place")
    story = article(entities=[country, state])
    html = client.get(of(story)).content.decode()
    assert "Georgia (country)" in html and "Georgia (place)" in html
    values = filled(client.get(of(story)))
    first = story.tags.get(tag=country)
    row = next(name for name in values if values[name] == [str(first.pk)] and name.endswith("-id"))
    saved(sent(client, of(story), **{row.replace("-id", "-DELETE"): "on"}))
    assert [tag.tag for tag in story.tags.all()] == [state]


def test_the_same_tag_twice_is_told_in_the_form(client, ana, world):
    turkey = Entity.objects.get(name="Turkey")
    response = sent(client, of(world), **{"tags-1-tag": turkey.pk})
    assert errors(response)
    assert world.tags.count() == 1


@pytest.mark.parametrize(
    "name", ["status", "version", "created_by", "embargo_until", "sha256", "slug"]
)
def test_what_is_not_in_the_form_is_not_taken_from_it(client, boss, name):
    story = article(status=Status.DRAFT)
    before = Article.objects.filter(pk=story.pk).values().get()
    forged = {"status": "published", "version": "99", "slug": "mine", "created_by": "1"}
    sent(client, of(story), byline="By Me", **{name: forged.get(name, "2012-12-01")})
    after = Article.objects.filter(pk=story.pk).values().get()
    expected = {"byline": "By Me", "version": before["version"] + 1}
    assert after | {"updated_at": None} == before | expected | {"updated_at": None}


def test_a_tag_of_another_article_is_not_reached_through_this_one(client, ana, world):
    other = article(entities=[entity("Peru")])
    tag = other.tags.get()
    response = sent(client, of(world), **{"tags-0-id": tag.pk, "tags-0-salience": "3"})
    assert response.status_code == 200
    tag.refresh_from_db()
    assert tag.salience == 1 and tag.content_object == other


# --- Publishing -----------------------------------------------------------------------------------


def publish(client, story, act, **values):
    return sent(client, page(Article, "publishing", story), act=act, **values)


def test_a_chief_editor_publishes_embargoes_withdraws_and_restores(client, boss):
    story = article(status=Status.DRAFT)
    changes = Changes()
    assert "Publish" in client.get(of(story)).content.decode()
    saved(publish(client, story, "embargo", until_0="2199-01-01", until_1="12:00"))
    saved(publish(client, story, "publish"))
    assert client.get(story.get_absolute_url()).status_code == 404
    saved(publish(client, story, "end"))
    assert Article.objects.public().get() == story
    assert "Say why" in errors(publish(client, story, "withdraw"))
    saved(publish(client, story, "withdraw", reason="It was wrong."))
    assert Article.objects.withdrawn().get() == story
    saved(publish(client, story, "restore"))
    acts = ["embargoed", "published", "embargoed", "withdrawn", "restored"]
    assert changes() == [(act, "boss") for act in acts]
    assert "Until when" in errors(publish(client, story, "embargo"))
    assert errors(publish(client, story, "publish")), "it is published"


def test_an_editor_publishes_by_no_door(client, ana):
    story = article(status=Status.DRAFT)
    assert page(Article, "publishing", story) not in client.get(of(story)).content.decode()
    address = page(Article, "publishing", story)
    assert client.get(address).status_code == 403
    assert client.post(address, {"act": "publish", "version": 1}).status_code == 403
    client.post(page(Article), {"action": "publish", "_selected_action": [story.pk]})
    sent(client, of(story), status="published", _publish="1")
    story.refresh_from_db()
    assert story.status == Status.DRAFT


def test_who_publishes_an_old_version_is_told(client, boss):
    story = article(status=Status.DRAFT)
    address = page(Article, "publishing", story)
    values = filled(client.get(address))
    Article.objects.get(pk=story.pk).edit(by=None, byline="Hers")
    response = client.post(address, values | {"act": ["publish"]})
    assert "somebody else" in errors(response)
    story.refresh_from_db()
    assert story.status == Status.DRAFT
