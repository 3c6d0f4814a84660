"""`congvan serve`: the app and the API, over the register of this machine or of all."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from contextlib import ExitStack
from threading import Event
from typing import TYPE_CHECKING, Annotated

import typer

from models.errors import SettingInvalid

if TYPE_CHECKING:
    from flows.companions import Companion
    from pipeline.store.store import Store

MOST_PROCESSES = 2
"""That answer, where nobody says how many: more gain nothing while there is one worker beside them
(measured: ``benchmarks.web``).
"""
GLANCE = 0.2
"""Seconds after which somebody who waits looks whether to stop."""


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
    processes: Annotated[
        int | None,
        typer.Option(
            "--processes",
            min=1,
            max=64,
            metavar="N",
            help="Số tiến trình trả lời (mặc định 2) · processes that answer (default: 2).",
        ),
    ] = None,
) -> None:
    """Mở ứng dụng web và API · serve the web app and the API."""
    from flows.companions import Companion, worker
    from pipeline.settings import available_cores, load_web_settings
    from pipeline.store.store import open_store

    settings = load_web_settings()
    if settings.has_default_secret and not _is_loopback(host):
        raise SettingInvalid(f"CONGVAN_SECRET (--host {host})")
    with open_store() as store, _listening(host, port) as listener:
        password = _first_password(store)
        beside = [] if no_work else [worker()]
        number = str(listener.fileno())
        for _ in range(processes or min(MOST_PROCESSES, available_cores())):
            files = (listener.fileno(),)
            beside.append(Companion("-m", "web.served", number, files=files, is_heard=True))
        _run(beside, lambda: _greet(password, host, port))


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens. Raises :class:`SettingInvalid` where that cannot be."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=1024)
    except OSError as error:
        raise SettingInvalid(f"--host {host} --port {port}: {error.strerror}") from error


def _run(beside: list[Companion], greet: Callable[[], None]) -> None:
    """Have everything run until told to stop."""
    from pipeline.stopping import stopping

    stop = Event()
    with ExitStack() as stack, stopping(stop.set):
        for each in beside:
            stack.enter_context(each)
        greet()
        while not stop.wait(GLANCE):
            pass
        for each in beside:  # all at once, then one after the other is waited for
            each.tell_to_end()


def _first_password(store: Store) -> str | None:
    """The one-time password of the first administrator, where nobody can log in yet."""
    from pipeline.access.accounts import make_first_admin
    from pipeline.store.ledger import utc_now

    with store.writing() as session:
        return make_first_admin(session, utc_now())


def _greet(password: str | None, host: str, port: int) -> None:
    """Say where the app is, and the first time how to log in."""
    from pipeline.access.accounts import FIRST_ADMIN

    if password is not None:
        print(
            f"Đăng nhập lần đầu · first log-in: {FIRST_ADMIN}\n"
            f"Mật khẩu dùng một lần · one-time password: {password}\n"
            "Mật khẩu này chỉ hiện một lần và chỉ dùng được một lần; hãy đổi ngay khi đăng nhập · "
            "it is shown this once and good for one log-in; change it then\n"
            f"Cấp mật khẩu khác · another one: congvan account {FIRST_ADMIN} --password"
        )
    name = f"[{host}]" if ":" in host else host
    print(f"congvan: http://{name}:{port} (Ctrl-C để dừng · to stop)", flush=True)


def _is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address; a name other than localhost may be any."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
