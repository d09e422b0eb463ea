"""Corrections: what readers are told, what becomes of the marks, and how lost ones are placed."""

import datetime
import json
import re

import pytest
from django.core.management import call_command
from django.urls import reverse

from articles.models import Annotation, Article, Change, Claim, Relation, Revision
from articles.pages.orphans import orphans_of
from articles.pages.plain_words import describe
from articles.serialize import article_record
from tests.factories import annotation, article, editor, entity, user
from tests.forms import filled, sent

pytestmark = pytest.mark.django_db
TEXT = "Turkey will press Russia this week.\n\nThe talks in Istanbul begin on Monday."
NOTICE = "An earlier version gave another day for the talks.\n\nThey begin on Tuesday."


def corrected(**fields):
    story = article("Talks", text=TEXT, **fields)
    story.correct(
        by=editor("ana"),
        text=TEXT.replace("Monday", "Tuesday"),
        reason="The ministry gave another day.",
        notice=NOTICE,
    )
    return story


def record_of(story):
    return article_record(Article.objects.for_record().get(pk=story.pk), public=False)


# --- What readers are told ----------------------------------------------------------------------


def test_readers_are_told_of_a_correction_above_the_text_and_in_its_history(client):
    story = corrected()
    Revision.objects.filter(number=2).update(
        made_at=datetime.datetime(2012, 12, 5, 9, 0, tzinfo=datetime.UTC)
    )
    page = client.get(story.get_absolute_url()).content.decode()
    told = page.index("Correction, <time")
    assert "5 December 2012</time>:</b> An earlier version gave" in page[told : told + 200]
    assert told < page.index('class="text"')
    history = client.get(story.get_absolute_url() + "history/").content.decode()
    assert "An earlier version gave" in history and "The ministry gave another day" in history
    public = client.get(story.get_absolute_url().rstrip("/") + ".json").json()
    assert [revision["notice"] for revision in public["revisions"]] == ["", NOTICE]


def test_a_correction_without_a_notice_is_told_only_in_the_history(client):
    story = article("Talks", text=TEXT)
    story.correct(by=None, text=TEXT.replace("Monday", "Tuesday"), reason="A slip.")
    assert b"Correction," not in client.get(story.get_absolute_url()).content
    assert b"A slip." in client.get(story.get_absolute_url() + "history/").content


def test_a_notice_goes_with_the_correction_that_is_taken_back():
    story = corrected()
    assert [revision.number for revision in story.notices] == [2]
    story.correct(by=None, text=TEXT, reason="It was Monday after all.")
    assert story.notices == []
    story.correct(by=None, text=TEXT + " At last.", reason="-", notice="A sentence was missing.")
    assert [revision.number for revision in story.notices] == [4]


def test_a_notice_is_in_the_log_in_plain_words():
    corrected()
    phrases = describe(Change.objects.newest().first())
    assert any(
        phrase.startswith("told readers of the correction: “An earlier") for phrase in phrases
    )


def test_notices_go_through_the_record_and_back_unchanged(tmp_path):
    story = corrected()
    before = record_of(story)
    file = tmp_path / "articles.jsonl"
    file.write_text(json.dumps(before) + "\n", encoding="utf-8")
    for model in (Annotation, Revision, Article):
        model._base_manager.all().delete()
    call_command("import_articles", str(file), verbosity=0)
    after = record_of(Article.objects.get(slug=before["slug"]))
    assert after["revisions"] == before["revisions"]
    assert after["revisions"][1]["notice"] == NOTICE


def test_notices_go_through_a_fixture_and_back_unchanged(tmp_path):
    story = corrected()
    before, file = record_of(story), tmp_path / "story.json"
    natural = ["--natural-foreign", "--natural-primary"]
    call_command("dumpdata", "articles.article", "articles.revision", *natural, output=str(file))
    for model in (Revision, Article):
        model._base_manager.all().delete()
    call_command("loaddata", str(file), verbosity=0)
    after = record_of(Article.objects.get(slug=before["slug"]))["revisions"]
    # Django's fixtures leave a moment its milliseconds only.
    assert [one | {"made_at": ""} for one in after] == [
        one | {"made_at": ""} for one in before["revisions"]
    ]


# --- Words given without offsets ------------------------------------------------------------------


@pytest.fixture
def ana(client):
    ana = editor("ana")
    client.force_login(ana)
    return ana


