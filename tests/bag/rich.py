"""An archive in which a bit of everything has happened."""

import io
from datetime import date, timedelta

from django.utils import timezone

from articles.bag import Bag, restore, snapshot, write_bag
from articles.models import (
    Action,
    Change,
    EntityLink,
    FrozenSet,
    Redirect,
    Role,
    SavedSearch,
    State,
    Tie,
    merge,
    recording,
    rename,
    undo,
)
from tests.editing.acts import last_change
from tests.factories import (
    annotation,
    article,
    chief,
    claim,
    editor,
    entity,
    frozen_set,
    relation,
    source,
    user,
)

TEXT = "Norway 🇳🇴 will press Støre, Eide said.\n\nOslo and Bergen met in Narvik — “twice”."


def rich_archive():
    """Its people are ana, who edits, berta, who publishes, and a reader who saved a search."""
    ana, berta = editor("ana"), chief("berta")
    norway = entity(
        "Norway", iso2="NO", wikidata="Q20", aliases=[("Norwegian", "demonym"), "Norge"]
    )
    store, eide = entity("Jonas Støre", "person"), entity("Эспен Эйде", "person")
    story = told(ana, norway, store, eide)
    hidden(ana, berta)
    renamed_and_merged(berta, norway, store)
    with recording(Action.EDITED, by=ana, entity=eide) as record:
        record.save(EntityLink(entity=eide, tie=Tie.CITIZEN_OF, target=norway, label="ад"))
    cited(ana, story)


def told(ana, norway, store, eide):
    story = article(
        "Talks",
        text=TEXT,
        byline="Staff",
        published_on=date(2012, 12, 1),
        date_precision="month",
        published_at=timezone.now(),
        url="https://news.example/talks",
        rights="All reserved.\n\nElsewhere, too.",
        source=source("НТБ", entity=entity("NTB", "organization"), time_zone="Europe/Oslo"),
        by=ana,
    )
    story.tag(norway, by=ana, role=Role.ACTOR, salience=3)
    annotation(story, "Støre", entity=store, by=ana)
    annotation(story, "Oslo", entity=entity("Oslo", "place"), form="metonym")
    annotation(story, "Bergen", entity=norway, state=State.SUGGESTED)
    annotation(story, "Talks", field="headline", note="Which?\n\nThese.", by=ana)
    wrong = annotation(story, "Eide", entity=norway, state=State.SUGGESTED)
    story.review(wrong, State.REJECTED, by=ana)
    annotation(story, "Narvik", "time", value="2012-12")
    said = claim(
        story, "Norway 🇳🇴 will press Støre", [eide], about=[norway, store], via=store, note="So."
    )
    relation(story, "press", [norway], [store], claim=said, category="REQUEST", contexts=["legal"])
    story.correct(text=TEXT.replace(" met in Narvik", " met"), reason="Unsure where.", by=ana)
    assert story.annotations.filter(is_orphaned=True).count() == 1
    return story


def hidden(ana, berta):
    article("Draft", status="draft", published_on=None, text="Nothing of note.", by=ana)
    article("Gone", text="Wrong.", by=ana).withdraw(by=berta, reason="It was wrong.")
    later = article("Later", text="Not yet.", by=ana)
    later.embargo(timezone.now() + timedelta(days=9), by=berta)


def renamed_and_merged(berta, norway, store):
    double = entity("Jonas Store", "person")
    story = article("Gas", text="Jonas Store sells gas. So does Støre.", entities=[double])
    annotation(story, "Jonas Store", entity=double)
    story.tag(store, by=berta)
    merge(store, double, by=berta, reason="One man.")
    undo(last_change(), by=berta)
    double = type(double).objects.get(slug=double.slug)
    merge(store, double, by=berta, reason="One man, after all.")
    norway.name, norway.slug = "Noreg", "noreg"
    rename(norway, by=berta, keeps_old_name=True)


def cited(ana, story):
    story.refresh_from_db()
    frozen_set(story, query="country=NO", by=ana)
    SavedSearch.objects.create(owner=user("a reader"), name="Gas «1»", query="q=gas")
    assert {row.model for row in (FrozenSet.objects, Redirect.objects)}
    assert Change.objects.filter(undoes__isnull=False).exists()


def bagged():
    stream = io.BytesIO()
    with snapshot():
        write_bag(stream)
    return stream.getvalue()


def taken_in(file):
    with Bag(file) as bag:
        bag.verify()
        restore(bag)
