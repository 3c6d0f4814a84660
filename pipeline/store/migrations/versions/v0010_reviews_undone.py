"""That somebody accepted a letter can be taken back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlmodel import Session

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the columns, and say of the letters that are here how doubtful they are."""
    from pipeline.review.assessing import assess_all

    op.add_column("review", sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("review", sa.Column("undone_by", sa.String(), nullable=True))
    with Session(op.get_bind()) as session:
        assess_all(session)
        session.flush()
