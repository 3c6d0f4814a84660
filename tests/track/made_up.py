"""Letters with tasks, made up and put into a register without reading any file."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from sqlmodel import Session

from models.reading import Deadline, Letter, Target, Task
from models.register import (
    Document,
    Original,
    Reference,
    ReferenceKind,
    StoredLetter,
    TaskEventKind,
)
from pipeline.track.record import record
from pipeline.track.tasks_of_letter import store_tasks

NOW = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)
ISSUED = dt.date(2026, 3, 2)
RECEIVED = dt.date(2026, 3, 4)


def task(words: str = "rà soát hồ ao", /, *, lead: str | None = None, **deadline: Any) -> Task:  # noqa: ANN401
    """A task of these ``words`` led by ``lead`` with a deadline of these fields."""
    return Task(text=words, lead=[lead] if lead else [], deadline=Deadline(**deadline))


def due(day: dt.date) -> dict[str, Any]:
    """A deadline on ``day``."""
    return {"kind": "on_or_before", "end": day, "text": f"trước ngày {day:%d/%m/%Y}"}


def letter(*tasks: Task, targets: tuple[Target, ...] = (), **fields: Any) -> Letter:  # noqa: ANN401
    """A letter of the People's Committee of Quảng Ninh."""
    own = {"number": "7/UBND-NN", "date": ISSUED, "issuer": "Ủy ban nhân dân tỉnh Quảng Ninh"}
    return Letter(pages=[1], tasks=list(tasks), targets=list(targets), **{**own, **fields})


def put(
    session: Session, read: Letter, *, name: str = "a", received: dt.date = RECEIVED
) -> StoredLetter:
    """Register ``read`` as the only letter of a file, and as a document of its own."""
    sha256 = hashlib.sha256(name.encode()).hexdigest()
    session.add(Original(sha256=sha256, size=1, media_type="text/plain", stored_at=NOW))
    session.flush()
    row = StoredLetter(
        original_sha256=sha256,
        position=0,
        first_page=1,
        last_page=1,
        system="state",
        number=read.number,
        date=read.date,
        issuer=read.issuer,
        subject=read.subject,
        issuer_key="uy-ban-nhan-dan-tinh/quang-ninh",
        province="Quảng Ninh",
        received_on=received,
    )
    document = Document(key=f"{read.number}@{name}", state="present", number=read.number)
    session.add_all([row, document])
    session.flush()
    session.add(
        Reference(
            kind=ReferenceKind.LETTER.value,
            fingerprint=name,
            document_id=document.id,
            letter_id=row.id,
        )
    )
    store_tasks(session, row, read)
    return row


def happens(
    session: Session,
    key: str,
    kind: TaskEventKind,
    day: dt.date,
    **more: Any,  # noqa: ANN401
) -> None:
    """Something happens to a task, for some reason."""
    record(session, key, kind, actor="Người thử", on_day=day, reason="họp", now=NOW, **more)