def add(client, noun, story, **values):
    address = reverse(f"admin:articles_{noun}_add") + f"?article={story.pk}"
    return sent(client, address, **values)


@pytest.mark.parametrize(
    ("text", "words", "exact"),
    [
        ("𝔸𝔹 said: 🇹🇷 Turkey talks.", "Turkey", "Turkey"),
        ("He said “no” to Assad’s rule.", '"no" to Assad\'s', "“no” to Assad’s"),
        ('He said "no" to Assad\'s rule.', "“no” to Assad’s", '"no" to Assad\'s'),
        ("קרא את החדשות היום", "את החדשות", "את החדשות"),
        ("أعلنت تركيا موقفها", "تركيا", "تركيا"),
        ("It ended.\n\nThen it began.", "ended.\r\n\r\nThen", "ended.\n\nThen"),
        ("Cafe\u0301 in Kiev", "Caf\u00e9", "Caf\u00e9"),
        ("Two  blanks here", "Two blanks", "Two  blanks"),
    ],
)
def test_words_are_found_in_any_script_and_with_any_quotes(client, ana, text, words, exact):
    story = article("Talks", text=text)
    assert add(client, "annotation", story, kind="note", words=words, note="-").status_code == 302
    mark, story = story.annotations.get(), Article.objects.get(pk=story.pk)
    assert mark.exact == exact == story.text[mark.start : mark.end]


def test_an_answer_is_good_only_for_the_text_that_was_asked_about(client, ana):
    story = article("Talks", text="Syria, Syria, Syria.")
    asked = add(client, "annotation", story, kind="note", words="Syria", note="-")
    form = filled(asked)
    key = re.findall(r'value="(text-7-12-\w+)"', asked.content.decode())[0]
    story.correct(by=None, text="Peru, Syria, Syria, Syria.", reason="-")
    address = reverse("admin:articles_annotation_add") + f"?article={story.pk}"
    again = client.post(address, form | {"place": [key]})
    assert again.status_code == 200 and not story.annotations.exists()
    assert "occur 3 times" in again.content.decode()


# --- Statements ---------------------------------------------------------------------------------


def test_a_claim_marks_the_words_that_it_rests_on_in_one_change(client, ana):
    turkey, story = entity("Turkey"), article("Talks", text=TEXT)
    values = {"speakers": turkey.pk, "mode": "indirect", "words": "will press Russia"}
    assert add(client, "claim", story, **values).status_code == 302
    claim = Claim.objects.get()
    assert (claim.evidence.exact, claim.evidence.kind) == ("will press Russia", "evidence")
    assert claim.evidence.created_by == ana and list(claim.speakers.all()) == [turkey]
    change = Change.objects.newest().first()
    assert (change.action, change.article, change.by) == ("stated", story, ana)
    assert [part["model"] for part in change.parts] == ["annotation", "claim"]


def test_a_relation_asks_which_words_it_rests_on(client, ana):
    turkey, story = entity("Turkey"), article("Talks", text="Turkey talks. Russia talks.")
    values = {"kind": "event", "actors": turkey.pk, "action": "talks to", "words": "talks"}
    asked = add(client, "relation", story, **values)
    html = asked.content.decode()
    assert "Which of the 2?" in html and "Russia [talks]" in html
    assert not Annotation.objects.exists() and not Relation.objects.exists()
    key = re.findall(r'value="(text-21-\d+-\w+)"', html)[0]
    address = reverse("admin:articles_relation_add") + f"?article={story.pk}"
    assert client.post(address, filled(asked) | {"place": [key]}).status_code == 302
    assert Relation.objects.get().evidence.start == 21


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"words": ""}, "On which words does it rest?"),
        ({"words": "Peru"}, "does not occur"),
        ({"words": "Turkey", "article": ""}, "On which words does it rest?"),
        ({"words": "Turkey", "mode": ""}, "required"),
    ],
)
def test_a_statement_without_words_is_told_and_marks_nothing(client, ana, values, told):
    turkey, story = entity("Turkey"), article("Talks", text=TEXT)
    answer = add(client, "claim", story, **{"speakers": turkey.pk, "mode": "direct"} | values)
    assert answer.status_code == 200 and told in answer.content.decode()
    assert not Annotation.objects.exists() and not Claim.objects.exists()


