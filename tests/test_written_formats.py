"""What leaves the archive for other programs, without a database: read back by strict readers."""

import csv
import io
import json
import re

import bibtexparser
import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as st

from articles.formats import RENDERINGS, Here, csv_table, format_named, mentions, statements
from articles.text import clean_line

HERE = Here("The Archive", "https://archive.example", {"the-moscow-times": "The Moscow Times"})
TURKEY = {"slug": "turkey", "name": "Turkey", "kind": "country", "iso2": "TR", "wikidata": "Q43"}
TURKEY |= {"role": "actor", "salience": 3}
SYRIANS = {"slug": "rebels", "name": "Rebels, Syrian", "kind": "group", "iso2": None}
SYRIANS |= {"wikidata": None, "role": "mentioned", "salience": 1}
ADDRESS = "https://archive.example/articles/2012/12/01/talks/"
RIS_LINE = re.compile(r"([A-Z][A-Z0-9])  - (.*)")
BIB_ENTRY = re.compile(r"@article\{([a-z0-9-]+),\n((?:  [a-z]+ = .+,\n)*)\}\n\n")
LATEX = {r"\textbraceleft{}": "{", r"\textbraceright{}": "}", r"\textbackslash{}": "\\"}
LATEX |= {r"\textasciitilde{}": "~", r"\textasciicircum{}": "^", r"\textless{}": "<"}
LATEX |= {r"\textgreater{}": ">", **{f"\\{sign}": sign for sign in "$&%#_"}}
PLAIN = re.compile("|".join(map(re.escape, LATEX)))

words = st.text(min_size=1).map(clean_line).filter(bool)


def record(**fields):
    made = {"slug": "talks", "headline": "Talks", "source": "the-moscow-times", "byline": ""}
    made |= {"dateline": "", "section": "", "published_on": "2012-12-01", "date_precision": "day"}
    made |= {"published_at": None, "embargo_until": None, "language": "en", "url": ""}
    made |= {"rights": None, "status": "published", "text": "Turkey talks.", "sha256": "0"}
    made |= {"entities": [TURKEY, SYRIANS], "untagged": [], "annotations": [], "claims": []}
    return made | {"relations": [], "revisions": []} | fields


def written(name, *records, here=HERE):
    return b"".join(format_named(name, to="write").write(records, here)).decode()


def ris(*records, here=HERE):
    """Each as pairs of a tag and what it says; every line of the file has to be one."""
    text = written("ris", *records, here=here)
    assert text.endswith("\r\n\r\n")
    for one in text.removesuffix("\r\n\r\n").split("\r\n\r\n"):
        lines = [RIS_LINE.fullmatch(line).groups() for line in one.split("\r\n")]
        assert (lines[0], lines[-1]) == (("TY", "NEWS"), ("ER", ""))
        yield lines


def bibtex(*records):
    """Each as its key and its fields, without braces and escapes."""
    text = written("bibtex", *records)
    entries = [*BIB_ENTRY.finditer(text)]
    assert "".join(entry[0] for entry in entries) == text
    for entry in entries:
        assert entry[0].count("{") == entry[0].count("}")
        fields = dict(line[2:-1].split(" = ", 1) for line in entry[2].splitlines())
        yield entry[1], {name: _plain(value) for name, value in fields.items()}


def _plain(value):
    while value.startswith("{") and value.endswith("}"):
        value = value[1:-1]
    return PLAIN.sub(lambda match: LATEX[match[0]], value)


def csl(*records):
    return json.loads(written("csl-json", *records))


def rows(format_, *records):
    text = b"".join(format_.write(records, HERE)).decode()
    found = list(csv.DictReader(io.StringIO(text, newline="")))
    assert all(None not in row and None not in row.values() for row in found)
    return found


@pytest.mark.parametrize(
    ("precision", "date", "of_ris", "of_bibtex", "of_csl"),
    [
        (
            "day",
            "2012-12-01",
            ("2012", "2012/12/01/"),
            ("2012", "dec", "2012-12-01"),
            [2012, 12, 1],
        ),
        ("month", "2012-12-01", ("2012", "2012/12//"), ("2012", "dec", "2012-12"), [2012, 12]),
        ("year", "2012-01-01", ("2012", "2012///"), ("2012", None, "2012"), [2012]),
        ("day", None, (None, None), (None, None, None), None),
    ],
)
def test_a_date_is_given_as_far_as_it_is_known(precision, date, of_ris, of_bibtex, of_csl):
    one = record(published_on=date, date_precision=precision)
    tags = dict(next(ris(one)))
    assert (tags.get("PY"), tags.get("DA")) == of_ris
    ((_, fields),) = bibtex(one)
    assert tuple(map(fields.get, ("year", "month", "date"))) == of_bibtex
    issued = csl(one)[0].get("issued", {"date-parts": [None]})
    assert issued["date-parts"] == [of_csl]


