"""The list of articles as she left it, and acts on many of them."""

import datetime
import re

import pytest
from django.test import Client
from django.utils import timezone

from articles.admin import many
from articles.models import Article, Status
from tests.admin.many import LIST, TAGGING, choose, go_on
from tests.admin.pages import PASTE, Changes, errors, messages
from tests.factories import article, editor, entity, source, user
from tests.forms import filled

pytestmark = pytest.mark.django_db


def tomorrow():
    return timezone.now() + datetime.timedelta(days=1)


def listed(client, query=""):
    response = client.get(f"{LIST}?{query or 'reset=1'}", follow=True)
    assert response.status_code == 200
    return {str(row) for row in response.context["cl"].result_list}


# --- The list -------------------------------------------------------------------------------------


def test_an_article_is_found_by_headline_slug_source_entity_and_address(client, ana):
    turkey = entity("Turkey", iso2="TR", aliases=["Türkiye"])
    article("Talks Begin", entities=[turkey], source=source("Wikinews"))
    article("Erdoğan’s Day", url="https://example.org/1", text="Unsaid in any headline.")
    for words, found in {
        "talks": {"Talks Begin"},
        "BEGIN talks": {"Talks Begin"},
        "erdogan": {"Erdoğan’s Day"},
        "turkiye": {"Talks Begin"},
        "wikinews": {"Talks Begin"},
        "turkiye wikinews": {"Talks Begin"},
        "tr": set(),
        "https://example.org/1": {"Erdoğan’s Day"},
        "unsaid": set(),
        "turkiye erdogan": set(),
        '"talks begin': {"Talks Begin"},
        "%": set(),
    }.items():
        assert listed(client, f"q={words}") == found, words


def test_the_list_is_narrowed_by_what_editors_ask_for(client, ana):
    turkey = entity("Turkey", iso2="TR")
    article("Hers", by=ana, entities=[turkey], status=Status.DRAFT)
    article("Waiting", embargo_until=tomorrow(), source=source("Wikinews"))
    article("Open", language="fr")
    article("Gone").withdraw(by=None, reason="It was wrong.")
    for query, found in {
        "standing=draft": {"Hers"},
        "standing=public": {"Open"},
        "standing=embargoed": {"Waiting"},
        "standing=withdrawn": {"Gone"},
        "mine=made": {"Hers"},
        "mine=changed": {"Hers"},
        "tags=none": {"Waiting", "Open", "Gone"},
        "tags=some": {"Hers"},
        "source=wikinews": {"Waiting"},
        "language=fr": {"Open"},
        "country=TR": {"Hers"},
        "country=XX": set(),
        "standing=draft&country=TR&mine=made": {"Hers"},
    }.items():
        assert listed(client, query) == found, query


def test_the_list_comes_back_as_it_was_left_until_all_is_asked_for(client, ana):
    article("A Draft", status=Status.DRAFT)
    article("Public")
    assert listed(client, "standing=draft&o=2") == {"A Draft"}
    response = client.get(LIST, follow=True)
    assert response.redirect_chain[0][0] == f"{LIST}?standing=draft&o=2"
    html = response.content.decode()
    assert "As you left it: status: Draft" in html and "?reset=1" in html
    assert 'href="?"' not in html, "“all” is not “as I left it”"
    other = Client()
    other.force_login(editor("eva"))
    assert listed(other, "p=1") == {"A Draft", "Public"}
    assert listed(client, "reset=1") == {"A Draft", "Public"}
    assert client.get(LIST).status_code == 200


