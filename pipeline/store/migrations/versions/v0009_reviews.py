"""What people say of how letters were read, and the words of pages with their places."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make the tables; the next step says how doubtful the letters are that are here."""
    op.add_column("letter", sa.Column("doubt", sa.Float(), nullable=True))
    doubtful = sa.text("doubt > 0")
    op.create_index(
        "ix_letter_doubt", "letter", ["doubt"], sqlite_where=doubtful, postgresql_where=doubtful
    )
    _create_reviews()
    _create_directions()
    op.create_table(
        "page_words",
        _file(),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("packed", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["original_sha256"], ["original.sha256"]),
        sa.PrimaryKeyConstraint("original_sha256", "number"),
    )


def _file() -> sa.Column[str]:
    return sa.Column("original_sha256", sa.String(length=64), nullable=False)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[dt.datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _create_reviews() -> None:
    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), nullable=False),
        _file(),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("header", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        _moment("at"),
        sa.ForeignKeyConstraint(["original_sha256"], ["original.sha256"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_review_original_sha256"), "review", ["original_sha256"])


def _create_directions() -> None:
    op.create_table(
        "direction",
        sa.Column("id", sa.Integer(), nullable=False),
        _file(),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        _moment("made_at"),
        _moment("undone_at", nullable=True),
        sa.Column("undone_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["original_sha256"], ["original.sha256"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_direction_original_sha256"), "direction", ["original_sha256"])
    op.create_table(
        "reread_order",
        sa.Column("id", sa.Integer(), nullable=False),
        _file(),
        sa.Column("actor", sa.String(), nullable=False),
        _moment("asked_at"),
        _moment("done_at", nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("detail", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["original_sha256"], ["original.sha256"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_reread_order_original_sha256"), "reread_order", ["original_sha256"])
    op.create_index(op.f("ix_reread_order_done_at"), "reread_order", ["done_at"])
