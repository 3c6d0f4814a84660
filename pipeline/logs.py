"""The log, for whoever runs the program: one line an event on the standard error stream.

::

    set_up(LogSettings(log_format="json", log_level="info"))
    with bound(document="123.pdf", item=17):        # whatever is logged inside says so
        log_event("stored", pages=3)

Nothing is logged of what stands in a letter: an event has codes, counts and names of files, and a
traceback shows where the program was, not what the exception says, which may quote the letter.
Until :func:`set_up` is called there are no events, and other messages go Python's usual way.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from pipeline.settings import LogSettings

ROOT = "congvan"
"""All loggers of the program are below this one."""

_T = TypeVar("_T")
_events = logging.getLogger(f"{ROOT}.events")
_events.setLevel(logging.CRITICAL + 1)
_NOTHING: Mapping[str, object] = {}
_context: ContextVar[Mapping[str, object]] = ContextVar("congvan_log", default=_NOTHING)
_in_use: LogSettings | None = None


def set_up(settings: LogSettings) -> None:
    """Log like this from now on, in this process; Prefect's handlers neither see nor repeat it."""
    # Loaded by those who asked for a log: most commands have none.
    from pipeline.log_lines import formatter

    global _in_use
    handler = logging.StreamHandler()
    handler.setFormatter(formatter(settings))
    handler.addFilter(_add_context)
    root = logging.getLogger(ROOT)
    root.handlers = [handler]
    root.propagate = False
    root.setLevel(settings.log_level.upper())
    _events.setLevel(logging.NOTSET)
    _in_use = settings


def settings_in_use() -> LogSettings | None:
    """What :func:`set_up` was told, for a worker process to be told the same."""
    return _in_use


def log_event(
    event: str, *, level: int = logging.INFO, trace: bool = False, **fields: object
) -> None:
    """Log that something happened; ``fields`` that are ``None`` are left out.

    ``trace``: with the frames of the exception that is being handled.
    """
    if _events.isEnabledFor(level):
        known = {name: value for name, value in fields.items() if value is not None}
        words = event.replace("_", " ")
        _events.log(level, words, exc_info=trace, extra={"event": event, **known})


@contextmanager
def bound(**fields: object) -> Iterator[None]:
    """What is logged inside has these fields too, in this thread; see also :func:`bind`."""
    token = _context.set({**_context.get(), **fields})
    try:
        yield
    finally:
        _context.reset(token)


def bind(**fields: object) -> None:
    """Add fields that became known, until the :func:`bound` around this ends."""
    _context.set({**_context.get(), **fields})


def context() -> dict[str, object]:
    """The fields that are bound here, to be handed to another thread or process."""
    return dict(_context.get())


def in_context(fields: Mapping[str, object], function: Callable[..., _T], *args: Any) -> _T:  # noqa: ANN401
    """What ``function`` gives for ``args``, with ``fields`` bound: a task for a worker process."""
    with bound(**fields):
        return function(*args)


def short_hash(sha256: str | None) -> str | None:
    """As much of a hash as people need to tell files apart."""
    return sha256[:12] if sha256 else None


def frames_of(error: BaseException) -> str:
    """Where an exception came from and what type it has, causes first, without its words."""
    parts: list[str] = []
    seen: set[int] = set()
    each: BaseException | None = error
    while each is not None and id(each) not in seen:
        seen.add(id(each))
        parts.append("".join(traceback.format_tb(each.__traceback__)) + type(each).__name__)
        each = each.__cause__ or (None if each.__suppress_context__ else each.__context__)
    return "\n\n".join(reversed(parts))


def _add_context(record: logging.LogRecord) -> bool:
    for name, value in _context.get().items():
        record.__dict__.setdefault(name, value)
    return True
