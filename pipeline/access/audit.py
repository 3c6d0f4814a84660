"""Nhật ký truy cập: every change, and every reading of a restricted letter."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session, col

from models.register import AuditEntry, SecrecyLevel


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What somebody did: a code of the action, and to what."""

    actor: str
    action: str
    subject: str
    level: SecrecyLevel = SecrecyLevel.OPEN
    detail: str = ""
    address: str | None = None


def note(session: Session, deed: Deed, now: dt.datetime) -> None:
    """Write a deed down, in the transaction that does it."""
    session.add(
        AuditEntry(
            at=now,
            actor=deed.actor,
            action=deed.action,
            subject=deed.subject,
            level=deed.level,
            detail=deed.detail,
            address=deed.address,
        )
    )


def deeds(
    session: Session,
    *,
    actor: str | None = None,
    subject: str | None = None,
    before: int | None = None,
    limit: int = 100,
) -> list[AuditEntry]:
    """The newest entries first; ``before`` is the id of the last one that was shown."""
    query = select(AuditEntry)
    if actor:
        query = query.where(col(AuditEntry.actor) == actor)
    if subject:
        query = query.where(col(AuditEntry.subject) == subject)
    if before:
        query = query.where(col(AuditEntry.id) < before)
    return list(session.scalars(query.order_by(col(AuditEntry.id).desc()).limit(limit)))
