"""Prefect's own server, for one command: it begins with the command and ends with it.

Prefect starts one by itself, but late, out of a process that has to load the whole server for that
first, and as one of those that a terminal's Ctrl-C ends: the run, which has still to tell it how it
ended, would wait for it for minutes.
"""

from __future__ import annotations

import atexit
import os
import socket
import subprocess
import sys
import time
from concurrent.futures import Future, wait
from pathlib import Path
from threading import Event

from flows.niceness import set_niceness
from flows.own_thread import in_own_thread
from models.errors import OrchestratorUnavailable, in_one_line

GLANCE = 0.2
"""Seconds after which somebody who waits looks whether to stop."""
START_UP = 120.0
"""Seconds in which it has to answer: the first start makes Prefect's own database."""
FAREWELL = 5.0
"""Seconds in which it ends when it is told to."""

_server: subprocess.Popen[bytes] | None = None


def start_server() -> Future[None]:
    """Start the server, unless another one is named; it is there when the future is done.

    The future raises :class:`OrchestratorUnavailable` where there is none. Call it before Prefect
    is imported, which learns from the environment where its server is.
    """
    if not _is_named():
        _launch()
    return in_own_thread("prefect-server", _greet)


def wait_for(started: Future[None], stop: Event) -> None:
    """Wait for the server, or until ``stop`` is set. Raises what its start raised."""
    while not stop.is_set() and not started.done():
        wait([started], GLANCE)
    if started.done():
        started.result()


def is_own() -> bool:
    """Whether the server is that of this process, which no other machine can reach."""
    return _server is not None


def _is_named() -> bool:
    """Whether the user has said where a server is, in the environment or in Prefect's own file."""
    if os.environ.keys() & {"PREFECT_API_URL", "PREFECT_PROFILE", "PREFECT_PROFILES_PATH"}:
        return True
    return Path(os.environ["PREFECT_HOME"], "profiles.toml").exists()


def _launch() -> None:
    """Start a server on a free port of this machine, and say so to Prefect in this process."""
    global _server
    with socket.create_server(("127.0.0.1", 0)) as listener:
        number = listener.fileno()
        _server = subprocess.Popen(
            # Not where the command was called may lie what is imported (-P).
            [sys.executable, "-P", "-m", "flows.own_server", str(number)],
            env={**os.environ, "PREFECT_UI_ENABLED": "0"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=[number],
            start_new_session=True,
        )
        set_niceness(_server.pid, os.getpriority(os.PRIO_PROCESS, 0))
        os.environ["PREFECT_API_URL"] = f"http://127.0.0.1:{listener.getsockname()[1]}/api"
    # At the very end: Prefect's client sends what it still has when the program ends.
    atexit.register(_stop, _server)


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(FAREWELL)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _greet() -> None:
    try:
        _wait_until_it_answers()
    except Exception as error:
        raise OrchestratorUnavailable(in_one_line(error)) from error


def _wait_until_it_answers() -> None:
    from prefect.client.orchestration import get_client

    until = time.monotonic() + START_UP
    with get_client(sync_client=True) as client:
        while (error := client.api_healthcheck()) is not None:
            if _server is None or _server.poll() is not None or time.monotonic() > until:
                raise error
            time.sleep(GLANCE)
