"""The register as lines, whole: from them it is built anew with the same graph."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from models.register import (
    Correction,
    Decision,
    Progress,
    Resemblance,
    StoredLetter,
    StoredPage,
    StoredTarget,
    StoredTask,
    TaskEvent,
)
from pipeline.store.exports.lines import (
    ArrivalPart,
    CorrectionPart,
    DecisionLine,
    EventLine,
    EventPart,
    FileLine,
    ImagePart,
    LetterPlace,
    Line,
    ProgressLine,
    ProgressPart,
    ReadingPart,
    ResemblanceLine,
)
from pipeline.store.exports.stored_files import StoredFile, by_file, stored_files

_ROWS: Final = 500


@dataclass(frozen=True, slots=True)
class _Recorded:
    """A table of what people recorded, its column of keys, and the table whose keys they are."""

    table: Any
    key: Any
    about: Any


_EVENTS: Final = _Recorded(TaskEvent, TaskEvent.task_key, StoredTask)
_PROGRESS: Final = _Recorded(Progress, Progress.target_key, StoredTarget)


def register_lines(session: Session) -> Iterator[Line]:
    """All lines, always in the same order: files as they came, then what people say of several."""
    for files in stored_files(session):
        yield from _file_lines(session, files)
    yield from _decisions(session)
    yield from _resemblances(session)
    for event in _rows(session, _about_nothing(_EVENTS)):
        yield EventLine(event=event_part(event))
    for entry in _rows(session, _about_nothing(_PROGRESS)):
        yield ProgressLine(entry=ProgressPart.model_validate(entry))


def _file_lines(session: Session, files: Sequence[StoredFile]) -> Iterator[FileLine]:
    names = [each.original.sha256 for each in files]
    pages = by_file(session, StoredPage, names)
    events = _recorded(session, names, _EVENTS)
    progress = _recorded(session, names, _PROGRESS)
    for each, sha256 in zip(files, names, strict=True):
        yield _file_line(each, pages[sha256], events[sha256], progress[sha256])


def _file_line(
    file: StoredFile,
    pages: Sequence[StoredPage],
    events: Sequence[TaskEvent],
    progress: Sequence[Progress],
) -> FileLine:
    return FileLine(
        **file.original.model_dump(),
        received_on=file.received_on,
        arrivals=[ArrivalPart.model_validate(each) for each in file.arrivals],
        current=_current(file),
        images=[
            ImagePart(page=each.number, sha256=each.image_sha256, page_hash=each.page_hash)
            for each in sorted(pages, key=lambda page: page.number)
            if each.image_sha256
        ],
        corrections=[_correction(each) for each in file.corrections],
        task_events=[event_part(each) for each in events],
        progress=[ProgressPart.model_validate(each) for each in progress],
    )


def _current(file: StoredFile) -> ReadingPart | None:
    if file.stored_reading is None or file.reading is None:
        return None
    made = file.stored_reading.model_dump(include={"reader_version", "options", "made_at"})
    return ReadingPart(reading=file.reading, **made)


def _correction(row: Correction) -> CorrectionPart:
    values = {name: json.loads(getattr(row, name)) for name in ("value", "machine_value")}
    kept = row.model_dump(exclude={"id", "original_sha256", *values})
    return CorrectionPart.model_validate({**kept, **values})


def event_part(row: TaskEvent) -> EventPart:
    """The event that a row holds."""
    return EventPart.model_validate(
        {**row.model_dump(exclude={"id"}), "data": json.loads(row.data)}
    )


def _recorded(
    session: Session, names: Sequence[str], kind: _Recorded
) -> defaultdict[str, list[Any]]:
    """What was recorded about the tasks or targets of these files, by file, oldest first.

    Two files' tasks may share a key; what was recorded about it is told with both.
    """
    query = (
        select(col(StoredLetter.original_sha256), kind.table)
        .join(kind.about, col(kind.about.letter_id) == col(StoredLetter.id))
        .join(kind.table, col(kind.key) == col(kind.about.key))
        .where(col(StoredLetter.original_sha256).in_(names))
        .order_by(col(kind.table.id))
    )
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for sha256, row in session.execute(query):
        found[sha256].append(row)
    return found


def _about_nothing(kind: _Recorded) -> Select[Any]:
    """What was recorded about tasks or targets that are in no reading any more."""
    there = exists().where(col(kind.about.key) == col(kind.key))
    return select(kind.table).where(~there).order_by(col(kind.table.id))


def _rows(session: Session, query: Select[Any]) -> Iterator[Any]:
    yield from session.scalars(query.execution_options(yield_per=_ROWS))


def _decisions(session: Session) -> Iterator[DecisionLine]:
    for row in _rows(session, select(Decision).order_by(col(Decision.id))):
        yield decision_line(row)


def decision_line(row: Decision) -> DecisionLine:
    """The line of a decision."""
    kept = row.model_dump(exclude={"id", "kind"})
    return DecisionLine.model_validate({"decision": row.kind, **kept})


def _resemblances(session: Session) -> Iterator[ResemblanceLine]:
    first, second = aliased(StoredLetter), aliased(StoredLetter)
    places = (
        col(first.original_sha256),
        col(first.position),
        col(second.original_sha256),
        col(second.position),
    )
    query = (
        select(Resemblance, *places)
        .join(first, col(Resemblance.first_id) == col(first.id))
        .join(second, col(Resemblance.second_id) == col(second.id))
        .order_by(*places, col(Resemblance.kind))
    )
    for row, *place in session.execute(query.execution_options(yield_per=_ROWS)):
        yield ResemblanceLine(
            likeness=row.kind,
            first=LetterPlace(sha256=place[0], position=place[1]),
            second=LetterPlace(sha256=place[2], position=place[3]),
            **row.model_dump(include={"score", "verdict", "actor", "decided_at"}),
        )