@pytest.mark.parametrize(
    ("headline", "byline", "language"),
    [
        ("تركيا تضغط على روسيا", "محمد علي", "ar"),
        ("土耳其将向俄罗斯施压", "新华社记者 王小明", "zh-Hans"),
        ("50% of $5 & #1_news {here} ~ ^ \\ <b>", "von Neumann, Jr., and Smith", "en"),
        ("Сирия: что дальше?", "Иван Петров и Анна", "ru"),
    ],
)
def test_headlines_and_bylines_of_any_script_stay_whole(headline, byline, language):
    one = record(headline=headline, byline=byline, language=language)
    tags = dict(next(ris(one)))
    assert [tags[tag] for tag in ("TI", "AU", "LA")] == [headline, byline, language]
    ((key, fields),) = bibtex(one)
    assert key == "talks"
    assert [fields[name] for name in ("title", "author", "language")] == [
        headline,
        byline,
        language,
    ]
    (item,) = csl(one)
    assert (item["type"], item["title"]) == ("article-newspaper", headline)
    assert item["author"] == [{"literal": byline}]
    assert headline in written("text", one)


@given(words, words)
def test_no_words_break_out_of_their_field(headline, byline):
    one = record(headline=headline, byline=byline, entities=[TURKEY | {"name": headline}])
    spaced = " ".join(headline.split())
    for tags in ris(one, one):
        assert dict(tags)["TI"] == spaced
    for _, fields in bibtex(one, one):
        assert fields["title"] == spaced
    assert [item["title"] for item in csl(one, one)] == [headline] * 2
    (row,) = rows(csv_table, one)
    assert not row["headline"].startswith(("=", "+", "-", "@"))
    assert row["headline"].removeprefix("'") == headline.removeprefix("'")


def test_what_is_cited_is_this_archives_copy_and_the_original_is_named():
    url = "https://paper.example/50%25_off?a=1&b={2}"
    one = record(url=url)
    tags = dict(next(ris(one)))
    assert (tags["UR"], tags["DB"], tags["N1"]) == (ADDRESS, "The Archive", f"Original: {url}")
    ((_, fields),) = bibtex(one)
    assert (fields["url"], fields["note"]) == (ADDRESS, f"Original: {url}")
    # Away from any archive there is only the original, and nothing that a browser would run.
    assert dict(next(ris(one, here=Here())))["UR"] == url
    assert "UR" not in dict(next(ris(record(url="javascript:alert(1)"), here=Here())))


def test_linked_data_tells_what_an_article_is_about_from_what_it_mentions():
    (article,) = json.loads(written("jsonld", record(untagged=[SYRIANS | {"slug": "fsa"}])))[
        "@graph"
    ]
    assert article["@id"] == ADDRESS
    assert article["publisher"]["@id"] == "https://archive.example/sources/the-moscow-times/"
    about, (rebels, fsa) = article["about"], article["mentions"]
    assert about == [
        {
            "@type": "Country",
            "@id": "https://archive.example/countries/turkey/",
            "name": "Turkey",
            "sameAs": "https://www.wikidata.org/wiki/Q43",
        }
    ]
    assert rebels["@id"].endswith("/groups/rebels/")
    assert fsa["@id"].endswith("/groups/fsa/")


def test_a_json_feed_has_what_its_version_asks_for():
    feed = json.loads(written("json-feed", record(), record(published_on=None, slug="undated")))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"]
    dated, undated = feed["items"]
    assert dated["id"] == dated["url"] == ADDRESS
    assert dated["date_published"] == "2012-12-01T00:00:00Z"
    assert undated["url"].endswith("/articles/undated/undated/")
    assert "date_published" not in undated
    assert dated["content_text"] == "Turkey talks."


