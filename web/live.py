"""What happens at the intake, told to everybody who looks: one question a second for all of them.

A thread asks as long as somebody listens. Listeners look what it has found; each remembers the
number of the last event that it told, so that a browser which comes back hears what it missed.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Lock, Thread

from sqlmodel import Session

from models.errors import CongvanError
from pipeline.store.at_work import is_worked_off
from pipeline.store.intake_changes import IntakeChange, IntakeLooks, as_it_is
from pipeline.store.ledger import counted, utc_now

log = logging.getLogger("congvan.web")

TICK = 1.0
"""Seconds between two looks at the ledger."""
GLANCE = 0.25
"""Seconds after which a listener looks whether there is an event."""
HEARTBEAT = 15.0
"""Seconds after which a listener that has nothing to tell says that it is there."""
LINGER = 30.0
"""Seconds for which it goes on when the last one has left, who may come back."""
KEPT = 300
"""Events that somebody who comes back can still be told."""


@dataclass(frozen=True, slots=True)
class Told:
    """An event; ``is_worked``: somebody works on what is open."""

    id: str
    change: IntakeChange
    is_worked: bool


class Channel:
    """The events for everybody with one clearance."""

    def __init__(
        self, ask: Callable[[], AbstractContextManager[Session]], home: Path, stopping: Event
    ) -> None:
        self._ask, self._home, self._stopping = ask, home, stopping
        self._name = secrets.token_hex(4)  # ids of another run of the app mean nothing here
        self._events: deque[tuple[int, Told]] = deque(maxlen=KEPT)
        self._is_worked: bool | None = None
        self._last = 0
        self._listeners = 0
        self._thread: Thread | None = None
        self._lock = Lock()

    def snapshot(self) -> Told:
        """The ledger as it is, with the id of the last event before it was asked."""
        identity = f"{self._name}-{self._last}"
        with self._ask() as session:
            is_worked = is_worked_off(session, self._home, utc_now())
            return Told(identity, as_it_is(session), is_worked)

    async def listen(
        self, last: str | None, is_welcome: Callable[[], bool]
    ) -> AsyncIterator[Told | None]:
        """Events after the one with the id ``last``, else from the ledger as it is on.

        ``None`` is a heartbeat; before each it is asked whether whoever listens still may.
        """
        self._join()
        try:
            seen = self._number_of(last)
            if seen is None:
                first = await asyncio.to_thread(self.snapshot)
                seen = int(first.id.partition("-")[2])
                yield first
            silent = 0.0
            while not self._stopping.is_set():
                for number, told in self._after(seen):
                    seen, silent = number, 0.0
                    yield told
                if silent >= HEARTBEAT:
                    if not await asyncio.to_thread(is_welcome):
                        return
                    silent = 0.0
                    yield None
                await asyncio.sleep(GLANCE)
                silent += GLANCE
        finally:
            with self._lock:
                self._listeners -= 1

    def _join(self) -> None:
        with self._lock:
            self._listeners += 1
            if self._thread is None:
                self._thread = Thread(target=self._run, name="intake-events", daemon=True)
                self._thread.start()

    def _number_of(self, last: str | None) -> int | None:
        """The number of an event after which nothing has been forgotten."""
        name, _, number = (last or "").partition("-")
        if name != self._name or not number.isdecimal():
            return None
        with self._lock:
            oldest = self._events[0][0] if self._events else self._last + 1
        return int(number) if oldest - 1 <= int(number) <= self._last else None

    def _after(self, seen: int) -> list[tuple[int, Told]]:
        with self._lock:
            return [each for each in self._events if each[0] > seen]

    def _run(self) -> None:
        looks, lonely = IntakeLooks(), 0.0
        self._look(looks)
        while not self._stopping.wait(TICK):
            self._look(looks)
            with self._lock:
                lonely = 0.0 if self._listeners else lonely + TICK
                if lonely >= LINGER:
                    # What happens while nobody looks is not told: whoever comes back later gets
                    # the ledger as it is then.
                    self._events.clear()
                    self._last += 1
                    self._thread = None
                    return

    def _look(self, looks: IntakeLooks) -> None:
        try:
            with self._ask() as session:
                is_first = not looks.has_looked
                change = looks.look(session)
                if is_first:  # nothing between somebody's snapshot and this look may be lost
                    change = as_it_is(session)
                is_worked = is_worked_off(session, self._home, utc_now())
                if change is None and is_worked != self._is_worked:
                    change = IntakeChange(count=counted(session), rows=[], gone=[])
        except CongvanError as error:
            log.warning("the intake could not be looked at: %s", error.detail)
            return
        self._is_worked = is_worked
        if change is not None:
            with self._lock:
                self._last += 1
                told = Told(f"{self._name}-{self._last}", change, is_worked)
                self._events.append((self._last, told))
