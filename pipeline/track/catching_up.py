"""Recurring tasks fall due while nobody looks: before a listing they are caught up with."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.store.store import Store


def catch_up(store: Store, today: dt.date) -> None:
    """Make the occurrences that have come since; nothing is written where there are none."""
    from pipeline.track.queries import advance, is_behind

    with store.reading() as session:
        behind = is_behind(session, today)
    if behind:
        with store.writing() as session:
            advance(session, today)
