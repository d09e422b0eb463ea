"""Every type of page, with addresses that show it: for the tests of what holds for all of them.

    story = every_page.archive()
    for name, addresses in every_page.pages(story).items(): ...

The tables name every address of the resolver (tests/test_page_weight.py says so): who adds a page
adds it here, and it is held to the same rules.
"""

import datetime

from django.urls import reverse

from articles import search
from articles.models import Action, AnnotationKind, Article, EntityLink, EntityName, Kind, recording
from tests import factories

DAY = "/articles/2012/12/01/"
ARABIC = "تعتزم تركيا الضغط على روسيا هذا الأسبوع.\n\nوقال مصدر إن المحادثات تبدأ يوم الاثنين."
# Answers that are no pages: they are read by programs, or lead elsewhere.
NO_PAGES = {
    "article-list-csv": "/articles.csv?q=turkey&view=concordance",
    "article-months-csv": "/articles/months.csv?country=TR",
    "article-list-json": "/articles.json?country=TR",
    "article-list-atom": "/articles.atom?country=TR",
    "article-list-feed-json": "/articles.feed.json?country=TR",
    "article-list-rendering": "/articles.jsonl?country=TR",
    "claim-list-json": "/claims.json?country=TR",
    "claim-list-rendering": "/claims.csv?q=via:itar-tass",
    "relation-list-json": "/relations.json?q=actor:TR",
    "relation-list-rendering": "/relations.jsonl?country=TR",
    "set-json": "/sets/{cited}.json",
    "set-text": "/sets/{cited}.txt",
    "article-json": DAY + "{slug}.json",
    "article-json-undated": "/articles/undated/{undated}.json",
    "article-rendering": DAY + "{slug}.mentions.csv",
    "article-rendering-undated": "/articles/undated/{undated}.bib",
    "article-annotations-jsonld": DAY + "{slug}/annotations.jsonld",
    "article-annotations-jsonld-undated": "/articles/undated/{undated}/annotations.jsonld",
    "annotation-jsonld": "/annotations/{annotation}.jsonld",
    "suggest": "/suggest.json?q=tur",
    "opensearch-suggest": "/opensearch.json?q=tur",
    "opensearch": "/opensearch.xml",
    "sitemap": "/sitemap.xml",
    "sitemap-part": "/sitemaps/2012-1.xml",
    "robots": "/robots.txt",
    "security-txt": "/.well-known/security.txt",
    "entity-list-json": "/people.json",
    "entity-json": "/countries/turkey.json",
    "entity-jsonld": "/countries/turkey.jsonld",
    "entity-atom": "/countries/turkey.atom",
    "favicon": "/favicon.ico",
    "api-openapi": "/api/openapi.json",
}

# What the page of the API describes: tests/api/ has it.
OF_THE_API = {
    *("api-root", "api-articles", "api-article", "api-article-annotations", "api-annotations"),
    *("api-annotation", "api-claims", "api-claim", "api-relations", "api-relation", "api-sources"),
    *("api-source", "api-changes", "api-set", "api-entities", "api-entities-of-kind", "api-entity"),
}

# Of one who has signed in; their tests are in test_sets.py, test_searches.py, test_readers_door.py,
# api/test_tokens.py.
FOR_READERS = {
    *("set-new", "search-list", "search-new", "search-detail"),
    *("sign-in-code", "sign-out", "token-list", "token-new", "token-detail"),
    # tests/annotating
    *("article-annotate", "article-annotate-undated", "entity-choices"),
}


def archive():
    """The seed, and what it has not: a note, a topic, Arabic, a vague date, a tombstone."""
    story = factories.seed()
    anna = factories.user("anna", first_name="Anna", last_name="Editor")
    story.annotate("note", 0, len(story.text.split()[0]), note="Where it was written.", by=anna)
    story.tag(factories.entity("Arms trade", "topic"), by=anna)
    arabic = factories.article(
        "تركيا تضغط على روسيا",
        text=ARABIC,
        language="ar",
        published_on=None,
        source=factories.source("الحياة", homepage="https://alhayat.example/"),
    )
    factories.annotation(arabic, "يوم الاثنين", note="الثالث من ديسمبر ٢٠١٢.")
    factories.annotation(arabic, "مصدر", entity=factories.entity("مصدر تركي", "group"))
    some_day = datetime.date(1998, 1, 1)
    factories.article("Of some day in 1998", published_on=some_day, date_precision="year")
    factories.article("Taken back").withdraw(reason="It was made up.", by=anna)
    return story


