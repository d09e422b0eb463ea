"""How a query is written, by examples that work in any archive."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Example:
    typed: str
    means: str


@dataclass(frozen=True)
class Group:
    title: str
    examples: tuple[Example, ...]


GROUPS = (
    Group(
        "Words",
        (
            Example("turkey russia", "both words"),
            Example("turkey OR russia", "at least one of them; OR in capitals"),
            Example("gas -nuclear", "without the second; NOT in capitals does the same"),
            Example("(gas OR oil) -nuclear", "brackets hold together what belongs together"),
            Example('"iron and blood"', "these words, one after the other"),
            Example('"gas supplies"~5', "in any order, with at most 5 other words between"),
            Example("negoti*", "words that begin so"),
            Example("title:putin", "in the headline"),
        ),
    ),
    Group(
        "Countries, people and others",
        (
            Example("country:TR -country:SY", "about Turkey but not about Syria"),
            Example("country:TR,RU", "about one of them"),
            Example('person:"Vladimir Putin"', "by any name that the archive knows"),
            Example("country:SY@subject", "in this role: what the article is about"),
            Example("no:country", "about no country"),
        ),
    ),
    Group(
        "Dates, sources and what is marked",
        (
            Example("gas date:2012-11..2012-12", "from November to December 2012"),
            Example("gas after:2012-11", "after November; before: is the other way round"),
            Example("gas no:date", "without a date"),
            Example("source:the-moscow-times", "of this source"),
            Example("lang:en", "in this language"),
            Example("has:notes", "with notes; or mentions, relations, claims"),
        ),
    ),
    Group(
        "Who says and who does",
        (
            Example("said-by:lavrov", "with a claim of his"),
            Example("said-by:lavrov via:itar-tass", "one claim, passed on by this agency"),
            Example("said-by:turkey OR said-by:russia", "a claim of one of them"),
            Example("event:accuse actor:turkey target:syria", "one event with all three"),
            Example('actor:turkey target:"Syrian rebels"', "rebels are not their country"),
        ),
    ),
)
