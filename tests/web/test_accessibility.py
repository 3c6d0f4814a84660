"""axe-core finds nothing serious on any page, in either language, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from playwright.sync_api import Page

from pipeline.store.store import Store
from tests.web.test_secret_matrix import OPEN, addresses, shown

AXE = Path(__file__).parents[2] / "web" / "front" / "node_modules" / "axe-core" / "axe.min.js"
SERIOUS = {"serious", "critical"}
NO_PAGES = ("/api/", "/exports/", "/files/", "/pages/", "/letters/{number}.pdf")
"""Beginnings of the paths of routes that give no page."""


def serious(page: Page) -> list[str]:
    """What axe-core finds on a page that would keep people from using it."""
    # Not as an element of the page, which its policy would refuse.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{page.url}: {each['id']}: {each['nodes'][0]['html'][:200]}"
        for each in found["violations"]
        if each["impact"] in SERIOUS
    ]


def pages(app: FastAPI, register: Store) -> list[str]:
    """The address of every page, from the table of routes."""
    return [
        address
        for route in shown(app)
        if not route.path.startswith(NO_PAGES)
        for address in addresses(register, OPEN, route)
    ]


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_nothing_serious_on_any_page(
    visit: Callable[..., Page], app: FastAPI, register: Store, width: int, height: int
) -> None:
    page = visit("cleared", width, height)
    found, wide = [], []
    for address in [*pages(app, register), "/letters?q=th%E1%BB%B1c+hi%E1%BB%87n"]:
        page.goto(address)
        found += serious(page)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(address)
    assert found == []
    assert wide == []


def test_nothing_serious_where_one_logs_in(visit: Callable[..., Page]) -> None:
    page = visit("reader")
    page.context.clear_cookies()
    page.goto("/login")
    assert serious(page) == []
