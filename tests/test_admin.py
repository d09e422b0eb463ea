"""The admin: what editors see and do there, what is recorded of it, and what it refuses."""

import re
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.contrib.admin import site
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
    EntityName,
    Redirect,
    Relation,
    Revision,
    Source,
    State,
    Status,
)
from tests.factories import (
    annotation,
    article,
    chief,
    claim,
    editor,
    entity,
    relation,
    source,
    user,
)
from tests.forms import filled, sent

pytestmark = pytest.mark.django_db
NOUNS = (Article, Annotation, Source, Entity, Claim, Relation, Revision, Change, Redirect)
WRITTEN = (Article, Annotation, Source, Entity, Claim, Relation)


def page(model, what="changelist", *args):
    name = model._meta.model_name
    return reverse(f"admin:articles_{name}_{what}", args=[getattr(arg, "pk", arg) for arg in args])


def of(row):
    return page(type(row), "change", row)


@pytest.fixture
def ana(client):
    """An editor, signed in."""
    ana = editor("ana")
    client.force_login(ana)
    return ana


@pytest.fixture
def boss(client):
    boss = chief("boss")
    client.force_login(boss)
    return boss


@pytest.fixture
def world():
    """One row of every noun."""
    turkey = entity("Turkey", iso2="TR", aliases=["Türkiye", ("Turkish", "demonym")])
    russia = entity("Russia", iso2="RU")
    story = article("Turkey to Press Putin", entities=[turkey])
    annotation(story, "Turkey", entity=turkey)
    claim(story, "will press", [turkey])
    relation(story, "talks", [turkey], [russia])
    Redirect.objects.create(noun="article", slug="old", article=story)
    return story


def one(model):
    return model._base_manager.order_by("pk").first()


def saved(response):
    """The answer to a save: sent on, not shown the form again with what is wrong."""
    if response.status_code != 302:
        raise AssertionError(errors(response))
    return response


def errors(response):
    assert response.status_code == 200, response.status_code
    found = re.findall(
        r'<ul class="errorlist[^>]*>(.*?)</ul>', response.content.decode(), re.DOTALL
    )
    return " ".join(re.sub("<[^>]+>", "", text) for text in found)


def messages(response):
    return " ".join(str(message) for message in response.context["messages"])


class Changes:
    """The changes appended since this was made."""

    def __init__(self):
        self.last = Archive.objects.current().last_change

    def __call__(self):
        rows = Change.objects.filter(number__gt=self.last).order_by("number")
        return [(str(row.action), row.by and row.by.username) for row in rows]


# --- Looking ------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", NOUNS)
def test_every_noun_has_a_list_and_a_page(client, ana, world, model):
    for address in (page(model), page(model) + "?q=Turkey", of(one(model))):
        assert client.get(address).status_code == 200
    if model in WRITTEN:
        assert client.get(page(model, "add")).status_code == 200


def test_the_archives_own_row_is_for_those_who_run_it(client, ana, admin_client):
    assert client.get(page(Archive)).status_code == 403
    Archive.objects.current()
    assert admin_client.get(of(one(Archive))).status_code == 200


def test_tags_are_entities_so_taggits_own_are_not_in_the_admin(admin_client):
    assert not any(model._meta.app_label == "taggit" for model in site._registry)
    assert b"taggit" not in admin_client.get(reverse("admin:index")).content


def rows_of_ten(count):
    """`count` more of everything that lists and pages show."""
    for number in range(count):
        word = f"{count}-{number}"
        country = entity(f"Country {word}", aliases=[f"Alias {word}"])
        story = article(f"Story {word}", source=source(f"Source {word}"), entities=[country])
        annotation(story, "Turkey", entity=country, by=user())
        claim(story, "will press", [country])
        relation(story, "talks", [country], [country])
        Redirect.objects.create(noun="article", slug=f"old-{word}", article=story)


@pytest.mark.parametrize("model", NOUNS)
def test_a_list_takes_the_same_queries_for_3_rows_as_for_10(
    client, ana, django_assert_max_num_queries, model
):
    client.get(page(model))  # content types are remembered from now on
    rows_of_ten(3)
    with django_assert_max_num_queries(40) as few:
        client.get(page(model))
    rows_of_ten(7)
    with django_assert_max_num_queries(len(few)):
        client.get(page(model))


