"""What is counted of a register, by questions that an index or the newest rows answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import get_args

from sqlalchemy import func, select
from sqlalchemy.orm import Mapped
from sqlmodel import Session, SQLModel, col

from models.errors import CongvanError
from models.layout import Origin
from models.register import (
    OPEN_STATES,
    Document,
    DocumentState,
    IntakeItem,
    IntakeState,
    StoredPage,
)

NEWEST = 10_000
"""Files whose times are looked at, of each state."""


def count_by(session: Session, column: Mapped[str], known: Iterable[str]) -> dict[str, int]:
    """Rows by what is in one of their columns; ``known`` values are there even without a row."""
    rows = session.execute(select(column, func.count()).group_by(column))
    return dict.fromkeys(known, 0) | {str(value): number for value, number in rows}


def count_files(session: Session) -> dict[str, int]:
    """Files of the ledger by state."""
    return count_by(session, col(IntakeItem.state), IntakeState)


def count_documents(session: Session) -> dict[str, int]:
    """Documents of the graph by state."""
    return count_by(session, col(Document.state), DocumentState)


def count_pages(session: Session) -> dict[str, int]:
    """Pages by where their text comes from."""
    return count_by(session, col(StoredPage.origin), get_args(Origin))


def count_rows(session: Session, table: type[SQLModel]) -> int:
    """Rows of a table."""
    number: int = session.execute(select(func.count()).select_from(table)).scalar_one()
    return number


def count_failures(session: Session) -> dict[str, int]:
    """Files of the ledger that have failed, by the code of the error."""
    reason, failed = col(IntakeItem.reason), col(IntakeItem.state) == IntakeState.FAILED.value
    rows = session.execute(select(reason, func.count()).where(failed).group_by(reason))
    return {code or CongvanError.code: number for code, number in rows}


def oldest_open(session: Session, now: dt.datetime) -> dt.timedelta:
    """How long the oldest file has been open; nothing where none is.

    The ids of the ledger rise with the time, so that the first of each state is the oldest.
    """
    found = [_oldest(session, state) for state in OPEN_STATES]
    ages = [now - moment for moment in found if moment is not None]
    return max(ages, default=dt.timedelta())


def _oldest(session: Session, state: IntakeState) -> dt.datetime | None:
    query = select(col(IntakeItem.received_at)).where(col(IntakeItem.state) == state.value)
    moment = session.scalars(query.order_by(col(IntakeItem.id)).limit(1)).first()
    return moment if moment is None or moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def durations(session: Session, state: IntakeState) -> Iterator[float]:
    """Seconds from the begin of the work on a file to its end, of the newest in ``state``."""
    newest = (
        select(col(IntakeItem.began_at), col(IntakeItem.ended_at))
        .where(col(IntakeItem.state) == state.value)
        .order_by(col(IntakeItem.id).desc())
        .limit(NEWEST)
    )
    for began, ended in session.execute(newest):
        if began is not None and ended is not None:
            yield (ended - began).total_seconds()
