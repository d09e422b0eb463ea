"""What holds for every answer, whatever the page. The pages here are made for it."""

import json
import logging

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client
from django.urls import include, path

from archive import health, logs

pytestmark = [pytest.mark.django_db, pytest.mark.any_database, pytest.mark.urls(__name__)]

drawn = []


def page(request, word=""):
    drawn.append(request.path)
    return HttpResponse(f"<!doctype html><title>{word}</title>" + "words " * 100)


def query(request):
    return HttpResponse(ascii(dict(request.GET.lists())))


def remembering(request):
    request.session["seen"] = True
    return HttpResponse("seen")


def streaming(request):
    return StreamingHttpResponse(f"{number}\n" for number in range(1000))


def forbidden(request):
    raise PermissionDenied


def failing(request):
    raise ZeroDivisionError("the secret of the inside")


urlpatterns = [
    path("", page),
    path("pages/<str:word>/", page),
    path("query/", query),
    path("remembering/", remembering),
    path("streaming/", streaming),
    path("forbidden/", forbidden),
    path("failing/", failing),
    path("admin/", admin.site.urls),
    path("", include("articles.urls")),  # the pages of failures link to the rest
]
handler400 = "archive.errors.bad_request"
handler500 = "archive.errors.server_error"


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


def answers(client):
    """One answer of each sort, by name."""
    tag = client.get("/")["ETag"]
    return {
        "a page": client.get("/"),
        "a page known already": client.get("/", headers={"if-none-match": tag}),
        "a redirection": client.get("/pages/x"),
        "a stream": client.get("/streaming/"),
        "nothing there": client.get("/nothing/"),
        "a refusal": client.get("/forbidden/"),
        "a failure": client.get("/failing/"),
        "a forged form": Client(enforce_csrf_checks=True).post("/"),
        "an unknown host": client.get("/", headers={"host": "evil.example"}),
        "a static file": client.get("/static/favicon.svg"),
        "the admin": client.get("/admin/login/"),
        "alive": client.get("/healthz"),
        "ready": client.get("/readyz"),
        "NUL": client.get("/pages/%00/"),
    }


def test_every_answer_carries_every_header(client):
    statuses = {}
    for name, answer in answers(client).items():
        statuses[name] = answer.status_code
        policy = answer["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';"), name
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer["X-Content-Type-Options"] == "nosniff", name
        assert answer["X-Frame-Options"] == "DENY", name
        assert answer["Referrer-Policy"] == "same-origin", name
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin", name
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin", name
        assert answer["Permissions-Policy"].startswith("camera=()"), name
        assert len(answer["X-Request-ID"]) == 16, name
        assert answer["Cache-Control"], name
        assert "Server" not in answer
        answer.close()
    assert statuses == {
        "a page": 200,
        "a page known already": 304,
        "a redirection": 301,
        "a stream": 200,
        "nothing there": 404,
        "a refusal": 403,
        "a failure": 500,
        "a forged form": 403,
        "an unknown host": 400,
        "a static file": 200,
        "the admin": 200,
        "alive": 200,
        "ready": 200,
        "NUL": 404,
    }


def test_over_tls_browsers_are_told_to_stay_there(client, settings):
    settings.SECURE_HSTS_SECONDS = 31_536_000
    for address in ("/", "/nothing/", "/static/favicon.svg", "/healthz"):
        answer = Client(raise_request_exception=False).get(address, secure=True)
        assert answer["Strict-Transport-Security"] == "max-age=31536000", address
        answer.close()


def test_a_public_page_may_be_kept_and_is_asked_for_again(client):
    answer = client.get("/")
    assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert answer["ETag"].startswith('W/"')
    assert {"Cookie", "Accept-Encoding"} <= {part.strip() for part in answer["Vary"].split(",")}
    assert not answer.cookies