def test_the_list_leads_into_years_months_and_days(client, ana):
    for day in ("2011-03-01", "2012-12-01", "2012-12-24"):
        article(f"Of {day}", published_on=datetime.date.fromisoformat(day))
    article("Undated", published_on=None)

    def ways(query):
        dates = client.get(f"{LIST}?{query}", follow=True).context["cl"].dates
        return [way["title"] for way in dates["choices"]], dates.get("back", {}).get("title")

    year, month = "published_on__year=2012", "published_on__month=12"
    assert ways("reset=1") == (["2011", "2012"], None)
    assert ways(year)[1] == "All dates" and "December" in ways(year)[0]
    assert ways(f"{year}&{month}") == (["December 1", "December 24"], "2012")
    assert ways(f"{year}&{month}&published_on__day=24") == (["December 24"], "December")
    assert listed(client, f"{year}&{month}&published_on__day=24") == {"Of 2012-12-24"}
    assert listed(client, year) == {"Of 2012-12-01", "Of 2012-12-24"}
    for wrong in ("published_on__year=x", "published_on__year=2012&published_on__month=13"):
        assert client.get(f"{LIST}?{wrong}").status_code in (200, 302)
    assert ways("q=nothing") == ([], None)


def test_a_row_tells_status_tags_and_who_was_there_last(client, ana):
    article("Waiting", entities=[entity("Turkey")], embargo_until=tomorrow(), by=editor("eva"))
    html = client.get(LIST).content.decode()
    assert "embargoed until" in html and "1 December 2012" in html
    assert re.search(r'field-tags_count">1<', html) and re.search(r"field-last_changed.*eva", html)


def test_a_list_of_many_takes_the_same_queries_for_3_rows_as_for_10(
    client, ana, django_assert_max_num_queries
):
    def grow(count):
        for number in range(count):
            named = entity(f"Country {count}-{number}")
            article(entities=[named], source=source(f"Paper {count}-{number}"), by=ana)

    client.get(LIST)
    grow(3)
    with django_assert_max_num_queries(40) as few:
        client.get(LIST + "?q=article&mine=made")
    grow(7)
    with django_assert_max_num_queries(len(few)):
        client.get(LIST + "?q=article&mine=made")


# --- Many at once ---------------------------------------------------------------------------------


PUBLISHING = "/admin/articles/article/publishing/"


def test_many_articles_are_tagged_after_a_look_each_as_one_change(client, ana):
    turkey, peru = entity("Turkey"), entity("Peru")
    stories = [article(f"Story {number}") for number in range(3)]
    stories[0].tag(turkey, role="actor", salience=3, by=None)
    asked = choose(client, "tag", *stories)
    values = filled(asked) | {"entities": [turkey.pk, peru.pk], "role": ["target"]}
    looked = client.post(TAGGING, values)
    html = looked.content.decode()
    assert "Gets Peru. Has Turkey (actor 3)." in html and html.count("Gets Peru, Turkey.") == 2
    changes = Changes()
    done = go_on(client, TAGGING, filled(looked) | {"do": ["1"]})
    assert "3 articles tagged" in done.content.decode()
    assert changes() == [("tagged", "ana")] * 3
    assert {(tag.tag.name, tag.role, tag.salience) for tag in stories[0].tags.all()} == {
        ("Turkey", "actor", 3),
        ("Peru", "target", 1),
    }
    assert "every one of these articles has it" in client.post(TAGGING, values).content.decode()


def test_role_and_salience_are_replaced_only_on_request(client, ana):
    turkey = entity("Turkey")
    story = article(entities=[turkey])
    values = filled(choose(client, "tag", story))
    values |= {"entities": [turkey.pk], "role": ["actor"], "salience": ["3"], "replaces": ["on"]}
    looked = client.post(TAGGING, values)
    assert "becomes actor 3" in looked.content.decode()
    go_on(client, TAGGING, filled(looked) | {"do": ["1"]})
    assert story.tags.get().role == "actor"


def test_a_tag_that_somebody_set_after_the_look_is_left_and_named(client, ana):
    turkey = entity("Turkey")
    one, other = article("One"), article("Other")
    values = filled(choose(client, "tag", one, other)) | {"entities": [turkey.pk]}
    looked = client.post(TAGGING, values)
    one.tag(turkey, role="actor", salience=3, by=None)
    done = go_on(client, TAGGING, filled(looked) | {"do": ["1"]}).content.decode()
    assert "1 article tagged" in done and "somebody changed them" in done
    assert one.tags.get().role == "actor" and other.tags.get().role == "mentioned"


