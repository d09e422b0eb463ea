"""Who may import whom: a module imports only from rows below its own."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROWS = (
    {"urls", "admin", "management", "apps"},
    {"views", "api"},
    {"doors"},
    {"annotating", "bag", "consistency", "forms", "selection", "ingest", "templatetags"},
    {"facets", "formats", "fetch", "pages"},
    {"search", "serialize", "reading", "groups"},
    {"models", "paging"},
    # Pure: no models and no more of Django than what makes text safe. These may use each other.
    {"alignment", "anchors", "fingerprint", "highlight", "markup", "naming", "pasting", "period"}
    | {"plover", "quotation", "quotes", "schema_org", "sentences", "suggest", "text", "three_way"}
    | {"when", "word_diff"}
    | {"worldmap"},
)
PURE = ROWS[-1]
ROW_OF = {noun: row for row, nouns in enumerate(ROWS) for noun in nouns}
FREE = {"__init__", "migrations"}
SOCKETS = {"socket", "ssl", "urllib.request", "http.client", "requests", "httpx", "urllib3"}


def files(folder):
    return sorted((ROOT / folder).rglob("*.py"))


def noun_of(file):
    """`articles/views/dates.py` and `articles/views.py` both speak of views."""
    return file.relative_to(ROOT / "articles").parts[0].removesuffix(".py")


def imports(file):
    """The modules that a file imports, by their full names, wherever in the file it does so."""
    package = file.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join([*start, *([node.module] if node.module else [])])
            yield from (f"{base}.{alias.name}" for alias in node.names)


OURS = [file for file in files("articles") if noun_of(file) not in FREE]


@pytest.mark.parametrize("file", OURS, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_module_imports_only_from_rows_below_its_own(file):
    own = noun_of(file)
    assert own in ROW_OF, f"Give {own} its row."
    for name in imports(file):
        if not name.startswith("articles."):
            continue
        other = name.split(".")[1]
        if other == own or (own in PURE and other in PURE):
            continue
        assert other in ROW_OF, f"{name}: give {other} its row."
        assert ROW_OF[other] > ROW_OF[own], f"{own} may not import {other}."


@pytest.mark.parametrize("noun", sorted(PURE))
def test_a_pure_module_knows_of_django_only_what_makes_text_safe(noun):
    for file in (file for file in OURS if noun_of(file) == noun):
        for name in imports(file):
            assert not name.startswith("django.") or name.startswith("django.utils."), name


def test_the_wiring_does_not_know_what_an_article_is():
    for file in files("archive"):
        assert not [name for name in imports(file) if name.startswith("articles")], file


def test_only_fetch_opens_sockets():
    # demo looks whether its own port is free.
    free = {ROOT / "articles" / "management" / "commands" / "demo.py"}
    for file in [*files("articles"), *files("archive")]:
        if file not in free and (file.is_relative_to(ROOT / "archive") or noun_of(file) != "fetch"):
            modules = {name.rpartition(".")[0] for name in imports(file)} | set(imports(file))
            assert not modules & SOCKETS, file


def test_only_the_search_knows_its_engine():
    for file in [*files("articles"), *files("archive")]:
        if file.is_relative_to(ROOT / "articles" / "search"):
            continue
        assert not [name for name in imports(file) if name.split(".")[0] == "tantivy"], file


def test_only_the_settings_read_the_environment():
    for file in [*files("articles"), *files("archive")]:
        if file == ROOT / "archive" / "environment.py":
            continue
        readings = [
            ast.unparse(node)
            for node in ast.walk(ast.parse(file.read_text()))
            if isinstance(node, (ast.Attribute, ast.Name))
            and ast.unparse(node) in ("os.environ", "os.getenv", "os.environb")
        ]
        # wsgi.py says which settings, and reads nothing.
        allowed = 1 if file == ROOT / "archive" / "wsgi.py" else 0
        assert len(readings) <= allowed, file
