import time
from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from articles.highlight import Mark, render


def link(start: int, end: int, href: str = "/x/", **attributes: str) -> Mark:
    return Mark(start, end, "a", (("href", href), *attributes.items()))


class Reading(HTMLParser):
    """HTML as a reader gets it: its text, its elements, and what every character stands in."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.around: list[list[tuple[str, dict[str, str | None]]]] = []
        self._open: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()
        assert not self._open

    def handle_starttag(self, tag, attrs):
        self._open.append((tag, dict(attrs)))
        self.elements.append(self._open[-1])

    def handle_endtag(self, tag):
        assert self._open.pop()[0] == tag

    def handle_data(self, data):
        self.text += data
        self.around += [list(self._open) for _ in data]


def test_words_and_values_are_escaped():
    html = render('<b> & "x"', 0, 9, [Mark(0, 3, "mark", (("title", "\"><script>&'"),))])
    assert html == (
        '<mark title="&quot;&gt;&lt;script&gt;&amp;&#x27;">&lt;b&gt;</mark> &amp; &quot;x&quot;'
    )


def test_marks_that_nest_are_nested():
    html = render("the Turkish people", 0, 18, [link(4, 11), Mark(0, 18, "mark")])
    assert html == '<mark>the <a href="/x/">Turkish</a> people</mark>'


def test_marks_that_cross_are_split_and_the_id_stays_on_the_first_piece():
    crossing = Mark(2, 6, "span", (("id", "a-1"), ("class", "t")))
    html = render("abcdefgh", 0, 8, [Mark(0, 4, "mark"), crossing])
    assert html == ('<mark>ab<span id="a-1" class="t">cd</span></mark><span class="t">ef</span>gh')


def test_a_link_in_a_link_is_the_link_and_the_outer_one_keeps_its_look():
    outer = link(0, 12, "/organizations/un/", **{"class": "e organization", "data-n": "1"})
    html = render("UN in Turkey", 0, 12, [outer, link(6, 12, "/countries/turkey/")])
    assert html == (
        '<a href="/organizations/un/" class="e organization" data-n="1">UN in </a>'
        '<span class="e organization" data-n="1"><a href="/countries/turkey/">Turkey</a></span>'
    )


def test_on_the_same_words_the_higher_rank_is_the_link():
    low = Mark(0, 6, "a", (("href", "/low/"),), rank=1)
    high = Mark(0, 6, "a", (("href", "/high/"),), rank=2)
    expected = '<span><a href="/high/">Ankara</a></span>'
    assert render("Ankara", 0, 6, [low, high]) == expected
    assert render("Ankara", 0, 6, [high, low]) == expected


def test_only_the_part_asked_for_is_drawn():
    marks = [Mark(0, 4, "mark", (("id", "a"),)), Mark(3, 9, "span", (("id", "b"),)), link(7, 9)]
    assert render("abcdefghi", 2, 6, marks) == (
        '<mark>c<span id="b">d</span></mark><span>ef</span>'
    )


def test_a_mark_of_no_length_is_an_empty_element_behind_the_words():
    note = Mark(3, 3, "a", (("href", "#n1"), ("class", "ref")))
    assert render("abcdef", 0, 6, [Mark(0, 3, "mark"), note]) == (
        '<mark>abc</mark><a href="#n1" class="ref"></a>def'
    )


texts = st.text(alphabet=st.sampled_from("abc <>&\"'\n😀e\u0301"), min_size=1, max_size=30)


@st.composite
def marked(draw):
    text = draw(texts)
    places = st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))
    marks = [
        Mark(
            min(place),
            max(place),
            draw(st.sampled_from(["a", "a", "span", "mark", "time"])),
            (("id", f"m{number}"), ("data-m", str(number)), ("href", "/x/?a=1&b='\"")),
            draw(st.integers(0, 2)),
        )
        for number, place in enumerate(draw(st.lists(places.filter(lambda p: p[0] != p[1]))))
    ]
    start, end = sorted(draw(places))
    return text, start, end, marks


@settings(deadline=None)
@given(marked())
def test_the_words_are_the_same_and_every_mark_is_around_its_own(drawn):
    text, start, end, marks = drawn
    reading = Reading(render(text, start, end, marks))
    assert reading.text == text[start:end]
    for offset, elements in enumerate(reading.around, start):
        numbers = [int(attributes["data-m"]) for _, attributes in elements]
        expected = [n for n, mark in enumerate(marks) if mark.start <= offset < mark.end]
        assert sorted(numbers) == expected


@settings(deadline=None)
@given(marked())
def test_no_link_holds_a_link_and_the_innermost_is_one(drawn):
    text, start, end, marks = drawn
    for elements in Reading(render(text, start, end, marks)).around:
        links = [tag for tag, _ in elements if tag == "a"]
        of_links = [
            tag for tag, attributes in elements if marks[int(attributes["data-m"])].tag == "a"
        ]
        assert len(links) == (1 if of_links else 0)
        assert not of_links or of_links[-1] == "a"
        for tag, attributes in elements:
            was = marks[int(attributes["data-m"])]
            assert tag == was.tag or (tag == "span" and "href" not in attributes)


@settings(deadline=None)
@given(marked())
def test_no_id_is_there_twice_and_each_is_where_its_mark_begins(drawn):
    text, start, end, marks = drawn
    reading = Reading(render(text, start, end, marks))
    ids = [attributes["id"] for _, attributes in reading.elements if "id" in attributes]
    begun = {f"m{n}" for n, mark in enumerate(marks) if start <= mark.start < min(mark.end, end)}
    assert len(ids) == len(set(ids))
    assert set(ids) == begun


@settings(deadline=None)
@given(marked())
def test_a_text_drawn_in_parts_holds_the_same(drawn):
    text, start, end, marks = drawn
    parts = [(0, start), (start, end), (end, len(text))]
    reading = Reading("".join(render(text, *part, marks) for part in parts))
    assert reading.text == text
    ids = [attributes["id"] for _, attributes in reading.elements if "id" in attributes]
    assert sorted(ids) == sorted(f"m{number}" for number in range(len(marks)))


def test_thousands_of_marks_are_drawn_at_once():
    text = "word " * 40_000
    marks = [Mark(n * 20, n * 20 + 30, "span", (("id", f"m{n}"),)) for n in range(9_000)]
    began = time.process_time()
    assert Reading(render(text, 0, len(text), marks)).text == text
    assert time.process_time() - began < 5
