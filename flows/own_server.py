"""Prefect's server as a process of its own: ``python -m flows.own_server SOCKET``.

``SOCKET`` is the number of an open file that is bound and listens: whoever connects before the
server is there waits for it.
"""

from __future__ import annotations

import gc
import socket
import sys

from flows.garbage import MANY


def serve(listening: int) -> None:
    """Serve until told to stop by a signal."""
    gc.set_threshold(MANY)
    import uvicorn
    from prefect.server.api.server import create_app

    app = create_app(ephemeral=True, final=True)
    gc.freeze()
    config = uvicorn.Config(app, log_level="critical", lifespan="on")
    with socket.socket(fileno=listening) as listener:
        uvicorn.Server(config).run([listener])


if __name__ == "__main__":
    serve(int(sys.argv[1]))
