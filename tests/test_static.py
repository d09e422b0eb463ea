"""What the style sheet, the scripts and the templates promise, without a browser."""

import re

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage

from articles.models import Kind

STATIC = settings.BASE_DIR / "static"
TEMPLATES = settings.BASE_DIR / "templates"
CSS = (STATIC / "archive.css").read_text()
SCHEMES = ["light", "dark"]


def colors(name):
    """The light and the dark color of a token."""
    return re.search(rf"--{name}: light-dark\((#\w+), (#\w+)\)", CSS).groups()


def kind_rule(kind):
    return re.search(rf"^\.{kind} \{{ (.*) \}}$", CSS, re.MULTILINE).group(1)


def luminance(color):
    channels = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """WCAG 2.2, "contrast ratio"."""
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("kind", Kind.values)
def test_the_color_of_a_kind_can_be_read_on_every_ground(kind, scheme):
    pair = re.search(r"--k: light-dark\((#\w+), (#\w+)\)", kind_rule(kind)).groups()
    for ground in ["paper", "raised", "sunk", "hl-soft"]:
        at = SCHEMES.index(scheme)
        assert contrast(pair[at], colors(ground)[at]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("ink", ["ink", "ink-2", "ink-3", "added", "removed"])
def test_words_can_be_read_on_every_ground(ink, scheme):
    at = SCHEMES.index(scheme)
    for ground in ["paper", "raised", "sunk"]:
        assert contrast(colors(ink)[at], colors(ground)[at]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("edge", ["edge", "focus"])
def test_the_edges_of_controls_can_be_seen(edge, scheme):
    at = SCHEMES.index(scheme)
    assert contrast(colors(edge)[at], colors("paper")[at]) >= 3


def test_no_two_kinds_share_a_color_an_icon_or_a_line():
    rules = [kind_rule(kind) for kind in Kind.values]
    for part in [r"--k: [^;]*", r"--icon: .*", r"--line: \w+; --weight: (?:[^;]*)"]:
        assert len({re.search(part, rule).group() for rule in rules}) == len(Kind.values)


def test_style_and_scripts_stay_within_their_weight():
    assert len(CSS.encode()) <= 28 * 1024
    of_editors = {"review.js"}  # on one page of the admin
    scripts = [path.read_bytes() for path in STATIC.glob("*.js") if path.name not in of_editors]
    assert sum(map(len, scripts)) <= 16_500


def test_nothing_is_loaded_from_another_host():
    for path in [*STATIC.rglob("*.css"), *STATIC.rglob("*.js")]:
        assert not re.search(r"https?:|url\(|@import|sourceMappingURL", path.read_text()), path


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=str)
def test_templates_have_no_style_attribute_and_no_inline_script(path):
    html = path.read_text()
    assert not re.search(r"<[^>]*\s(style|on\w+)\s*=", html)
    for script in re.findall(r"<script\b[^>]*>", html):
        assert " src=" in script or re.search(r'type="application/[\w+-]*json"', script)


def test_modules_import_each_other_under_their_hashed_names(tmp_path):
    class Storage(ManifestStaticFilesStorage):
        support_js_module_import_aggregation = True

    storage = Storage(location=tmp_path, base_url="/static/")
    paths = {str(path.relative_to(STATIC)): path for path in STATIC.rglob("*.*")}
    (tmp_path / "annotate").mkdir()
    for name, path in paths.items():
        (tmp_path / name).write_bytes(path.read_bytes())
    processed = storage.post_process({name: (storage, name) for name in paths})
    hashed = {name: new for name, new, _ in processed if name in paths}
    for name in (name for name in paths if name.endswith(".js")):
        module = (tmp_path / hashed[name]).read_text()
        for imported in re.findall(r"['\"]\.\.?/([^'\"]+)['\"]", module):
            assert re.fullmatch(r"\w+\.[0-9a-f]{12}\.js", imported)
