"""Acts on many articles of the list, which are done some at a time."""

from tests.forms import filled

LIST = "/admin/articles/article/"
TAGGING = "/admin/articles/article/tagging/"


def choose(client, action, *stories, **more):
    chosen = {"action": action, "_selected_action": [story.pk for story in stories], **more}
    return client.post(LIST, chosen)


def go_on(client, address, values):
    """Press the button of each page until all is done."""
    response = client.post(address, values)
    while b"data-goes-on" in response.content:
        response = client.post(address, filled(response))
    return response
