"""A log for the length of a test."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from pipeline import logs


@pytest.fixture
def log_as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whatever the test sets up is undone: other tests hear the loggers their own way."""
    root, events = logging.getLogger(logs.ROOT), logging.getLogger(f"{logs.ROOT}.events")
    monkeypatch.setattr(logs, "_in_use", None)
    before = (root.handlers, root.propagate, root.level, events.level)
    yield
    root.handlers, root.propagate = before[:2]
    root.setLevel(before[2])
    events.setLevel(before[3])
