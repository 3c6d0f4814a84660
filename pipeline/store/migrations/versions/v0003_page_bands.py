"""What pages are looked up by when another scan of one comes in; all pages are entered."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_PAGES_AT_ONCE = 200
_PAGE = sa.table("page", sa.column("id"), sa.column("text"), sa.column("page_hash"))


def upgrade() -> None:
    """Make the table and enter the pages that are there."""
    table = op.create_table(
        "page_band",
        sa.Column("value", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("page_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("value", "page_id"),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_page_band_page_id"), "page_band", ["page_id"])
    for rows in _bands(op.get_bind()):
        op.bulk_insert(table, rows)


def _bands(connection: sa.Connection) -> Iterator[list[dict[str, int]]]:
    """The rows of all pages, some pages at a time."""
    from pipeline.link.page_hash import bands_of, face_of

    last = 0
    in_order = sa.select(_PAGE).order_by(_PAGE.c.id).limit(_PAGES_AT_ONCE)
    while pages := connection.execute(in_order.where(_PAGE.c.id > last)).all():
        last = pages[-1].id
        yield [
            {"value": value, "page_id": page.id}
            for page in pages
            for value in set(bands_of(face_of(page.text, page.page_hash)))
        ]
