"""Who may do what: every route × every role, built from the table of routes."""

from __future__ import annotations

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from models.register import Role
from pipeline.access.rights import ROLE_RIGHTS
from tests.web.conftest import LogIn
from web.app import routes_of
from web.security.asking import right_of

FILLED = {"sha256": "a" * 64, "key": "1/KHÔNG-CÓ", "number": "1", "name": "x"}
"""What stands for the parts of a path: nothing that is there."""


def address_of(route: APIRoute) -> str:
    """An address that leads to a route."""
    path = route.path.replace(":path", "")
    names = route.param_convertors
    return path.format(**{name: FILLED.get(name, "1") for name in names})


def asked(client: TestClient, route: APIRoute) -> int:
    """The status that a bare request gets; what is missing in it comes after who asks."""
    (method,) = sorted({*(route.methods or ())} - {"HEAD"}) or ["HEAD"]
    return client.request(method, address_of(route)).status_code


def test_a_route_that_does_not_say_who_may_ask_is_refused() -> None:
    router = APIRouter()
    router.add_api_route("/open", lambda: None)
    with pytest.raises(RuntimeError, match="who may ask"):
        routes_of(router)


def test_who_is_not_logged_in_gets_nowhere(app: FastAPI, visitor: TestClient) -> None:
    for route in app.state.routes:
        if right_of(route)[1] is None:
            continue
        status = asked(visitor, route)
        assert status == (401 if route.path.startswith("/api/") else 303), route.path


@pytest.mark.parametrize("role", Role)
def test_roles_do_what_they_may_and_nothing_else(app: FastAPI, log_in: LogIn, role: Role) -> None:
    client = log_in(role.value)
    for route in app.state.routes:
        right = right_of(route)[1]
        if right is None or route.path == "/password":
            continue
        is_refused = asked(client, route) == 403
        assert is_refused == (right not in ROLE_RIGHTS[role]), f"{route.methods} {route.path}"
