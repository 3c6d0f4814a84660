"""How pages that look alike find each other."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, Text
from sqlmodel import Field, SQLModel


class PageBand(SQLModel, table=True):
    """One of the numbers that a page is looked up by (see ``pipeline.link.page_hash.bands_of``).

    Two scans of one page nearly always share one. The rows of a page go when it goes.
    """

    __tablename__ = "page_band"
    __table_args__ = {"sqlite_with_rowid": False}

    value: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    page_id: int = Field(
        sa_column=Column(
            Integer,
            ForeignKey("page.id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
            index=True,
        )
    )


class PageWords(SQLModel, table=True):
    """The words of a page as they were recognised, each with its place and confidence.

    ``packed`` is their text form, see ``pipeline.store.page_words``.
    """

    __tablename__ = "page_words"

    original_sha256: str = Field(foreign_key="original.sha256", primary_key=True, max_length=64)
    number: int = Field(primary_key=True)
    packed: str = Field(sa_column=Column(Text, nullable=False))
