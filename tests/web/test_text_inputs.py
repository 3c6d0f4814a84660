"""What no register can keep, or is without end, is refused politely wherever words are taken."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from fastapi.params import Form
from starlette.testclient import TestClient

from tests.web.conftest import LogIn
from tests.web.test_matrix import address_of
from web.text_route import MOST_BYTES, TextRoute

REASON = "U+0000"
JSON = {"content-type": "application/json"}
HALF = '--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n\\ud800\r\n--x--\r\n'


def method_of(route: TextRoute) -> str:
    return str(min({*(route.methods or ())} - {"HEAD"}))


def with_body(app: FastAPI, *, is_form: bool) -> list[TextRoute]:
    routes: list[TextRoute] = app.state.routes
    bodies = ((each, each.body_field) for each in routes if each.body_field is not None)
    return [each for each, body in bodies if isinstance(body.field_info, Form) == is_form]


def test_no_address_has_a_character_that_cannot_be_kept(app: FastAPI, log_in: LogIn) -> None:
    client = log_in("cleared")
    for route in app.state.routes:
        if route.methods == {"HEAD"}:
            continue  # it has no words of its own
        found = client.request(method_of(route), f"{address_of(route)}?x=%00")
        assert (found.status_code, REASON in found.text) == (422, True), route.path
    assert client.get("/d/1%00/X").status_code == 422


@pytest.mark.parametrize("text", [r'"a\u0000"', r'{"a": ["\ud800"]}', r'{"\udfff": 1}'])
def test_no_program_sends_one(app: FastAPI, log_in: LogIn, text: str) -> None:
    client = log_in("cleared")
    for route in with_body(app, is_form=False):
        found = client.request(method_of(route), address_of(route), content=text, headers=JSON)
        assert (found.status_code, REASON in found.text) == (422, True), route.path
        assert found.headers["content-type"] == "application/problem+json"


def test_no_form_has_one(app: FastAPI, log_in: LogIn) -> None:
    client = log_in("cleared")
    read_late = {"/intake", "/tasks/{task_key}/events"}
    routes = [x for x in app.state.routes if x.path in read_late and "POST" in x.methods]
    for route in with_body(app, is_form=True) + routes:
        found = client.post(address_of(route), data={"x": "a\0"})
        assert (found.status_code, REASON in found.text) == (422, True), route.path
    kind = {"content-type": "multipart/form-data; boundary=x; charset=unicode_escape"}
    assert client.post("/lookup", content=HALF, headers=kind).status_code == 422


def test_nobody_fills_memory_or_disk_before_it_is_known_who_asks(visitor: TestClient) -> None:
    much = b"x" * (MOST_BYTES + 1)
    found = visitor.post("/api/v1/citations:lookup", content=much, headers=JSON)
    assert found.status_code == 413
    assert visitor.post("/login", files={"x": ("x.bin", much)}).status_code == 413
