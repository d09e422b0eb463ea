import runpy
import stat
import subprocess
import sys
import threading

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from archive import secret
from tests import processes

STRONG = "4Vw8nq2LrT6yBz0KdX5sJm9HcG3fPaE7uYiQoRtWxNbMkLhSgD"
PRODUCTION = {"ALLOWED_HOSTS": "archive.example.org", "SECRET_KEY": STRONG}
EVERY_VARIABLE = (
    *("ALLOWED_HOSTS", "SECRET_KEY", "SECRET_KEY_FALLBACKS", "DEBUG", "CSRF_TRUSTED_ORIGINS"),
    *("DATABASE_URL", "ARCHIVE_INDEX", "ARCHIVE_NAME", "ARCHIVE_TIME_ZONE"),
    *("ARCHIVE_BEHIND_PROXY", "SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_HSTS_PRELOAD"),
)


@pytest.fixture
def read(monkeypatch, tmp_path):
    """The settings as an environment makes them. The key and the database are kept elsewhere."""

    def read(**environment):
        for name in EVERY_VARIABLE:
            monkeypatch.delenv(name, raising=False)
        environment.setdefault("DATABASE_URL", f"sqlite:///{tmp_path}/archive.sqlite3")
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(settings.BASE_DIR / "archive" / "settings.py"))

    return read


