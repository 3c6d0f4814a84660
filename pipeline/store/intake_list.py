"""The intake ledger as people read it: each file with its error in words and its documents."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session, col

from models.errors import CongvanError, error_of
from models.register import Document, IntakeItem, IntakeState, Reference, StoredLetter
from pipeline.moments import aware
from pipeline.store.naming_rows import batches

_WITHOUT_ERROR = frozenset({IntakeState.LINKED, IntakeState.DUPLICATE})


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLink:
    """A document that a letter of a file is: its address and its number as printed."""

    key: str
    number: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeRow:
    """One file that came in. ``error`` is why it failed, or why it has to be tried again."""

    id: int
    name: str
    folder: str | None
    label: str | None
    source: str
    actor: str
    state: IntakeState
    received_at: dt.datetime
    sha256: str | None
    size: int | None
    page_count: int | None
    error: CongvanError | None
    documents: tuple[DocumentLink, ...]


def listed(
    session: Session,
    states: Collection[IntakeState] = (),
    *,
    before: int | None = None,
    most: int,
) -> list[IntakeRow]:
    """Rows of the ledger, the youngest first; ``before``: those with lower ids."""
    query = select(IntakeItem)
    if states:
        query = query.where(col(IntakeItem.state).in_([state.value for state in states]))
    if before is not None:
        query = query.where(col(IntakeItem.id) < before)
    return rows_of(session, session.scalars(query.order_by(col(IntakeItem.id).desc()).limit(most)))


def rows_with_ids(session: Session, ids: Collection[int]) -> list[IntakeRow]:
    """These rows, the youngest first."""
    found: list[IntakeItem] = []
    for part in batches(sorted(ids)):
        found += session.scalars(select(IntakeItem).where(col(IntakeItem.id).in_(part)))
    return rows_of(session, sorted(found, key=lambda item: -(item.id or 0)))


def rows_of(session: Session, items: Iterable[IntakeItem]) -> list[IntakeRow]:
    """Items as people read them, in their order."""
    ordered = list(items)
    links = _documents(session, {each.sha256 for each in ordered if each.sha256})
    return [_row(each, links.get(each.sha256 or "", ())) for each in ordered]


def _row(item: IntakeItem, documents: Sequence[DocumentLink]) -> IntakeRow:
    state = IntakeState(item.state)
    has_error = item.reason is not None and state not in _WITHOUT_ERROR
    return IntakeRow(
        id=item.id or 0,
        name=item.name,
        folder=item.folder,
        label=item.label,
        source=item.source,
        actor=item.actor,
        state=state,
        received_at=aware(item.received_at),
        sha256=item.sha256,
        size=item.size,
        page_count=item.page_count,
        error=error_of(item.reason, item.detail) if has_error else None,
        documents=tuple(documents),
    )


def _documents(session: Session, files: Collection[str]) -> dict[str, list[DocumentLink]]:
    found: defaultdict[str, dict[str, DocumentLink]] = defaultdict(dict)
    query = (
        select(col(StoredLetter.original_sha256), col(Document.key), col(Document.number))
        .join(Reference, col(Reference.letter_id) == col(StoredLetter.id))
        .join(Document, col(Reference.document_id) == col(Document.id))
        .order_by(col(StoredLetter.original_sha256), col(StoredLetter.position))
    )
    for part in batches(sorted(files)):
        of_files = query.where(col(StoredLetter.original_sha256).in_(part))
        for sha256, key, number in session.execute(of_files):
            found[sha256][key] = DocumentLink(key=key, number=number)
    return {sha256: list(links.values()) for sha256, links in found.items()}
