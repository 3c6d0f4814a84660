"""What all answers of the API have in common."""

from __future__ import annotations

from typing import Annotated, Any, Generic, TypeVar

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from web.text_route import TextRoute

PREFIX = "/api/v1"
MOST = 200
T = TypeVar("T")

Limit = Annotated[int, Query(ge=1, le=MOST, description="Items of one answer at most.")]
Cursor = Annotated[
    str | None, Query(max_length=200, description="`next` of the answer before; none: the first.")
]


class Shape(BaseModel):
    """An answer or a question; made from the values of the pipeline by their names."""

    model_config = ConfigDict(from_attributes=True, extra="forbid")


class Items(Shape, Generic[T]):
    """A part of a list."""

    items: list[T]
    next: str | None = Field(None, description="`after` of the next question; none: that is all.")


class Problem(BaseModel):
    """What went wrong (RFC 9457); `type` is `urn:congvan:error:` and our code."""

    type: str
    title: str
    status: int
    detail: str


_PROBLEM: dict[str, Any] = {"model": Problem, "content": {"application/problem+json": {}}}


def binary(*media_types: str) -> dict[str, Any]:
    """What a route says that answers with a file of one of these types."""
    schema = {"schema": {"type": "string", "format": "binary"}}
    content = {"content": dict.fromkeys(media_types, schema)}
    return {"response_class": Response, "responses": {200: content}}


def api_router(tag: str) -> APIRouter:
    """A router of the API; every route may answer with a problem."""
    codes = {400, 401, 403, 404, 409, 422, 429, 503}
    return APIRouter(
        prefix=PREFIX,
        tags=[tag],
        responses=dict.fromkeys(codes, _PROBLEM),
        route_class=TextRoute,
    )
