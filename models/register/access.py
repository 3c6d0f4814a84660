"""Who may do what: people who log in, their sessions, tokens of programs, and the audit log."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import Column, DateTime, Index, Text
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from models.register.secrecy import SecrecyLevel


class Role(StrEnum):
    """Vai trò: what somebody works as; one person may have several."""

    READER = "reader"  # người đọc
    ARCHIVIST = "archivist"  # văn thư, lưu trữ
    POLICY = "policy"  # cán bộ chính sách
    COMPLIANCE = "compliance"  # cán bộ theo dõi nhiệm vụ
    ADMIN = "admin"  # quản trị


def _moment(*, nullable: bool = False) -> Column[dt.datetime]:
    return Column(DateTime(timezone=True), nullable=nullable)


class User(SQLModel, table=True):
    """Somebody who logs in as ``name``; ``roles`` are joined by spaces.

    ``password_hash`` is argon2's. ``must_change``: the password was given by somebody else, and is
    good for one log-in (``pipeline.access.passwords``).
    ``clearance`` is the highest :class:`SecrecyLevel` that they may see, ``cleared_by`` who said so
    and ``cleared_at`` when.
    """

    __tablename__ = "account"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    full_name: str
    password_hash: str
    must_change: bool = True
    roles: str
    clearance: int = SecrecyLevel.OPEN
    cleared_by: str | None = None
    cleared_at: dt.datetime | None = Field(default=None, sa_column=_moment(nullable=True))
    is_active: bool = True
    made_at: dt.datetime = Field(sa_column=_moment())


class LoginSession(SQLModel, table=True):
    """Phiên đăng nhập: known by a keyed hash of what the browser's cookie says."""

    __tablename__ = "login_session"

    token_hash: str = Field(primary_key=True)
    user_id: int = Field(foreign_key="account.id", index=True)
    made_at: dt.datetime = Field(sa_column=_moment())
    seen_at: dt.datetime = Field(sa_column=_moment())
    until: dt.datetime = Field(sa_column=_moment())


class ApiToken(SQLModel, table=True):
    """Khóa truy cập của một chương trình: acts for its user, within ``scopes`` (joined by spaces).

    Only a keyed hash is kept. A revoked one keeps its row.
    """

    __tablename__ = "api_token"

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(unique=True)
    user_id: int = Field(foreign_key="account.id", index=True)
    label: str
    scopes: str
    made_at: dt.datetime = Field(sa_column=_moment())
    until: dt.datetime | None = Field(default=None, sa_column=_moment(nullable=True))
    revoked_at: dt.datetime | None = Field(default=None, sa_column=_moment(nullable=True))


class AuditEntry(SQLModel, table=True):
    """Nhật ký truy cập: one reading of a restricted letter, or one change; append only.

    ``action`` is a code, ``subject`` what it was done to (an address, a hash, a name), ``level``
    the secrecy of that, ``address`` the network address that it came from.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_subject", "subject", "id"),
        Index(
            "ix_audit_failed",
            "address",
            "at",
            sqlite_where=sql("action = 'log_in_failed'"),
            postgresql_where=sql("action = 'log_in_failed'"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    at: dt.datetime = Field(sa_column=_moment())
    actor: str = Field(index=True)
    action: str
    subject: str
    level: int = SecrecyLevel.OPEN
    detail: str = Field(default="", sa_column=Column(Text, nullable=False))
    address: str | None = None
