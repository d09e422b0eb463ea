"""The first article, whose mentions have all been marked by hand: a floor under the suggestions."""

from tests.bench import gold
from tests.bench.suggestions import first_choices, plain_gazetteer, scores


def test_nearly_all_names_of_the_first_article_are_suggested_and_nearly_all_rightly():
    marked = gold.seed()
    ours, plain = scores(marked, first_choices), scores(marked, plain_gazetteer)
    assert ours["all"].precision >= 0.95 and ours["all"].recall >= 0.95
    assert ours["country"].f1 >= 0.97
    assert ours["all"].f1 > plain["all"].f1 and ours["country"].f1 > plain["country"].f1
