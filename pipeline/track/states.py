"""The state machine of one occurrence of a task (handbook 3.4).

::

    NEW ──accept──> IN_PROGRESS ──report──> REPORTED ──confirm──> CONFIRMED
     │ └────────────report─────────────────────^ │
     │                 ^────────return───────────┘
     ├─pause─> PAUSED ──resume──> IN_PROGRESS
     └─withdraw─> WITHDRAWN                       (also from IN_PROGRESS, PAUSED, REPORTED)

Extending keeps the state and moves the day; reassigning makes the task new, for the body that has
it now has not accepted it. CONFIRMED and WITHDRAWN are ends.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final

from models.errors import TransitionRefused
from models.register import OccurrenceState as State
from models.register import TaskEventKind as Kind

_MOVES: Final[dict[State, dict[Kind, State]]] = {
    State.NEW: {
        Kind.ACCEPT: State.IN_PROGRESS,
        Kind.REPORT: State.REPORTED,
        Kind.EXTEND: State.NEW,
        Kind.PAUSE: State.PAUSED,
        Kind.WITHDRAW: State.WITHDRAWN,
        Kind.REASSIGN: State.NEW,
    },
    State.IN_PROGRESS: {
        Kind.REPORT: State.REPORTED,
        Kind.EXTEND: State.IN_PROGRESS,
        Kind.PAUSE: State.PAUSED,
        Kind.WITHDRAW: State.WITHDRAWN,
        Kind.REASSIGN: State.NEW,
    },
    State.REPORTED: {
        Kind.CONFIRM: State.CONFIRMED,
        Kind.RETURN: State.IN_PROGRESS,
        Kind.WITHDRAW: State.WITHDRAWN,
    },
    State.PAUSED: {
        Kind.EXTEND: State.PAUSED,
        Kind.RESUME: State.IN_PROGRESS,
        Kind.WITHDRAW: State.WITHDRAWN,
    },
    State.CONFIRMED: {},
    State.WITHDRAWN: {},
}
NEEDS_REASON: Final = frozenset(
    {Kind.EXTEND, Kind.PAUSE, Kind.WITHDRAW, Kind.REASSIGN, Kind.RETURN}
)
"""What nobody does without saying why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OccurrenceStatus:
    """Where one occurrence stands; fields as in :class:`models.register.Occurrence`."""

    state: State = State.NEW
    due: dt.date | None = None
    finished_on: dt.date | None = None
    extended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What happened: ``until`` is the new day of an extension, ``moved_from`` the day before it (as
    recorded), ``bodies`` those that take over."""

    kind: Kind
    on_day: dt.date
    reason: str = ""
    until: dt.date | None = None
    moved_from: dt.date | None = None
    bodies: tuple[str, ...] = ()


def possible(state: State) -> tuple[Kind, ...]:
    """What may happen to a task in this state."""
    return tuple(_MOVES[state])


def apply(status: OccurrenceStatus, event: Event) -> OccurrenceStatus:
    """The status after ``event``. Raises :class:`TransitionRefused` with what is possible."""
    state = _MOVES[status.state].get(event.kind)
    if state is None:
        may = ", ".join(possible(status.state)) or "—"
        raise TransitionRefused(f"{status.state}: {event.kind}; có thể · possible: {may}")
    if event.kind in NEEDS_REASON and not event.reason.strip():
        raise TransitionRefused(f"{event.kind}: cần lý do · a reason is needed")
    if event.kind is Kind.EXTEND:
        return replace(status, due=_later(status.due, event.until), extended=True)
    if event.kind is Kind.REASSIGN and not event.bodies:
        raise TransitionRefused("cần cơ quan nhận · to whom is needed")
    return replace(status, state=state, finished_on=_finished_on(status, event))


def _later(due: dt.date | None, until: dt.date | None) -> dt.date:
    """The day after an extension; a task without deadline has none that could be moved."""
    if due is None:
        raise TransitionRefused("nhiệm vụ không thời hạn · the task has no deadline")
    if until is None or until <= due:
        raise TransitionRefused(f"cần hạn sau {due:%d/%m/%Y} · a later deadline is needed")
    return until


def _finished_on(status: OccurrenceStatus, event: Event) -> dt.date | None:
    match event.kind:
        case Kind.REPORT:
            return event.on_day
        case Kind.RETURN:
            return None
    return status.finished_on


def replay(start: OccurrenceStatus, events: Iterable[Event]) -> OccurrenceStatus:
    """The status after all ``events``, in the order in which they were recorded.

    One that no longer fits is passed over: a later reading may have found another deadline, behind
    the day of an extension, or none.
    """
    status = start
    for event in events:
        with suppress(TransitionRefused):
            status = apply(status, event)
    return status