def test_an_articles_page_takes_the_same_queries_for_3_tags_and_marks_as_for_10(
    client, ana, django_assert_max_num_queries
):
    story = article(text="Turkey " * 20)
    client.get(of(story))

    def grow(count):
        for number in range(count):
            country = entity(f"Country {count}-{number}")
            story.tag(country, by=None)
            annotation(story, "Turkey", entity=country)

    grow(3)
    with django_assert_max_num_queries(40) as few:
        client.get(of(story))
    grow(7)
    with django_assert_max_num_queries(len(few)):
        response = client.get(of(story))
    assert "10 annotations" in response.content.decode()


def test_an_entitys_page_takes_the_same_queries_for_3_names_and_ties_as_for_10(
    client, ana, django_assert_max_num_queries
):
    from articles.models import EntityLink

    turkey = entity("Turkey")
    client.get(of(turkey))

    def grow(count):
        for number in range(count):
            word = f"{count}-{number}"
            EntityName.objects.create(entity=turkey, name=word)
            EntityLink.objects.create(entity=turkey, tie="part_of", target=entity(f"X {word}"))

    grow(3)
    with django_assert_max_num_queries(40) as few:
        client.get(of(turkey))
    grow(7)
    with django_assert_max_num_queries(len(few)):
        client.get(of(turkey))


# --- Choosing an entity -------------------------------------------------------------------------


def choices(client, term, model="taggedentity", field="tag"):
    return client.get(
        reverse("admin:articles_entity_choices"),
        {"term": term, "app_label": "articles", "model_name": model, "field_name": field},
    )


def offered(client, term):
    return [choice["text"] for choice in choices(client, term).json()["results"]]


def test_an_entity_is_offered_by_any_of_its_names_with_its_kind(client, ana):
    entity("Georgia")
    entity("Georgia", "place")
    entity("Turkey", iso2="TR", aliases=["Türkiye", ("Ankara", "metonym")])
    entity("Ankara", "place")
    entity("South Georgia", "place")
    assert offered(client, "georgia") == [
        "Georgia (country)",
        "Georgia (place)",
        "South Georgia (place)",
    ]
    assert offered(client, "turkiye") == ["Turkey (country), also “Türkiye”"]
    assert offered(client, "ANKARA") == ["Ankara (place)", "Turkey (country), also “Ankara”"]
    assert offered(client, "tr")[0].startswith("Turkey")
    assert len(offered(client, "")) == 5
    assert offered(client, "\0") == []


def test_entities_are_offered_only_to_those_who_may_see_them(client):
    entity("Secret", "topic")
    assert choices(client, "sec").status_code == 302
    client.force_login(user(is_staff=True))
    for address in (
        partial(choices, client, "sec"),
        lambda: client.get(
            reverse("admin:autocomplete"),
            {"term": "s", "app_label": "articles", "model_name": "claim", "field_name": "via"},
        ),
    ):
        response = address()
        assert response.status_code == 403 and b"Secret" not in response.content


# --- Articles -----------------------------------------------------------------------------------


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


# --- Publishing ---------------------------------------------------------------------------------


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


# --- Conflicts ----------------------------------------------------------------------------------


def test_who_saves_second_is_told_by_whom_and_loses_nothing(client, ana, world):
    values = filled(client.get(of(world)))
    Article.objects.get(pk=world.pk).edit(by=editor("eva"), byline="By Eva")
    changes = Changes()
    mine = {"byline": ["By Ana"], "section": ["World"], "text": ["Mine."], "reason": ["So."]}
    response = client.post(of(world), values | mine)
    assert "eva saved this" in errors(response) and "Nothing of yours was saved" in errors(response)
    html = response.content.decode()
    assert "By Ana" in html and "World" in html and "Mine." in html
    assert changes() == []
    world.refresh_from_db()
    assert world.byline == "By Eva" and world.section == ""


def test_tags_of_an_old_page_do_not_overwrite_newer_ones(client, ana, world):
    turkey = Entity.objects.get(name="Turkey")
    values = filled(client.get(of(world)))
    Article.objects.get(pk=world.pk).tag(turkey, role="actor", salience=3, by=None)
    assert "saved this" in errors(client.post(of(world), values | {"byline": ["Mine"]}))
    Article.objects.get(pk=world.pk).untag(turkey, by=None)
    assert "saved this" in errors(client.post(of(world), values | {"byline": ["Mine"]}))
    assert world.tags.count() == 0


