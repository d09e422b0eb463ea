"""Any query against a plain reading of it in Python, over a small archive: same set, same order."""

import datetime
import itertools
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles import search
from articles.models import Article, TaggedEntity
from articles.search import looking, words
from articles.search.conditions import (
    All,
    Any,
    Between,
    Everything,
    FromSource,
    Has,
    InLanguage,
    Near,
    Not,
    Phrase,
    Prefix,
    Tagged,
    Word,
)
from tests.factories import article, entity, source

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_index")]

VOCABULARY = [
    *("gas", "Gas", "gases", "oil", "negotiate", "negotiations", "négocié", "İstanbul", "istanbul"),
    *("Türkiye", "U.S.", "Assad's", "日本語", "本", "переговоры", "и", "й", "state-owned", "2012"),
]
LANGUAGES = ["en", "fr", "tr", "ru", "ja", "und", "en-GB"]
DAYS = [None, *(datetime.date(2012, month, 1) for month in (1, 6, 12)), datetime.date(2013, 1, 1)]


def small_archive():
    chance = random.Random(7)  # noqa: S311
    tags = [entity(f"Entity {n}", kind) for n, kind in enumerate(["country", "person", "topic"])]
    papers = [source(f"Paper {n}") for n in range(3)]
    with search.postponed():
        for _ in range(40):
            sentence = [chance.choice(VOCABULARY) for _ in range(chance.randint(1, 12))]
            story = article(
                " ".join(chance.choice(VOCABULARY) for _ in range(2)),
                text=" ".join(sentence),
                language=chance.choice(LANGUAGES),
                source=chance.choice(papers),
                published_on=chance.choice(DAYS),
                date_precision=chance.choice(["day", "month", "year"]),
            )
            for tag in tags:
                if chance.random() < 0.4:
                    story.tag(tag, by=None, role=chance.choice(["subject", "mentioned"]))
    return tags, papers


# What each condition means, said plainly


def holds(condition, story):
    match condition:
        case All(of):
            return all(holds(one, story) for one in of)
        case Any(of):
            return any(holds(one, story) for one in of)
        case Not(of):
            return not holds(of, story)
        case Word(text, in_title):
            return has_word(text.removesuffix("'s"), story, in_title)
        case Phrase(text, in_title):
            return has_words(*words.asked(text), story, in_title)
        case Prefix(text, in_title):
            return has_words(words.folded(text), True, story, in_title)
        case Near(text, between, in_title):
            return has_near(text, between, story, in_title)
        case _:
            return is_so(condition, story)


def is_so(condition, story):
    match condition:
        case Tagged(entities, role):
            return any(pk in entities and role in ("", of) for pk, of in story.of_tags)
        case FromSource(sources):
            return story.source_id in sources
        case InLanguage(tags):
            return story.language.lower() in tags
        case Between(first, last):
            return is_between(story, first, last)
        case Has("date"):
            return story.published_on is not None
        case Everything():
            return True
    raise TypeError(condition)


def has_words(tokens, is_open, story, in_title):
    return any(has_phrase(part, tokens, is_open) for part in parts(story, in_title))


def has_near(text, between, story, in_title):
    tokens = list(dict.fromkeys(words.asked(text)[0]))
    if len(tokens) not in (2, 3, 4):
        return holds(Phrase(text, in_title), story)
    return any(are_near(part, tokens, between) for part in parts(story, in_title))


def parts(story, in_title):
    fields = [story.headline] if in_title else [story.headline, story.text]
    return [words.folded(field) for field in fields]


def has_word(text, story, in_title):
    tokens, is_open = words.asked(text)
    if has_words(tokens, is_open, story, in_title):
        return True
    language = words.stemmer_of(story.language)
    if not language or len(tokens) != 1 or is_open:
        return False
    stems = words.stemmed(text, language)
    fields = [story.headline] if in_title else [story.headline, story.text]
    found = [stem for field in fields for stem in words.stemmed(field, language)]
    return len(stems) == 1 and stems[0] in found


