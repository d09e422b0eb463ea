"""Rows to test with: each function makes one that is whole, by the archive's own write path.

    turkey = entity("Turkey", "country")
    story = article("Talks in Istanbul", text="Turkey talks.", entities=[turkey])
    mention = annotation(story, "Turkey", entity=turkey)

Defaults are sensible and public; whatever matters to a test is said in the test.
"""

import datetime
from itertools import count

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import timezone

from articles.groups import CHIEF_EDITORS, EDITORS, make_groups
from articles.models import (
    Action,
    AnnotationKind,
    Article,
    Claim,
    Entity,
    EntityName,
    Field,
    FrozenSet,
    PersonalToken,
    Relation,
    Scope,
    Source,
    Status,
    recording,
)
from articles.models.frozen_set import lines_of

NUMBERS = count(1)
PASSWORD = "a long pass phrase of the tests"
TEXT = "Turkey will press Russia this week.\n\nThe talks in Istanbul begin on Monday."


def source(name="The Moscow Times", **fields):
    """The source of this name; made when it is new."""
    found = Source.objects.filter(name=name).first()
    if found:
        return found
    made = Source(name=name, **fields)
    with recording(Action.CREATED, by=None, source=made) as record:
        record.save(made)
    return made


def entity(name="Turkey", kind="country", *, aliases=(), **fields):
    """`aliases` are names, or pairs of a name and its form."""
    made = Entity(name=name, kind=kind, **fields)
    with recording(Action.CREATED, by=None, entity=made) as record:
        record.save(made)
        for alias in aliases:
            name, form = (alias, "name") if isinstance(alias, str) else alias
            record.save(EntityName(entity=made, name=name, form=form))
    return made


def article(headline=None, *, text=TEXT, entities=(), by=None, **fields):
    """A published article, tagged with `entities`."""
    fields.setdefault("published_on", datetime.date(2012, 12, 1))
    fields.setdefault("status", Status.PUBLISHED)
    fields.setdefault("language", "en")
    if "source" not in fields:
        fields["source"] = source()
    made = Article(headline=headline or f"Article {next(NUMBERS)}", text=text, **fields)
    made.create(by=by)
    for one in entities:
        made.tag(one, by=by)
    return made


def seed():
    """The article of fixtures/moscow_times.json, with only those countries that it names."""
    for name, iso2 in {"Turkey": "TR", "Russia": "RU", "Syria": "SY"}.items():
        entity(name, iso2=iso2, is_listed=True)
    for name in ("Libya", "Iran", "Soviet Union"):
        entity(name, is_listed=True)
    call_command("loaddata", "moscow_times", verbosity=0)
    return Article.objects.get(slug__startswith="turkey-to-press-putin")


def annotation(story, words, kind=None, *, nth=0, field=Field.TEXT, by=None, **fields):
    """The `nth` occurrence of the words, marked: a mention if an entity is given, else a note."""
    entity_given = fields.get("entity") is not None
    kind = kind or (AnnotationKind.MENTION if entity_given else AnnotationKind.NOTE)
    if kind == AnnotationKind.NOTE:
        fields.setdefault("note", "A note.")
    start = -1
    for _ in range(nth + 1):
        start = getattr(story, field).index(words, start + 1)
    return story.annotate(kind, start, start + len(words), field=field, by=by, **fields)


def claim(story, words, speakers, *, by=None, about=(), **fields):
    evidence = annotation(story, words, AnnotationKind.EVIDENCE, by=by)
    made = Claim(evidence=evidence, **{"mode": "indirect", **fields})
    story.state_claim(made, by=by, speakers=speakers, about=about)
    return made


def relation(story, words, actors, targets=(), *, by=None, **fields):
    evidence = annotation(story, words, AnnotationKind.EVIDENCE, by=by)
    made = Relation(evidence=evidence, **{"kind": "event", "action": "talks to", **fields})
    story.state_relation(made, by=by, actors=actors, targets=targets)
    return made


def frozen_set(*articles, query="", by=None):
    """These articles as they are now, cited."""
    lines = lines_of([one.pk for one in articles])
    in_words = f"{len(lines)} articles of {query or 'all'}"
    return FrozenSet.objects.freeze(lines, query=query, in_words=in_words, by=by)


def user(name=None, *, groups=(), is_staff=None, **fields):
    """A person with an account; a member of a group may enter the admin."""
    staff = bool(groups) if is_staff is None else is_staff
    made = get_user_model().objects.create_user(
        name or f"user{next(NUMBERS)}", password=PASSWORD, is_staff=staff, **fields
    )
    if groups:
        make_groups(using="default")
        made.groups.set(Group.objects.filter(name__in=groups))
    return made


def token(owner, *scopes, days=1):
    """A personal token and its words."""
    until = timezone.now() + datetime.timedelta(days=days)
    scopes = scopes or Scope.values
    return PersonalToken.objects.issue(owner, name="Mine", scopes=scopes, expires_at=until)


def editor(name=None):
    return user(name, groups=[EDITORS])


def chief(name=None):
    return user(name, groups=[CHIEF_EDITORS])
