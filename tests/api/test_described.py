"""What is described is what is answered, and the page's examples run as they stand there."""

import html
import json
import re
import shlex
from urllib.parse import urlsplit

import pytest
import requests
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import missing_required_header, positive_data_acceptance

from archive.wsgi import application
from articles.api.schema import description
from articles.models import Change
from tests import factories

# An entity may be unknown though its slug is one; and a missing If-Match is a 428 (RFC 6585).
TOO_STRICT = [positive_data_acceptance, missing_required_header]
# Examples of each operation; more by hand: `st run http://…/api/openapi.json`.
FEW = settings(
    max_examples=2,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


def test_the_description_is_of_this_version_and_says_who_may_write():
    api = json.loads(json.dumps(description()))
    assert api["openapi"] == "3.1.0"
    for path, operations in api["paths"].items():
        for method, operation in operations.items():
            assert ({} in operation["security"]) == (method == "get"), path
            assert operation["summary"] and operation["operationId"]
            for status, answer in operation["responses"].items():
                problem = "application/problem+json" in answer.get("content", {})
                assert problem == (status >= "400"), (path, status)


@pytest.mark.django_db(transaction=True)
@pytest.mark.any_database
@pytest.mark.usefixtures("own_index")
def test_what_is_answered_is_as_described_to_the_examples_and_to_anything_else(client):
    factories.frozen_set(factories.seed())
    _, secret = factories.token(factories.editor("anna"))
    described = schemathesis.openapi.from_wsgi("/api/openapi.json", application)
    page = client.get("/api/").content.decode()
    assert {*re.findall(r'href="#([\w-]+)"', page)} <= {*re.findall(r'id="([\w-]+)"', page)}
    found = re.findall(r"<code>(curl .*?)</code>", page, re.DOTALL)
    commands = [parts(html.unescape(one).replace("$ARCHIVE_TOKEN", secret)) for one in found]
    assert len(commands) == 1 + sum(len(methods) for methods in description()["paths"].values())
    commands.append(("GET", "/api/v1/articles?whole=1&facets=1", {}, ""))
    for command in commands:
        assert answered_as_described(described, *command) in (200, 201), command
    reading = {path for method, path, *_ in commands if method == "GET"}
    links = {html.unescape(one) for one in re.findall(r'href="(\S+)" data-example', page)}
    assert links < reading
    assert Change.objects.filter(by__username="anna").count() == 3
    for operation in described.get_all_operations():
        nothing_fails(operation.ok(), secret)


def answered_as_described(described, method, path, headers, body):
    answer = Client().generic(method, path, body, "application/json", headers=headers)
    asked = requests.Request(method, f"http://testserver{path}").prepare()
    listed = {name: [value] for name, value in answer.headers.items()}
    response = schemathesis.Response(answer.status_code, listed, answer.content, asked, 0, False)
    operation_of(described, method, path).validate_response(response)
    return answer.status_code


def nothing_fails(operation, secret):
    """Whatever is sent, and whether it fits the description or not."""
    headers = {"Authorization": f"Bearer {secret}", "Accept-Encoding": "identity"}

    @settings(FEW)
    @given(case=operation.as_strategy())
    def answered(case):
        case.call_and_validate(headers=headers, excluded_checks=TOO_STRICT)

    answered()


def parts(command):
    """What a shell would make of a curl command: method, path, headers, body."""
    words = shlex.split(command.replace("\\\n", " "))
    assert words.pop(0) == "curl"
    method, headers, body, address = "GET", {}, "", ""
    while words:
        word = words.pop(0)
        if word == "-X":
            method = words.pop(0)
        elif word == "-H":
            name, _, value = words.pop(0).partition(": ")
            headers[name] = value
        elif word == "-d":
            body = words.pop(0)
        else:
            address = word
    split = urlsplit(address)
    assert split.netloc == "testserver"
    return method, split.path + (split.query and f"?{split.query}"), headers, body


def operation_of(described, method, path):
    """Of several addresses that fit, the one that leaves the least open."""
    fitting = [
        one.ok()
        for one in described.get_all_operations()
        if one.ok().method.upper() == method
        and re.fullmatch(re.sub(r"{\w+}", "[^/]+", one.ok().path), path.partition("?")[0])
    ]
    return min(fitting, key=lambda one: one.path.count("{"))
