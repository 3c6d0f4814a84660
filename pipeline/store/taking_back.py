"""Taking back what people decided: the row stays, with who took it back and when."""

from __future__ import annotations

import datetime as dt
from typing import TypeVar

from sqlmodel import Session

from models.errors import DecisionRefused
from models.register import Correction, Decision, Direction, Review

Deed = TypeVar("Deed", Correction, Decision, Direction, Review)


def taken_back(
    session: Session, kind: type[Deed], number: int, *, actor: str, now: dt.datetime
) -> Deed:
    """The row of this number, which counts no more. Raises :class:`DecisionRefused`."""
    row = session.get(kind, number)
    if row is None or row.undone_at is not None:
        raise DecisionRefused(
            f"#{number}: không có hoặc đã hủy", f"#{number}: not there, or undone"
        )
    row.undone_at, row.undone_by = now, actor
    session.add(row)
    session.flush()
    return row