def test_names_and_ties_of_an_old_page_do_not_overwrite_newer_ones(client, ana):
    turkey = entity("Turkey", aliases=["Türkiye"])
    values = filled(client.get(of(turkey)))
    saved(sent(client, of(turkey), **{"names-0-name": "Anatolia"}))
    assert "saved this" in errors(client.post(of(turkey), values | {"description": ["A land."]}))
    assert turkey.names.get().name == "Anatolia"


@pytest.mark.parametrize("model", [Annotation, Source, Claim, Relation])
def test_every_form_notices_an_old_version(client, ana, world, model):
    row = one(model)
    values = filled(client.get(of(row)))
    name = "rights" if model is Source else "note"
    saved(client.post(of(row), values | {name: ["First."]}))
    assert "saved this" in errors(client.post(of(row), values | {name: ["Second."]}))
    row.refresh_from_db()
    assert getattr(row, name) == "First."


def test_a_form_without_its_version_saves_nothing(client, ana, world):
    values = filled(client.get(of(world)))
    for seen in ([], ["x"], ["1"]):
        response = client.post(of(world), values | {"seen": seen, "byline": ["Mine"]})
        assert response.status_code == 200
    world.refresh_from_db()
    assert world.byline == ""


def all_at_once(*acts):
    """What each act gave, done in a thread of its own."""

    def done(act):
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(done, acts))


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.django_db(transaction=True)
def test_of_editors_who_save_at_the_same_moment_one_saves_and_the_others_are_told(world):
    clients = [signed_in(editor()) for _ in range(4)]
    forms = [filled(client.get(of(world))) for client in clients]
    changes = Changes()
    answers = all_at_once(
        *(
            partial(client.post, of(world), form | {"byline": [f"By {number}"]})
            for number, (client, form) in enumerate(zip(clients, forms, strict=True))
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 302]
    assert all("saved this" in errors(one) for one in answers if one.status_code == 200)
    assert len(changes()) == 1


@pytest.mark.django_db(transaction=True)
def test_of_editors_who_add_one_entity_at_the_same_moment_one_adds_it(world):
    clients = [signed_in(editor()) for _ in range(4)]
    forms = [filled(client.get(page(Entity, "add"))) for client in clients]
    new = {"name": ["Peru"], "kind": ["country"], "iso2": ["PE"]}
    answers = all_at_once(
        *(
            partial(client.post, page(Entity, "add"), form | new)
            for client, form in zip(clients, forms, strict=True)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 302]
    assert Entity.objects.filter(name="Peru").count() == 1


# --- Annotations --------------------------------------------------------------------------------


def annotate(client, story, **values):
    return sent(client, page(Annotation, "add"), article=story.pk, **values)


def test_words_are_given_and_their_place_is_found(client, ana):
    turkey = entity("Turkey")
    story = article("Talks", text="In “Istanbul” Turkey talks.")
    changes = Changes()
    saved(annotate(client, story, kind="mention", words="Turkey", entity=turkey.pk, form="name"))
    mark = story.annotations.get()
    assert (mark.start, mark.end, mark.prefix, mark.created_by) == (14, 20, "In “Istanbul” ", ana)
    assert mark.made_on == story.revision
    assert changes() == [("annotated", "ana")]
    assert [tag.tag for tag in story.tags.all()] == [turkey]
    saved(annotate(client, story, kind="note", words='"Istanbul"', note="As it was called."))
    assert story.annotations.get(kind="note").exact == "“Istanbul”", "quotes as they stand"
    saved(annotate(client, story, kind="time", words="Talks", value="2012-12"))
    assert story.annotations.get(kind="time").field == "headline"


def test_words_that_occur_more_than_once_are_asked_about(client, ana):
    story = article("Syria", text="Turkey and Syria. Syria and Turkey. Syrian.")
    values = {"kind": "note", "words": "Syria", "note": "Which?"}
    response = annotate(client, story, **values)
    assert "These words occur 3 times" in errors(response)
    html = response.content.decode()
    assert "Which of the 3?" in html
    assert "Headline: [Syria]" in html and "Turkey and [Syria]. Syria and" in html
    assert story.annotations.count() == 0
    (key,) = re.findall(r'value="(text-18-\d+-\w+)"', html)
    asked = filled(response)
    saved(client.post(page(Annotation, "add"), asked | {"place": [key]}))
    assert story.annotations.get().start == 18
    saved(annotate(client, story, **values, words_before="Turkey and"))
    assert story.annotations.filter(start=11).exists()
    assert "right after" in errors(annotate(client, story, **values, words_before="Peru and"))
    forged = client.post(page(Annotation, "add"), asked | {"place": ["text-0-6-0"]})
    assert "occur 3 times" in errors(forged)


def test_words_that_are_not_there_are_told(client, ana):
    story = article(text="Turkey talks.")
    response = annotate(client, story, kind="note", words="Peru", note="-")
    assert "“Peru” does not occur" in errors(response)
    assert story.annotations.count() == 0


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"kind": "mention", "words": "Turkey"}, "Which entity"),
        ({"kind": "note", "words": "Turkey"}, "Write the note"),
        ({"kind": "note", "words": ""}, "required"),
        ({"kind": "headline", "words": "Turkey"}, "valid choice"),
        ({"kind": "note", "words": "Turkey", "note": "x" * 10_001}, "at most 10000"),
        ({"kind": "note", "words": "Turkey\0", "note": "-"}, "Null characters"),
    ],
)
def test_annotations_that_make_no_sense_are_told_why(client, ana, values, told):
    story = article(text="Turkey talks.")
    assert told in errors(annotate(client, story, **values))
    assert story.annotations.count() == 0


