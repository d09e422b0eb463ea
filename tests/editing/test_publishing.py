"""Published, embargoed, withdrawn."""

import datetime

import pytest
from django.utils import timezone

from articles.models import Status
from tests.factories import article

pytestmark = pytest.mark.django_db


def hours(count):
    return timezone.now() + datetime.timedelta(hours=count)


@pytest.mark.parametrize(
    ("acts", "status"),
    [
        ([], Status.DRAFT),
        (["publish"], Status.WITHDRAWN),
        (["embargo", "publish"], Status.DRAFT),
        (["embargo", "publish", "end"], Status.WITHDRAWN),
        (["publish", "embargo"], Status.WITHDRAWN),
        (["publish", "withdraw"], Status.WITHDRAWN),
        (["publish", "withdraw", "restore", "embargo"], Status.WITHDRAWN),
    ],
)
def test_what_has_been_public_leaves_a_tombstone_and_what_never_was_is_a_draft(acts, status):
    story = article(status=Status.DRAFT)
    for act in acts:
        if act == "embargo":
            story.embargo(hours(1), by=None)
        elif act == "end":
            story.embargo(None, by=None)
        elif act == "withdraw":
            story.withdraw(by=None, reason="-")
        else:
            getattr(story, act)(by=None)
    story.withdraw(by=None, reason="It was wrong.")
    story.refresh_from_db()
    assert story.status == status


def test_status_words_and_address_are_not_edited_on_the_side():
    story = article()
    for field in ("status", "embargo_until", "headline", "text", "slug"):
        with pytest.raises(TypeError):
            story.edit(by=None, **{field: "draft"})
