"""A shift at the ledger: files are claimed, given out and their ends collected, until none is open.

Who works the files off, threads here or tasks elsewhere, is for ``submit`` to say.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import random
import secrets
import socket
import time
from collections.abc import Callable, Collection, Iterator
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import TypeVar

from models.errors import StoreBusy, StoreError, StoreUnavailable
from models.register import IntakeItem
from pipeline.logs import log_event, settings_in_use
from pipeline.store.intake_events import log_left_behind
from pipeline.store.ledger import LEASE, claim, expire, next_moment, release, renew, utc_now
from pipeline.store.left_behind import LeftBehind, left_behind
from pipeline.store.store import Store
from pipeline.store.work import Worked

log = logging.getLogger("congvan.shift")
_T = TypeVar("_T")

HEARTBEAT = LEASE.total_seconds() / 4
GLANCE = 0.5
"""Seconds after which somebody who waits looks whether there is more to do, or whether to stop."""
PATIENCE = 120.0
"""Seconds for which a database may be away before the shift ends."""

Submit = Callable[[IntakeItem], None]
"""Begins with a file; its end comes through the queue of the shift."""


def new_owner() -> str:
    """A name for this process among all that work at the ledger."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"


def is_dead(owner: str) -> bool:
    """Whether ``owner`` is surely a process of this machine that is no more."""
    host, pid, _ = owner.rsplit(":", 2)
    if host != socket.gethostname():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        pass
    return False


def shift(
    store: Store,
    owner: str,
    submit: Submit,
    ends: SimpleQueue[Worked],
    *,
    width: int,
    stop: Event,
    only: Collection[int] | None = None,
) -> Iterator[Worked]:
    """Have files worked off, ``width`` at a time, and give the end of each.

    ``only``: no others than those with these ids. It ends when nothing is open, or soon after
    ``stop`` is set; then what is open is anybody's. Raises :class:`StoreError` when the database
    stays away.
    """
    out: set[int] = set()
    with _Heart(store, owner, out):
        try:
            patiently(lambda: _expire_dead(store))
            while not stop.is_set():
                # Asking for one costs as much as asking for several.
                free = width - len(out) if 2 * len(out) <= width else 0
                for item in _claimed(store, owner, free, only):
                    out.add(item.id or 0)
                    submit(item)
                if not out and not _wait_for_more(store, stop, only):
                    return
                for end in _ended(ends, wait=bool(out)):
                    out.discard(end.item_id)
                    yield end
        finally:
            patiently(lambda: _release(store, owner))
            if stop.is_set():
                log_event("shutdown", given_back=len(out))


def _claimed(store: Store, owner: str, free: int, only: Collection[int] | None) -> list[IntakeItem]:
    def ask() -> tuple[list[LeftBehind], list[IntakeItem]]:
        with store.writing() as session:
            now = utc_now()
            left = left_behind(session, now) if settings_in_use() else []  # only the log asks
            return left, claim(session, owner, now, free, only=only)

    if not free:
        return []
    left, taken = patiently(ask)
    log_left_behind(left, [item.id or 0 for item in taken])
    return taken


def _wait_for_more(store: Store, stop: Event, only: Collection[int] | None) -> bool:
    """Wait until a file may be taken that is with somebody else or rests; whether there is one."""

    def ask() -> dt.datetime | None:
        with store.reading() as session:
            return next_moment(session, utc_now(), only)

    moment = patiently(ask)
    if moment is not None:
        stop.wait(min(GLANCE, max(0.01, (moment - utc_now()).total_seconds())))
    return moment is not None


def _ended(ends: SimpleQueue[Worked], *, wait: bool) -> Iterator[Worked]:
    try:
        if wait:
            yield ends.get(timeout=GLANCE)
        while True:
            yield ends.get_nowait()
    except Empty:
        return


def _expire_dead(store: Store) -> None:
    """What processes of this machine left behind when they died is taken up at once."""
    with store.writing() as session:
        expire(session, is_dead, utc_now())


def _release(store: Store, owner: str) -> None:
    with store.writing() as session:
        release(session, owner)


def patiently(ask: Callable[[], _T]) -> _T:
    """What ``ask`` gives; a database that is locked or restarts is asked again for a while."""
    until = time.monotonic() + PATIENCE
    pause = 0.1
    while True:
        try:
            return ask()
        except (StoreBusy, StoreUnavailable) as error:
            if time.monotonic() > until:
                raise
            log.warning("the register is away (%s); trying again", error.detail)
        time.sleep(pause * random.uniform(1.0, 1.5))
        pause = min(2 * pause, 5.0)


class _Heart:
    """Renews the leases of ``owner`` on what is ``out`` as long as it beats.

    A file whose work came to an end that could not be written down is not: its lease runs out.
    """

    def __init__(self, store: Store, owner: str, out: set[int]) -> None:
        self._store, self._owner, self._out = store, owner, out
        self._stop = Event()
        self._thread = Thread(target=self._beat, name="heartbeat", daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _beat(self) -> None:
        while not self._stop.wait(HEARTBEAT):
            try:
                with self._store.writing() as session:
                    renew(session, self._owner, self._out.copy(), utc_now())
            except StoreError as error:
                log.warning("a heartbeat was lost: %s", error.detail)