def test_evidence_is_offered_in_its_context_with_its_article(client, ana):
    story = article("Talks", text=TEXT)
    annotation(story, "will press", "evidence")
    annotation(story, "will press", note="No evidence.")
    choices = reverse("admin:articles_annotation_choices")
    asked = {"term": "press", "app_label": "articles", "model_name": "claim"}
    (offered,) = client.get(choices, asked | {"field_name": "evidence"}).json()["results"]
    assert offered["text"].startswith("Turkey [will press] Russia") and "Talks" in offered["text"]
    assert client.get(choices, asked | {"field_name": "via"}).status_code == 403


# --- What becomes of the annotations --------------------------------------------------------------


def of(row, what="change"):
    return reverse(f"admin:articles_{row._meta.model_name}_{what}", args=[row.pk])


def page(client, story):
    return client.get(of(story, "orphans")).content.decode()


@pytest.fixture
def story():
    """With annotations of which a correction leaves, moves and respells one each, and loses two."""
    text = "Turkey talks. Assad's rule ends soon.\n\nRussia listens in Moscow. Peru waits."
    story = article("Talks", text=text)
    for words in ("Turkey", "Assad's rule ends soon", "Russia listens", "Moscow", "Peru waits"):
        annotation(story, words, note=f"On {words}.")
    return story


NEW = "Turkey talks. Assad\u2019s rule ends soon.\n\nToday nobody sits in Moscow. Peru left."


def test_a_look_tells_what_becomes_of_the_annotations_and_saves_nothing(client, ana, story):
    before = Change.objects.count()
    answer = sent(client, of(story), text=NEW, byline="By Ana", _look="1")
    html = answer.content.decode()
    fate = answer.context["fate"]
    assert (fate.kept, fate.moved, len(fate.respelled), len(fate.orphaned)) == (1, 1, 1, 2)
    assert "Russia listens" in html and "Assad’s rule ends soon" in html
    assert "Nothing was saved yet" in html and "Please correct" not in html
    assert Change.objects.count() == before
    again = filled(answer)
    assert again["text"] == [NEW.replace("\n", "\r\n")] and again["byline"] == ["By Ana"]
    assert client.post(of(story), again | {"reason": ["So it was."]}).status_code == 302
    lost = set(story.annotations.filter(is_orphaned=True).values_list("exact", flat=True))
    assert lost == {one.annotation.exact for one in fate.orphaned}


def test_a_look_still_tells_what_is_wrong_with_the_form(client, ana, story):
    answer = sent(client, of(story), text="", _look="1")
    assert "This field is required" in answer.content.decode() and not answer.context["fate"]


def test_a_correction_through_the_form_may_have_a_notice(client, ana, story):
    sent(client, of(story), text=NEW, reason="So it was.", notice="Russia did not listen.")
    assert story.revision.notice == "Russia did not listen."
    refused = sent(client, of(story), byline="By Ana", notice="We are sorry.")
    assert "there is no correction" in refused.content.decode()
    assert Article.objects.get(pk=story.pk).byline == ""


def test_lost_annotations_are_listed_with_their_old_words_and_guesses(client, ana, story):
    answer = sent(client, of(story), text=NEW, reason="So it was.")
    assert answer.status_code == 302
    assert "2 without a place" in client.get(of(story)).content.decode()
    html = page(client, story)
    assert "“Russia listens”" in html and "<mark>Russia listens</mark> in Moscow." in html
    assert "“Peru waits”" in html and "[Peru left]" in html


def place(client, story, mark, **values):
    given = {"annotation": str(mark.uid), "version": mark.version}
    return client.post(of(story, "orphans"), given | values)


def lost(story, words):
    return story.annotations.get(exact=words, is_orphaned=True)


def test_a_lost_annotation_is_placed_at_a_guess_by_one_click(client, ana, story):
    story.correct(by=None, text=NEW, reason="-")
    mark = lost(story, "Peru waits")
    (key,) = re.findall(r'value="(text-\d+-\d+-\w+)"', page(client, story))
    assert place(client, story, mark, place=key).status_code == 302
    mark.refresh_from_db()
    assert (mark.exact, mark.is_orphaned) == ("Peru left", False)
    change = Change.objects.newest().first()
    assert (change.action, change.by, change.article) == ("annotated", ana, story)
    assert "1 annotation" in page(client, story)