def test_plain_text_has_its_headline_above_it_and_its_original_below():
    one = record(byline="Ann Editor", url="https://paper.example/talks", text="One.\n\nTwo.")
    bare = record(date_precision="month", text="Three.")
    assert written("text", one, bare) == (
        "# Talks\n\nBy Ann Editor\n\nDecember 01, 2012\n\n**The Moscow Times**\n\nOne.\n\nTwo.\n\n"
        "Original url:\n\n<https://paper.example/talks>\n"
        "\f\n# Talks\n\nDecember 2012\n\n**The Moscow Times**\n\nThree.\n"
    )


def test_mentions_are_a_table_of_who_is_meant_where():
    mention = {"id": "m-1", "kind": "mention", "entity": "turkey", "form": "name", "field": "text"}
    mention |= {"exact": "=Turkey", "start": 0, "end": 6, "note": ""}
    lost = mention | {"id": "m-2", "entity": "fsa", "start": None, "end": None}
    note = mention | {"id": "n-1", "kind": "note", "entity": None}
    fsa = {key: value for key, value in SYRIANS.items() if key not in ("role", "salience")}
    one = record(annotations=[mention, lost, note], untagged=[fsa | {"slug": "fsa"}])
    first, second = rows(mentions, one)
    assert first["words"] == "'=Turkey"
    assert (first["entity"], first["kind"], first["iso2"]) == ("turkey", "country", "TR")
    assert (first["start"], first["end"], first["role"], first["salience"]) == (
        "0",
        "6",
        "actor",
        "3",
    )
    assert first["address"] == "https://archive.example/annotations/m-1/"
    assert (second["entity"], second["start"], second["role"]) == ("fsa", "", "")


def test_claims_and_relations_are_one_table():
    evidence = {"id": "e-1", "kind": "evidence", "exact": "will press", "field": "text"}
    evidence |= {"start": 7, "end": 17}
    cue = evidence | {"id": "e-2", "exact": "says"}
    claim = {"id": "c-1", "evidence": "e-1", "cue": "e-2", "speakers": ["turkey", "rebels"]}
    claim |= {"mode": "indirect", "via": None, "about": ["russia"], "note": ""}
    relation = {"id": "r-1", "kind": "event", "evidence": "e-1", "actors": ["turkey"]}
    relation |= {"action": "presses", "targets": ["russia"], "category": "demand", "mode": ""}
    relation |= {"contexts": ["military", "diplomatic"], "state": "", "status": "planned"}
    relation |= {"time": "2012-12", "certainty": "high", "claim": "c-1", "note": ""}
    one = record(annotations=[evidence, cue], claims=[claim], relations=[relation])
    said, done = rows(statements, one)
    assert (said["statement"], said["actors"], said["targets"]) == (
        *("claim", "turkey; rebels", "russia"),
    )
    assert (said["cue"], said["evidence"], said["start"]) == ("says", "will press", "7")
    assert (done["statement"], done["action"], done["claim"]) == ("relation", "presses", "c-1")
    assert done["contexts"] == "military; diplomatic"


@pytest.mark.parametrize("name", [format_.NAME for format_ in RENDERINGS.values()])
def test_of_nothing_a_format_is_whole_too(name):
    text = written(name)
    if name in ("csl-json", "jsonld"):
        assert json.loads(text) in ([], {"@context": "https://schema.org", "@graph": []})
    elif name == "web-annotation":
        assert json.loads(text)["items"] == []
    else:
        assert text == "" or text.count("\n") == 1


@pytest.mark.parametrize(
    "headline", ["50% of {gas} & \\ #1", "تركيا تضغط", "=土耳其", "ER  - ", "}"]
)
def test_readers_of_others_find_in_a_citation_what_was_written(headline):
    two = [record(headline=headline, byline="Иванов, and {Co}"), record(slug="undated")]
    two[1] |= {"published_on": None}
    first, undated = rispy.loads(written("ris", *two))
    assert (first["type_of_reference"], first["title"]) == ("NEWS", " ".join(headline.split()))
    assert (first["authors"], first["date"]) == (["Иванов, and {Co}"], "2012/12/01/")
    assert (first["secondary_title"], first["urls"]) == ("The Moscow Times", [ADDRESS])
    assert "date" not in undated and "year" not in undated
    library = bibtexparser.parse_string(written("bibtex", *two))
    assert not library.failed_blocks
    assert [entry.key for entry in library.entries] == ["talks", "undated"]
    fields = library.entries[0].fields_dict
    assert _plain(fields["title"].value) == " ".join(headline.split())
    assert _plain(fields["author"].value) == "Иванов, and {Co}"
