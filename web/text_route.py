"""What is asked in words: neither endless, nor with characters that no register can keep."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterable, Iterator
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.routing import APIRoute
from starlette.datastructures import FormData, UploadFile

MOST_BYTES = 4 << 20
"""Of a body that is read before it is known who asks; whoever expects more reads it afterwards."""

_NO_TEXT = re.compile("[\0\ud800-\udfff]")
"""PostgreSQL keeps no U+0000, and half of a surrogate pair is no character at all."""


class TextRoute(APIRoute):
    """A route whose requests are looked at before anything is done with them."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """That of FastAPI, which is given a :class:`TextRequest`."""
        handle = super().get_route_handler()
        most = MOST_BYTES if self.body_field else None

        async def answer(request: Request) -> Response:
            asked = TextRequest(request.scope, request.receive)
            asked.most = most
            _check([request.scope["path"], *_values(asked.query_params.multi_items())])
            return await handle(asked)

        return answer


class TextRequest(Request):
    """A request whose body is refused politely: one over ``most`` bytes, one that is no text."""

    most: int | None = None

    async def stream(self) -> AsyncGenerator[bytes, None]:
        """The body as it comes."""
        size = 0
        async for piece in super().stream():
            size += len(piece)
            if self.most is not None and size > self.most:
                raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            yield piece

    async def json(self) -> Any:  # noqa: ANN401
        """The body as JSON."""
        found = await super().json()
        _check(_texts(found))
        return found

    async def _get_form(self, **most: Any) -> FormData:  # noqa: ANN401
        """The body as a form, for whichever way it is asked for."""
        found = await super()._get_form(**most)
        _check(_values(found.multi_items()))
        return found


def page_router() -> APIRouter:
    """A router of pages, which the description of the API leaves out."""
    return APIRouter(include_in_schema=False, route_class=TextRoute)


def _values(fields: Iterable[tuple[str, str | UploadFile]]) -> Iterator[str]:
    for _, value in fields:
        yield value if isinstance(value, str) else value.filename or ""


def _texts(found: object) -> Iterator[str]:
    """All texts in JSON, the names of its values as well."""
    waiting = [found]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, list):
            waiting += each
        elif isinstance(each, dict):
            waiting += [*each, *each.values()]


def _check(texts: Iterable[str]) -> None:
    for text in texts:
        if _NO_TEXT.search(text):
            raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, "U+0000, U+D800–U+DFFF")
