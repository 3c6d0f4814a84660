"""Work beside the main thread, which alone hears signals."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import TypeVar

_T = TypeVar("_T")


def in_own_thread(name: str, work: Callable[[], _T]) -> Future[_T]:
    """What ``work`` will give or raise; the program's end does not wait for it."""
    outcome: Future[_T] = Future()

    def run() -> None:
        try:
            outcome.set_result(work())
        except BaseException as error:  # for whoever waits
            outcome.set_exception(error)

    Thread(target=run, name=name, daemon=True).start()
    return outcome
