"""A program that talks to the API, with a token or without."""

import json

from django.test import Client

ROOT = "/api/v1"


class Program:
    def __init__(self, secret=""):
        self.client = Client(enforce_csrf_checks=True)
        self.headers = {"authorization": f"Bearer {secret}"} if secret else {}

    def get(self, path, status=200, **headers):
        return self._checked(
            self.client.get(f"{ROOT}{path}", headers=self.headers | headers), status
        )

    def send(self, method, path, body=None, status=200, **headers):
        """As JSON. `headers` by Python's names: `if_match`."""
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = self.client.generic(
            method.upper(),
            f"{ROOT}{path}",
            json.dumps(body) if body is not None else "",
            content_type="application/json",
            headers=self.headers | headers,
        )
        return self._checked(answer, status)

    def _checked(self, answer, status):
        assert answer.status_code == status, answer.content
        if status >= 400:
            assert answer["Content-Type"] == "application/problem+json"
            assert answer.json()["status"] == status
        if self.headers:
            assert answer["Cache-Control"] == "private, no-store"
            assert "Access-Control-Allow-Origin" not in answer
        return answer

    def pages(self, path, name):
        """All rows of a list, by its own links, each page as a list of records."""
        while path:
            answer = self.get(path)
            following = answer.json()["next"]
            assert answer.headers.get("Link") == (following and f'<{following}>; rel="next"')
            yield answer.json()[name]
            path = following and following.removeprefix(f"http://testserver{ROOT}")
