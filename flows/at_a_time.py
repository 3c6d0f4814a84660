"""Tasks of a flow, several at a time: Prefect would start all that it is given at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from queue import Empty, SimpleQueue
from threading import Event
from typing import Any, TypeVar

from prefect.futures import PrefectFuture

from flows.recorded import until_recorded

FAREWELL = 5.0
"""Seconds that tasks have to end when the run was told to."""

_T = TypeVar("_T")


def at_a_time(
    width: int, items: Iterable[_T], submit: Callable[[_T], PrefectFuture[Any]], stop: Event
) -> Iterator[tuple[_T, Any]]:
    """Begin with every item, ``width`` at a time; each with what its task gave, as they end.

    What a task raised comes as its exception. After ``stop`` is set nothing new is begun, and it
    ends when all tasks have, or soon, and Prefect's server knows it.
    """
    ends: SimpleQueue[tuple[_T, PrefectFuture[Any]]] = SimpleQueue()
    waiting = iter(items)
    out = begun = 0

    def begin(item: _T) -> None:
        submit(item).add_done_callback(lambda done: ends.put((item, done)))

    while True:
        for item in islice(waiting, 0 if stop.is_set() else width - out):
            begin(item)
            out += 1
            begun += 1
        if not out:
            break
        try:
            item, future = ends.get(timeout=FAREWELL)
        except Empty:
            if stop.is_set():
                break
            continue
        out -= 1
        yield item, future.result(raise_on_failure=False)
    until_recorded(begun)
