"""Sentences with the words of a query, as a page and as a table."""

import csv
import io
from urllib.parse import unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from articles.formats.spreadsheet import csv_lines
from articles.search import lines, parse, terms_of
from tests.factories import article, entity, source
from tests.test_selection import read

TURKISH = "Mr. Putin buys gas. Nobody sells.\n\nGas supplies end, and “gas” is dear! It is over."


def found(typed, headline, text, language="en"):
    return list(lines(terms_of(parse(typed).tree), headline, text, language))


def test_each_sentence_with_a_word_stands_once_with_all_its_words_marked():
    one, two = found("gas", "Talks", TURKISH)
    assert one.html == "Mr. Putin buys <mark>gas</mark>."
    assert two.html == "<mark>Gas</mark> supplies end, and “<mark>gas</mark>” is dear!"
    assert (two.before, two.words, two.after) == ("", "Gas", " supplies end, and “gas” is dear!")
    assert [line.paragraph for line in (one, two)] == [1, 2]
    assert one.fragment == "#p1:~:text=Mr.%20Putin%20buys%20gas."
    assert unquote(found("x-ray", "", "An x-ray, a b c d e f g h i j.")[0].fragment).endswith(
        "=An x-ray, a b c,f g h i j."
    )


def test_headlines_count_and_chinese_needs_no_blanks():
    assert [line.paragraph for line in found("title:gas", "Gas, again", "Gas.")] == [0]
    (line,) = found("天然气", "新闻", "土耳其购买天然气。俄罗斯出售。", "zh")
    assert line.html == "土耳其购买<mark>天然气</mark>。"


def test_a_very_long_sentence_is_cut_between_words():
    (line,) = found("gas", "", f"{'before ' * 200}gas {'after ' * 200}.")
    assert line.is_cut == (True, True)
    assert line.before.split() == ["before"] * len(line.before.split())
    assert line.after.split() == ["after"] * len(line.after.split())
    assert len(line.before + line.words + line.after) < 450


@example([["\n=1+1", ""]])
@given(st.lists(st.lists(st.text(), min_size=2, max_size=3)))
def test_no_cell_is_a_formula_and_all_come_back(rows):
    written = "".join(csv_lines(rows))
    back = list(csv.reader(io.StringIO(written, newline="")))
    for row, found in zip(rows, back, strict=True):
        for cell, read_back in zip(row, found, strict=True):
            assert not read_back.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
            assert read_back.removeprefix("'") == cell.removeprefix("'") or read_back == f"'{cell}"


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("own_index")
def test_a_selection_is_read_as_a_concordance_and_as_a_table(client):
    turkey, syria = entity("Turkey", iso2="TR", is_listed=True), entity("Syria", is_listed=True)
    moscow = source("=The Paper")
    article("Talks", text=TURKISH, entities=[turkey], source=moscow)
    article("Gas <b>", text=" ".join(["<i>Gas</i> it is."] * 8), entities=[turkey, syria])
    article("Later", text="=gas of 2013.", published_on=None)

    content = client.get("/articles/?country=TR&q=gas&view=concordance").content.decode()
    assert "<mark>Gas</mark> supplies end, and “<mark>gas</mark>” is dear!" in content
    assert '#p2:~:text=Gas%20supplies%20end%2C%20and%20%E2%80%9Cgas%E2%80%9D%20is%20dear%21"' in (
        content
    )
    assert "<mark>Gas</mark> &lt;b&gt;</a>" in content
    assert content.count("&lt;i&gt;<mark>Gas</mark>&lt;/i&gt; it is.") == 5
    assert "3 more in this article." in content
    # It keeps with the selection: chips, facets and orders lead to concordances of others.
    assert 'href="/articles/?q=gas&amp;view=concordance"' in content
    selection = read("country=TR&q=gas&view=concordance")
    assert selection.url() == "/articles/?country=TR&q=gas&view=concordance"
    assert selection.without_words().url() == "/articles/?country=TR"
    assert [way.is_chosen for way in selection.views] == [False, True]

    response = client.get("/articles.csv?q=gas&view=concordance")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="concordance.csv"'
    rows = [*csv.reader(io.StringIO(b"".join(response).decode(), newline=""))]
    assert ",".join(rows[0]) == "date,source,headline,address,paragraph,before,words,after"
    assert len(rows) == 1 + 2 + 9 + 1
    of_later = next(row for row in rows if row[2] == "Later")
    assert of_later[0] == "" and of_later[4:] == ["1", "'=", "gas", " of 2013."]
    of_talks = next(row for row in rows if row[2] == "Talks")
    assert of_talks[:2] == ["2012-12-01", "'=The Paper"]
    assert of_talks[3].startswith("http://testserver/articles/2012/12/01/talks/#p1:~:text=Mr.")
    rows = [*csv.reader(io.StringIO(b"".join(client.get("/articles.csv?country=TR")).decode()))]
    assert [row[2:] for row in rows[1:]] == [
        *(["Gas <b>", "http://testserver/articles/2012/12/01/gas-b/", "en", "Syria; Turkey"],),
        *(["Talks", "http://testserver/articles/2012/12/01/talks/", "en", "Turkey"],),
    ]


@pytest.mark.django_db
def test_without_words_a_concordance_is_left_out_and_said(client):
    for query, reason in [
        ("view=concordance", "view=concordance</code> needs words to look for; left out."),
        ("view=map", "view=map</code> is not concordance; left out."),
    ]:
        selection = read(query)
        assert (selection.view, selection.views) == ("", [])
        assert reason in client.get(f"/articles/?{query}").content.decode()
