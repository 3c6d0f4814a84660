"""What people say of how letters were read: accepted as they are, or how to read them."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import Column, DateTime, Text
from sqlmodel import Field, SQLModel


class Review(SQLModel, table=True):
    """Đã soát: somebody has looked at a letter's header and found it right; never deleted.

    ``header`` is a hash of the header as it counted then: where that changes, it is looked at anew.
    What was undone counts no more.
    """

    __tablename__ = "review"

    id: int | None = Field(default=None, primary_key=True)
    original_sha256: str = Field(foreign_key="original.sha256", index=True)
    position: int
    header: str
    actor: str
    at: dt.datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    undone_at: dt.datetime | None = Field(default=None, sa_column=Column(DateTime(timezone=True)))
    undone_by: str | None = None


class DirectionKind(StrEnum):
    """How somebody says that a file is to be read."""

    STARTS = "starts"  # các trang mà văn bản bắt đầu
    TURNS = "turns"  # xoay trang


class Direction(SQLModel, table=True):
    """Chỉ dẫn đọc: holds for every later reading of the file, until it is undone; never deleted.

    ``value`` is JSON: the pages on which letters begin (``starts``), or degrees clockwise by which
    pages are turned, by page (``turns``). Of each kind the last one that is not undone holds.
    """

    __tablename__ = "direction"

    id: int | None = Field(default=None, primary_key=True)
    original_sha256: str = Field(foreign_key="original.sha256", index=True)
    kind: str
    value: str = Field(sa_column=Column(Text, nullable=False))
    actor: str
    reason: str
    made_at: dt.datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    undone_at: dt.datetime | None = Field(default=None, sa_column=Column(DateTime(timezone=True)))
    undone_by: str | None = None


class RereadOrder(SQLModel, table=True):
    """Somebody asks that a file be read anew; whoever works off the ledger does it.

    ``error`` is the code of what went wrong, ``detail`` its detail: the reading before stays.
    """

    __tablename__ = "reread_order"

    id: int | None = Field(default=None, primary_key=True)
    original_sha256: str = Field(foreign_key="original.sha256", index=True)
    actor: str
    asked_at: dt.datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    done_at: dt.datetime | None = Field(
        default=None, sa_column=Column(DateTime(timezone=True), index=True)
    )
    error: str | None = None
    detail: str | None = None
