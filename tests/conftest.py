"""The suite's own ground: a folder of its own, never the developer's var/, and either database.

SQLite by default; PostgreSQL where DATABASE_URL names one. What a machine lacks (a Chromium, a
PostgreSQL) is skipped by name. Under CI such a skip is a failure: there nothing may be lacking.
"""

import gc
import os
import shutil
import tempfile
import uuid
from pathlib import Path

import pytest

MEMORY = Path("/dev/shm")  # noqa: S108  where it is, a file is as safe there as a test needs
SPACIOUS = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > 2**30
HOME = Path(tempfile.mkdtemp(prefix="archive-tests-", dir=MEMORY if SPACIOUS else None))
ON_POSTGRESQL = os.environ.get("DATABASE_URL", "").startswith("postgres")
IN_CI = bool(os.environ.get("CI"))
CHROMIUM = shutil.which("chromium")
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]

for name in (
    *("ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "DEBUG", "SECRET_KEY_FALLBACKS"),
    *("ARCHIVE_NAME", "ARCHIVE_TIME_ZONE", "ARCHIVE_BEHIND_PROXY", "ARCHIVE_SECURITY_CONTACT"),
):
    os.environ.pop(name, None)
os.environ["SECRET_KEY"] = "of the tests only, " * 3
os.environ["ARCHIVE_INDEX"] = str(HOME / "index")
if not ON_POSTGRESQL:
    os.environ["DATABASE_URL"] = f"sqlite:///{HOME}/archive.sqlite3"

from django.conf import settings  # noqa: E402  the environment had to come first

# A worker of pytest-xdist has loaded them already, from the environment made above.
if settings.configured and "PYTEST_XDIST_WORKER" not in os.environ:
    raise pytest.UsageError("Unset DJANGO_SETTINGS_MODULE: the tests choose their own settings.")
os.environ["DJANGO_SETTINGS_MODULE"] = "archive.settings"
if not ON_POSTGRESQL:
    # A file and not memory, so that WAL, locks and threads are the real ones.
    settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = str(HOME / "test.sqlite3")
settings.ARCHIVE_INDEX = HOME / "index"
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # for speed

# The conftest of a folder below imports models.
import django  # noqa: E402

django.setup()


def pytest_collection_finish():
    # What is loaded by now stays: looking through it again and again is a tenth of the time.
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_unconfigure():
    shutil.rmtree(HOME, ignore_errors=True)


def pytest_collection_modifyitems(config, items):
    for item in items:
        if "browser" in item.fixturenames:
            item.add_marker(pytest.mark.browser)
        # The browser reads through another thread, so it sees only what is committed.
        if "live_server" in item.fixturenames and not item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.django_db(transaction=True))
    # CI runs the suite on both databases, and there once only what can be no different on them.
    elsewhere = [item for item in items if is_for_the_other(item)]
    if IN_CI:
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if item not in elsewhere]
    elif not ON_POSTGRESQL:
        for item in elsewhere:
            item.add_marker(pytest.mark.skip(reason="needs PostgreSQL: set DATABASE_URL"))


def is_for_the_other(item):
    marks = {mark.name for mark in item.iter_markers()}
    if not ON_POSTGRESQL:
        return "postgres" in marks
    fixtures = {"db", "transactional_db", "own_archive"} & set(item.fixturenames)
    return bool({"any_database", "browser"} & marks) or not (
        fixtures or {"django_db", "postgres"} & marks
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    lacking = {"browser", "postgres"} & {mark.name for mark in item.iter_markers()}
    if IN_CI and report.skipped and lacking and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} may not be skipped in CI: {report.longrepr[2]}"
    return report


@pytest.fixture
def own_index(tmp_path, settings, monkeypatch):
    """A search index of the test's own, gone with it; searches wait until it knows all."""
    from articles.search import keeping, opened

    monkeypatch.setattr(keeping, "PATIENCE", 30)
    monkeypatch.setattr(keeping, "PATIENCE_WITHOUT", 30)
    settings.ARCHIVE_INDEX = tmp_path / "index"
    yield settings.ARCHIVE_INDEX
    keeping.rest()
    opened.forget()


@pytest.fixture
def own_archive(tmp_path):
    """The environment of a process with an empty archive of its own, on the same kind of database.

    For tests that start one: `subprocess.run([sys.executable, "manage.py", ...], env=own_archive)`.
    """
    from tests import processes

    environment = processes.environment(ARCHIVE_INDEX=str(tmp_path / "index"))
    if not ON_POSTGRESQL:
        yield environment | {"DATABASE_URL": f"sqlite:///{tmp_path}/archive.sqlite3"}
        return

    import psycopg

    address, _, query = os.environ["DATABASE_URL"].partition("?")
    server, database = address.rsplit("/", 1)[0], f"archive_{uuid.uuid4().hex}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {database}")
        yield environment | {"DATABASE_URL": f"{server}/{database}" + (query and f"?{query}")}
        connection.execute(f"DROP DATABASE {database} WITH (FORCE)")


@pytest.fixture(scope="session")
def browser():
    if not CHROMIUM:
        pytest.skip("needs a browser: install chromium")
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop in this thread, and Django would refuse to work beside it.
    from tests import processes

    os.environ[processes.ASYNC_UNSAFE] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def console():
    """What the browser complained of. A test that means to provoke it clears this list."""
    return []


@pytest.fixture
def page(browser, live_server, console):
    """An empty tab. At the end it fails on any complaint, and on any request to another host."""
    context = browser.new_context(base_url=live_server.url)
    page = context.new_page()

    def hear(message):
        if message.type in ("error", "warning"):
            console.append(f"{message.type}: {message.text} ({message.location.get('url')})")

    def see(request):
        if not request.url.startswith((live_server.url, "data:", "about:", "blob:")):
            console.append(f"request to another host: {request.url}")

    page.on("console", hear)
    page.on("pageerror", lambda error: console.append(f"script: {error}"))
    page.on("request", see)
    yield page
    context.close()
    assert not console
