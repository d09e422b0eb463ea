"""A page's form as a browser would send it."""

import lxml.html


def filled(response, form_id=None):
    """The values of the one form of a page (or of the one with this id): name to list of values."""
    forms = [
        form
        for form in lxml.html.document_fromstring(response.content.decode()).iter("form")
        if form.get("method") == "post"
        and form.get("id") != "logout-form"
        and not form.xpath("ancestor::*[@class='object-tools']")
    ]
    if form_id:
        forms = [form for form in forms if form.get("id") == form_id]
    (form,) = forms
    values = {}
    for element in form.iter("input", "select", "textarea"):
        name = element.get("name")
        if not name or element.get("disabled") is not None:
            continue
        tag = element.tag
        if tag == "textarea":
            text = (element.text or "").removeprefix("\n").replace("\n", "\r\n")
            values.setdefault(name, []).append(text)
        elif tag == "select":
            chosen = [
                option.get("value", "")
                for option in element.iter("option")
                if option.get("selected") is not None
            ]
            options = list(element.iter("option"))
            if not chosen and options and element.get("multiple") is None:
                chosen = [options[0].get("value", "")]
            values.setdefault(name, []).extend(chosen)
        elif tag == "input":
            kind = element.get("type", "text")
            if kind in ("submit", "button", "file", "image"):
                continue
            if kind in ("checkbox", "radio") and element.get("checked") is None:
                continue
            values.setdefault(name, []).append(
                element.get("value", "on" if kind == "checkbox" else "")
            )
    return values


def sent(client, address, form_id=None, **changes):
    """Open a page, change what is said here and send its form. None takes a value away."""
    values = filled(client.get(address), form_id)
    return client.post(address, values | changed(changes))


def changed(changes):
    return {name: value if isinstance(value, list) else [value] for name, value in changes.items()}
