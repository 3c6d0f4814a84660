"""Draws the pictures of the tour anew: `python scripts/tour.py docs/images`.

The sample letters are taken into a register of their own, the app is served over it, and Debian's
Chromium looks at its pages as a person of each role does, in Vietnamese.
"""

from __future__ import annotations

import datetime as dt
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from models.errors import CongvanError
from models.register import Role
from pipeline.access.accounts import change_password, make_account
from pipeline.settings import StoreSettings, WebSettings, load_settings
from pipeline.store.at_work import at_work
from pipeline.store.intake import add_files
from pipeline.store.receiving import Receipt
from pipeline.store.store import Store, open_store
from web.app import create_app
from web.place import Place

SAMPLES = Path(__file__).parents[1] / "data" / "samples"
CHROMIUM = "/usr/bin/chromium"
PASSWORD = "một mật khẩu cho chuyến thăm"
SIZE = (1366, 768)


def intake(page: Page) -> None:
    """The intake, with what has come in."""
    page.goto("/intake")


def review(page: Page) -> None:
    """The most doubtful letter, with the place of a field lit up."""
    page.goto("/review")
    page.locator("main a.button").click()
    page.wait_for_load_state("networkidle")
    page.locator(".edit [data-lights]").first.focus()
    page.wait_for_timeout(400)


def document(page: Page) -> None:
    """A letter beside its scan, with its citations drawn on it."""
    page.goto("/d/258/CT-UBND")
    page.locator("[data-lights$=-number]").focus()
    page.wait_for_timeout(400)


def lineage(page: Page) -> None:
    """What a letter rests on."""
    page.goto("/lineage/258/CT-UBND?direction=both")
    page.wait_for_timeout(2500)


def tasks(page: Page) -> None:
    """The tasks, with the counts of two by two."""
    page.goto("/tasks")


def admin(page: Page) -> None:
    """The accounts."""
    page.goto("/admin")


SIGHTS: dict[str, tuple[Role, Callable[[Page], None]]] = {
    "intake": (Role.ARCHIVIST, intake),
    "review": (Role.ARCHIVIST, review),
    "document": (Role.POLICY, document),
    "lineage": (Role.POLICY, lineage),
    "tasks": (Role.COMPLIANCE, tasks),
    "admin": (Role.ADMIN, admin),
}


def _fill(store: Store) -> None:
    """The samples, and somebody of each role."""
    now = dt.datetime.now(dt.UTC)
    paths = sorted(each for each in SAMPLES.iterdir() if ".gold." not in each.name)
    receipt = Receipt(received_on=now.date(), now=now)
    for path, added in add_files(store, paths, receipt, settings=load_settings()):
        if isinstance(added, CongvanError):
            raise SystemExit(f"{path.name}: {added}")
    with store.writing() as session:
        for role in Role:
            user, _ = make_account(session, role.value, "Nguyễn Văn An", [role], now)
            change_password(session, user, PASSWORD)


@contextmanager
def _served(store: Store) -> Iterator[str]:
    place = Place(store, WebSettings())
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(
            uvicorn.Config(create_app(place), log_level="critical", lifespan="off")
        )
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.05)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)
    place.close()


def _picture(browser: Browser, address: str, name: str, folder: Path) -> None:
    role, look = SIGHTS[name]
    size = {"width": SIZE[0], "height": SIZE[1]}
    context = browser.new_context(base_url=address, viewport=size, locale="vi-VN")  # type: ignore[arg-type]
    page = context.new_page()
    page.goto("/login")
    page.fill("#name", role.value)
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.wait_for_url("**/")
    look(page)
    page.screenshot(path=str(folder / f"tour-{name}.png"))
    context.close()


def main() -> None:
    """Draw all of them, or those that are named."""
    folder = Path(sys.argv[1])
    with tempfile.TemporaryDirectory(prefix="tour") as home:
        settings = StoreSettings(home=Path(home), actor="tour")
        with open_store(settings) as store, sync_playwright() as playwright:
            _fill(store)
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            with at_work(store.home), _served(store) as address:
                for name in sys.argv[2:] or SIGHTS:
                    _picture(browser, address, name, folder)
            browser.close()


if __name__ == "__main__":
    main()