class Crowd:
    """An archive in which each page lists as many rows as were added, all of them `long` or short.

    `story` is one article that grows with the others, to as many entities as each of them has.
    """

    TAGS = 25

    def __init__(self, *, long=False):
        self.long = long
        self.paper = factories.source(self.words("Paper"))
        self.turkey = factories.entity("Turkey", "country", iso2="TR")
        self.others = []
        self.story = factories.article(
            self.words("The story"),
            text="\n\n".join(
                f"Speaker{n} said on Monday{n}, in so many words, that {self.words('it')} "
                f"meets somebody{n}."
                for n in range(self.TAGS)
            ),
            entities=[self.turkey],
            source=self.paper,
        )

    def words(self, beginning):
        return f"{beginning} of the Joint Commission on Long Names" if self.long else beginning

    def add(self, numbers):
        with search.postponed():
            for number in numbers:
                self._add(number)

    def _add(self, number):
        with recording(Action.EDITED, by=None, article=self.story) as record:
            new = [
                factories.entity(f"{self.words(kind.label)} {number}", kind)
                for kind in Kind
                if kind != Kind.COUNTRY
            ]
            record.save(EntityName(entity=self.turkey, name=f"Other name {number}"))
            record.save(EntityLink(entity=self.turkey, tie="part_of", target=new[1]))
            record.save(EntityLink(entity=new[0], tie="citizen_of", target=self.turkey))
        self.others += new
        self._add_articles(number)
        if number < self.TAGS:
            self._add_to_story(number, new)

    def _add_articles(self, number):
        tags = [*self.others[1 - self.TAGS :], self.turkey]
        headline = f"{self.words('Article')} {number}"
        factories.article(headline, entities=tags, source=self.paper)
        another = factories.source(f"{self.words('Another paper')} {number}")
        factories.article(headline, published_on=None, source=another)
        factories.article(headline, date_precision="month")

    def _add_to_story(self, number, new):
        story, person = self.story, new[0]
        story.correct(headline=f"{self.words('The story')} {number}", reason="A slip.", by=None)
        factories.annotation(story, f"Speaker{number}", entity=person)
        factories.annotation(story, f"Monday{number}", "time", value="2012-12-03")
        factories.annotation(story, "in so many words", nth=number, note="These words.")
        factories.claim(story, f"Speaker{number} said", [self.turkey, person], about=new[:2])
        factories.relation(story, f"meets somebody{number}", [self.turkey], new[:2])


def named(story):
    """What the addresses leave open."""
    undated = Article.objects.public().undated().first()
    tombstone = Article.objects.withdrawn().first()
    mark = story.annotations.accepted().first()
    return {
        "slug": story.slug,
        "annotation": mark and mark.uid,
        "cited": factories.frozen_set(story).sha256,
        "undated": undated and undated.slug,
        "tombstone": tombstone and tombstone.get_absolute_url(),
    }


def pages(story):
    """Name of an address -> addresses of pages, each with something of its own to show."""
    its = story.get_absolute_url()
    undated = f"/articles/undated/{named(story)['undated']}/"
    return {
        "home": ["/"],
        "article-list": [
            "/articles/",
            "/articles/?country=RU&country=TR&not=US&from=2012-13",
            "/articles/?country=TR&from=2030",
            "/articles/?q=turkey&view=concordance",
        ],
        "article-year": ["/articles/2012/", "/articles/1998/"],
        "article-month": ["/articles/2012/12/"],
        "article-day": [DAY, "/articles/2012/12/02/"],
        "article-undated": ["/articles/undated/"],
        "article-detail": [its],
        "article-history": [its + "history/"],
        "article-annotations": [its + "annotations/"],
        "article-detail-undated": [undated],
        "article-history-undated": [undated + "history/"],
        "article-annotations-undated": [undated + "annotations/"],
        "annotation-detail": [one.get_absolute_url() for one in one_of_each(story)],
        "entity-list": [
            *(reverse("entity-list", args=[kind.plural]) for kind in Kind),
            *("/countries/?all=1", "/people/?sort=name"),
        ],
        "entity-detail": [one.get_absolute_url() for one in one_of_each_kind(story)],
        "source-list": ["/sources/"],
        "source-detail": [story.source.get_absolute_url()],
        "claim-list": ["/claims/", "/claims/?q=said-by:lavrov"],
        "relation-list": ["/relations/", "/relations/?country=TR"],
        "change-list": ["/changes/"],
        "article-facet": ["/articles/facets/country/", "/articles/facets/source/"],
        "set-detail": [factories.frozen_set(story).get_absolute_url()],
        "sign-in": ["/sign-in/"],
        "help": ["/help/"],
        "help-query": ["/help/query/"],
        "about": ["/about/"],
        "api": ["/api/"],
    }


def one_of_each(story):
    """A mention, a note, a time, and evidence of a claim and of a relation."""
    marks = story.annotations.accepted().in_reading_order()
    for kind in (AnnotationKind.MENTION, AnnotationKind.NOTE, AnnotationKind.TIME):
        yield from marks.filter(kind=kind)[:1]
    for statement in ("claim", "relation"):
        yield from marks.exclude(**{statement: None})[:1]


def one_of_each_kind(story):
    for kind in Kind:
        tags = story.tags.filter(tag__kind=kind).order_by("-salience", "tag__slug")
        yield from (tagged.tag for tagged in tags.select_related("tag")[:1])


def addresses(story):
    return [address for found in pages(story).values() for address in found]


def other_addresses(story):
    """Of what is no page."""
    return [address.format(**named(story)) for address in NO_PAGES.values()]


def missing(story):
    """Status -> an address of an article that never was, and of one that was withdrawn."""
    return {404: DAY + "somebody-else/", 410: named(story)["tombstone"]}
