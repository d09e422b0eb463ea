"""What a merge gives and takes."""

from articles.models import (
    Action,
    Change,
    EntityLink,
    recording,
)


def last():
    return Change.objects.newest().first()


def tie(one, kind_of_tie, other, label=""):
    with recording(Action.EDITED, by=None, entity=one) as record:
        record.save(EntityLink(entity=one, tie=kind_of_tie, target=other, label=label))


def tags_of(story):
    return {(tag.tag.slug, tag.role, tag.salience) for tag in story.tags.select_related("tag")}
