"""The editor's desk: the list as she left it, pasting, previews, many articles at once, her day."""

import datetime
import json
import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.admin import many
from articles.models import Action, Annotation, Article, Change, Entity, Source, State, Status
from articles.pages.desk import Desk
from tests.factories import annotation, article, chief, editor, entity, source, user
from tests.forms import filled
from tests.test_admin import Changes, errors, messages, of, page, saved

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/article/"
PASTE = "/admin/articles/article/paste/"
DAY = "/admin/"


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


def tomorrow():
    return timezone.now() + datetime.timedelta(days=1)


def listed(client, query=""):
    response = client.get(f"{LIST}?{query or 'reset=1'}", follow=True)
    assert response.status_code == 200
    return {str(row) for row in response.context["cl"].result_list}


# --- The list -----------------------------------------------------------------------------------


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


# --- Pasting ------------------------------------------------------------------------------------

TALKS = """Talks Begin in Ankara

By Jane Doe

December 1, 2012

ANKARA — The talks of the two ministers begin in the city on Monday, and they are to last a week."""


def proposed(client, text=TALKS, url="", **changes):
    """The page of the proposal, as a browser gets it."""
    return client.post(PASTE, filled(client.get(PASTE)) | {"pasted": [text], "url": [url]})


def decided(client, response, **changes):
    values = filled(response) | {name: [str(value)] for name, value in changes.items()}
    return client.post(PASTE, values)


def test_a_pasted_article_is_proposed_and_saved_as_a_draft_and_one_change(client, ana):
    paper = source("The Paper", homepage="https://www.example.org/")
    response = proposed(client, url="https://example.org/2012/12/01/talks")
    values = filled(response)
    assert values["headline"] == ["Talks Begin in Ankara"] and values["byline"] == ["Jane Doe"]
    assert values["source"] == [str(paper.pk)] and values["published_on"] == ["2012-12-01"]
    assert values["language"] == ["en"] and values["dateline"] == ["ANKARA"]
    assert Article.objects.count() == 0, "nothing is saved before she says so"
    changes = Changes()
    saved(decided(client, response, section="World"))
    story = Article.objects.get()
    assert changes() == [("created", "ana")]
    assert story.status == Status.DRAFT and story.revision.number == 1
    assert (story.section, story.source) == ("World", paper)
    assert story.text.startswith("ANKARA — The talks") and story.text.endswith("a week.")


def test_what_was_taken_out_of_the_text_is_told(client, ana):
    html = proposed(client).content.decode()
    assert "<b>byline</b>" in html and "By Jane Doe</q>" in html and "December 1, 2012</q>" in html


def test_a_new_source_is_made_with_its_article(client, ana):
    changes = Changes()
    response = proposed(client)
    assert "Who published it?" in errors(decided(client, response))
    saved(decided(client, response, new_source="The New Paper"))
    assert Article.objects.get().source.name == "The New Paper"
    assert changes() == [("created", "ana")]
    again = proposed(client, text=TALKS.replace("Monday", "Friday"))
    saved(decided(client, again, new_source="the new PAPER", headline="Other Talks"))
    assert Source.objects.count() == 1


def test_an_ambiguous_date_is_asked_and_nothing_typed_is_lost(client, ana):
    paper = source()
    response = proposed(client, TALKS.replace("December 1, 2012", "01/02/2012"))
    assert filled(response)["published_on"] == [""]
    html = response.content.decode()
    assert "1 February 2012" in html and "2 January 2012" in html
    response = decided(client, response, source=paper.pk, section="World")
    assert "Which of these" in errors(response)
    assert filled(response)["section"] == ["World"]
    saved(decided(client, response, printed_on="2012-01-02/day"))
    assert Article.objects.get().published_on == datetime.date(2012, 1, 2)


def test_none_of_the_dates_may_be_right(client, ana):
    response = proposed(client, TALKS.replace("December 1, 2012", "01/02/2012"))
    values = {"source": source().pk, "printed_on": "none", "published_on": "2012-12-05"}
    saved(decided(client, response, **values))
    assert Article.objects.get().published_on == datetime.date(2012, 12, 5)
    response = proposed(client, TALKS.replace("December 1, 2012", "01/02/2012"))
    assert errors(decided(client, response, source=source().pk, printed_on="1999-01-01/day"))