def test_a_chief_editor_publishes_many_and_sees_before_what_becomes_of_each(client, boss):
    draft, waiting = article("A", status="draft"), article("B", status="draft")
    waiting.embargo(tomorrow(), by=None)
    public, gone = article("C"), article("D")
    gone.withdraw(by=None, reason="It was wrong.")
    looked = choose(client, "publish", draft, waiting, public, gone)
    html = looked.content.decode()
    assert "2 of 4 articles will be published" in html
    for words in ("Public now.", "Stays embargoed until", "Public already.", "It was withdrawn"):
        assert words in html
    changes = Changes()
    done = go_on(client, PUBLISHING, filled(looked) | {"reason": ["The week’s articles."]})
    assert "2 articles published" in done.content.decode()
    assert changes() == [("published", "boss")] * 2
    assert set(Article.objects.public()) == {draft, public}
    assert Article.objects.embargoed().get() == waiting


def test_many_are_withdrawn_with_a_reason(client, boss):
    stories = [article(), article(status="draft")]
    values = filled(choose(client, "withdraw", *stories))
    assert "required" in errors(client.post(PUBLISHING, values))
    assert Article.objects.public().count() == 1
    go_on(client, PUBLISHING, values | {"reason": ["A hoax."]})
    assert Article.objects.withdrawn().get() == stories[0]
    assert Article.objects.drafts().get() == stories[1]


def test_what_somebody_changed_after_the_look_is_not_published(client, boss):
    one, other = article("One", status="draft"), article("Other", status="draft")
    values = filled(choose(client, "publish", one, other))
    one.edit(by=None, byline="Eva")
    done = go_on(client, PUBLISHING, values).content.decode()
    assert "1 article published" in done and "somebody changed them" in done
    assert Article.objects.public().get() == other


def test_many_are_done_some_at_a_time(client, boss, monkeypatch):
    monkeypatch.setattr(many, "AT_ONCE", 2)
    stories = [article(status="draft") for _ in range(5)]
    going = client.post(PUBLISHING, filled(choose(client, "publish", *stories)))
    assert "2 of 5 articles are published" in going.content.decode()
    assert Article.objects.public().count() == 2
    done = go_on(client, PUBLISHING, filled(going))
    assert "5 articles published" in done.content.decode()
    assert Article.objects.public().count() == 5


def test_more_than_some_hundreds_are_refused_with_a_clear_word(client, boss, monkeypatch):
    monkeypatch.setattr(many, "MOST", 2)
    stories = [article(status="draft") for _ in range(3)]
    for action in ("tag", "publish"):
        response = choose(client, action, *stories, select_across="1")
        assert "You chose 3 articles: at most 2" in messages(client.get(response.url))
    assert not Article.objects.public().exists()


def test_many_are_published_by_chief_editors_only_and_tagged_by_editors_only(client):
    story, turkey = article(status="draft"), entity("Turkey")
    forged = {"act": "publish", "chosen": f"{story.pk}:{story.version}", "reason": "-"}
    tagging = {"entities": turkey.pk, "role": "actor", "salience": "1", "do": "1"}
    client.force_login(editor("ana"))
    choose(client, "publish", story)
    assert client.post(PUBLISHING, forged).status_code == 403
    client.force_login(user(is_staff=True))
    assert client.post(TAGGING, tagging | {"chosen": f"{story.pk}:"}).status_code == 403
    assert client.get(PASTE).status_code == client.post(PASTE).status_code == 403
    client.logout()
    for address in (PUBLISHING, TAGGING, PASTE):
        assert client.post(address, forged).status_code == 302
    assert not Article.objects.public().exists() and not story.tags.exists()


@pytest.mark.parametrize("chosen", ["", "x", "9" * 40 + ":1", "1", "-1:2", "\0:1", "٣:1"])
def test_no_choice_breaks_the_pages_of_many(client, boss, chosen):
    for address in (PUBLISHING, TAGGING):
        values = {"chosen": chosen, "act": "publish", "role": "actor", "outcome": "x:y"}
        assert client.post(address, values).status_code in (200, 302)
        assert client.get(address).status_code == 302
