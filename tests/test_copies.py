"""Near-duplicates are found and linked, and none is dropped."""

import pytest

from articles.models import Article
from articles.pages.copies import with_copies
from tests.factories import article
from tests.importing.records import did, record, take
from tests.test_fingerprint import STORY

pytestmark = pytest.mark.django_db


def test_copies_of_a_story_are_linked_from_its_page_and_its_row(client):
    more = "More is to be said of it at another time and in another place than this one."
    rows = [
        record("Turkey to press Putin", STORY, source="reuters", status="published"),
        record("Ankara presses Moscow", f"{STORY}{more}", source="times", status="published"),
        record("Another story", f"{more} {more}", source="times", status="published"),
        record("A draft of it", STORY, source="gazette", status="draft"),
    ]
    assert did(*rows) == ["new"] * 4
    page = client.get("/articles/undated/turkey-to-press-putin/").content.decode()
    assert '<h2 class="h" id="copies-h">1 near-duplicate</h2>' in page
    assert "Ankara presses Moscow" in page
    assert "A draft of it" not in page
    listed = client.get("/articles/").content.decode()
    assert listed.count("1 near-duplicate<") == 2
    assert 'href="/articles/undated/ankara-presses-moscow/#copies"' in listed
    take(record("Ankara presses Moscow", f"{more} {more}", slug="ankara-presses-moscow"))
    assert "near-duplicate" not in client.get("/articles/?source=reuters").content.decode()


def test_near_duplicates_cost_a_list_one_query(client, django_assert_num_queries):

    for number in range(3):
        article(f"No {number}", text=STORY)
    listed = list(Article.objects.for_rows())
    with django_assert_num_queries(1):
        assert [one.copies for one in with_copies(listed)] == [2, 2, 2]
    with django_assert_num_queries(0):
        assert with_copies([]) == []
