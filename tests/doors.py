"""Every address of the admin, with the row of each noun filled in, and who may come in by it.

    for name, address in doors.addresses(): ...

DOORS names the least person for whom a door is open. A door that is not in it fails the test: who
adds an address to the admin says here for whom.
"""

from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver, reverse

STAFF, EDITOR, CHIEF, SUPERUSER, NOBODY = "staff", "editor", "chief", "superuser", "nobody"
PEOPLE = (STAFF, EDITOR, CHIEF, SUPERUSER)  # each may what those before may

WRITTEN = ("annotation", "article", "claim", "entity", "relation", "source")
READ = ("change", "redirect", "revision")
DOORS = {
    # One's own
    "index": STAFF,
    "app_list": EDITOR,
    "login": STAFF,
    "logout": STAFF,
    "code": STAFF,
    "second_factor": STAFF,
    "password_change": STAFF,
    "password_change_done": STAFF,
    "jsi18n": STAFF,
    "view_on_site": NOBODY,
    "autocomplete": EDITOR,
    # The archive's
    **{f"articles_{noun}_{what}": EDITOR for noun in READ for what in ("changelist", "change")},
    **{
        f"articles_{noun}_{what}": EDITOR
        for noun in WRITTEN
        for what in ("changelist", "change", "add")
    },
    **{f"articles_{noun}_history": EDITOR for noun in (*WRITTEN, *READ)},
    **{f"articles_{noun}_add": NOBODY for noun in (*READ, "authevent", "archive")},
    **{f"articles_{noun}_delete": NOBODY for noun in (*WRITTEN, *READ, "authevent", "archive")},
    **{f"articles_authevent_{what}": CHIEF for what in ("changelist", "change", "history")},
    **{f"articles_archive_{what}": SUPERUSER for what in ("changelist", "change", "history")},
    "articles_article_import": EDITOR,
    "articles_article_orphans": EDITOR,
    "articles_article_paste": EDITOR,
    "articles_article_preview": EDITOR,
    "articles_article_tagging": EDITOR,
    "articles_article_publishing": CHIEF,
    "articles_article_publishing_many": CHIEF,
    "articles_change_undo": EDITOR,  # to look at; what it takes depends on the change
    "articles_annotation_choices": EDITOR,
    "articles_annotation_suggested": EDITOR,
    "articles_annotation_consistency": EDITOR,
    "articles_entity_choices": EDITOR,
    "articles_entity_duplicates": EDITOR,
    "articles_entity_merge": CHIEF,
    "articles_entity_split": CHIEF,
    # Accounts
    **{
        f"auth_{noun}_{what}": SUPERUSER
        for noun in ("group", "user")
        for what in ("changelist", "change", "add", "history")
    },
    "auth_user_password_change": SUPERUSER,
    "auth_group_delete": SUPERUSER,
    "auth_user_delete": NOBODY,
}
# What an address needs in its query to be an address at all.
QUERIES = {
    "autocomplete": {"app_label": "articles", "model_name": "article", "field_name": "source"},
    "articles_annotation_choices": {
        "app_label": "articles",
        "model_name": "claim",
        "field_name": "evidence",
    },
    "articles_entity_choices": {
        "app_label": "articles",
        "model_name": "annotation",
        "field_name": "entity",
    },
}


def patterns():
    """Name -> the names of its arguments, for all of the admin that have a name."""
    (admin,) = (
        one
        for one in get_resolver().url_patterns
        if isinstance(one, URLResolver) and one.app_name == "admin"
    )
    return dict(_walk(admin))


def _walk(resolver):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern)
        elif isinstance(pattern, URLPattern) and pattern.name:
            arguments = pattern.pattern.converters or pattern.pattern.regex.groupindex
            yield pattern.name, list(arguments)


def addresses():
    """Name and address of every door of the table; a row is the first of its noun."""
    for name, arguments in sorted(patterns().items()):
        if name not in DOORS:
            continue
        filled = {argument: _filled(argument, name) for argument in arguments}
        yield name, reverse(f"admin:{name}", kwargs=filled)


def _filled(argument, name):
    if argument in ("object_id", "id") and name != "view_on_site":
        app, noun = name.split("_")[:2]
        return apps.get_model(app, noun)._base_manager.order_by("pk").first().pk
    if argument in FILLED:
        return FILLED[argument]()
    raise AssertionError(f"Say in tests/doors.py what {argument!r} of {name!r} may be.")


def _content_type_of_articles():
    from django.contrib.contenttypes.models import ContentType

    return ContentType.objects.get_for_model(apps.get_model("articles.Article")).pk


def _first_article():
    return apps.get_model("articles.Article").objects.order_by("pk").first().pk


FILLED = {
    "app_label": lambda: "articles",
    "content_type_id": _content_type_of_articles,
    "object_id": _first_article,
}

# A refusal is written down; so is who comes in.
GOES_ON = {"authevent", "session"}


def tables(*nouns):
    """Every row of every table, or of those of these nouns, to compare before and after."""
    models = [*apps.get_models(include_auto_created=True)]
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for model in models
        if (model._meta.model_name in nouns if nouns else model._meta.model_name not in GOES_ON)
    }
