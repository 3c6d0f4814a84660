"""Tình trạng: what a state means on a given day, in the words and colours that offices use.

Colours: handbook 3.4, after a published legend of a Vietnamese product, with amber for sắp đến
hạn; there is no legal norm. A colour never stands without its words.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from models.register import OccurrenceState as State
from pipeline.track.states import OccurrenceStatus

SOON_DAYS: Final = 7
"""From so many days before its last day on a task is sắp đến hạn."""


class Standing(StrEnum):
    """Where a task stands on a day: its state and the clock together."""

    NOT_ACCEPTED = "not_accepted"
    ON_TIME = "on_time"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    REPORTED_ON_TIME = "reported_on_time"
    REPORTED_LATE = "reported_late"
    CONFIRMED_ON_TIME = "confirmed_on_time"
    CONFIRMED_LATE = "confirmed_late"
    PAUSED = "paused"
    WITHDRAWN = "withdrawn"
    NO_DEADLINE = "no_deadline"

    @property
    def label(self) -> str:
        """In Vietnamese and English."""
        return _LABELS[self][0]

    @property
    def colour(self) -> str:
        """green, blue, orange, red, amber or grey."""
        return _LABELS[self][1]


_LABELS: Final[dict[Standing, tuple[str, str]]] = {
    Standing.NOT_ACCEPTED: ("chưa tiếp nhận · not accepted", "grey"),
    Standing.ON_TIME: ("đang thực hiện, trong hạn · in progress, on time", "blue"),
    Standing.DUE_SOON: ("sắp đến hạn · due soon", "amber"),
    Standing.OVERDUE: ("quá hạn · overdue", "red"),
    Standing.REPORTED_ON_TIME: ("đã báo cáo, đúng hạn · reported on time", "green"),
    Standing.REPORTED_LATE: ("đã báo cáo, quá hạn · reported late", "orange"),
    Standing.CONFIRMED_ON_TIME: ("đã xác nhận, đúng hạn · confirmed, on time", "green"),
    Standing.CONFIRMED_LATE: ("đã xác nhận, quá hạn · confirmed, late", "orange"),
    Standing.PAUSED: ("tạm dừng · paused", "grey"),
    Standing.WITHDRAWN: ("thu hồi · withdrawn", "grey"),
    Standing.NO_DEADLINE: ("không thời hạn · no deadline", "grey"),
}
STATES: Final[dict[State, str]] = {
    State.NEW: "chưa tiếp nhận · not accepted",
    State.IN_PROGRESS: "đang thực hiện · in progress",
    State.REPORTED: "đã báo cáo hoàn thành · reported",
    State.CONFIRMED: "đã xác nhận hoàn thành · confirmed",
    State.PAUSED: "tạm dừng · paused",
    State.WITHDRAWN: "thu hồi · withdrawn",
}
_DONE: Final = {
    State.REPORTED: (Standing.REPORTED_ON_TIME, Standing.REPORTED_LATE),
    State.CONFIRMED: (Standing.CONFIRMED_ON_TIME, Standing.CONFIRMED_LATE),
}


def standing(status: OccurrenceStatus, today: dt.date, soon_days: int = SOON_DAYS) -> Standing:
    """Where ``status`` stands on ``today``.

    The clock comes before acceptance: a task that nobody has accepted is overdue all the same. One
    without deadline is never overdue by the clock, and one finished behind ``today`` was still open
    on that day.
    """
    if status.state is State.PAUSED:
        return Standing.PAUSED
    if status.state is State.WITHDRAWN:
        return Standing.WITHDRAWN
    if status.state in _DONE and not _finished_later(status, today):
        return _DONE[status.state][is_late(status.due, status.finished_on)]
    return _open(status, today, soon_days)


def _open(status: OccurrenceStatus, today: dt.date, soon_days: int) -> Standing:
    if status.due is None:
        return Standing.NO_DEADLINE
    if is_late(status.due, today):
        return Standing.OVERDUE
    if (status.due - today).days <= soon_days:
        return Standing.DUE_SOON
    return Standing.NOT_ACCEPTED if status.state is State.NEW else Standing.ON_TIME


def _finished_later(status: OccurrenceStatus, today: dt.date) -> bool:
    return status.finished_on is not None and status.finished_on > today


def is_late(due: dt.date | None, day: dt.date | None) -> bool:
    """Whether ``day`` is behind the last day; never without deadline."""
    return due is not None and day is not None and day > due


def days_late(status: OccurrenceStatus, today: dt.date) -> int:
    """How many days behind its last day it was finished, or is still open; 0 in time or paused."""
    if status.state in (State.PAUSED, State.WITHDRAWN) or status.due is None:
        return 0
    done = status.state in _DONE and not _finished_later(status, today)
    end = status.finished_on if done and status.finished_on else today
    return max(0, (end - status.due).days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """The officers' 2 × 2 table, and apart from it what no clock judges.

    ``done_*``: đã hoàn thành, reported or confirmed. ``without_deadline`` are those without a last
    day, done or not.
    """

    done_in_time: int = 0
    done_late: int = 0
    open_in_time: int = 0
    open_late: int = 0
    without_deadline: int = 0
    paused: int = 0
    withdrawn: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        table = self.done_in_time + self.done_late + self.open_in_time + self.open_late
        return table + self.without_deadline + self.paused + self.withdrawn
