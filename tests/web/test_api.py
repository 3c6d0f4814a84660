"""The API: found by its description, kept to its shapes, problems as RFC 9457 writes them."""

from __future__ import annotations

import hashlib

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


def test_the_description_tells_what_every_answer_is(visitor: TestClient) -> None:
    found = visitor.get(f"{V1}/openapi.json").json()
    for path, operations in found["paths"].items():
        for method, operation in operations.items():
            for status, answer in operation["responses"].items():
                types = answer.get("content", {})
                if status >= "400":
                    assert types.keys() == {"application/problem+json"}, (path, status)
                    assert types["application/problem+json"]["schema"]["$ref"].endswith("/Problem")
                elif method == "get":
                    assert all(each.get("schema") for each in types.values()), path
                    assert types, path
    piece = found["paths"][f"{V1}/uploads/{{number}}"]["patch"]["requestBody"]["content"]
    assert piece.keys() == {"application/offset+octet-stream"}


def test_programs_get_the_file_its_pages_and_a_searchable_pdf(log_in: LogIn) -> None:
    client = log_in("reader")
    (letter,) = client.get(f"{V1}/documents/258/CT-UBND").json()["letters"]
    sha256 = letter["sha256"]
    assert hashlib.sha256(client.get(f"{V1}/files/{sha256}").content).hexdigest() == sha256
    page = client.get(f"{V1}/files/{sha256}/pages/1.jpg")
    assert page.content[:2] == b"\xff\xd8"
    number = client.get(f"{V1}/letters?q=258/CT-UBND").json()["items"][0]["letter_id"]
    assert client.get(f"{V1}/letters/{number}.pdf").content.startswith(b"%PDF")
    missing = client.get(f"{V1}/files/{'0' * 64}")
    assert missing.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["letters", "review", "accounts", "audit", "intake", "duplicates"])
@pytest.mark.parametrize("after", ["x", "-1", "9" * 30, "²"])
def test_a_list_goes_on_from_no_nonsense(log_in: LogIn, path: str, after: str) -> None:
    found = log_in("cleared").get(f"{V1}/{path}", params={"after": after})
    assert found.status_code in (200, 422), (path, after)