def test_what_the_archive_may_have_already_is_told_with_a_link(client, ana):
    paper = source()
    known = article(
        "Talks Begin in Ankara", url="https://example.org/1", text="Other words.", source=paper
    )
    response = proposed(client, url="http://example.org/1/#top")
    assert "has this address" in response.content.decode()
    assert of(known) in response.content.decode()
    response = decided(client, response, source=paper.pk, url="https://example.org/1")
    assert "original address" in errors(response), "no two articles have one address"
    response = decided(client, response, url="", pasted=TALKS)
    assert "has this source, date and headline" in response.content.decode()
    assert "may have this article" in errors(response)
    saved(decided(client, response, is_another="on"))
    assert Article.objects.count() == 2
    assert "has this very text" in proposed(client).content.decode()


def test_an_address_copied_with_the_text_is_taken(client, ana):
    values = filled(proposed(client, f"https://example.org/1\n{TALKS}"))
    assert values["url"] == ["https://example.org/1"]
    assert values["headline"] == ["Talks Begin in Ankara"]


def test_the_language_of_a_short_text_is_that_of_its_source(client, ana):
    article(source=source("Der Tag"), language="de")
    values = filled(proposed(client, "Ankara\n\nDer Tag\n\nBerlin Moskau Ankara."))
    assert values["language"] == ["de"]


@pytest.mark.parametrize("text", ["", "   ", "\0", "x" * 1_000_001])
def test_what_cannot_be_pasted_is_told(client, ana, text):
    assert errors(proposed(client, text))
    assert errors(proposed(client, TALKS, url="javascript:alert(1)"))


def test_pasted_words_are_never_run(client, ana):
    bad = '<script>alert(1)</script>"><img src=x onerror=alert(1)>{{7*7}}'
    html = proposed(client, f"{bad}\n\nBy {bad}\n\n{bad} the text").content.decode()
    assert "<script>alert" not in html and "<img src=x" not in html and "49" not in html


def test_the_first_article_is_read_as_the_archive_holds_it(client, ana):
    text = json.loads((Path(__file__).parents[1] / "fixtures" / "moscow_times.json").read_text())
    stored = next(row["fields"] for row in text if row["model"] == "articles.article")
    copied = (
        f"# {stored['headline']}\n\nBy [The Moscow Times](#)\n\nDecember 01, 2012\n\n"
        f"**The  Moscow Times**\n\n{stored['text']}"
    )
    source("The Moscow Times", homepage="https://www.themoscowtimes.com/")
    values = filled(proposed(client, copied, url=stored["url"]))
    for name in ("headline", "byline", "dateline", "published_on", "language", "url"):
        assert values[name] == [stored[name]]
    assert values["text"][0].replace("\r\n", "\n") == stored["text"]


# --- Preview ------------------------------------------------------------------------------------


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


# --- Many at once -------------------------------------------------------------------------------


def choose(client, action, *stories, **more):
    chosen = {"action": action, "_selected_action": [story.pk for story in stories], **more}
    return client.post(LIST, chosen)


def go_on(client, address, values):
    """Press the button of each page until all is done."""
    response = client.post(address, values)
    while b"data-goes-on" in response.content:
        response = client.post(address, filled(response))
    return response


TAGGING = "/admin/articles/article/tagging/"
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


# --- Her day ------------------------------------------------------------------------------------


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
    assert "1 suggested annotation" in html and "1 annotation that lost its words" in html
    drafts = html[html.index("Your drafts") :]
    assert "My Draft" in drafts and "Eva’s Draft" not in drafts
    assert "Eva’s Draft" in html[html.index("Drafts of others") : html.index("Your drafts")]


def test_a_day_without_work_is_friendly(client, ana):
    html = client.get(DAY).content.decode()
    assert "Nothing yet." in html and "Nothing waits." in html and PASTE in html


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


# --- An article's page --------------------------------------------------------------------------


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
