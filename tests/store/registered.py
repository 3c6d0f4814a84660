"""Letters with their pages, put into a register and its index by hand."""

from __future__ import annotations

import datetime as dt
import hashlib
from itertools import count
from typing import Any

from sqlmodel import Session

from models.register import (
    Document,
    DocumentState,
    Occurrence,
    OccurrenceState,
    Original,
    Reference,
    ReferenceKind,
    StoredLetter,
    StoredPage,
    StoredTask,
)
from pipeline.store.search_fill import header_fields
from pipeline.store.search_index import index_letter

NOW = dt.datetime(2026, 3, 2, 8, 30, tzinfo=dt.UTC)
DAY = dt.date(2024, 5, 6)
_files = count(1)


def register(session: Session, *pages: str, **header: Any) -> StoredLetter:  # noqa: ANN401
    """A letter of a file of its own with these pages; ``header`` are columns of the letter."""
    letter = StoredLetter(**columns_of_letter(session, *pages, **header))
    session.add(letter)
    session.flush()
    return letter


def columns_of_letter(session: Session, *pages: str, **header: Any) -> dict[str, Any]:  # noqa: ANN401
    """What the row of such a letter holds, when its file and its pages are there."""
    sha256 = hashlib.sha256(str(next(_files)).encode()).hexdigest()
    session.add(Original(sha256=sha256, size=1, media_type="text/plain", stored_at=NOW))
    session.flush()
    for number, text in enumerate(pages, 1):
        page: dict[str, Any] = {"original_sha256": sha256, "number": number, "text": text}
        session.add(StoredPage(**page, origin="text", confidence=1.0))
    columns: dict[str, Any] = {"system": "state", "date": DAY, "received_on": DAY} | header
    columns |= {"position": 0, "first_page": 1, "last_page": len(pages)}
    return {"original_sha256": sha256, **columns}


def findable(
    session: Session,
    *pages: str,
    relations: tuple[str, ...] = (),
    **header: Any,  # noqa: ANN401
) -> int:
    """The same, entered into the index; the letter's id."""
    letter = register(session, *pages, **header)
    fields = header_fields(letter, {})
    index_letter(session, letter, fields, dict(enumerate(pages, 1)), relations)
    assert letter.id is not None
    return letter.id


def name_document(session: Session, letter_id: int, key: str) -> None:
    """Make the letter a document with this address."""
    document = Document(key=key, state=DocumentState.PRESENT)
    session.add(document)
    session.flush()
    session.add(
        Reference(
            kind=ReferenceKind.LETTER, fingerprint=key, letter_id=letter_id, document_id=document.id
        )
    )


def add_task(session: Session, letter_id: int, state: OccurrenceState, position: int = 0) -> None:
    """One task of the letter with one occurrence in this state."""
    task = StoredTask(
        letter_id=letter_id,
        position=position,
        key=f"{letter_id}/{position}",
        text="làm việc này",
        leads="[]",
        coordinators="[]",
        deadline_kind="none",
        trackable=True,
    )
    session.add(task)
    session.flush()
    assert task.id is not None
    session.add(Occurrence(task_id=task.id, number=0, state=state))