def test_the_same_mention_twice_is_told_in_the_form(client, ana):
    turkey = entity("Turkey")
    story = article("Talks", text="Turkey talks.")
    values = {"kind": "mention", "words": "Turkey", "entity": turkey.pk}
    saved(annotate(client, story, **values))
    assert "marked with this entity already" in errors(annotate(client, story, **values))


def test_an_annotation_is_reviewed_and_its_tag_goes_with_it(client, ana):
    turkey = entity("Turkey")
    story = article("Talks", text="Turkey talks.")
    mark = annotation(story, "Turkey", entity=turkey, by=editor("eva"))
    changes = Changes()
    saved(sent(client, of(mark), state="rejected"))
    assert changes() == [("reviewed", "ana")]
    assert story.tags.count() == 0
    mark.refresh_from_db()
    assert mark.created_by.username == "eva"


def test_an_annotation_is_moved_to_other_words(client, ana):
    story = article("Talks", text="Turkey talks. Russia listens.")
    mark = annotation(story, "Turkey", note="Who?")
    saved(sent(client, of(mark), words="Russia"))
    mark.refresh_from_db()
    assert (mark.start, mark.exact, mark.suffix) == (14, "Russia", " listens.")


def test_an_orphan_stays_one_or_is_given_one_of_its_places(client, ana):
    story = article("Talks", text="One of them spoke. Nobody heard one of them.")
    mark = annotation(story, "One of them spoke.", note="Who?")
    story.correct(by=None, text="Nobody heard one of them.", reason="-")
    mark.refresh_from_db()
    assert mark.is_orphaned
    saved(sent(client, of(mark), note="Who, then?"))
    mark.refresh_from_db()
    assert mark.is_orphaned and mark.note == "Who, then?"
    saved(sent(client, of(mark), words="one of them"))
    mark.refresh_from_db()
    assert (mark.is_orphaned, mark.start) == (False, 13)


def test_many_annotations_are_accepted_at_once_by_chief_editors_only(client, boss):
    story, other = article(text="Turkey, Turkey."), article(text="Turkey.")
    turkey = entity("Turkey")
    for where, nth in ((story, 0), (story, 1), (other, 0)):
        annotation(where, "Turkey", entity=turkey, nth=nth, state=State.SUGGESTED)
    chosen = {"_selected_action": [str(mark.pk) for mark in Annotation.objects.all()]}
    chosen |= {"opened": [str(Archive.objects.current().last_change)]}
    client.force_login(editor("ana"))
    client.post(page(Annotation), chosen | {"action": "accept"})
    assert not Annotation.objects.accepted().exists()
    client.force_login(boss)
    changes = Changes()
    client.post(page(Annotation), chosen | {"action": "accept"})
    assert Annotation.objects.accepted().count() == 3
    assert changes() == [("reviewed", "boss"), ("reviewed", "boss")]
    assert story.tags.get().tag == other.tags.get().tag == turkey


