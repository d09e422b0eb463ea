"""The editor's desk: previews, her day, an article's page."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import Action, Annotation, Change, Entity, State, Status
from articles.pages.desk import Desk
from tests.admin.many import TAGGING, choose, go_on
from tests.admin.pages import PASTE, of, page
from tests.factories import annotation, article, editor, entity, source, user
from tests.forms import filled

pytestmark = pytest.mark.django_db
DAY = "/admin/"


def tomorrow():
    return timezone.now() + datetime.timedelta(days=1)


# --- Preview --------------------------------------------------------------------------------------


def preview_of(story):
    return reverse("admin:articles_article_preview", args=[story.pk])


def test_a_draft_is_previewed_as_readers_will_see_it(client, ana):
    story = article("Talks", text="Turkey talks.", status=Status.DRAFT)
    annotation(story, "Turkey", entity=entity("Turkey"))
    annotation(story, "talks", note="At last.")
    response = client.get(preview_of(story))
    html = response.content.decode()
    assert "Preview: readers do not see this yet" in html and "At last." in html
    assert 'class="text"' in html and 'rel="canonical"' not in html
    assert response["Cache-Control"] == "private, no-store"
    assert client.get(story.get_absolute_url()).status_code == 404
    for address in re.findall(r'href="([^"#]+)"', html):
        assert address.startswith(("/", "http")), "nothing is below a preview"
    story.publish(by=None)
    assert client.get(preview_of(story)).url == story.get_absolute_url()


def test_a_preview_of_an_embargoed_article_is_there_for_editors_only(client, ana):
    story = article(embargo_until=tomorrow())
    assert client.get(preview_of(story)).status_code == 200
    assert client.get("/admin/articles/article/999/preview/").status_code == 404
    for person, status in ((None, 302), (user(), 302), (user(is_staff=True), 403)):
        client.logout()
        if person:
            client.force_login(person)
        response = client.get(preview_of(story))
        assert response.status_code == status and str(story).encode() not in response.content


# --- Her day --------------------------------------------------------------------------------------


def test_her_day_tells_what_she_did_and_what_waits(client, ana):
    turkey = entity("Turkey")
    mine = article("My Draft", text="Turkey talks.", status=Status.DRAFT, by=ana)
    mine.tag(turkey, role="actor", salience=2, by=ana)
    article("Eva’s Draft", status=Status.DRAFT, by=editor("eva"))
    annotation(mine, "Turkey", entity=turkey, state=State.SUGGESTED)
    lost = annotation(mine, "talks", note="-")
    Annotation.objects.filter(pk=lost.pk).update(is_orphaned=True, start=None, end=None)
    html = client.get(DAY).content.decode()
    assert "tagged Turkey (actor, 2)" in html and "added the article" in html
    assert "1 suggested mention" in html and "1 annotation that lost its words" in html
    drafts = html[html.index("Your drafts") :]
    assert "My Draft" in drafts and "Eva’s Draft" not in drafts
    assert "Eva’s Draft" in html[html.index("Drafts of others") : html.index("Your drafts")]


def test_a_day_without_work_is_friendly(client, ana):
    html = client.get(DAY).content.decode()
    assert "Nothing yet." in html and "Nothing waits." in html and PASTE in html
    assert reverse("admin:articles_article_import") in html
    assert reverse("admin:articles_annotation_suggested") in html
    assert f'<a href="{DAY}">Desk</a>' in client.get("/about/").content.decode()


def test_an_earlier_day_is_looked_at_and_no_day_breaks_the_page(client, ana):
    article("Talks").edit(by=ana, section="World")
    earlier = f"{timezone.localdate() - datetime.timedelta(days=3):%Y-%m-%d}"
    Change.objects.create(
        number=10**6,
        by=ana,
        action=Action.EDITED,
        source=source("The Paper"),
        at=timezone.now() - datetime.timedelta(days=3),
    )
    html = client.get(f"{DAY}?day={earlier}").content.decode()
    assert "The Paper" in html and "Talks" not in html and "Back to today" in html
    html = client.get(DAY).content.decode()
    assert "set the section" in html and f"?day={earlier}" in html
    for wrong in ("2012-02-30", "x", "9999-12-31", "0001-01-01", "", "\u0663"):
        assert client.get(DAY, {"day": wrong}).status_code == 200


def test_a_day_ends_at_midnight_of_the_archives_time_zone(ana):
    with timezone.override("Asia/Tokyo"):
        Change.objects.create(
            number=10**6,
            by=ana,
            action=Action.EDITED,
            at=datetime.datetime(2012, 12, 1, 23, tzinfo=datetime.UTC),
        )
        assert [Desk.of(ana, day).count for day in ("2012-12-01", "2012-12-02")] == [0, 1]


def test_her_day_takes_the_same_queries_for_3_changes_as_for_10(
    client, ana, django_assert_max_num_queries
):
    def grow(count):
        for number in range(count):
            named = entity(f"Country {count}-{number}")
            story = article(text="Turkey.", entities=[named], by=ana, status=Status.DRAFT)
            annotation(story, "Turkey", entity=named, by=ana)

    client.get(DAY)
    grow(3)
    with django_assert_max_num_queries(40) as few:
        client.get(DAY)
    grow(7)
    with django_assert_max_num_queries(len(few)):
        client.get(DAY)


# --- An article's page ----------------------------------------------------------------------------


def test_an_articles_page_takes_the_same_queries_for_3_10_and_200_annotations(
    client, ana, django_assert_max_num_queries
):
    story = article(text="word " * 200, entities=[entity("Turkey")])
    client.get(of(story))
    spent = []
    for count in (3, 10, 200):
        for number in range(story.annotations.count(), count):
            annotation(story, "word", nth=number, note="-")
        with django_assert_max_num_queries(60) as queries:
            response = client.get(of(story))
        assert f"{count} annotations" in response.content.decode()
        spent.append(len(queries))
    assert len(set(spent)) == 1


def test_an_entity_that_is_missing_is_added_from_the_tags(client, ana):
    html = client.get(of(article())).content.decode()
    assert f"{page(Entity, 'add')}?kind=country" in html
    assert filled(client.get("/admin/articles/entity/add/?kind=country"))["kind"] == ["country"]


def test_of_two_georgias_many_articles_get_the_chosen_one(client, ana):
    country, state = entity("Georgia"), entity("Georgia", "place")
    story = article("Talks", entities=[country])
    values = filled(choose(client, "tag", story)) | {"entities": [state.pk]}
    looked = client.post(TAGGING, values)
    assert "<b>Georgia</b> (place)" in looked.content.decode()
    go_on(client, TAGGING, filled(looked) | {"do": ["1"]})
    assert {tag.tag for tag in story.tags.all()} == {country, state}
