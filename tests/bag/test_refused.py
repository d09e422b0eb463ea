"""What is no bag of an archive is refused in words, and nothing of it stays."""

import io
import json
import zipfile

import pytest
from django.db import transaction

from articles.bag import Bag, BagFault
from articles.models import Article
from tests.bag.packing import bag, packed
from tests.bag.rich import bagged, rich_archive, taken_in
from tests.importing.records import state

WHOLE = bag()


def without(name):
    return {one: content for one, content in WHOLE.items() if one != name}


def flipped(stream):
    """One byte of the words of a file, and not of what is said of it."""
    raw = bytearray(stream.getvalue())
    raw[raw.index(b"ro-crate-metadata.json") + len("ro-crate-metadata.json")] ^= 0xFF
    return io.BytesIO(raw)


def twice():
    with pytest.warns(UserWarning, match="Duplicate"):
        return packed([*WHOLE.items(), ("bagit.txt", b"")])


HOSTILE = {
    "it is no zip": lambda: io.BytesIO(b"<html>not found</html>"),
    "not a whole one": lambda: io.BytesIO(packed(WHOLE).getvalue()[:-40]),
    "data/articles.jsonl is missing": lambda: packed(without("data/articles.jsonl")),
    "bagit.txt is in it twice": twice,
    "it is not one folder": lambda: packed(WHOLE, folder=""),
    "'archive/../../evil' is no file of an": lambda: packed(WHOLE | {"../../evil": b""}),
    "'archive//etc/passwd' is no file": lambda: packed(WHOLE | {"/etc/passwd": b""}),
    "'archive/data/fetch.exe' is no file": lambda: packed(WHOLE | {"data/fetch.exe": b""}),
    "data/articles.jsonl is encrypted": lambda: packed(WHOLE, flag_bits=1),
    "packed in a way that is not read": lambda: packed(WHOLE, compress_type=14),
    "would unpack to 99,000,": lambda: packed(WHOLE, file_size=99 * 10**9),
    "bagit.txt does not say BagIt 1.0": lambda: packed(bag(bagit=b"BagIt-Version: 9\n")),
    "of the format “2”, and this archive reads 1": lambda: packed(bag(info=b"Archive-Format: 2")),
    "bag-info.txt is not UTF-8": lambda: packed(bag(info=b"\xff")),
    "bag-info.txt is longer than 100,000": lambda: packed(bag(info=b"x" * 100_001)),
    "bag-info.txt promises other sizes": lambda: packed(
        bag(info=b"Payload-Oxum: 1.1\nArchive-Format: 1\n")
    ),
    "manifest-sha256.txt has a line that is none": lambda: packed(bag(manifest=b"evil")),
    "manifest-sha256.txt does not name the files": lambda: packed(bag(manifest=b"")),
    "data/people.jsonl is not what it was": lambda: packed(WHOLE | {"data/people.jsonl": b"{}"}),
    "bag-info.txt is not what it was": lambda: packed(
        WHOLE | {"bag-info.txt": WHOLE["bag-info.txt"] + b"Evil: 1\n"}
    ),
    "data/ro-crate-metadata.json cannot be read": lambda: flipped(packed(WHOLE)),
}


@pytest.mark.parametrize("said", HOSTILE)
def test_what_is_no_bag_of_an_archive_is_refused_with_the_reason(said):
    with pytest.raises(BagFault) as refused, Bag(HOSTILE[said]()) as hostile:
        hostile.verify()
    assert said in str(refused.value)


def records(file):
    with zipfile.ZipFile(io.BytesIO(file)) as opened:
        return {
            name.removeprefix("archive/"): opened.read(name)
            for name in opened.namelist()
            if "/data/" in name
        }


def changed(files, name, **fields):
    """The first record of a file says something else."""
    first, *rest = files[f"data/{name}.jsonl"].splitlines(keepends=True)
    line = json.dumps(json.loads(first) | fields, ensure_ascii=False, sort_keys=True)
    return {f"data/{name}.jsonl": b"".join([line.encode() + b"\n", *rest])}


def annotation(files, **fields):
    first = json.loads(files["data/articles.jsonl"].splitlines()[0])
    first["annotations"][0] |= fields
    return changed(files, "articles", annotations=first["annotations"])


WRONG = {
    "people.jsonl, line 1: that is no user name": ("people", {"username": "a\nb"}),
    "entities.jsonl, line 1: its links are no list": ("entities", {"links": 9}),
    "entities.jsonl, line 1: there is no 'nowhere'": (
        "entities",
        {"links": [{"tie": "part_of", "target": "nowhere", "label": ""}]},
    ),
    "entities.jsonl breaks a rule of the archive": ("entities", {"iso2": "norway"}),
    "sources.jsonl, line 1: “Mars” is not a time zone": ("sources", {"time_zone": "Mars"}),
    "articles.jsonl, line 1: there is no 'nobody'": ("articles", {"source": "nobody"}),
    "articles.jsonl, line 1: its newest revision has other words": ("articles", {"text": "No."}),
    "articles.jsonl, line 1: it has not the shape of a record": ("articles", {"entities": "tags"}),
    "articles.jsonl breaks a rule of the archive": ("articles", {"url": "javascript:alert(1)"}),
    "what was made of it is not what it says: data/articles.jsonl, line 1": (
        "articles",
        {"sha256": "0" * 64},
    ),
    "sets.jsonl, line 1: its lines are not those": ("sets", {"total": 3}),
    "changes.jsonl, line 1: its parts are not those": ("changes", {"parts": [{"model": "user"}]}),
    "what leads from row to row breaks a rule of the archive": ("changes", {"undoes": 10**6}),
    "changes.jsonl, line 1: “x” value has": ("changes", {"at": "x"}),
}


@pytest.mark.django_db
def test_a_bag_whose_records_are_wrong_leaves_nothing_behind():
    with transaction.atomic():
        rich_archive()
        whole = bagged()
        transaction.set_rollback(True)
    before, files = state(), records(whole)
    wrong = {said: changed(files, name, **fields) for said, (name, fields) in WRONG.items()}
    wrong |= {
        "does not stand on its words": annotation(files, exact="Something else"),
        "line 1: the line is not JSON": {"data/people.jsonl": b"{"},
        "annotations.jsonld, line 1": {"data/annotations.jsonld": b"{}"},
    }
    for said, replaced in wrong.items():
        with pytest.raises(BagFault) as refused:
            taken_in(packed(bag(files | replaced)))
        assert said in str(refused.value)
        assert state() == before
    taken_in(io.BytesIO(whole))
    assert Article.objects.count() == 5
