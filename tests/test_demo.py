"""The README's first command, and the server that it starts, as processes of their own."""

import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager

import pytest
from django.conf import settings

pytestmark = pytest.mark.slow

DEMO = [sys.executable, "manage.py", "demo"]
COUNT = (
    "from articles.models import *; from django.contrib.auth.models import User; print([model."
    "objects.count() for model in (Article, Entity, EntityName, Annotation, Claim, Change, User)])"
)


def run(*command, env):
    return subprocess.run(
        command, env=env, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    )


def free_port():
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


def fetch(address, **headers):
    """Status, headers and body, whatever the status; redirects are not followed."""

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_):
            return None

    request = urllib.request.Request(address, headers=headers)  # noqa: S310  our own server
    try:
        answer = urllib.request.build_opener(Stay).open(request, timeout=10)
    except urllib.error.HTTPError as refusal:
        answer = refusal
    with answer:
        return answer.status, answer.headers, answer.read()


def wait_for(port, process):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None, process.communicate()
        try:
            return fetch(f"http://127.0.0.1:{port}/healthz")
        except OSError:
            time.sleep(0.1)
    raise AssertionError("it does not answer")


def start(*command, env):
    return subprocess.Popen(
        command,
        env=env,
        cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def test_the_demo_serves_and_repeats_without_harm(own_archive):
    first = run(*DEMO, "--no-serve", env=own_archive)
    assert first.returncode == 0, first.stderr
    assert re.search(r"Editor: editor {3}Password: \S{12,}", first.stdout)
    loaded = run(sys.executable, "manage.py", "shell", "-v0", "-c", COUNT, env=own_archive).stdout

    port = free_port()
    server = start(*DEMO, "--port", str(port), "--password", "another", env=own_archive)
    try:
        wait_for(port, server)
        status, headers, page = fetch(f"http://127.0.0.1:{port}/")
        assert status == 200
        assert b"Turkey to Press Putin" in page
        assert "Set-Cookie" not in headers
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert "/" not in headers["Server"], "no version"
        assert fetch(f"http://127.0.0.1:{port}/static/archive.css")[0] == 200
        assert fetch(f"http://127.0.0.1:{port}/readyz")[2] == b"ready\n"
        second = run(*DEMO, "--port", str(port), env=own_archive)
        assert second.returncode == 1
        assert second.stderr.startswith(f"CommandError: Port {port} cannot be used")
    finally:
        said = end(server, signal.SIGTERM, port)
    assert f"http://127.0.0.1:{port}/" in said
    assert "Password:" not in said
    assert "Traceback" not in said

    server = start(*DEMO, "--port", str(port), env=own_archive)
    try:
        wait_for(port, server)
    finally:
        said = end(server, signal.SIGINT, port)
    assert "Traceback" not in said
    again = run(sys.executable, "manage.py", "shell", "-v0", "-c", COUNT, env=own_archive).stdout
    assert again == loaded


def end(server, sign, port):
    """What it said, once it has ended within five seconds, a silent reader notwithstanding."""
    if server.poll() is not None:
        return server.communicate()[0]
    with socket.create_connection(("127.0.0.1", port)) as silent:
        silent.sendall(b"GET / HTTP/1.1\r\nHo")
        server.send_signal(sign)
        try:
            return server.communicate(timeout=5)[0]
        except subprocess.TimeoutExpired:
            server.kill()
            raise


def test_the_demo_is_refused_in_production(own_archive):
    production = {"ALLOWED_HOSTS": "archive.example.org", "SECRET_KEY": "0123456789abcdef" * 4}
    refused = run(*DEMO, env=own_archive | production)
    assert refused.returncode == 1
    assert (
        refused.stderr
        == "CommandError: demo is for a laptop; ALLOWED_HOSTS makes this production.\n"
    )


@pytest.fixture
def own_tree(tmp_path):
    """The project in a folder with a space in its name, so that nothing is collected into ours."""
    tree = tmp_path / "the archive"
    tree.mkdir()
    for name in ("articles", "templates", "static", "fixtures"):
        (tree / name).symlink_to(settings.BASE_DIR / name)
    # Both find the project by their own path, so they have to be copies.
    shutil.copytree(settings.BASE_DIR / "archive", tree / "archive")
    shutil.copy(settings.BASE_DIR / "manage.py", tree)
    return tree


@pytest.fixture
def production(own_archive, own_tree):
    """The environment of an archive in production, in a tree of its own."""
    return own_archive | {
        "ALLOWED_HOSTS": "archive.example.org",
        "SECRET_KEY": "0123456789abcdef" * 4,
        "ARCHIVE_BEHIND_PROXY": "1",
        "PYTHONPATH": str(own_tree),
    }


def manage(environment, *command):
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        env=environment,
        cwd=environment["PYTHONPATH"],
        capture_output=True,
        text=True,
        check=True,
    )


@contextmanager
def gunicorn(environment, port):
    """The server of production; what it said is added to the list that is given."""
    said = []
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "-c", "python:archive.server"),
            *("--bind", f"127.0.0.1:{port}", "--workers", "1"),
        ],
        env=environment,
        cwd=environment["PYTHONPATH"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield server, said
    finally:
        server.terminate()
        said.extend(server.communicate(timeout=30)[0].splitlines())


def test_production_does_not_start_before_its_files_are_collected(production):
    with gunicorn(production, free_port()) as (server, said):
        assert server.wait(timeout=60) == 1
    (line,) = said
    assert "collectstatic" in line


def test_production_serves_what_is_collected_over_tls_alone(production):
    manage(production, "migrate", "-v0")
    manage(production, "collectstatic", "--noinput", "-v0")
    port = free_port()
    here = f"http://127.0.0.1:{port}"
    proxied = {"Host": "archive.example.org", "X-Forwarded-Proto": "https"}
    with gunicorn(production, port) as (server, said):
        wait_for(port, server)
        assert fetch(f"{here}/readyz")[2] == b"ready\n"
        status, headers, _ = fetch(f"{here}/", Host="archive.example.org")
        assert (status, headers["Location"]) == (301, "https://archive.example.org/")
        status, headers, page = fetch(f"{here}/", **proxied)
        assert status == 200
        assert headers["Strict-Transport-Security"] == "max-age=31536000"
        css = re.search(rb"/static/archive\.[0-9a-f]{12}\.css", page)[0].decode()
        status, headers, _ = fetch(f"{here}{css}", **proxied)
        assert status == 200
        assert "immutable" in headers["Cache-Control"]
        assert headers["Content-Security-Policy"]
        _, headers, _ = fetch(f"{here}/admin/login/", **proxied)
        assert headers["Set-Cookie"].startswith("__Host-csrftoken=")
        assert "; Secure" in headers["Set-Cookie"]
        assert fetch(f"{here}/", Host="evil.example", **{"X-Forwarded-Proto": "https"})[0] == 400
        assert fetch(f"{here}/healthz", Host="10.0.0.9")[0] == 200
    failures = [line for line in said if "Traceback" in line]
    assert [line for line in failures if "evil.example" not in line] == []