def test_a_lost_annotation_is_placed_by_words_and_asked_which(client, ana, story):
    story.correct(by=None, text=NEW + " Nobody sits. Nobody sits.", reason="-")
    mark = lost(story, "Russia listens")
    assert b"does not occur" in place(client, story, mark, words="Nowhere <b>").content
    asked = place(client, story, mark, words="Nobody sits").content.decode()
    assert "Which of the 2?" in asked and "[Nobody sits]." in asked
    keys = re.findall(r'name="place" value="(text-\d+-\d+-\w+)"', asked.partition("Which of")[2])
    assert place(client, story, mark, words="Nobody sits", place=keys[1]).status_code == 302
    mark.refresh_from_db()
    story.refresh_from_db()
    assert mark.start == story.text.rindex("Nobody sits")


def test_a_lost_annotation_is_rejected(client, ana, story):
    story.correct(by=None, text=NEW, reason="-")
    mark = lost(story, "Peru waits")
    assert place(client, story, mark, reject="1").status_code == 302
    mark.refresh_from_db()
    assert (mark.state, mark.is_orphaned) == ("rejected", True)
    page(client, story)  # says once more that it is rejected
    assert "“Peru waits”" not in page(client, story)


def test_what_a_colleague_did_first_is_told_and_stays(client, ana, story):
    story.correct(by=None, text=NEW, reason="-")
    mark = lost(story, "Peru waits")
    (key,) = re.findall(r'value="(text-\d+-\d+-\w+)"', page(client, story))
    Article.objects.get(pk=story.pk).review(lost(story, "Peru waits"), "rejected", by=None)
    assert b"changed by somebody else" in place(client, story, mark, place=key).content
    story.correct(by=None, text=NEW + " More.", reason="-")
    other = lost(story, "Russia listens")
    assert b"Choose once more" in place(client, story, other, place=key).content
    assert lost(story, "Peru waits") and lost(story, "Russia listens")


@pytest.mark.parametrize("who", ["stranger", "reader", "staff"])
def test_who_may_not_correct_places_nothing(client, story, who):
    story.correct(by=None, text=NEW, reason="-")
    if who != "stranger":
        client.force_login(user(is_staff=who == "staff"))
    mark = lost(story, "Peru waits")
    for answer in (client.get(of(story, "orphans")), place(client, story, mark, reject="1")):
        assert answer.status_code == (403 if who == "staff" else 302)
        assert b"Peru" not in answer.content
    assert lost(story, "Peru waits").state == "accepted"


def test_an_orphan_of_another_article_is_not_reached_through_this_one(client, ana, story):
    story.correct(by=None, text=NEW, reason="-")
    other = article("Other")
    assert place(client, other, lost(story, "Peru waits"), reject="1").status_code == 404


def test_old_words_are_found_however_many_corrections_ago(client, ana, story):
    story.correct(by=None, text=NEW, reason="-")
    for number in range(3):
        story.correct(by=None, text=f"{NEW} {number}", reason="-")
    orphans = orphans_of(story)
    assert {one.annotation.exact: one.old.words for one in orphans} == {
        "Russia listens": "Russia listens",
        "Peru waits": "Peru waits",
    }


def test_many_orphans_cost_no_more_queries_than_few(client, ana, django_assert_max_num_queries):
    def lose(count):
        words = [f"word{number}" for number in range(count)]
        story = article("Talks", text=" ".join(words))
        for word in words:
            annotation(story, word, entity=entity(f"{word} of {count}"))
        story.correct(by=None, text="Nothing is left.", reason="-")
        with django_assert_max_num_queries(60) as queries:
            client.get(of(story, "orphans"))
        return len(queries)

    lose(1)
    assert lose(10) == lose(3)


HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'


def test_nothing_that_was_written_is_run_by_a_browser(client, ana):
    story = article(HOSTILE, text=f"Turkey {HOSTILE} talks.")
    annotation(story, HOSTILE, note=HOSTILE)
    annotation(story, f"Turkey {HOSTILE}", "evidence")
    story.correct(by=ana, text="Nothing is left of it.", reason=HOSTILE, notice=HOSTILE)
    pages = [
        page(client, story),
        place(client, story, lost(story, HOSTILE), words=HOSTILE + "!").content.decode(),
        sent(client, of(story), text=HOSTILE, _look="1").content.decode(),
        add(client, "claim", story, words=HOSTILE + "?").content.decode(),
        client.get(story.get_absolute_url()).content.decode(),
        client.get(story.get_absolute_url() + "history/").content.decode(),
    ]
    for html in pages:
        assert "alert(1)" in html
        assert "<script>alert" not in html and "<img src=x" not in html