# --- Entities, sources, statements --------------------------------------------------------------


def test_an_entity_is_made_and_changed_with_names_and_ties_as_one_change_each(client, ana):
    russia = entity("Russia")
    changes = Changes()
    saved(
        sent(
            client,
            page(Entity, "add"),
            name="Vladimir Putin",
            kind="person",
            **{"names-0-name": "Putin", "links-0-tie": "citizen_of", "links-0-target": russia.pk},
        )
    )
    putin = Entity.objects.get(slug="vladimir-putin")
    assert putin.names.get().name == "Putin" and putin.links.get().target == russia
    saved(
        sent(
            client,
            of(putin),
            description="President of Russia.",
            **{"names-0-DELETE": "on", "names-1-name": "V. Putin", "links-0-label": "President"},
        )
    )
    assert putin.names.get().name == "V. Putin" and putin.links.get().label == "President"
    assert changes() == [("created", "ana"), ("edited", "ana")]
    parts = Change.objects.newest().first().parts
    assert sorted((part["model"], part["did"]) for part in parts) == [
        ("entity", "changed"),
        ("entitylink", "changed"),
        ("entityname", "created"),
        ("entityname", "removed"),
    ]


def test_an_entity_is_added_from_the_form_in_which_it_is_missed(client, ana):
    response = sent(client, page(Entity, "add") + "?_popup=1", name="Peru", kind="country")
    assert response.status_code == 200 and b"popup_response" in response.content
    assert Entity.objects.get().name == "Peru"


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"name": "TURKEY", "kind": "country"}, "this kind with this name"),
        ({"name": "Peru", "kind": "person", "iso2": "PE"}, "Only a country"),
        ({"name": "Peru", "kind": "country", "iso2": "TR"}, "already exists"),
        ({"name": "Peru", "kind": "country", "wikidata": "Peru"}, "A Wikidata id"),
        ({"name": " \u200b ", "kind": "topic"}, ""),
        ({"name": "Peru", "kind": ""}, "required"),
    ],
)
def test_entities_that_make_no_sense_are_told_why(client, ana, values, told):
    entity("Turkey", iso2="TR")
    response = sent(client, page(Entity, "add"), **values)
    if told:
        assert told in errors(response)
        assert Entity.objects.count() == 1
    else:
        assert response.status_code in (200, 302)


def test_a_source_is_made_and_changed(client, ana):
    changes = Changes()
    saved(sent(client, page(Source, "add"), name="The Paper", homepage="https://example.org/"))
    paper = Source.objects.get()
    saved(sent(client, of(paper), time_zone="Europe/Moscow"))
    assert changes() == [("created", "ana"), ("edited", "ana")]
    response = sent(client, of(paper), homepage="javascript:alert(1)")
    assert "http://" in errors(response)
    assert "time zone" in errors(sent(client, of(paper), time_zone="Mars/Base"))


def test_a_claim_and_a_relation_are_stated_and_changed(client, ana):
    turkey, russia = entity("Turkey"), entity("Russia")
    story = article(text="Turkey said Russia sells arms.")
    words = annotation(story, "Russia sells arms", "evidence")
    more = annotation(story, "sells arms", "evidence")
    note = annotation(story, "Turkey", note="-")
    changes = Changes()
    values = {"speakers": turkey.pk, "mode": "indirect"}
    assert "valid choice" in errors(sent(client, page(Claim, "add"), evidence=note.pk, **values))
    saved(sent(client, page(Claim, "add"), evidence=words.pk, **values))
    saved(sent(client, of(one(Claim)), about=russia.pk, note="So it said."))
    assert list(one(Claim).about.all()) == [russia]
    values = {"kind": "event", "actors": russia.pk, "action": "sells arms", "contexts": "military"}
    saved(sent(client, page(Relation, "add"), evidence=more.pk, **values))
    saved(sent(client, of(one(Relation)), status="claimed", contexts=["military", "economic"]))
    made = one(Relation)
    assert (made.status, sorted(made.contexts)) == ("claimed", ["economic", "military"])
    assert changes() == [("stated", "ana")] * 4


