"""Claims know the documents that they connect, and indexes hold all that a step needs.

Two more count pages by their origin and documents by their state.
"""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"

_ENDS = ("source", "target")


def upgrade() -> None:
    """Fill the documents in from the namings, then make the indexes."""
    for end in _ENDS:
        # In words, for Alembic adds no reference to a table of SQLite.
        column = f"{end}_document_id INTEGER REFERENCES document (id)"
        op.execute(f"ALTER TABLE claim ADD COLUMN {column}")
    found = (
        f"{end}_document_id = (SELECT document_id FROM reference WHERE id = claim.{end}_id)"
        for end in _ENDS
    )
    op.execute(f"UPDATE claim SET {', '.join(found)}")
    source, target, *said = ("source_document_id", "target_document_id", "relation", "direct")
    op.create_index("ix_claim_up", "claim", [source, target, *said, "since", "mentions"])
    op.create_index("ix_claim_down", "claim", [target, "since", source, *said, "mentions"])
    op.drop_index("ix_claim_target", "claim")
    op.create_index("ix_claim_target", "claim", ["target_id"])
    op.create_index(op.f("ix_page_origin"), "page", ["origin"])
    op.create_index(op.f("ix_document_state"), "document", ["state"])
