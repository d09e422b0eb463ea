"""Corrections: what readers are told, what becomes of the marks, and how lost ones are placed."""

import datetime
import json
import re

import pytest
from django.core.management import call_command
from django.urls import reverse

from articles.models import Annotation, Article, Change, Claim, Relation, Revision
from articles.pages.plain_words import describe
from articles.serialize import article_record
from tests.factories import annotation, article, editor, entity
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
