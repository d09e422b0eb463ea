"""Forms that were opened, sent later, and what is shown where two versions meet."""

from tests.admin.pages import of, words
from tests.forms import changed, filled


def opened(client, row):
    return filled(client.get(of(row)))


def save(client, row, form, **values):
    return client.post(of(row), form | changed(values))


def met(response):
    """The page that shows two versions."""
    assert response.status_code == 200, response.status_code
    assert response.context["meeting"], words(response)
    return response.context["meeting"]


def by_label(response):
    return {one.label: str(one.taken) for one in met(response).differences}
