"""The command that imports: what it says, and how it ends."""

import csv
import io
import json

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article, Status
from tests.factories import article
from tests.importing.records import export, record, run, state
from tests.test_html_format import page
from tests.test_warc_format import IMAGE, NEWS, crawl

pytestmark = pytest.mark.django_db


def test_the_command_says_each_fault_with_its_line_and_keeps_the_good_rows(tmp_path):
    file = tmp_path / "news.jsonl"
    lines = [json.dumps(record("One")), "{", json.dumps({"headline": "No text"})]
    file.write_text("\n".join([*lines, json.dumps(record("Four", text="Other words."))]))
    summary, complaints, code = run(str(file))
    assert summary == "2 new, 0 changed, 0 unchanged, 2 failed"
    assert code == 1
    second, third = complaints.splitlines()
    assert second.startswith(f"{file}:2: the line is not JSON")
    assert third == f"{file}:3: text is missing"
    assert run(str(file))[0] == "0 new, 0 changed, 2 unchanged, 2 failed"


def test_several_files_are_one_import_and_their_formats_may_differ(tmp_path):
    lines, listing = tmp_path / "a.jsonl", tmp_path / "b.json"
    lines.write_text(json.dumps(record("One", slug="one")))
    listing.write_text(
        json.dumps({"articles": [record("Two", slug="two"), record("One", slug="one")]})
    )
    assert run(str(lines), str(listing))[0] == "2 new, 0 changed, 1 unchanged, 0 failed"
    assert run(str(listing), format="jsonl")[0] == "0 new, 0 changed, 0 unchanged, 1 failed"


def test_a_dry_run_says_the_same_and_saves_nothing(tmp_path):
    file = tmp_path / "news.jsonl"
    records = [record(f"No {n}", text=f"Words {n}.", entities=["Atlantis"]) for n in range(30)]
    file.write_text("\n".join(map(json.dumps, [*records, records[0], record("", text="")])))
    before = state()
    summary, _, code = run(str(file), dry_run=True, create_entities="place")
    assert summary == ("30 new, 0 changed, 1 unchanged, 1 failed (a dry run: nothing was saved)")
    assert code == 1
    assert state() == before
    assert run(str(file), create_entities="place")[0] == "30 new, 0 changed, 1 unchanged, 1 failed"


def test_a_missing_file_and_an_unknown_format_are_said_before_anything_is_done(tmp_path):
    with pytest.raises(CommandError, match="There is no file"):
        run(str(tmp_path / "nowhere.jsonl"))
    file = tmp_path / "news.jsonl"
    file.write_text(json.dumps(record()))
    with pytest.raises(CommandError, match="“marc” is not a format to read"):
        run(str(file), format="marc")
    assert not Article.objects.exists()


def test_standard_input_is_a_hyphen(monkeypatch):
    stdin = io.TextIOWrapper(io.BytesIO(json.dumps(record()).encode()))
    monkeypatch.setattr("sys.stdin", stdin)
    assert run("-")[0] == "1 new, 0 changed, 0 unchanged, 0 failed"


def test_a_folder_is_all_its_files_and_a_report_says_what_became_of_each(tmp_path):
    folder = tmp_path / "news" / "later"
    folder.mkdir(parents=True)
    (folder / "a.csv").write_text("headline,text\n=One,Words.\nTwo\n")
    (folder.parent / "b.html").write_text(page('<meta name="date" content="2012-12-01">'))
    (folder / "c.docx").write_text("No format.")
    crawled = crawl(NEWS, IMAGE)
    (folder / "d.warc.gz").write_bytes(crawled)
    report = tmp_path / "report.csv"
    summary, complaints, code = run(str(tmp_path / "news"), report=str(report))
    assert (summary, code) == ("3 new, 0 changed, 0 unchanged, 1 failed, 1 left out", 1)
    assert "c.docx: left out: No format to read ends in .docx" in complaints
    assert complaints.strip().endswith(
        "Not kept of what was imported: 2 links, 16 words beside the text, 1 script."
    )
    with report.open(newline="") as file:
        rows = [row[1:5] for row in csv.reader(file)]
    assert rows == [
        ["place", "did", "article", "said"],
        ["page", "new", "turkey-to-press-putin", ""],
        ["2", "new", "one", ""],
        ["3", "failed", "", "the row has 1 cells, and the heading 2"],
        [f"record 1 ({NEWS[0]})", "new", "turkey-to-press-putin-2", ""],
        [f"record 2 ({IMAGE[0]})", "left out", "", "image/png, status 200"],
    ]
    assert Article.objects.get(slug="one").headline == "=One"
    again = run(str(tmp_path / "news"), report=str(report))[0]
    assert again == "0 new, 0 changed, 3 unchanged, 1 failed, 1 left out"


def test_an_address_is_fetched_only_where_the_settings_allow_it(settings):
    assert "fetches no addresses" in run("https://127.0.0.1/")[1]
    settings.FETCHES_ADDRESSES = True
    assert "127.0.0.1 is not on the public internet" in run("https://127.0.0.1/")[1]


def test_an_export_replaces_its_file_only_when_it_is_whole(tmp_path, monkeypatch):
    article("One")
    file = tmp_path / "out.jsonl"
    call_command("export_articles", output=str(file))
    assert json.loads(file.read_text())["headline"] == "One"

    def broken(*_, **__):
        yield {"headline": "Half"}
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("articles.management.commands.export_articles.article_records", broken)
    with pytest.raises(CommandError, match="No space left"):
        call_command("export_articles", output=str(file))
    assert json.loads(file.read_text())["headline"] == "One"
    assert [one.name for one in tmp_path.iterdir()] == ["out.jsonl"]


def test_the_export_has_every_status_and_the_public_one_only_what_readers_see():
    for status in Status:
        article(status.label, status=status)
    everything = [json.loads(line)["status"] for line in export().splitlines()]
    assert sorted(everything) == ["draft", "published", "withdrawn"]
    (public,) = export(public=True).splitlines()
    assert json.loads(public)["status"] == "published"
