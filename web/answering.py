"""A process of the app that answers."""

from __future__ import annotations

import socket
import sys
from typing import Any

import uvicorn

from pipeline.logs import set_up
from pipeline.settings import load_log_settings, load_web_settings
from pipeline.stopping import stopping
from pipeline.store.store import open_store
from web.app import create_app
from web.place import Place

FAREWELL = 5
"""Seconds in which answers are finished when the app is told to end."""
SWITCH = 0.0005
"""Seconds for which a thread may keep Python's lock while others want it (the default is ten times
as long): a page that waits for rows of SQLite gives the lock away with each of them.
"""


def serve(listening: int) -> None:
    """Answer until told to stop by a signal; ``listening`` is the number of an open socket."""
    if (log := load_log_settings()) is not None:
        set_up(log)
    sys.setswitchinterval(SWITCH)
    with open_store() as store, socket.socket(fileno=listening) as listener:
        place = Place(store, load_web_settings())

        class Server(uvicorn.Server):
            def handle_exit(self, *signal: Any) -> None:  # noqa: ANN401
                place.stopping.set()  # answers that go on and on end now
                super().handle_exit(*signal)

        with stopping(lambda: None):  # uvicorn sends itself the signal again when it is done
            Server(configured(place)).run([listener])


def configured(place: Place) -> uvicorn.Config:
    """How uvicorn answers; nobody is believed who says for whom they ask but the proxy that is set.

    By itself uvicorn believes everybody on this machine.
    """
    proxy = place.settings.proxy
    return uvicorn.Config(
        create_app(place),
        log_level="warning",
        server_header=False,
        proxy_headers=proxy is not None,
        forwarded_allow_ips=proxy or "",
        timeout_graceful_shutdown=FAREWELL,
    )
