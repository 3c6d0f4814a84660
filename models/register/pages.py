"""How pages that look alike find each other."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Integer
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
