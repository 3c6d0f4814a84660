"""What the first page weighs on the wire, and that nothing is asked of other machines."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from fastapi import FastAPI
from playwright.sync_api import Page, Request

from pipeline.store.store import Store
from tests.web.registers import Served
from tests.web.test_accessibility import pages

MOST = 300_000
"""Bytes of the first page with all that it needs."""


def test_the_first_page_is_light(visit: Callable[..., Page]) -> None:
    page = visit("reader")
    asked: list[Request] = []
    page.on("requestfinished", lambda request: asked.append(request))
    page.goto("/", wait_until="networkidle")
    sizes = {each.url: each.sizes() for each in asked}
    weight = sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes.values())
    assert 0 < weight <= MOST, sizes


def test_no_page_asks_anything_of_another_machine(
    visit: Callable[..., Page], app: FastAPI, served: Served, register: Store
) -> None:
    page = visit("cleared")
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
    for address in pages(app, register):
        page.goto(address)
    assert asked == {urlsplit(served.address).netloc}