def has_phrase(part, tokens, is_open):
    for start in range(len(part) - len(tokens) + 1 if tokens else 0):
        here = part[start : start + len(tokens)]
        is_end = here[-1].startswith(tokens[-1]) if is_open else here[-1] == tokens[-1]
        if here[:-1] == tokens[:-1] and is_end:
            return True
    return False


def are_near(part, tokens, between):
    places = [[n for n, word in enumerate(part) if word == token] for token in tokens]
    return any(
        max(chosen) - min(chosen) + 1 - len(tokens) <= between
        for chosen in itertools.product(*places)
    )


def is_between(story, first, last):
    if story.published_on is None:
        return False
    return not (first and story.period_end < first) and not (last and story.published_on > last)


def conditions(tags, papers):
    pks = st.lists(st.sampled_from([tag.pk for tag in tags]), min_size=1, max_size=2).map(tuple)
    texts = st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=3).map(" ".join)
    days = st.sampled_from(DAYS)
    leaves = st.one_of(
        st.builds(Word, st.sampled_from(VOCABULARY), st.booleans()),
        st.builds(Phrase, texts, st.booleans()),
        st.builds(Near, texts, st.integers(0, 5), st.booleans()),
        st.builds(Prefix, st.sampled_from(["ga", "neg", "日", "本", "is", "U.S", "2"])),
        st.builds(Tagged, pks, st.sampled_from(["", "subject"])),
        st.builds(FromSource, st.sampled_from(papers).map(lambda paper: (paper.pk,))),
        st.builds(InLanguage, st.sampled_from(["en", "tr", "en-gb"]).map(lambda tag: (tag,))),
        st.builds(Between, days, days),
        st.builds(Has, st.just("date")),
        st.builds(Everything),
    )
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.builds(Not, inner),
            st.builds(All, st.lists(inner, min_size=1, max_size=3).map(tuple)),
            st.builds(Any, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        ),
        max_leaves=6,
    )


def test_any_query_finds_what_a_plain_reading_of_it_finds_in_the_order_of_the_database(monkeypatch):
    monkeypatch.setattr(looking, "DEEP", 1)  # so that later pages are found by their days
    tags, papers = small_archive()
    tagged = {}
    for pk, tag, role in TaggedEntity.objects.values_list("content_object_id", "tag_id", "role"):
        tagged.setdefault(pk, []).append((tag, role))
    newest, oldest = list(Article.objects.newest()), list(Article.objects.oldest())
    for story in (*newest, *oldest):
        story.of_tags = tagged.get(story.pk, [])
    look = search.begin()

    @settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
    @given(conditions(tags, papers))
    def check(condition):
        for sort, stories in (("newest", newest), ("oldest", oldest)):
            expected = [story.pk for story in stories if holds(condition, story)]
            found = look.find(condition, sort=sort, limit=100)
            assert found.pks == expected
            assert found.total == look.total(condition) == len(expected)
            for offset, limit in ((1, 2), (3, 4), (2, 98)):
                later = look.find(condition, sort=sort, offset=offset, limit=limit)
                assert later.pks == expected[offset : offset + limit]
        ranked = look.find(condition, sort="relevance", limit=100).pks
        assert sorted(ranked) == sorted(expected)
        halves = [(0, 3), (3, 97)]
        pages = [look.find(condition, sort="relevance", offset=a, limit=b).pks for a, b in halves]
        assert pages[0] + pages[1] == ranked
        counts = look.counts(condition, "country", "source", "year")
        chosen = [story for story in newest if holds(condition, story)]
        assert counts["source"] == count_of([[story.source_id] for story in chosen])
        assert counts["country"] == count_of(
            [[pk for pk, _ in story.of_tags if pk == tags[0].pk] for story in chosen]
        )

    check()


def count_of(rows):
    found = {}
    for row in rows:
        for value in row:
            found[value] = found.get(value, 0) + 1
    return found
