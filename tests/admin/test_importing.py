"""Importing on a page: a look first, then the doing; nobody gets a right by it."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from articles.admin.import_form import MOST_BYTES
from articles.models import Annotation, Article, Change, Revision, Status
from tests.admin.pages import Changes
from tests.factories import article, chief, editor, entity
from tests.importing.records import mention, record, state
from tests.test_feed_format import RSS

pytestmark = pytest.mark.django_db
IMPORT = "/admin/articles/article/import/"


@pytest.fixture(autouse=True)
def own_uploads(settings, tmp_path):
    settings.ARCHIVE_UPLOADS = tmp_path / "uploads"
    return tmp_path / "uploads"


def file(name, *rows):
    content = rows[0] if isinstance(rows[0], str) else "\n".join(map(json.dumps, rows))
    return SimpleUploadedFile(name, content.encode())


def look(client, *files, **ways):
    return client.post(IMPORT, {"files": files, **ways}).content.decode()


def test_files_are_looked_at_and_then_imported(client, ana, own_uploads):
    before, changes = state(), Changes()
    rows = [record("One <b>", url="https://news.example/9"), {"headline": "No text"}]
    page = look(client, file("a.jsonl", *rows), file("b.rss", RSS))
    assert "Nothing is saved yet." in page
    assert "<b>2</b> new, <b>0</b> changed, <b>0</b> unchanged, <b>2</b> failed." in page
    assert "a.jsonl, line 2" in page and "text is missing" in page
    assert "not “01/02/2012”" in page and "Not kept" in page
    assert "One &lt;b&gt;" in page
    assert state() == before
    done = client.post(IMPORT, {"do": "1"}).content.decode()
    assert "Nothing is saved yet." not in done and "<b>2</b> new" in done
    one = Article.objects.get(url="https://news.example/9")
    assert f'href="/admin/articles/article/{one.pk}/change/"' in done
    assert [by for _, by in changes()] == ["ana", "ana", "ana", "ana"]  # and their two sources
    assert not list(own_uploads.iterdir())
    assert client.post(IMPORT, {"do": "1"}).status_code == 302
    # What she imported is hers, and what her import only updates stays another's.
    theirs = article("Eva’s", url="https://news.example/7", by=editor("eva"), status="draft")
    look(client, file("c.jsonl", record("New words", url=theirs.url, entities=[])))
    client.post(IMPORT, {"do": "1"})
    hers = Change.objects.filter(by=ana).adding_articles().values_list("article", flat=True)
    assert set(hers) == set(Article.objects.exclude(pk=theirs.pk).values_list("pk", flat=True))
    assert len(hers) == 2 and Article.objects.count() == 3
    assert "<b>2</b> unchanged" in look(client, file("a.jsonl", *rows), file("b.rss", RSS))


def test_an_import_gives_an_editor_no_rights(client, ana):
    entity("Turkey")
    boss = chief("boss")
    signed = {"created_by": "boss"}
    row = record("One", status="published", annotations=[mention("Turkey", **signed)])
    row["revisions"] = [record("One") | {"number": 1, "made_by": "boss"}]
    assert "publishing takes a chief editor" in look(client, file("a.jsonl", row))
    client.post(IMPORT, {"do": "1"})
    assert Article.objects.get().status == Status.DRAFT
    assert Annotation.objects.get().created_by == ana
    assert Revision.objects.get().made_by != boss
    assert {change.by for change in Change.objects.filter(article__isnull=False)} == {ana}


def test_what_cannot_be_imported_is_told(client, ana, settings):
    assert "Choose files." in client.post(IMPORT, {}).content.decode()
    assert "larger than 10 MB" in look(client, file("a.jsonl", "x" * (MOST_BYTES + 1)))
    assert "No format to read ends in .docx: choose which" in look(client, file("a.docx", "Words."))
    assert "<b>1</b> new" in look(client, file("a.docx", "headline,text\nOne,Words."), format="csv")
    assert 'name="address"' not in client.get(IMPORT).content.decode()
    settings.FETCHES_ADDRESSES = True
    page = client.post(IMPORT, {"address": "https://127.0.0.1/"}).content.decode()
    assert "127.0.0.1 is not on the public internet." in page
    assert "Import them" not in page
