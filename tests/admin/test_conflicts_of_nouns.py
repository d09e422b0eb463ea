"""Every noun of the archive is put together by the same rule, at the same cost."""

import pytest

from articles.models import Annotation, Claim, Entity, EntityLink, EntityName, Relation, Source
from tests.admin.conflicts import by_label, met, opened, save
from tests.admin.pages import of, saved
from tests.factories import annotation, article, claim, editor, entity, relation, source
from tests.forms import filled

pytestmark = pytest.mark.django_db
TEXT = "Turkey will press Russia this week.\n\nThe talks in Istanbul begin on Monday."


def world():
    turkey = entity("Turkey", description="A land between two seas, as they say.")
    story = article("Talks", text=TEXT, source=source("Paper"))
    mention = annotation(story, "Turkey", entity=turkey, note="A land between two seas.")
    said = claim(story, "will press", [turkey], note="A land between two seas.")
    told = relation(story, "talks", [turkey], [turkey], note="A land between two seas.")
    return {Annotation: mention, Claim: said, Relation: told, Source: story.source, Entity: turkey}


@pytest.mark.parametrize(
    ("model", "prose", "line", "values"),
    [
        (Annotation, "note", "value", ("2012", "2013")),
        (Claim, "note", "mode", ("direct", "belief")),
        (Relation, "note", "action", ("meets", "talks with")),
        (Source, "rights", "name", ("Paper A", "Paper B")),
        (Entity, "description", "wikidata", ("Q1", "Q2")),
    ],
)
def test_every_noun_is_put_together(client, ana, eva, model, prose, line, values):
    row = world()[model]
    if model is Source:
        saved(save(eva, row, opened(eva, row), rights="A land between two seas."))
        row.refresh_from_db()
    text = getattr(row, prose)
    hers = opened(client, row)
    theirs = {prose: text.replace("A land", "The land"), line: values[0]}
    saved(save(eva, row, opened(eva, row), **theirs))
    mine = {prose: text.replace("seas", "oceans"), line: values[1]}
    page = save(client, row, hers, **mine)
    assert sorted(by_label(page).values()) == ["asked", "both"]
    saved(client.post(of(row), filled(page) | {f"choice-{line}": ["theirs"]}))
    row.refresh_from_db()
    assert getattr(row, prose) == text.replace("A land", "The land").replace("seas", "oceans")
    assert getattr(row, line) == values[0]


def test_speakers_are_put_together_one_by_one(client, ana, eva):
    turkey, russia, peru = entity("Turkey"), entity("Russia"), entity("Peru")
    said = claim(article("Talks", text=TEXT), "will press", [turkey, russia])
    hers = opened(client, said)
    saved(save(eva, said, opened(eva, said), speakers=[str(turkey.pk), str(peru.pk)]))
    page = save(client, said, hers, about=str(peru.pk), speakers=[str(russia.pk)])
    assert by_label(page) == {"Speakers": "both", "About": "hers"}
    saved(client.post(of(said), filled(page)))
    assert set(said.speakers.all()) == {peru} and set(said.about.all()) == {peru}


def test_words_that_a_correction_moved_meanwhile_are_not_lost(client, ana):
    story = article("Talks", text=TEXT)
    mark = annotation(story, "Istanbul", note="Where?")
    hers = opened(client, mark)
    story.correct(by=editor("eva"), text=TEXT.replace("talks", "long talks"), reason="-")
    page = save(client, mark, hers, note="On the Bosporus.")
    assert by_label(page) == {"Note": "hers"}
    saved(client.post(of(mark), filled(page)))
    mark.refresh_from_db()
    story.refresh_from_db()
    assert mark.note == "On the Bosporus." and story.text[mark.start : mark.end] == "Istanbul"


def test_nothing_that_was_written_is_run_by_a_browser(client, ana, eva):
    bad = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    story = article("Talks", entities=[entity(bad, "topic")])
    hers = opened(client, story)
    saved(save(eva, story, opened(eva, story), byline=bad, text=f"A {bad}", reason=bad))
    page = save(client, story, hers, byline=bad + "2", text=f"B {bad}", **{"tags-0-DELETE": "on"})
    assert met(page).asked
    html = page.content.decode()
    assert "<script>alert" not in html and "<img src=x" not in html


def test_two_versions_cost_no_more_queries_with_10_rows_than_with_3(
    client, ana, django_assert_max_num_queries
):
    def meet(count):
        """How many more they take than a save that meets nobody."""
        turkey = entity(f"Land {count}", aliases=[f"N{count}-{number}" for number in range(count)])
        for number in range(count):
            target = entity(f"Target {count}-{number}")
            EntityLink.objects.create(entity=turkey, tie="part_of", target=target)
        hers = opened(client, turkey)
        with django_assert_max_num_queries(200) as alone:
            saved(save(client, turkey, hers, description="Mine."))
        hers = opened(client, turkey)
        EntityName.objects.filter(entity=turkey).update(form="former")
        EntityLink.objects.filter(entity=turkey).update(label="once")
        with django_assert_max_num_queries(200) as together:
            page = save(client, turkey, hers, description="Mine, too.")
        assert len(met(page).differences) == 2 * count + 1
        return len(together) - len(alone)

    meet(1)
    assert meet(10) <= meet(3)
