"""The tree itself: its fixed top level, and words that must not be in it."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TOP_LEVEL = {
    *("manage.py", "archive", "articles", "templates", "static", "fixtures", "tests", "docs"),
    *("pyproject.toml", "requirements.lock", "README.md", "CHANGELOG.md", "CONTRIBUTING.md"),
    *("SECURITY.md", "LICENSE"),
}
# In parts, so that they are not in this file either.
FORBIDDEN = [
    *("pypi" + ".org", "python" + "hosted.org", "npm" + "js.org", "deb.debian" + ".org"),
    *("/wo" + "rk/", "/ro" + "ot/"),
]
UNESCAPED = (
    *(r"\|safe\b", r"\bmark_safe\b", r"\bSafeString\(", r"autoescape off", r"format_html\(f[\"']"),
    *(r"\.extra\(", r"\.raw\(", r"\bRawSQL\b", r"safeseq"),
)
# Where a pattern may stand, and why it is safe there.
ALLOWED = {
    ("articles/highlight.py", r"\bmark_safe\b"): "joined from escaped pieces",
    ("articles/markup.py", r"\bmark_safe\b"): "forms of our own, filled with escaped values",
    ("articles/search/words.py", r"\.raw\("): "a tokenizer of the index, no SQL",
    ("articles/templatetags/linked_data.py", r"\bmark_safe\b"): "JSON with < > & escaped",
    ("articles/templatetags/worldmap.py", r"\bmark_safe\b"): "our own numbers and constants",
}


def tracked(*suffixes):
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listing.returncode:
        pytest.skip("not a clone: nothing tells which files are the project's")
    names = [name for name in listing.stdout.split("\0") if name and (ROOT / name).is_file()]
    return [name for name in names if not suffixes or name.endswith(suffixes)]


def texts(*suffixes):
    for name in tracked(*suffixes):
        try:
            yield name, (ROOT / name).read_text()
        except UnicodeDecodeError:
            continue


def test_the_top_level_holds_what_it_should_and_nothing_else():
    names = {name.split("/")[0] for name in tracked()}
    assert {name for name in names if not name.startswith(".")} <= TOP_LEVEL


def test_the_tree_names_no_registry_and_no_machine():
    found = [(name, word) for name, text in texts() for word in FORBIDDEN if word in text]
    assert not found


def test_nothing_goes_unescaped_but_where_a_reason_is_written_down():
    found = {
        (name, pattern)
        for name, text in texts(".py", ".html", ".xml", ".txt")
        if not name.startswith("tests/")
        for pattern in UNESCAPED
        if re.search(pattern, text)
    }
    assert found == set(ALLOWED), "new: escape it, or write the reason; gone: take it from ALLOWED"


@pytest.mark.parametrize(
    "pattern",
    [
        r"<[^>]*\sstyle\s*=",
        r"<style\b",
        r"<[^>]*\son[a-z]+\s*=",
        r"javascript:",
        r"<script(?![^>]*\ssrc=)(?![^>]*type=[\"']application/(ld\+)?json)",
        r"<(?:script|link|img|iframe|source)\b[^>]*(?:src|href)=[\"'](?:https?:)?//",
    ],
)
def test_no_template_asks_for_what_the_policy_forbids(pattern):
    found = [name for name, text in texts(".html") if re.search(pattern, text, re.IGNORECASE)]
    assert not found


def test_the_lock_is_hashed_and_holds_every_dependency():
    lock = (ROOT / "requirements.lock").read_text()
    locked = set(re.findall(r"^([a-z0-9-]+)==", lock, re.MULTILINE))
    assert all(part.count("--hash=sha256:") for part in re.split(r"\n(?=\S)", lock.strip()))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.match(r"[A-Za-z0-9-]+", line)[0].lower() for line in wanted}
    assert names <= locked


def test_ci_runs_the_command_that_the_readme_promises():
    readme = (ROOT / "README.md").read_text()
    commands = re.findall(r"^python3 -m venv \.venv && .*$", readme, re.MULTILINE)
    assert len(commands) == 2, "the README opens with two commands"
    assert commands[0].endswith("manage.py demo")
    assert commands[1] in (ROOT / ".ci" / "run").read_text()
