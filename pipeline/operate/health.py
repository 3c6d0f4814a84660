"""Is everything there that the program needs, and does the work go on?"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator
from threading import Thread

from models.errors import CongvanError, StoreUnavailable
from pipeline.operate.checks import Check
from pipeline.operate.health_disk import check_disk
from pipeline.operate.health_files import check_files
from pipeline.operate.health_reader import check_reader
from pipeline.operate.health_register import check_register
from pipeline.settings import Settings, StoreSettings

PATIENCE = 5.0
"""Seconds after which no answer is an answer: a file system or server that hangs."""

Look = Callable[[], Iterator[Check]]


def check_health(settings: StoreSettings, reading: Settings, now: dt.datetime) -> list[Check]:
    """All checks, the most important first. They are made side by side and change nothing."""
    looks: dict[str, Look] = {
        "database": lambda: check_register(settings, now),
        "files": lambda: check_files(settings),
        "disk": lambda: check_disk(settings),
        "reader": lambda: check_reader(reading),
    }
    until = time.monotonic() + PATIENCE
    asked = [_Asked(name, look) for name, look in looks.items()]
    return [check for each in asked for check in each.checks(until)]


class _Asked:
    """A look in a thread of its own, which may never come back."""

    def __init__(self, name: str, look: Look) -> None:
        self._name, self._look = name, look
        self._found: list[Check] | None = None
        self._thread = Thread(target=self._run, name=f"health-{name}", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        found: list[Check] = []
        try:
            found.extend(self._look())
        except CongvanError as error:
            found.append(Check.failed(self._name, error))
        except Exception as error:  # a fault of ours in one check must not hide the others
            found.append(Check.failed(self._name, CongvanError(type(error).__name__)))
        self._found = found

    def checks(self, until: float) -> list[Check]:
        self._thread.join(max(0.0, until - time.monotonic()))
        if self._found is None:
            silent = StoreUnavailable(f"{PATIENCE:g} s: không trả lời · no answer")
            return [Check.failed(self._name, silent)]
        return self._found
