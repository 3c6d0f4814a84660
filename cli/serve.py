"""`congvan serve`: the app and the API, over the register of this machine or of all."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Annotated

import typer

from models.errors import SettingInvalid

if TYPE_CHECKING:
    from web.place import Place


def serve(
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="Địa chỉ nghe · address to listen on.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", min=1, max=65535, metavar="N", help="Cổng · port.")
    ] = 8000,
) -> None:
    """Mở ứng dụng web và API · serve the web app and the API."""
    import uvicorn

    from pipeline.settings import load_web_settings
    from pipeline.store.store import open_store
    from web.app import create_app
    from web.place import Place

    settings = load_web_settings()
    if settings.has_default_secret and not _is_loopback(host):
        raise SettingInvalid(f"CONGVAN_SECRET (--host {host})")
    with open_store() as store:
        place = Place(store, settings)
        _greet(place, host, port)
        uvicorn.run(
            create_app(place),
            host=host,
            port=port,
            log_level="warning",
            server_header=False,
            timeout_graceful_shutdown=5,
        )


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