# --- Who may ------------------------------------------------------------------------------------


def doors(row):
    model = type(row)
    yield "get", page(model)
    yield "get", of(row)
    yield "post", of(row)
    yield "get", page(model, "history", row)
    yield "get", page(model, "delete", row)
    yield "post", page(model, "delete", row)
    yield "get", page(model, "add")
    yield "post", page(model, "add")


@pytest.mark.parametrize("model", NOUNS)
def test_strangers_readers_and_staff_of_no_group_get_in_by_no_door(client, world, model):
    before = Change.objects.count(), model._base_manager.count()
    row = one(model)
    for person, status in ((None, 302), (user(), 302), (user(is_staff=True), 403)):
        client.logout()
        if person:
            client.force_login(person)
        for method, address in doors(row):
            response = getattr(client, method)(address)
            assert response.status_code == status, (method, address)
            assert b"Turkey to Press" not in response.content
    assert (Change.objects.count(), model._base_manager.count()) == before


@pytest.mark.parametrize("model", NOUNS)
@pytest.mark.parametrize("who", ["ana", "boss", "admin_user"])
def test_nobody_deletes_in_the_admin(client, world, request, model, who):
    client.force_login(request.getfixturevalue(who))
    row = one(model)
    for method in (client.get, client.post):
        assert method(page(model, "delete", row), {"post": "yes"}).status_code == 403
    for action in ("delete_selected", "delete"):
        chosen = {"action": action, "_selected_action": [row.pk], "post": "yes"}
        client.post(page(model), chosen)
    assert model._base_manager.filter(pk=row.pk).exists()
    assert b"delete_selected" not in client.get(page(model)).content
    assert b"deletelink" not in client.get(of(row)).content


@pytest.mark.parametrize("model", [Revision, Redirect])
def test_what_is_history_is_only_looked_at(client, admin_user, world, model):
    client.force_login(admin_user)
    row = one(model)
    assert client.get(page(model, "add")).status_code == 403
    assert client.post(of(row), {"slug": "mine", "text": "Mine."}).status_code == 403
    assert not re.search(rb'<(input|textarea)[^>]*name="(slug|text)"', client.get(of(row)).content)


def test_who_may_only_look_sees_no_form(client, world):
    from django.contrib.auth.models import Permission

    guest = user(is_staff=True)
    guest.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(guest)
    for model in WRITTEN:
        row = one(model)
        response = client.get(of(row))
        assert response.status_code == 200 and b'name="seen"' not in response.content
        assert client.post(of(row), {}).status_code == 403
        assert client.get(page(model, "add")).status_code == 403


def test_rights_that_are_taken_away_end_with_the_next_request(client, ana, world):
    values = filled(client.get(of(world)))
    ana.groups.clear()
    assert client.post(of(world), values | {"byline": ["Mine"]}).status_code == 403
    ana.is_active = False
    ana.save()
    assert client.get(of(world)).status_code == 302


def test_nothing_is_saved_without_the_forms_token(world):

    client = Client(enforce_csrf_checks=True)
    client.force_login(chief())
    before = Change.objects.count()
    for row in (world, one(Annotation), one(Entity), one(Source), one(Claim), one(Relation)):
        values = filled(client.get(of(row)))
        values.pop("csrfmiddlewaretoken")
        assert client.post(of(row), values).status_code == 403
    for address in (page(Article, "publishing", world), page(Annotation)):
        assert client.post(address, {"act": "withdraw"}).status_code == 403
    assert Change.objects.count() == before


def test_looking_changes_nothing(client, boss, world):
    before = Archive.objects.current().last_change
    for row in (world, one(Annotation), one(Entity), one(Source), one(Claim), one(Relation)):
        for _, address in doors(row):
            client.get(address, {"status": "published", "action": "accept", "act": "withdraw"})
    client.get(page(Article, "publishing", world), {"act": "withdraw", "reason": "-"})
    assert Archive.objects.current().last_change == before
    assert Article.objects.public().get() == world


# --- What comes in ------------------------------------------------------------------------------

HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(1)>{{7*7}}'


