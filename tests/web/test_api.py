"""The API: found by its description, kept to its shapes, problems as RFC 9457 writes them."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from tests.web.conftest import LogIn
from tests.web.registers import SECRET

V1 = "/api/v1"


def test_without_a_token_there_is_a_problem_that_says_so(visitor: TestClient) -> None:
    found = visitor.get(f"{V1}/letters")
    assert found.status_code == 401
    assert found.headers["content-type"] == "application/problem+json"
    assert found.headers["www-authenticate"] == "Bearer"
    assert found.json()["type"] == "urn:congvan:error:not_logged_in"


def test_letters_come_in_parts(log_in: LogIn) -> None:
    client = log_in("reader")
    numbers, after = [], None
    while True:
        query = {"limit": 2, **({"after": after} if after else {})}
        part = client.get(f"{V1}/letters", params=query).json()
        numbers += [each["letter_id"] for each in part["items"]]
        if (after := part["next"]) is None:
            break
    assert len(numbers) == len(set(numbers)) == 5  # without the secret one


def test_a_document_has_the_contract_of_readings(log_in: LogIn) -> None:
    found = log_in("reader").get(f"{V1}/documents/258/CT-UBND").json()
    (letter,) = found["letters"]
    assert letter["letter"]["number"] == "258/CT-UBND"
    assert letter["letter"]["evidence"]["number"][0]["page"] == 1
    assert letter["citations"][0]["status"] == "not_here"


def test_what_cannot_be_understood_is_a_problem(log_in: LogIn) -> None:
    client = log_in("reader")
    for query in ("limit=0", "relation=x", "date_from=gestern", "after=x"):
        found = client.get(f"{V1}/letters?{query}")
        assert (found.status_code, found.json()["status"]) == (422, 422), query
    assert client.get(f"{V1}/documents/1/X").status_code == 404
    assert client.get(f"{V1}/nothing").json()["type"] == "urn:congvan:error:page_missing"


@pytest.mark.parametrize("code", ['"', "1 OR 2", "%", "(", "CV)", "không"])
def test_what_is_no_type_is_a_problem(log_in: LogIn, code: str) -> None:
    client = log_in("reader")
    assert client.get(f"{V1}/letters", params={"type": code}).status_code == 422
    assert client.get("/letters", params={"type": code}).status_code == 422
    assert client.get(f"{V1}/letters", params={"type": " ct "}).json()["items"]


def test_a_secret_document_is_no_document_to_others(log_in: LogIn) -> None:
    assert log_in("admin").get(f"{V1}/documents/{SECRET}").status_code == 404
    assert log_in("cleared").get(f"{V1}/documents/{SECRET}").json()["secrecy"] == 1


def test_the_description_names_every_route(visitor: TestClient, app: FastAPI) -> None:
    found = visitor.get(f"{V1}/openapi.json").json()
    assert found["openapi"].startswith("3.1")
    routes = {x.path_format for x in app.state.routes if x.include_in_schema}
    assert found["paths"].keys() == routes
    assert f"{V1}/letters" in routes


@pytest.mark.parametrize("path", ["letters", "review", "accounts", "audit", "intake", "duplicates"])
@pytest.mark.parametrize("after", ["x", "-1", "9" * 30, "²"])
def test_a_list_goes_on_from_no_nonsense(log_in: LogIn, path: str, after: str) -> None:
    found = log_in("cleared").get(f"{V1}/{path}", params={"after": after})
    assert found.status_code in (200, 422), (path, after)
