"""Full-text search over letters; those that are already there are entered too."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables and the index, and enter the letters."""
    from pipeline.store import search_fill, search_postgresql, search_sqlite
    from pipeline.store.database import is_sqlite

    op.create_table(
        "search_entry",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.Column("header", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_search_entry_letter_id", "search_entry", ["letter_id"])
    op.create_table(
        "search_month",
        sa.Column("month", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("month"),
    )
    if is_sqlite(op.get_bind()):
        op.execute(search_sqlite.CREATE)
    else:
        for statement in search_postgresql.CREATE:
            op.execute(statement)
    search_fill.enter_all(op.get_bind())
