"""What is kept from people without clearance, and who may do what."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlmodel import Session

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the tables; those of secrecy are filled from the letters that are here."""
    from pipeline.store.secrecy import renew_secrecy

    marked = sa.text("secrecy IS NOT NULL")
    op.create_index(
        "ix_letter_marked",
        "letter",
        ["original_sha256"],
        sqlite_where=marked,
        postgresql_where=marked,
    )
    _create_secrecy()
    _create_people()
    _create_audit()
    with Session(op.get_bind()) as session:
        renew_secrecy(session)
        session.flush()


def _create_secrecy() -> None:
    file = sa.Column("sha256", sa.String(length=64), primary_key=True)
    op.create_table("secret_file", file, sa.Column("level", sa.Integer(), nullable=False))
    letter = _key("letter_id")
    op.create_table("secret_letter", letter, sa.Column("level", sa.Integer(), nullable=False))
    op.create_table(
        "secret_claim",
        _key("claim_id"),
        _key("clearance"),
        sa.Column("mentions", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
    )
    op.create_table("secret_reference", _key("reference_id"), _key("clearance"))
    op.create_table(
        "secret_document",
        _key("document_id"),
        _key("clearance"),
        sa.Column("cited_less", sa.Integer(), nullable=False),
        sa.Column("is_hidden", sa.Boolean(), nullable=False),
    )


def _key(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), primary_key=True, autoincrement=False)


def _create_people() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("full_name", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("roles", sa.String(), nullable=False),
        sa.Column("clearance", sa.Integer(), nullable=False),
        sa.Column("cleared_by", sa.String(), nullable=True),
        sa.Column("cleared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "login_session",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"]),
        sa.PrimaryKeyConstraint("token_hash"),
    )
    op.create_index(op.f("ix_login_session_user_id"), "login_session", ["user_id"])
    op.create_table(
        "api_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("scopes", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_hash"),
    )
    op.create_index(op.f("ix_api_token_user_id"), "api_token", ["user_id"])


def _create_audit() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("address", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_audit_entry_actor"), "audit_entry", ["actor"])
    op.create_index("ix_audit_subject", "audit_entry", ["subject", "id"])
    failed = sa.text("action = 'log_in_failed'")
    op.create_index(
        "ix_audit_failed",
        "audit_entry",
        ["address", "at"],
        sqlite_where=failed,
        postgresql_where=failed,
    )
