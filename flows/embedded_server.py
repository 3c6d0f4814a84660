"""Prefect's own server: started while something else is done, and deaf to Ctrl-C.

A terminal sends Ctrl-C to every process of a command. The server would end at once, and the run,
which has still to tell it how it ended, would wait for it for minutes.
"""

from __future__ import annotations

import signal
from concurrent.futures import Future, wait
from threading import Event, Thread

from models.errors import OrchestratorUnavailable, in_one_line

GLANCE = 0.2
"""Seconds after which somebody who waits looks whether to stop."""


def start_server() -> Future[None]:
    """Start the server, unless another one is named; it is there when the future is done.

    The future raises :class:`OrchestratorUnavailable` where there is none.

    It is Prefect that starts it. A process begins with the signals blocked that the thread blocks
    which starts it, and goes on so.
    """
    started: Future[None] = Future()
    Thread(target=_start, args=(started,), name="prefect-server", daemon=True).start()
    return started


def wait_for(started: Future[None], stop: Event) -> None:
    """Wait for the server, or until ``stop`` is set. Raises what its start raised."""
    while not stop.is_set() and not started.done():
        wait([started], GLANCE)
    if started.done():
        started.result()


def _start(started: Future[None]) -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        from prefect.client.orchestration import get_client

        with get_client(sync_client=True) as client:
            if (error := client.api_healthcheck()) is not None:
                raise error
    except Exception as error:
        failure = OrchestratorUnavailable(in_one_line(error))
        failure.__cause__ = error
        started.set_exception(failure)
    except BaseException as error:  # for whoever waits
        started.set_exception(error)
    else:
        started.set_result(None)
