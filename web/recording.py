"""What a viewer records about tasks and targets, asked by a form or by a program."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO

from models.errors import TransitionRefused
from models.register import TaskEventKind
from pipeline.store.evidence import evidence_of
from pipeline.store.evidence_files import receive_evidence
from pipeline.store.ledger import utc_now
from pipeline.store.target_view import target_view
from pipeline.store.task_view import TaskView, task_view
from pipeline.track.record import add_progress, check, record
from pipeline.track.states import Event
from web.security.asking import Asked


@dataclass(frozen=True, slots=True, kw_only=True)
class SentFile:
    """A file as it was sent, with its name."""

    name: str
    content: BinaryIO


@dataclass(frozen=True, slots=True, kw_only=True)
class SentEvent:
    """What happened to an occurrence; ``evidence`` is a letter's number or a file's SHA-256."""

    kind: TaskEventKind
    occurrence: int
    on_day: dt.date
    reason: str = ""
    until: dt.date | None = None
    bodies: tuple[str, ...] = ()
    evidence: str = ""
    file: SentFile | None = None


def record_event(asked: Asked, key: str, sent: SentEvent) -> None:
    """Record it for the viewer who asks, if they see the task.

    Nothing is kept of what is refused, not the file either. Raises :class:`TaskUnknown`,
    :class:`TransitionRefused`, :class:`DocumentUnknown`, :class:`DocumentAmbiguous` and
    :class:`InputError`.
    """
    now = utc_now()
    seen, evidence = _checked(asked, key, sent, now)
    if sent.file is not None:
        with _on_disk(sent.file.content) as path:
            evidence = receive_evidence(asked.store, path, sent.file.name, now)
    subject = f"{key} #{sent.occurrence}" if sent.occurrence else key
    with asked.changing(f"task_{sent.kind}", subject, seen.level, sent.reason.strip()) as session:
        record(
            session,
            key,
            sent.kind,
            occurrence=sent.occurrence,
            actor=asked.viewer.name,
            on_day=sent.on_day,
            reason=sent.reason,
            until=sent.until,
            bodies=sent.bodies,
            evidence=evidence,
            now=now,
        )


def _checked(
    asked: Asked, key: str, sent: SentEvent, now: dt.datetime
) -> tuple[TaskView, str | None]:
    """The task as the viewer sees it, and the evidence that is named."""
    event = Event(
        kind=sent.kind,
        on_day=sent.on_day,
        reason=sent.reason,
        until=sent.until,
        bodies=sent.bodies,
    )
    with asked.reading() as session:
        seen = task_view(session, key, sent.occurrence, today=sent.on_day)
        evidence = evidence_of(session, sent.evidence, seen.row.letter_id)
        if evidence is not None and sent.file is not None:
            raise TransitionRefused("một văn bản hoặc một tệp · a letter or a file, not both")
        check(session, key, event, occurrence=sent.occurrence, now=now)
    return seen, evidence


@contextmanager
def _on_disk(content: BinaryIO) -> Iterator[Path]:
    with NamedTemporaryFile(prefix="congvan-evidence-") as copy:
        shutil.copyfileobj(content, copy)
        copy.flush()
        yield Path(copy.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class SentProgress:
    """What was reached by a day, in the target's unit; ``source`` is a letter's number."""

    value: float
    on_day: dt.date
    note: str = ""
    source: str = ""


def record_progress(asked: Asked, key: str, sent: SentProgress) -> None:
    """Record it for the viewer who asks, if they see the target.

    Raises :class:`TaskUnknown`, :class:`TransitionRefused`, :class:`DocumentUnknown` and
    :class:`DocumentAmbiguous`.
    """
    with asked.reading() as session:
        seen = target_view(session, key)
        source = evidence_of(session, sent.source, seen.row.letter_id)
    with asked.changing("target_progress", key, seen.level, sent.note.strip()) as session:
        add_progress(
            session,
            key,
            sent.value,
            actor=asked.viewer.name,
            on_day=sent.on_day,
            note=sent.note,
            source=source,
            now=utc_now(),
        )
