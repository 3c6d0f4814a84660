"""The intake ledger (sổ tiếp nhận): what became of every file that came in."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Column, DateTime, Index, Text
from sqlmodel import Field, SQLModel


class IntakeItem(SQLModel, table=True):
    """One file as it came in, once for each time; the ledger's rows are never deleted.

    ``sha256`` names the file in the store, ``None`` where it could not even be opened. ``name`` is
    what it was called, ``folder`` where in the watched folder it lay. Whoever works on it is its
    ``owner`` until ``lease_until``; then anybody may take it over. ``not_before``: when a fault
    that can pass is worth another attempt. ``reason`` is the code of an error, ``detail`` its
    detail.
    """

    __tablename__ = "intake"
    __table_args__ = (Index("ix_intake_state", "state", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    sha256: str | None = Field(default=None, index=True, max_length=64)
    name: str
    size: int | None = None
    source: str
    folder: str | None = None
    label: str | None = None
    received_on: dt.date
    received_at: dt.datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    actor: str
    state: str
    attempts: int = 0
    owner: str | None = None
    lease_until: dt.datetime | None = Field(default=None, sa_column=Column(DateTime(timezone=True)))
    not_before: dt.datetime | None = Field(default=None, sa_column=Column(DateTime(timezone=True)))
    began_at: dt.datetime | None = Field(default=None, sa_column=Column(DateTime(timezone=True)))
    ended_at: dt.datetime | None = Field(default=None, sa_column=Column(DateTime(timezone=True)))
    page_count: int | None = None
    reason: str | None = None
    detail: str | None = Field(default=None, sa_column=Column(Text))
