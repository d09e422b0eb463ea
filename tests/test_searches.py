"""Saved searches: a name for a list, its owner's alone, with what is new in it."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from articles.models import Archive, SavedSearch, saved_search
from tests import factories
from tests.test_page_weight import faults

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_index")]
MINE = "/searches/"


@pytest.fixture
def reader():
    client = Client()
    client.force_login(factories.user("ana"))
    return client


def page(client, address=MINE):
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    assert not [*faults(answer)]
    return answer.content.decode()


def test_a_search_is_saved_renamed_opened_and_deleted_by_its_owner(client, reader, monkeypatch):
    turkey = factories.entity("Turkey", iso2="TR")
    factories.article("Gas", text="Gas.", entities=[turkey])
    before = Archive.objects.current().last_change
    form = "/searches/new/?country=TR&q=gas"
    assert "1 article on “gas” that mentions Turkey" in page(reader, form)
    assert reader.post(form, {"name": " Gas <b> "})["Location"] == MINE
    search = SavedSearch.objects.get()
    assert (search.name, search.query) == ("Gas <b>", "country=TR&q=gas")
    mine = page(reader)
    assert "1 article on “gas” that mentions Turkey" in mine
    assert "Gas &lt;b&gt;" in mine
    assert 'href="/articles.atom?country=TR&amp;q=gas"' in mine

    # A name is taken once, and what was typed stays.
    for name, said in (("Gas <b>", "You have a search of this name"), (" ", "is required")):
        refused = reader.post(form, {"name": name})
        assert refused.status_code == 400
        assert said in refused.content.decode()
    assert 'value="Gas &lt;b&gt;"' in reader.post(form, {"name": "Gas <b>"}).content.decode()
    own = search.get_absolute_url()
    assert reader.post(own, {"act": "rename", "name": "Gas"})["Location"] == MINE
    assert 'value="Gas"' in page(reader, own)
    opened = reader.post(own, {"act": "open"})
    assert opened["Location"] == "/articles/?country=TR&q=gas"

    # To anybody else it is not there; to who has signed out there is a door.
    other = Client()
    other.force_login(factories.chief("bo"))
    for act in ("open", "rename", "delete"):
        assert other.post(own, {"act": act, "name": "Bo's"}).status_code == 404
    assert client.post(own, {"act": "delete"})["Location"] == f"/sign-in/?next={own}"
    assert "Gas" not in other.get(MINE).content.decode()

    monkeypatch.setattr("articles.forms.MOST_OF_A_PERSON", 1)
    assert "Delete one first" in reader.post(form, {"name": "More"}).content.decode()
    reader.post(own, {"act": "delete"})
    assert not SavedSearch.objects.exists()
    assert Archive.objects.current().last_change == before


def test_what_has_come_since_its_owner_looked_counts_as_new(reader, monkeypatch):
    turkey = factories.entity("Turkey", iso2="TR")
    old = factories.article("Old", entities=[turkey])
    draft = factories.article("Draft", entities=[turkey], status="draft")
    end = timezone.now() + timedelta(hours=1)
    factories.article("Embargoed", entities=[turkey], embargo_until=end)
    reader.post("/searches/new/?country=TR", {"name": "Turkey"})
    search = SavedSearch.objects.get()
    assert " new" not in page(reader)

    old.correct(text="Corrected.", reason="A slip.", by=None)
    factories.article("Of nothing")
    assert " new" not in page(reader)
    factories.article("New", entities=[turkey])
    assert "1 new" in page(reader)
    draft.publish(by=None)
    assert "2 new" in page(reader)
    with time_machine.travel(end, tick=False):
        reader = Client()
        reader.force_login(search.owner)
        assert "3 new" in page(reader)
        reader.post(search.get_absolute_url(), {"act": "open"})
        assert " new" not in page(reader)
    monkeypatch.setattr(saved_search, "MOST_NEW", 1)
    assert len(search.arrived()) == 1
