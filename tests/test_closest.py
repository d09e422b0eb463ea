import pytest

from articles.pages.closest import closest_to
from tests.factories import article, entity

pytestmark = pytest.mark.django_db


def test_one_rare_entity_in_common_says_more_than_two_frequent_ones():
    turkey, russia, patriarch = entity("Turkey"), entity("Russia"), entity("Patriarch", "person")
    for number in range(8):
        article(f"Of every day {number}", entities=[turkey, russia])
    article("Of the same man", entities=[patriarch])
    story = article(entities=[turkey, russia, patriarch])
    found = closest_to(story, list(story.tags.all()))
    assert [one.article.headline for one in found][:2] == ["Of the same man", "Of every day 0"]
    assert [one.shared for one in found] == [1, 2, 2, 2]
