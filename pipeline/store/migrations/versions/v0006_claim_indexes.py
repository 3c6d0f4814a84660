"""Indexes that hold whole claims: a step in the graph no longer looks each claim up."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """One for the way up, and one in place of that for the way down."""
    said = ["relation", "direct"]
    op.create_index("ix_claim_up", "claim", ["source_id", "target_id", *said, "since", "mentions"])
    down = ["target_id", "since", "source_id", *said, "mentions"]
    op.create_index("ix_claim_down", "claim", down)
    op.drop_index("ix_claim_target", "claim")
