"""`congvan serve`: the app and the API, over the register of this machine or of all."""

from __future__ import annotations

import ipaddress
import sys
from collections.abc import Callable
from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated, Any

import typer

from models.errors import SettingInvalid

if TYPE_CHECKING:
    from fastapi import FastAPI

    from web.place import Place

SWITCH = 0.0005
"""Seconds for which a thread may keep Python's lock while others want it (the default is ten times
as long): a page that waits for rows of SQLite gives the lock away with each of them.
"""
FAREWELL = 5
"""Seconds in which answers are finished when the app is told to end."""


def serve(
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="Địa chỉ nghe · address to listen on.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", min=1, max=65535, metavar="N", help="Cổng · port.")
    ] = 8000,
    no_work: Annotated[
        bool,
        typer.Option(
            "--no-work", help="Không tự xử lý tệp mới · do not work off the files that come."
        ),
    ] = False,
) -> None:
    """Mở ứng dụng web và API · serve the web app and the API."""
    from pipeline.settings import load_web_settings
    from pipeline.store.store import open_store
    from web.app import create_app
    from web.place import Place

    settings = load_web_settings()
    if settings.has_default_secret and not _is_loopback(host):
        raise SettingInvalid(f"CONGVAN_SECRET (--host {host})")
    with open_store() as store, ExitStack() as stack:
        place = Place(store, settings)
        _greet(place, host, port)
        ends = [place.stopping.set]
        if not no_work:
            from flows.worker_process import WorkerProcess

            ends.append(stack.enter_context(WorkerProcess()).tell_to_end)
        _serve(create_app(place), host, port, ends)


def _serve(app: FastAPI, host: str, port: int, ends: list[Callable[[], None]]) -> None:
    """Answer until told to stop; ``ends`` are called when that is."""
    import uvicorn

    from flows.stopping import stopping

    class Server(uvicorn.Server):
        def handle_exit(self, *signal: Any) -> None:  # noqa: ANN401
            for end in ends:
                end()
            super().handle_exit(*signal)

    sys.setswitchinterval(SWITCH)
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=FAREWELL,
    )
    with stopping(lambda: None):  # uvicorn sends itself the signal again when it is done
        Server(config).run()


def _greet(place: Place, host: str, port: int) -> None:
    """Say where the app is, and the first time how to log in."""
    from pipeline.access.accounts import FIRST_ADMIN, make_first_admin
    from pipeline.store.ledger import utc_now

    with place.store.writing() as session:
        password = make_first_admin(session, utc_now())
    if password is not None:
        print(
            f"Đăng nhập lần đầu · first log-in: {FIRST_ADMIN}\n"
            f"Mật khẩu dùng một lần · one-time password: {password}\n"
            "Mật khẩu này chỉ hiện một lần; hãy đổi ngay khi đăng nhập · "
            "it is shown this once; change it when you log in"
        )
    name = f"[{host}]" if ":" in host else host
    print(f"congvan: http://{name}:{port} (Ctrl-C để dừng · to stop)", flush=True)


def _is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address; a name other than localhost may be any."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