def test_an_unchanged_archive_answers_before_the_view_runs(client):
    tag = client.get("/")["ETag"]
    drawn.clear()
    again = client.get("/", headers={"if-none-match": f'"other", {tag}'})
    assert (again.status_code, again.content, drawn) == (304, b"", [])
    assert again["ETag"] == tag
    assert again["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "Cookie" in again["Vary"]
    assert client.head("/", headers={"if-none-match": tag}).status_code == 304
    assert client.get("/", headers={"if-none-match": "*"}).status_code == 200
    assert client.get("/", headers={"if-none-match": 'W/"other"'}).status_code == 200


def test_a_change_makes_every_page_new(client):
    tag = client.get("/")["ETag"]
    archive = apps.get_model("articles.Archive").objects
    archive.update(last_change=archive.values_list("last_change", flat=True).get() + 1)
    assert client.get("/", headers={"if-none-match": tag}).status_code == 200
    assert client.get("/")["ETag"] != tag


def test_another_build_makes_every_page_new(client, monkeypatch):
    tag = client.get("/")["ETag"]
    monkeypatch.setattr("archive.middleware.build_id", lambda: "another")
    assert client.get("/", headers={"if-none-match": tag}).status_code == 200


@pytest.mark.parametrize(
    "headers", [{"authorization": "Token x"}, {"cookie": f"{settings.SESSION_COOKIE_NAME}=x"}]
)
@pytest.mark.parametrize("address", ["/", "/nothing/", "/pages/x", "/failing/", "/streaming/"])
def test_what_a_session_or_a_token_asked_for_is_kept_by_nobody(client, headers, address):
    answer = client.get(address, headers=headers)
    assert answer["Cache-Control"] == "private, no-store"
    assert "ETag" not in answer
    answer.close()


def test_a_session_is_never_answered_from_what_an_anonymous_reader_kept(client):
    tag = client.get("/")["ETag"]
    cookie = {"cookie": f"{settings.SESSION_COOKIE_NAME}=x", "if-none-match": tag}
    assert client.get("/", headers=cookie).status_code == 200


def test_an_answer_that_sets_a_cookie_is_kept_by_nobody(client):
    assert client.get("/remembering/")["Cache-Control"] == "private, no-store"


def test_an_empty_cookie_header_is_anonymous(client):
    answer = client.get("/", headers={"cookie": ""})
    assert answer["Cache-Control"].startswith("public")
    assert not answer.cookies


def test_forms_failures_and_the_admin_are_not_kept(client):
    for answer in (client.post("/"), client.get("/failing/"), client.get("/forbidden/")):
        assert answer["Cache-Control"] == "no-store"
    admin_page = client.get("/admin/login/")
    assert "no-store" in admin_page["Cache-Control"]
    assert "ETag" not in admin_page


def test_pages_are_sent_packed(client):
    answer = client.get("/", headers={"accept-encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert answer["ETag"].startswith('W/"')


def test_while_pages_are_being_written_none_is_answered_from_before(client, settings):
    settings.DEBUG = True
    assert "ETag" not in client.get("/")


def test_a_failure_shows_its_id_and_nothing_of_the_inside(client):
    lines = []
    handler = logging.StreamHandler()
    handler.emit = lambda record: lines.append(json.loads(logs.JsonLines().format(record)))
    logging.getLogger("django.request").addHandler(handler)
    try:
        answer = client.get("/failing/")
    finally:
        logging.getLogger("django.request").removeHandler(handler)
    shown = answer.content.decode()
    assert answer["X-Request-ID"] in shown
    assert "ZeroDivisionError" not in shown
    assert "secret of the inside" not in shown
    assert lines[0]["request"] == answer["X-Request-ID"]
    assert "ZeroDivisionError" in lines[0]["exception"]


def test_a_request_cannot_choose_its_id(client):
    chosen = {"x-request-id": "0123456789abcdef"}
    ids = {client.get("/", headers=chosen)["X-Request-ID"] for _ in range(3)}
    assert len(ids) == 3
    assert "0123456789abcdef" not in ids


def test_nobodys_input_makes_a_second_line_in_the_log():
    record = logging.makeLogRecord({"msg": "GET %s", "args": ("/a\r\n\x1b[2J{}\u2028",)})
    line = logs.JsonLines().format(record)
    assert line.isprintable()
    assert json.loads(line)["message"] == "GET /a\r\n\x1b[2J{}\u2028"


@pytest.mark.parametrize(
    "word",
    ["%00", "a%00b", "%ED%A0%80", "%FF%FE", "%C3%28", "%EF%BF%BF", "%0A", "%2e%2e", "%u0000"],
)
def test_no_bytes_in_an_address_make_a_failure(client, word):
    for address in (f"/pages/{word}/", f"/static/{word}", f"/{word}", f"/admin/{word}/"):
        assert client.get(address).status_code in (200, 301, 302, 404), address
    asked = client.get(f"/query/?{word}={word}&q=x")
    assert asked.status_code == 200
    assert b"\\x00" not in asked.content
    assert b"\\ud" not in asked.content
    assert b"'q': ['x']" in asked.content


def test_the_probes_need_no_host_and_no_tls(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]
    probe = Client()
    for address, word in (("/healthz", b"alive\n"), ("/readyz", b"ready\n")):
        answer = probe.get(address, headers={"host": "10.0.0.9:8000"})
        assert (answer.status_code, answer.content) == (200, word)
        assert answer["Cache-Control"] == "no-store"
        assert probe.post(address).status_code == 405
    assert probe.get("/").status_code == 301


def test_life_is_told_without_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").status_code == 200


def test_what_is_not_ready_says_why(client, monkeypatch):
    monkeypatch.setattr(health, "migrations_are_applied", lambda: False)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"migrations\n")

    def refuse(*_, **__):
        from django.db import OperationalError

        raise OperationalError("no such host as hush")

    monkeypatch.setattr(connection, "cursor", refuse)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"database\n")
