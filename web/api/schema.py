"""The description of the API (OpenAPI 3.1)."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.openapi.utils import get_openapi

from web.api.shapes import api_router
from web.place import Place
from web.security.asking import public

router = api_router("schema")
_PROBLEM = "application/problem+json"
ABOUT = (
    "The register of letters for programs. Send `Authorization: Bearer cvt_…` with a token from "
    "the page of your account. What your account may not see is not there. Lists come in parts: "
    "give `next` as `after`."
)


@router.get("/openapi.json")
def openapi(request: Request, _place: Annotated[Place, Depends(public)]) -> dict[str, Any]:
    """This description."""
    routes = request.app.routes
    found = get_openapi(title="congvan", version="1", description=ABOUT, routes=routes)
    schemes = found.setdefault("components", {}).setdefault("securitySchemes", {})
    schemes["token"] = {"type": "http", "scheme": "bearer"}
    _name_problems(found["paths"])
    found["security"] = [{"token": []}]
    return found


def _name_problems(paths: dict[str, Any]) -> None:
    """Problems have a type of their own: FastAPI describes them as any other JSON."""
    operations = (operation for path in paths.values() for operation in path.values())
    for operation in operations:
        for status, answer in operation["responses"].items():
            if status >= "400" and (described := answer["content"].pop("application/json", None)):
                answer["content"][_PROBLEM] = described
