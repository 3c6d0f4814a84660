"""Files as they came, and what the machine read in them."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Column, DateTime, Text, UniqueConstraint
from sqlmodel import Field, SQLModel


class Original(SQLModel, table=True):
    """Bản gốc tệp: one file by the hash of its content; the bytes lie untouched in the file store.

    ``size`` is in bytes.
    """

    __tablename__ = "original"

    sha256: str = Field(primary_key=True, max_length=64)
    size: int
    media_type: str
    stored_at: dt.datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))


class Arrival(SQLModel, table=True):
    """Văn bản đến: each time that a file came in, under which name, and when it was received.

    Relative deadlines count from ``received_on`` (ngày đến).
    """

    __tablename__ = "arrival"

    id: int | None = Field(default=None, primary_key=True)
    original_sha256: str = Field(foreign_key="original.sha256", index=True)
    name: str
    received_on: dt.date
    added_at: dt.datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    added_by: str
    label: str | None = None


class StoredReading(SQLModel, table=True):
    """What one version of the reader read in a file, with some options: its JSON, whole.

    Earlier readings stay; one reading of each file is the current one. ``options`` are those that
    change what is read (``pipeline.store.readings``).
    """

    __tablename__ = "reading"
    __table_args__ = (
        UniqueConstraint("original_sha256", "reader_version", "options", name="uq_reading_made"),
    )

    id: int | None = Field(default=None, primary_key=True)
    original_sha256: str = Field(foreign_key="original.sha256", index=True)
    reader_version: str
    made_at: dt.datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    is_current: bool = True
    options: str = "engine=auto"
    json_text: str = Field(sa_column=Column(Text, nullable=False))


class StoredPage(SQLModel, table=True):
    """One page of the current reading: its text, its upright image, its perceptual hash.

    ``image_sha256`` names a file of the store; ``page_hash`` is hexadecimal, ``None`` for a page
    without image.
    """

    __tablename__ = "page"
    __table_args__ = (UniqueConstraint("original_sha256", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    original_sha256: str = Field(foreign_key="original.sha256", index=True)
    number: int
    origin: str = Field(index=True)
    confidence: float
    text: str = Field(sa_column=Column(Text, nullable=False))
    image_sha256: str | None = None
    page_hash: str | None = None
