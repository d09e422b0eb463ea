"""ninjs, which news agencies speak: by IPTC's own schema and samples."""

import io
import json
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.formats import Draft, Fault, LeftOut, ninjs
from articles.formats.here import NOWHERE
from articles.text import clean_line
from tests.test_written_formats import HERE, SYRIANS, TURKEY, record

SAMPLES = Path(__file__).resolve().parents[2] / "shared" / "data" / "raw" / "ninjs"
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="IPTC's samples are not here.")
TEXT = {"uri": "urn:x:1", "headlines": [{"value": "Talks"}], "bodies": [{"value": "Words."}]}

words = st.text(min_size=1).map(clean_line).filter(bool)


def read(content):
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    return list(ninjs.read(io.BytesIO(raw)))


@given(
    words, words, st.sampled_from([("2012-12-01", "day"), ("2012-12-01", "month"), (None, "day")])
)
def test_what_goes_out_comes_in_again(headline, other, date):
    day, precision = date
    fields = {"headline": headline, "text": f"{other}\n\n{headline}", "byline": other}
    fields |= {"section": other, "rights": other, "dateline": headline, "status": "withdrawn"}
    fields |= {"published_on": day, "date_precision": precision, "url": "https://news.example/1"}
    fields |= {"published_at": day and f"{day}T10:30:00Z", "embargo_until": "2013-01-01T00:00:00Z"}
    written = b"".join(ninjs.write([record(**fields), record()], HERE))
    one, other_one = (draft.record for draft in read(written))
    expected = {name: value for name, value in fields.items() if value}
    expected.pop("date_precision")
    if precision == "month":
        expected["published_on"] = "2012-12"
    expected |= {"slug": "talks", "source": "the-moscow-times", "language": "en"}
    tags = one.pop("entities")
    assert one == expected
    for tag, given_one in zip(tags, (SYRIANS, TURKEY), strict=True):
        assert tag == {name: given_one[name] for name in ("kind", "slug", "name", "role")}
    assert other_one["slug"] == "talks"


@needs_samples
def test_what_is_written_is_valid_by_the_schema_of_iptc():
    schema = json.loads((SAMPLES / "specification" / "ninjs-schema_3.1.json").read_text())
    schema["$defs"]["ninjsType"]["properties"]["places"]["items"]["properties"].pop("geoJSON")
    check = jsonschema.Draft202012Validator(schema)
    lone = record(entities=[], url="", byline="", published_on=None, status="draft")
    for here in (HERE, NOWHERE):
        for line in ninjs.write([record(published_at="2012-12-01T10:00:00Z"), lone], here):
            check.validate(json.loads(line))


@needs_samples
def test_the_samples_of_iptc_are_read_and_its_broken_ones_are_not():
    for version in ("3.0", "3.1"):
        for file in (SAMPLES / "validation" / "test_suite" / version).rglob("*.json"):
            (found,) = read(file.read_bytes())
            refused = (Fault, LeftOut) if file.parent.name == "should_fail" else (Fault,)
            assert isinstance(found, refused) == (file.parent.name == "should_fail"), (file, found)
    (found,) = read((SAMPLES / "examples" / "3.0" / "ninjsExSimpleText_3.json").read_bytes())
    assert found.record["headline"] == "Captain of wrecked cruise ship on trial in Italy"
    assert found.record["text"].count("\n\n") == 3
    assert found.record["url"] == "http://ninjs.example.com/newsitems/20130709simp123"


def test_what_agencies_name_is_counted_and_what_is_no_text_left_out():
    item = TEXT | {
        "people": [{"name": "A"}],
        "places": [{"name": "B"}],
        "renditions": [{"name": "x"}],
    }
    html = {"contentType": "text/html", "value": "<p>One<img src=x><p>two<script>x</script>"}
    found = read(
        [item | {"bodies": [*TEXT["bodies"], html]}, TEXT | {"type": "picture"}, {"uri": "a"}]
    )
    assert found[0].record["text"] == "One\n\ntwo"
    assert found[0].dropped == {"names": 2, "renditions": 1, "images": 1, "scripts": 1}
    assert [type(one) for one in found] == [Draft, LeftOut, LeftOut]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"[", "ends too early"),
        (b'{"uri": "a"}\n{', "the line is not JSON"),
        ([7], "not an object"),
        ({"type": "text"}, "no uri"),
        (TEXT | {"versioncreated": "2012"}, "versioncreated: no property of ninjs 3"),
        (TEXT | {"urgency": 0.1}, "urgency must be a whole number"),
        (TEXT | {"by": ["A"]}, "by must be text"),
    ],
)
def test_what_is_no_ninjs_says_why(content, words):
    assert words in read(content)[-1].message
