"""What the archive's words mean, for the pages that explain them."""

from __future__ import annotations

from collections.abc import Iterable

from articles.models import Article, Entity, Kind, Role
from articles.naming import with_the

KINDS = {
    Kind.COUNTRY: "States, territories and former states. In the news a country often is its "
    "government.",
    Kind.PERSON: "Single people, named or not.",
    Kind.ORGANIZATION: "Bodies with a name and members: the United Nations, a ministry, a paper.",
    Kind.PLACE: "Cities, regions, rivers: where something is.",
    Kind.GROUP: "People taken together without being one body: rebels, refugees, officials.",
    Kind.FACILITY: "What is built at a place: a power plant, a base, a pipeline.",
    Kind.EVENT: "What happens at a time: a war, a visit, an election.",
    Kind.TOPIC: "What an article is about without naming it: natural gas, human rights.",
}
EXAMPLES = {
    Kind.COUNTRY: "Turkey",
    Kind.PERSON: "Vladimir Putin",
    Kind.ORGANIZATION: "United Nations",
    Kind.PLACE: "Istanbul",
    Kind.GROUP: "Syrian rebels",
    Kind.FACILITY: "Naval base",
    Kind.EVENT: "Syrian civil war",
    Kind.TOPIC: "Natural gas",
}
ROLES = {
    Role.SUBJECT: "What the article is about.",
    Role.ACTOR: "Who does something in it.",
    Role.TARGET: "Whom something is done to.",
    Role.SPEAKER: "Whose words it brings.",
    Role.SOURCE: "On whose word it says something: an agency, another paper.",
    Role.AUTHOR: "Who wrote it.",
    Role.DATELINE: "Where it was written.",
    Role.LOCATION: "Where something happens.",
    Role.MENTIONED: "Named, without more.",
}


def example_filters() -> list[tuple[str, str]]:
    """Filters in words and as query strings, with names from the newest article."""
    newest = Article.objects.public().newest().for_list().defer("text").first()
    entities = [tagged.tag for tagged in newest.tags.all()] if newest else []
    (one, a), (two, b), (three, c) = _first(entities, Kind.COUNTRY)
    ((person, slug),) = _first(entities, Kind.PERSON)
    return [
        (f"on {one}", f"country={a}"),
        (f"on {one} and {two}", f"country={a}&country={b}"),
        (f"on {one} or {two}", f"country={a},{b}"),
        (f"on {one}, not {three}", f"country={a}&not={c}"),
        (f"on {one}, without {person}", f"country={a}&not=person:{slug}"),
        ("of the years 2011 and 2012", "from=2011&to=2012"),
        ("from 3 November 2012 on, oldest first", "from=2012-11-03&sort=oldest"),
        ("with notes", "has=notes"),
    ]


FALLBACK = {
    Kind.COUNTRY: [("Turkey", "TR"), ("Russia", "RU"), ("United States", "US")],
    Kind.PERSON: [("Vladimir Putin", "vladimir-putin")],
}


def _first(entities: Iterable[Entity], kind: Kind) -> list[tuple[str, str]]:
    """Names and codes of the first ones of a kind, made up to the number wanted."""
    found = [(entity.name, entity.code) for entity in entities if entity.kind == kind]
    pairs = [*found, *(pair for pair in FALLBACK[kind] if pair not in found)]
    return [
        (with_the(name, is_country=kind == Kind.COUNTRY), code)
        for name, code in pairs[: len(FALLBACK[kind])]
    ]
