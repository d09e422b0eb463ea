"""The pages of an article's history and annotations."""

import re
from html import unescape

from articles.models import Annotation
from tests import factories
from tests.article.page import SMALL, assert_harmless, elements

# --- History --------------------------------------------------------------------------------------


def test_history_shows_each_correction_word_by_word(client, db):
    someone = factories.user("anna", first_name="Anna", last_name="Editor")
    story = factories.article(text="Turkey met Assad.\n\nThe rest stays.")
    factories.annotation(story, "Assad", entity=factories.entity("Bashar al-Assad", "person"))
    story.correct(text="Turkey met Assad again.\n\nThe rest stays.", reason="A slip.", by=someone)
    page = client.get(story.get_absolute_url() + "history/").content.decode()
    assert "<ins> again</ins>" in page
    assert "1 paragraph unchanged" in page
    assert "A slip." in page
    assert "Anna Editor" in page
    assert "1 annotation kept its words" in page
    assert page.index("Revision 2") < page.index("Revision 1")


def test_history_stays_small_however_much_was_corrected(client, db):
    story = factories.article(text="word " * 9000)
    for number in range(8):
        story.correct(text=f"word{number} " * 9000, reason="All anew.", by=None)
    response = client.get(story.get_absolute_url() + "history/")
    assert len(response.content) <= SMALL
    assert "Revision 9" in response.content.decode()
    assert "Revision 2" in client.get(response.wsgi_request.path + "?page=2").content.decode()


def test_the_log_has_pages_of_its_own(client, db):
    story = factories.article()
    for number in range(25):
        story.edit(section=f"Section {number}", by=None)
    address = story.get_absolute_url() + "history/"
    assert "Section 24" in client.get(address).content.decode()
    older = client.get(address + "?log=2").content.decode()
    assert "Added the article" in older
    assert "Section 24" not in older


# --- Annotations ----------------------------------------------------------------------------------


def test_annotations_are_listed_by_the_hundred_and_by_kind(client, seed):
    address = seed.get_absolute_url() + "annotations/"
    first, second = client.get(address), client.get(address + "?page=2")
    assert [len(elements(one, "tr")) - 1 for one in (first, second)] == [100, 74]
    assert len(first.content) <= SMALL
    times = client.get(address + "?kind=time")
    assert len(elements(times, "tr")) - 1 == 9
    page = client.get(address + "?kind=nonsense").content.decode()
    assert "“nonsense” is not a kind" in page
    assert client.get(address + "?page=x%00").status_code == 200


def test_one_annotation_has_a_page_that_leads_to_its_words(client, seed):
    evidence = Annotation.objects.get(relation__action="sells arms to")
    page = unescape(client.get(evidence.get_absolute_url()).content.decode())
    assert "<mark>Syria has been a major client for Russian arms</mark>" in page
    assert "material cooperation" in page
    (target,) = re.findall(r'href="[^"]*#(a-[0-9a-f]+)"', page)
    assert f'id="{target}"' in client.get(seed.get_absolute_url()).content.decode()
    cue = Annotation.objects.exclude(cued_claim=None).first()
    assert client.get(cue.get_absolute_url()).status_code == 200


def test_an_annotation_without_a_place_shows_its_old_words(client, db):
    story = factories.article(text="Turkey met Assad. Nobody else came to the talks on that day.")
    note = factories.annotation(story, "Nobody else came", note="Strange.")
    story.correct(text="Turkey met Assad.", reason="Too much.", by=None)
    for address in (
        note.get_absolute_url(),
        story.get_absolute_url(),
        story.get_absolute_url() + "annotations/",
        story.get_absolute_url() + "history/",
    ):
        response = client.get(address)
        assert_harmless(response)
        assert "Nobody else came" in response.content.decode()
    assert "removed these words" in client.get(note.get_absolute_url()).content.decode()