def test_nothing_that_was_written_is_run_by_a_browser(client, ana):
    bad = entity(HOSTILE, "topic", aliases=[HOSTILE], description=HOSTILE)
    story = article(HOSTILE, text=f"Turkey {HOSTILE}", entities=[bad], source=source(HOSTILE))
    annotation(story, "Turkey", note=HOSTILE, field="text")
    annotation(story, HOSTILE, entity=bad, field="headline")
    claim(story, "alert", [bad], note=HOSTILE)
    relation(story, "script", [bad], [bad], action=HOSTILE)
    story.edit(by=None, reason=HOSTILE, byline=HOSTILE)
    rows = [one(model) for model in NOUNS if one(model)]
    rows += [Change.objects.newest().first()]
    for address in [page(type(row)) for row in rows] + [of(row) for row in rows]:
        html = client.get(address).content.decode()
        assert "<script>alert" not in html and "<img src=x" not in html
        assert not re.search(
            r"<[^>]*\sstyle=|<[^>]*\son[a-z]+=\"|<style", html.replace(HOSTILE, "")
        ), address
    assert "<script>" not in choices(client, "alert").json()["results"][0]["id"]


@pytest.mark.parametrize("character", ["\0", "\x0b", "\ufffe", "\x1b", "\ud800"])
def test_no_form_lets_in_what_xml_cannot_hold(client, ana, character):
    paper = source()
    text = f"A{character}B"
    body = {"headline": text, "text": text, "byline": text, "source": str(paper.pk)}
    values = filled(client.get(page(Article, "add")))
    values = {name: value[0] for name, value in values.items() if value}
    response = client.post(
        page(Article, "add"),
        {
            name: value.encode("utf-8", "surrogatepass").decode("latin-1")
            if name in body and character == "\ud800"
            else value
            for name, value in (values | body).items()
        },
    )
    assert response.status_code in (200, 302)
    for story in Article.objects.all():
        for words in (story.headline, story.text, story.byline):
            assert character not in words
            words.encode()


QUERIES = [
    *("q=%00", "q=" + "x" * 3_000, "p=99999999999999999999", "p=-1", "o=99.-99.x", "all="),
    *("at__year=0", "created_at__year=99999", "published_on__year=0", "status__exact=%00"),
    *("article__id__exact=99999999999999999999", "kind__exact=nothing", "password=x"),
    *("source__id__exact=x", "text__startswith=T", "created_by__password__startswith=p"),
]


@pytest.mark.parametrize("model", NOUNS)
def test_no_query_breaks_a_list(client, ana, world, model):
    for query in QUERIES:
        assert client.get(f"{page(model)}?{query}").status_code in (200, 302, 400), query


def test_no_password_is_guessed_through_a_filter(client, ana, world):
    person = chief("rich")
    annotation(world, "Russia", note="-", by=person)
    address = page(Annotation) + "?created_by__password__startswith=" + person.password[:5]
    assert client.get(address).status_code in (302, 400)


@pytest.mark.parametrize("no_choice", ["javascript:alert(1)", "0001-01-01"])
def test_what_is_no_choice_is_refused_and_not_looked_for(client, ana, no_choice):
    said = claim(article(text="Putin came."), "Putin", [entity("Vladimir Putin", "person")])
    for field in ("cue", "via", "speakers", "about"):
        answer = sent(client, of(said), **{field: no_choice})
        assert answer.status_code == 200
        assert answer.context["adminform"].errors


def test_no_number_and_no_field_in_an_address_makes_a_failure(client, ana):
    story = article()
    fields = filled(client.get(of(story))) | {"source": "9" * 30}
    assert client.post(of(story), fields).status_code in (200, 400)
    far_away = client.get(page(Article), {"published_on__year": "9" * 14})
    assert far_away.status_code in (200, 302)
    choices = reverse("admin:articles_entity_choices")
    asked = {"term": "x", "app_label": "articles", "model_name": "article", "field_name": "source"}
    assert client.get(choices, asked).status_code == 403


def test_a_name_that_nobody_can_see_is_refused(client, ana):
    answer = client.post(page(Entity, "add"), {"name": "\u200f", "kind": "person"})
    assert answer.status_code == 200
    assert not Entity.objects.exists()
