"""Whatever the description of the API allows, and some that it does not: no answer is a 500."""

from __future__ import annotations

import re
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok

from pipeline.access.rights import Right
from tests.web.conftest import LogIn
from web.api.uploads import PIECES

EXAMPLES = 12
schemathesis.serializer.alias(PIECES, "application/octet-stream")
_ONCE = re.compile(r'<code class="once">([^<]+)</code>')


@pytest.fixture
def described(app: FastAPI, log_in: LogIn) -> schemathesis.BaseSchema:
    """The API, asked with a token that may do everything."""
    scopes = [right.value for right in Right]
    made = log_in("cleared").post("/account/tokens", data={"label": "x", "scopes": scopes})
    (token,) = _ONCE.findall(made.text)
    found = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app)
    found.config.headers = {"authorization": f"Bearer {token}"}
    return found


def test_no_request_breaks_the_program(described: schemathesis.BaseSchema) -> None:
    broken = []
    for found in described.get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def ask(case: Case[Any]) -> None:
            case.call_and_validate(checks=[not_a_server_error])

        try:
            ask()
        except Exception as failure:  # what the server would have answered with a 500
            broken.append(f"{operation.label}: {failure!r}"[:500])
    assert broken == []