def test_without_hosts_it_is_a_laptop_that_answers_only_itself(read):
    laptop = read(SECRET_KEY="any")
    assert laptop["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
    assert not laptop["DEBUG"]
    assert laptop["SESSION_COOKIE_NAME"] == "sessionid"
    assert not laptop["SESSION_COOKIE_SECURE"]
    assert laptop["ARCHIVE_NAME"] == "The Annotated Archive"
    assert laptop["TIME_ZONE"] == "UTC"


def test_with_hosts_it_is_production_and_closed(read):
    production = read(**PRODUCTION)
    assert production["PRODUCTION"]
    assert production["SESSION_COOKIE_NAME"] == "__Host-sessionid"
    assert production["CSRF_COOKIE_NAME"] == "__Host-csrftoken"
    assert production["SESSION_COOKIE_SECURE"]
    assert production["CSRF_COOKIE_SECURE"]
    assert production["SECURE_SSL_REDIRECT"]
    assert production["SECURE_HSTS_SECONDS"] == 31_536_000
    assert "SECURE_PROXY_SSL_HEADER" not in production
    assert not production["SECURE_HSTS_PRELOAD"]


def test_a_proxy_is_believed_only_when_asked_for(read):
    behind = read(**PRODUCTION, ARCHIVE_BEHIND_PROXY="1")
    assert behind["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")
    assert behind["BEHIND_PROXY"]
    assert not read(**PRODUCTION)["BEHIND_PROXY"]
    assert not read(SECRET_KEY="any", ARCHIVE_BEHIND_PROXY="1")["BEHIND_PROXY"]


def test_without_its_extra_there_is_no_second_factor_and_all_else_works():
    start = (
        "import django, sys; sys.modules.update(django_otp=None, segno=None); django.setup();"
        "from django.conf import settings; from django.urls import get_resolver;"
        "from django.core.management import call_command; call_command('check');"
        "print(settings.SECOND_FACTOR, 'second' in str(get_resolver().reverse_dict.keys()))"
    )
    started = subprocess.run(
        [sys.executable, "-c", start],
        env=processes.environment(DJANGO_SETTINGS_MODULE="archive.settings", SECRET_KEY="any"),
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    assert started.stdout.endswith("False False\n")


@pytest.mark.parametrize(
    ("environment", "word"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SECRET_KEY": "a" * 60}, "SECRET_KEY"),
        ({"SECRET_KEY": "django-insecure-" + STRONG}, "SECRET_KEY"),
        ({"SECRET_KEY_FALLBACKS": "short"}, "SECRET_KEY_FALLBACKS"),
        ({"DEBUG": "1"}, "DEBUG"),
        ({"DEBUG": "ture"}, "DEBUG"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "*.example.org"}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "https://example.org"}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "example.org:443"}, "ALLOWED_HOSTS"),
        ({"CSRF_TRUSTED_ORIGINS": "http://example.org"}, "CSRF_TRUSTED_ORIGINS"),
        ({"CSRF_TRUSTED_ORIGINS": "example.org"}, "CSRF_TRUSTED_ORIGINS"),
        ({"DATABASE_URL": "mysql://user:hush@host/name"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgresql://user:hush@host:port/name"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgresql://user:hush@host"}, "DATABASE_URL"),
        ({"DATABASE_URL": "archive.sqlite3"}, "DATABASE_URL"),
        ({"DATABASE_URL": "sqlite:////proc/none/archive.sqlite3"}, "DATABASE_URL"),
        ({"ARCHIVE_TIME_ZONE": "Istanbul"}, "ARCHIVE_TIME_ZONE"),
        ({"ARCHIVE_TIME_ZONE": "../../etc/passwd"}, "ARCHIVE_TIME_ZONE"),
        ({"ARCHIVE_BEHIND_PROXY": "nginx"}, "ARCHIVE_BEHIND_PROXY"),
    ],
)
def test_it_refuses_to_start_insecure_with_one_line_that_names_the_variable(
    read, environment, word
):
    with pytest.raises(ImproperlyConfigured) as refusal:
        read(**(PRODUCTION | environment))
    message = str(refusal.value)
    assert word in message
    assert "\n" not in message
    assert "hush" not in message


def test_a_refusal_on_the_command_line_is_one_line():
    refused = subprocess.run(
        [sys.executable, "manage.py", "check"],
        env=processes.environment(**PRODUCTION, DEBUG="1"),
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert refused.returncode == 1
    assert refused.stderr.startswith("The archive does not start: DEBUG")
    assert refused.stderr.count("\n") == 1


def test_the_shipped_production_settings_pass_the_deployment_check():
    checked = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        env=processes.environment(**PRODUCTION),
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stderr


def test_a_relative_database_file_is_taken_from_the_project_an_absolute_one_is_not(read, tmp_path):
    relative = read(DATABASE_URL="sqlite:///var/archive.sqlite3", SECRET_KEY="any")
    assert relative["DATABASE"]["NAME"] == str(settings.BASE_DIR / "var" / "archive.sqlite3")
    absolute = read(DATABASE_URL=f"sqlite:///{tmp_path}/new/a.sqlite3", SECRET_KEY="any")
    assert absolute["DATABASE"]["NAME"] == f"{tmp_path}/new/a.sqlite3"
    assert (tmp_path / "new").is_dir()


def test_postgresql_is_pooled_and_its_limits_are_the_web_servers(read):
    database = read(
        DATABASE_URL="postgresql://u:p%40ss@host:5433/name?sslmode=require", SECRET_KEY="any"
    )["DATABASE"]
    assert database["PASSWORD"] == "p@ss"
    assert database["CONN_MAX_AGE"] == 0
    assert database["CONN_HEALTH_CHECKS"]
    assert database["OPTIONS"]["sslmode"] == "require"
    assert "check" not in database["OPTIONS"]["pool"]
    assert "options" not in database["OPTIONS"]


@pytest.mark.postgres
def test_only_the_web_servers_process_limits_its_statements(own_archive):
    show = (
        "from django.db import connection as c; k = c.cursor(); "
        "k.execute('SHOW statement_timeout'); print(k.fetchone()[0])"
    )
    shell = [sys.executable, "manage.py", "shell", "-v0", "-c"]
    answers = [
        subprocess.run(
            [*shell, start + show],
            env=own_archive,
            cwd=settings.BASE_DIR,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for start in ("", "import archive.wsgi; ")
    ]
    assert answers == ["0", "5s"]


def test_the_kept_key_is_its_owners_only_and_the_same_for_all(tmp_path):
    file = tmp_path / "var" / "secret_key"
    keys = []
    racers = [threading.Thread(target=lambda: keys.append(secret.kept(file))) for _ in range(8)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    assert len(set(keys)) == 1
    assert len(keys[0]) >= 50
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [kept.name for kept in file.parent.iterdir()] == ["secret_key"]


@pytest.mark.django_db
@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_each_threads_connection_to_sqlite_is_the_durable_patient_one():
    def pragmas():
        with connection.cursor() as cursor:
            for name in ("journal_mode", "synchronous", "busy_timeout", "foreign_keys"):
                yield cursor.execute(f"PRAGMA {name}").fetchone()[0]

    def look():
        try:
            seen.append(list(pragmas()))
        finally:
            connection.close()

    seen = [list(pragmas())]
    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert seen == [["wal", 2, 20_000, 1]] * 2
    assert settings.DATABASES["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert not settings.DATABASES["default"]["ATOMIC_REQUESTS"]
