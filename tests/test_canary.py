"""What is not public can be read, found, counted or guessed from nothing that is (D31, D33)."""

import datetime
import re

import pytest
import time_machine
from django.http import HttpResponse
from django.utils import timezone

from articles.formats import RENDERINGS
from articles.models import AnnotationKind, Article, EntityLink, Tie, recording
from tests import factories
from tests.crawl import crawl

# Counts and searches see only what is committed.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_index")]
CANARY = "Zyxwvutia"
TEXT = f"Ministers of {CANARY} met. The {CANARY} Post reported it on Tuesday in {CANARY}ville."


@pytest.fixture
def public():
    turkey = factories.entity("Turkey", iso2="TR", is_listed=True)
    person = factories.entity("Ada Public", "person")
    story = factories.article(
        "Public news", text="Turkey and Ada Public.", entities=[turkey, person]
    )
    factories.annotation(story, "Turkey", entity=turkey)
    factories.annotation(story, "Turkey and", note="A public note.")
    factories.claim(story, "Turkey and Ada", [person])
    factories.relation(story, "and Ada", [turkey], [person])
    return story


def hide(**fields):
    """An article whose every part has the canary in it, and which also names what is public."""
    place = factories.entity(f"{CANARY}ville", "place", description=CANARY)
    country = factories.entity(CANARY, "country", aliases=[f"Old {CANARY}"])
    turkey = factories.Entity.objects.get(slug="turkey")
    with recording("edited", by=None, entity=place) as record:
        record.save(EntityLink(entity=place, tie=Tie.LOCATED_IN, target=turkey, label=CANARY))
    story = factories.article(
        f"{CANARY} in the news",
        text=TEXT,
        entities=[place, country, turkey],
        source=factories.source(f"{CANARY} Post"),
        byline=CANARY,
        dateline=CANARY,
        published_on=datetime.date(1977, 7, 7),
        **fields,
    )
    factories.annotation(story, f"{CANARY}ville", entity=place, note=CANARY)
    factories.annotation(story, "Ministers", entity=turkey, form="description", note=CANARY)
    factories.annotation(story, "Tuesday", AnnotationKind.TIME, value="1977-07-05", note=CANARY)
    factories.annotation(story, "met", note=CANARY)
    factories.claim(story, "reported it", [turkey], about=[country], note=CANARY)
    factories.relation(story, f"{CANARY} met", [country], [turkey], action=f"joins {CANARY} with")
    return story


EXTRA = (
    "/articles/1977/",
    "/articles/1977/07/",
    "/articles/1977/07/07/",
    "/articles/?from=1977&to=1977",
    f"/articles/?country={CANARY.lower()}",
    f"/articles/?source={CANARY.lower()}-post",
    "/countries/?all=1",
    "/places/?all=1",
    "/countries.json?all=1",
    "/articles.json",
    "/articles.csv",
    *(f"/articles{suffix}" for suffix in RENDERINGS),
    f"/suggest.json?q={CANARY[:4].lower()}",
    f"/articles/?q={CANARY[:-2].lower()}oa",
    "/articles.csv?q=ministers&view=concordance",
    *("/api/v1/articles?whole=1&facets=1&limit=100", "/api/v1/annotations?limit=100"),
    *("/api/v1/claims", "/api/v1/relations", "/api/v1/sources", "/api/v1/changes?limit=100"),
    *("/api/v1/people?all=1&limit=100", "/api/v1/countries?sort=name&all=1&limit=100"),
    *(f"/api/v1/entities?name={CANARY.lower()}", f"/api/v1/articles?q={CANARY.lower()}"),
    f"/api/v1/places/{CANARY.lower()}",
)


def seen(client):
    answers = {address: whole(answer) for address, answer in crawl(client).items()}
    for address in EXTRA:
        if address not in answers:
            answers[address] = whole(client.get(address))
    return answers


def whole(answer):
    """What is streamed can be read once: here as often as one likes."""
    if not answer.streaming:
        return answer
    return HttpResponse(b"".join(answer), status=answer.status_code, headers=answer.headers)


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "draft"},
        {"status": "published", "embargo_until": "later"},
    ],
    ids=["draft", "embargoed"],
)
def test_a_hidden_article_changes_no_byte_of_what_readers_see(client, public, fields):
    if fields.get("embargo_until"):
        fields = fields | {"embargo_until": timezone.now() + datetime.timedelta(days=3)}
    before = seen(client)
    story = hide(**fields)
    after = seen(client)
    assert after.keys() == before.keys()
    for address, answer in after.items():
        body = answer.content.decode()
        asked = CANARY.lower() in address
        assert CANARY not in body, address
        assert asked or CANARY.lower() not in body, address
        assert answer.status_code == before[address].status_code, address
        # Only the number of the last change may differ: the log goes on.
        assert _settled(answer) == _settled(before[address]), address
    assert client.get(story.get_absolute_url()).status_code == 404


def _settled(answer):
    body = answer.content.decode()
    return re.sub(
        r"(last[ -]change|change)\D{0,40}\d+|revision [\d-]+", "", body, flags=re.IGNORECASE
    )


def test_what_is_withdrawn_leaves_only_its_tombstone(client, public):
    story = hide(status="published")
    assert CANARY in client.get(story.get_absolute_url()).content.decode()
    story.withdraw(by=None, reason="Not true.")
    for address, answer in seen(client).items():
        assert CANARY not in answer.content.decode(), address
    tombstone = client.get(story.get_absolute_url())
    assert tombstone.status_code == 410
    # It says which paper's article of which day is gone, so that a citation can be understood.
    assert f"{CANARY} Post" in tombstone.content.decode()
    assert CANARY not in tombstone.content.decode().replace(f"{CANARY} Post", "")


def test_an_embargo_ends_at_its_instant(client, public):
    end = datetime.datetime(2030, 3, 31, 3, 30, tzinfo=datetime.UTC)
    with time_machine.travel(end - datetime.timedelta(days=1), tick=False):
        story = factories.article("Later", embargo_until=end)
    address = story.get_absolute_url()
    tags = {}
    for seconds, status in ((-1, 404), (0, 200), (1, 200)):
        with time_machine.travel(end + datetime.timedelta(seconds=seconds), tick=False):
            answer = client.get(address)
            assert answer.status_code == status
            listed = client.get("/articles/")
            assert (address in listed.content.decode()) == (status == 200)
            assert "max-age=0" in listed["Cache-Control"]
            tags[seconds] = listed["ETag"]
    assert tags[-1] != tags[0] == tags[1]
    assert Article.objects.count() == 2
