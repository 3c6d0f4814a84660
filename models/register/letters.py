"""Letters as registered, and what people corrected in them."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Column, DateTime, Index, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel


class StoredLetter(SQLModel, table=True):
    """Một văn bản: the header as it counts, the machine's reading with people's corrections on top.

    Its place in its file, ``(original_sha256, position)``, stays over later readings.
    ``issuer_key`` names the issuer in the registry of bodies (``pipeline.link.bodies``).
    ``signer`` is a name. ``doubt`` is how many of its fields are expected to be wrong, 0 where
    somebody has accepted it (``pipeline.review``). Everything else of the reading is in its JSON.
    """

    __tablename__ = "letter"
    __table_args__ = (
        UniqueConstraint("original_sha256", "position"),
        Index(
            "ix_letter_marked",
            "original_sha256",
            sqlite_where=sql("secrecy IS NOT NULL"),
            postgresql_where=sql("secrecy IS NOT NULL"),
        ),
        Index(
            "ix_letter_doubt",
            "doubt",
            sqlite_where=sql("doubt > 0"),
            postgresql_where=sql("doubt > 0"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    original_sha256: str = Field(foreign_key="original.sha256")
    position: int
    first_page: int
    last_page: int
    attachment_of: int | None = Field(default=None, foreign_key="letter.id")
    system: str
    type_code: str | None = Field(default=None, index=True)
    number: str | None = None
    date: dt.date | None = Field(default=None, index=True)
    place: str | None = None
    issuer: str | None = None
    issuer_key: str | None = Field(default=None, index=True)
    province: str | None = None
    subject: str | None = Field(default=None, sa_column=Column(Text))
    signer: str | None = None
    urgency: str | None = None
    secrecy: str | None = None
    received_on: dt.date
    doubt: float | None = None


class Correction(SQLModel, table=True):
    """What a person put right in a field, kept apart from what the machine read; never deleted.

    ``value`` and ``machine_value`` are JSON as in the reading. An undone correction keeps its row.
    """

    __tablename__ = "correction"

    id: int | None = Field(default=None, primary_key=True)
    original_sha256: str = Field(foreign_key="original.sha256", index=True)
    position: int
    field: str
    value: str = Field(sa_column=Column(Text, nullable=False))
    machine_value: str = Field(sa_column=Column(Text, nullable=False))
    actor: str
    reason: str
    made_at: dt.datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    undone_at: dt.datetime | None = Field(default=None, sa_column=Column(DateTime(timezone=True)))
    undone_by: str | None = None
