"""Readings of one version with other options stand beside each other."""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"

_KEY = ("original_sha256", "reader_version")
# What PostgreSQL calls a constraint without name; SQLite calls it nothing, and Alembic by this.
_CONVENTION = {"uq": "uq_%(table_name)s_%(column_0_N_name)s"}
_NAMES = {"postgresql": "reading_original_sha256_reader_version_key"}


def upgrade() -> None:
    """Let the options tell readings apart too; SQLite copies the table for it."""
    old = _NAMES.get(op.get_bind().dialect.name, "uq_reading_original_sha256_reader_version")
    with op.batch_alter_table("reading", naming_convention=_CONVENTION) as table:
        table.drop_constraint(old, type_="unique")
        table.create_unique_constraint("uq_reading_made", [*_KEY, "options"])
