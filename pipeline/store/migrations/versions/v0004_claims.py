"""What many letters say of one document is kept once, and their citations point to it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_CLAIMS = """
INSERT INTO claim (source_id, target_id, relation, direct, since, mentions)
SELECT source_id, target_id, relation, direct, min(date), count(*) FROM edge_before
GROUP BY source_id, target_id, relation, direct ORDER BY min(id)
"""
_EDGES = """
INSERT INTO edge (claim_id, letter_id, citation, date)
SELECT claim.id, before.letter_id, before.citation, before.date FROM edge_before AS before
JOIN claim ON claim.source_id = before.source_id AND claim.target_id = before.target_id
AND claim.relation = before.relation AND claim.direct = before.direct ORDER BY before.id
"""


def upgrade() -> None:
    """Put the edges aside, and enter what they say and then themselves."""
    op.execute("CREATE TABLE edge_before AS SELECT * FROM edge")
    op.drop_table("edge")
    _create_claims()
    op.execute(_CLAIMS)
    _create_edges()
    op.execute(_EDGES)
    op.drop_table("edge_before")


def _create_claims() -> None:
    op.create_table(
        "claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("relation", sa.String(), nullable=False),
        sa.Column("direct", sa.Boolean(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("mentions", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["reference.id"]),
        sa.ForeignKeyConstraint(["target_id"], ["reference.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    ends = ["source_id", "target_id", "relation", "direct"]
    op.create_index("ix_claim_source", "claim", ends, unique=True)
    op.create_index("ix_claim_target", "claim", ["target_id", "since"])


def _create_edges() -> None:
    op.create_table(
        "edge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("citation", sa.Integer(), nullable=True),
        sa.Column("date", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"]),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_edge_letter_id"), "edge", ["letter_id"])
    op.create_index("ix_edge_claim", "edge", ["claim_id", "date"])
