"""The app over a real register: asked directly, or served to a real browser."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright
from starlette.testclient import TestClient

from pipeline.settings import StoreSettings, WebSettings
from pipeline.store.store import Store, open_store
from tests.once import made_once
from tests.web.registers import PASSWORD, Served, make_register
from web.app import create_app
from web.place import Place

CHROMIUM = "/usr/bin/chromium"
ORIGIN = "http://testserver"
Client = TestClient
LogIn = Callable[[str], TestClient]


@pytest.fixture(scope="session")
def samples_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register with some samples, which nobody changes."""
    return made_once(tmp_path_factory, "samples-register", make_register)


@pytest.fixture
def register(samples_home: Path, tmp_path: Path) -> Iterator[Store]:
    """A copy of it, to be changed at will."""
    home = tmp_path / "home"
    shutil.copytree(samples_home, home)
    with open_store(StoreSettings(home=home, actor="test")) as store:
        yield store


@pytest.fixture
def app(register: Store) -> Iterator[FastAPI]:
    """The app over the copy."""
    place = Place(register, WebSettings())
    yield create_app(place)
    place.close()


@pytest.fixture
def visitor(app: FastAPI) -> TestClient:
    """Somebody who is not logged in; a browser of today, which says where requests come from."""
    return TestClient(
        app, headers={"origin": ORIGIN}, follow_redirects=False, raise_server_exceptions=False
    )


@pytest.fixture
def log_in(app: FastAPI) -> LogIn:
    """Somebody who is logged in, by the name of the account."""

    def client(name: str) -> TestClient:
        found = TestClient(
            app, headers={"origin": ORIGIN}, follow_redirects=False, raise_server_exceptions=False
        )
        done = found.post("/login", data={"name": name, "password": PASSWORD})
        assert done.status_code == 303
        return found

    return client


@pytest.fixture
def served(app: FastAPI, register: Store) -> Iterator[Served]:
    """The app on a port of this machine."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off"))
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield Served(f"http://127.0.0.1:{listener.getsockname()[1]}", register)
        app.state.place.stopping.set()
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; while it is there, no other test of this process may use asyncio."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, served: Served) -> Iterator[Callable[..., Page]]:
    """Log in with a browser, in English where a test reads words; the page, where it begins.

    Whatever the browser complains of (an error of a script, something that the policy forbids)
    fails the test, but for what is ``tolerated``: a status that it shall get.
    """
    complaints: list[str] = []

    def begin(name: str, width: int = 1366, height: int = 768, tolerated: str = "") -> Page:
        context = browser.new_context(
            base_url=served.address, viewport={"width": width, "height": height}
        )
        context.add_cookies([{"name": "congvan_language", "value": "en", "url": served.address}])
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))

        def heard(said: ConsoleMessage) -> None:
            if said.type == "error" and not (tolerated and tolerated in said.text):
                complaints.append(said.text)

        page.on("console", heard)
        page.goto("/login")
        page.get_by_label("Name").fill(name)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()
        page.wait_for_url("**/")
        return page

    yield begin
    assert complaints == []
