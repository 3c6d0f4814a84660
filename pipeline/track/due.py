"""When a task falls due: its deadline, the letter's day and the day of receipt on one calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from models.reading import Deadline
from pipeline.track.recurrence import Planned, recurring
from pipeline.track.term import end_of_term


def plan(
    deadline: Deadline,
    *,
    issued: dt.date | None,
    received: dt.date,
    until: dt.date,
    wanted: Collection[int] = (),
) -> list[Planned]:
    """The occurrences of a task: one, or for a recurring one those until ``until`` and one more.

    ``issued`` is the date of the letter, where it is not known ``received`` (ngày đến) stands for
    it in recurring duties. ``wanted`` are numbers of occurrences that are made in any case.
    """
    if deadline.kind == "recurring" and deadline.recurrence:
        first = issued or received
        return recurring(deadline.recurrence, deadline.text, first, until, wanted=wanted)
    return [Planned(number=0, due=due_of(deadline, issued=issued, received=received))]


def due_of(deadline: Deadline, *, issued: dt.date | None, received: dt.date) -> dt.date | None:
    """The last day of a deadline that comes once, ``None`` for those that no clock tells.

    Without a day are: none, event, continuous, urgent (handbook 3.2); a date that does not exist;
    a relative term whose beginning is not known.
    """
    if deadline.kind in ("on_or_before", "within_period"):
        return deadline.end
    if deadline.kind == "relative":
        return end_of_term(deadline.text or "", deadline.base, issued, received)
    return None
