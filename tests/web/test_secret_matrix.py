"""Every route that shows something × every role × an open and a secret letter, from the routes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from httpx2 import Response
from sqlalchemy import select
from sqlmodel import col

from models.register import Document, Reference, Role, StoredLetter, StoredTarget, StoredTask
from pipeline.access.rights import ROLE_RIGHTS
from pipeline.store.store import Store
from tests.web.conftest import LogIn
from tests.web.registers import CLEARED, SECRET
from web.security.asking import right_of

OPEN = "258/CT-UBND"
WITHOUT_LETTERS = {"/api/v1/uploads/{number}", "/duplicates/{number}", "/calendar/{body:path}.ics"}
"""Routes whose address names no letter: their own tests look at them."""
QUERIES = {
    "/api/v1/paths": "?from={key}&to={key}",
    "/lineage-way": "?from={key}&to={key}",
    "/api/v1/mentions": "?source={key}&target={key}",
}
"""What routes ask for besides their address."""


def addresses(register: Store, number: str, route: APIRoute) -> Iterator[str]:
    """The addresses of a route that lead to a letter, or the only one that it has."""
    with register.reading() as session:
        letter = session.scalars(
            select(StoredLetter).where(col(StoredLetter.number) == number)
        ).one()
        key = session.scalars(
            select(col(Document.key))
            .join(Reference, col(Reference.document_id) == col(Document.id))
            .where(col(Reference.letter_id) == letter.id)
        ).one()
        owned = {
            "task_key": select(col(StoredTask.key)).where(col(StoredTask.letter_id) == letter.id),
            "target_key": select(col(StoredTarget.key)).where(
                col(StoredTarget.letter_id) == letter.id
            ),
        }
        values = {"sha256": letter.original_sha256, "form": "csv", "number": str(letter.id)}
        if "{sha256}" in route.path:
            values["number"] = "1"
        filled = [{**values, "key": key}]
        for name, query in owned.items():
            if f"{{{name}}}" in route.path:
                filled = [{name: each} for each in session.scalars(query.limit(1))]
    address = route.path.replace(":path", "") + QUERIES.get(route.path, "")
    for each in filled:
        yield address.format(**each)


def told(answer: Response) -> str:
    """Everything that an answer says, also inside a workbook."""
    if answer.content[:2] != b"PK":
        return answer.text
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        return " ".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())


def shown(app: FastAPI) -> list[APIRoute]:
    routes: list[APIRoute] = app.state.routes
    return [
        route
        for route in routes
        if "GET" in (route.methods or ())
        and right_of(route)[1] is not None
        and route.path not in WITHOUT_LETTERS
    ]


@pytest.mark.parametrize("name", [*(role.value for role in Role), CLEARED])
def test_a_secret_letter_is_shown_to_whoever_is_cleared_and_to_nobody_else(
    app: FastAPI, register: Store, log_in: LogIn, name: str
) -> None:
    client = log_in(name)
    with register.reading() as session:
        query = select(StoredLetter).where(col(StoredLetter.number) == SECRET)
        secret = session.scalars(query).one()
        traces = re.compile(
            "|".join(map(re.escape, (SECRET, secret.original_sha256, secret.subject or SECRET)))
        )
    roles = list(Role) if name == CLEARED else [Role(name)]
    rights = {right for role in roles for right in ROLE_RIGHTS[role]}
    for route in shown(app):
        if right_of(route)[1] not in rights:
            continue
        names_a_letter = "{" in (route.path + QUERIES.get(route.path, "")).replace("{form}", "")
        for address in addresses(register, OPEN, route):
            status = client.get(address).status_code
            assert status == 200, address
        for address in addresses(register, SECRET, route):
            answer = client.get(address)
            if name == CLEARED:
                assert answer.status_code == 200, address
            elif names_a_letter:
                assert answer.status_code == 404, address
            else:
                assert not traces.search(told(answer)), address
