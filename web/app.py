"""The app: pages for people and the API for programs, over one register."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio import to_thread
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from fastapi.staticfiles import StaticFiles
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp

from web import failures
from web.api import API
from web.pages import PAGES
from web.place import Place
from web.rendering import STATIC
from web.security.asking import right_of
from web.security.headers import SafeHeaders
from web.text_route import TextRoute

AT_ONCE = 4
"""Pages made at one time. SQLite hands Python's lock on with every row that it gives: among so
many threads each page would wait for all the others, row by row (measured: ``benchmarks.web``).
"""
ZIPPED_BY = 4
"""Of 9: a third of the time, and a tenth more bytes."""
SMALLEST_ZIPPED = 1000
"""Bytes; smaller answers are sent as they are."""


class SafeApp(FastAPI):
    """Its headers are on every answer, also on that of the outermost layer to what went wrong."""

    def build_middleware_stack(self) -> ASGIApp:
        """All layers, the headers around them."""
        return SafeHeaders(super().build_middleware_stack())


def create_app(place: Place) -> FastAPI:
    """The app over ``place``, which whoever made it closes."""

    @asynccontextmanager
    async def life(_app: FastAPI) -> AsyncIterator[None]:
        to_thread.current_default_thread_limiter().total_tokens = AT_ONCE
        yield
        place.close()

    app = SafeApp(
        title="congvan",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=life,
    )
    app.state.place = place
    app.state.routes = routes_of(*API, *PAGES)
    for router in (*API, *PAGES):
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    failures.install(app)
    app.add_middleware(GZipMiddleware, minimum_size=SMALLEST_ZIPPED, compresslevel=ZIPPED_BY)
    return app


def routes_of(*routers: APIRouter) -> list[APIRoute]:
    """All routes of ``routers``.

    Raises :class:`RuntimeError` for one that does not say who may ask: a mistake in the program.
    """
    routes = [route for router in routers for route in router.routes]
    for route in routes:
        if not isinstance(route, TextRoute) or not right_of(route)[0]:
            raise RuntimeError(f"{route}: who may ask?")
    return [route for route in routes if isinstance(route, TextRoute)]
