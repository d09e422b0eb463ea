"""The pages that are measured, by name: what a reader asks for, from the cheap to the dear."""

from __future__ import annotations

from urllib.parse import urlencode

from articles.models import Article, Entity, Kind

from .corpus import HEAVY, ORDINARY, vocabulary

SEED = "/articles/2012/12/01/turkey-to-press-putin-on-negotiating-end-to-assads-rule/"


def pages() -> dict[str, str]:
    """All lists show every facet, and none of them is kept from an earlier request."""
    words = vocabulary()
    common, other, rare = words[150], words[120], words[-1]
    phrase = f'"{words[6]} {words[14]}"'
    ordinary = Article.objects.public().filter(slug__startswith="article-").newest().first()
    person = Entity.objects.filter(kind=Kind.PERSON, slug__contains="-").order_by("pk").first()
    assert ordinary is not None
    assert person is not None
    return {
        "home": "/",
        "newest (facets of everything)": "/articles/",
        "heavy country (with facets)": _list(country=HEAVY),
        "ordinary country": _list(country=ORDINARY),
        "two countries without a third": "/articles/?country=RU&country=TR&not=SY",
        "common word, by relevance": _list(q=common),
        "common word, by date": _list(q=common, sort="newest"),
        "rare word": _list(q=rare),
        "two words with a country": _list(q=f"{common} {other}", country="TR"),
        "phrase": _list(q=phrase),
        "page 50": _list(page=50),
        "all persons of a common word": f"/articles/facets/person/?{urlencode({'q': common})}",
        "an ordinary article": ordinary.get_absolute_url(),
        "seed article, 174 anchors": SEED,
        "page of the heavy country": f"/countries/{HEAVY}/",
        "page of an ordinary country": f"/countries/{ORDINARY}/",
        "page of a person": person.get_absolute_url(),
    }


def _list(**parameters: object) -> str:
    codes = {HEAVY: "RU", ORDINARY: "GR"}
    asked = {name: codes.get(str(value), value) for name, value in parameters.items()}
    return f"/articles/?{urlencode(asked)}"
