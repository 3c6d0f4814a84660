"""What people decide about documents: that two are one, or that one naming means another.

A decision is about namings, not about rows of documents: it holds whatever arrives later, and
undoing it gives back the graph that there would be without it.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlmodel import Session, col

from models.errors import DecisionRefused
from models.register import Decision, DecisionKind, Document, Reference, ReferenceKind
from pipeline.store.relinking import relink
from pipeline.store.secrecy import renew_secrecy
from pipeline.store.taking_back import taken_back


def merge_documents(
    session: Session,
    first: Document,
    second: Document,
    *,
    actor: str,
    reason: str,
    now: dt.datetime,
) -> Decision:
    """Say that two documents are one. Raises :class:`DecisionRefused` for one and the same."""
    if first.id == second.id:
        raise DecisionRefused(
            f"{first.key}: đã là một văn bản", f"{first.key}: they are one already"
        )
    one, other = _anchor(session, first), _anchor(session, second)
    return _decide(session, DecisionKind.MERGE, one, other, actor, reason, now)


def split_naming(
    session: Session, naming: Reference, *, actor: str, reason: str, now: dt.datetime
) -> Decision:
    """Say that what one naming means is a document of its own.

    Raises :class:`DecisionRefused` when its document has no other naming, or when somebody has
    said that they are one: that is to be undone first.
    """
    called = naming.number or naming.fingerprint
    if not _has_others(session, naming):
        raise DecisionRefused(
            f"{called}: chỉ có một cách gọi", f"{called}: it is named in one way only"
        )
    made = _decide(session, DecisionKind.SPLIT, naming, None, actor, reason, now)
    if _has_others(session, naming):
        raise DecisionRefused(f"{called}: hãy hủy quyết định gộp", f"{called}: undo the merge")
    return made


def _has_others(session: Session, naming: Reference) -> bool:
    """Whether its document is named in other ways too."""
    session.refresh(naming)
    of_document = col(Reference.document_id) == naming.document_id
    others = select(col(Reference.id)).where(of_document, col(Reference.id) != naming.id)
    return session.scalars(others.limit(1)).first() is not None


def undo_decision(session: Session, number: int, *, actor: str, now: dt.datetime) -> Decision:
    """Take a decision back; its row stays. Raises :class:`DecisionRefused`."""
    decision = taken_back(session, Decision, number, actor=actor, now=now)
    touched = _rows_of(session, decision)
    relink(session, touched)
    renew_secrecy(session)
    return decision


def _decide(
    session: Session,
    kind: DecisionKind,
    first: Reference,
    second: Reference | None,
    actor: str,
    reason: str,
    now: dt.datetime,
) -> Decision:
    if not reason.strip():
        raise DecisionRefused("cần ghi lý do", "say why")
    decision = Decision(
        kind=kind.value,
        first=first.fingerprint,
        second=second.fingerprint if second else None,
        actor=actor,
        reason=reason.strip(),
        made_at=now,
    )
    session.add(decision)
    session.flush()
    relink(session, _rows_of(session, decision))
    renew_secrecy(session)
    return decision


def _anchor(session: Session, document: Document) -> Reference:
    """The naming that a decision about a document holds on to: a letter's, if it has one."""
    query = select(Reference).where(col(Reference.document_id) == document.id)
    is_cited = col(Reference.kind) != ReferenceKind.LETTER.value
    return session.scalars(query.order_by(is_cited, col(Reference.fingerprint))).all()[0]


def _rows_of(session: Session, decision: Decision) -> list[int]:
    about = [decision.first, decision.second or decision.first]
    query = select(col(Reference.id)).where(col(Reference.fingerprint).in_(about))
    return [number for (number,) in session.execute(query) if number is not None]
