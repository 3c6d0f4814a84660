"""One line of an exported register becomes rows again, in the transaction that it is given."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from models.errors import ImportInvalid
from models.register import (
    Arrival,
    Correction,
    Decision,
    Original,
    Progress,
    Reference,
    Resemblance,
    StoredLetter,
    StoredReading,
    TaskEvent,
    Verdict,
)
from pipeline.store.exports.lines import (
    DecisionLine,
    EventLine,
    EventPart,
    FileLine,
    LetterPlace,
    Line,
    ProgressLine,
    ProgressPart,
    ReadingPart,
    ResemblanceLine,
)
from pipeline.store.exports.register_lines import decision_line, event_part
from pipeline.store.page_work import KeptImage
from pipeline.store.registering import register
from pipeline.store.relinking import relink
from pipeline.store.resemblances import find_resemblances
from pipeline.store.secrecy import renew_secrecy


def restore(session: Session, line: Line) -> bool:
    """Enter what ``line`` tells; ``False`` where it is in the register already.

    Raises :class:`ImportInvalid`, and :class:`DecisionRefused` for a correction that does not fit.
    """
    match line:
        case FileLine():
            return _restore_file(session, line)
        case DecisionLine():
            return _restore_decision(session, line)
        case ResemblanceLine():
            return _restore_resemblance(session, line)
        case EventLine():
            return _add_events(session, [line.event])
        case ProgressLine():
            return _add_progress(session, [line.entry])


def _restore_file(session: Session, line: FileLine) -> bool:
    if session.get(Original, line.sha256) is not None:
        return False
    kept = line.model_dump(include={"sha256", "size", "media_type", "stored_at"})
    session.add(Original(**kept))
    session.flush()
    for arrival in line.arrivals:
        session.add(Arrival(original_sha256=line.sha256, **arrival.model_dump()))
        session.flush()  # one by one: the first to come has the smallest id
    # What people said comes first: the letters and tasks are made as they count.
    _add_corrections(session, line)
    _add_events(session, line.task_events)
    _add_progress(session, line.progress)
    if line.current is not None:
        _restore_reading(session, line, line.current)
    return True


def _restore_reading(session: Session, line: FileLine, current: ReadingPart) -> None:
    """File the reading under the version and the options that made it, not this program's."""
    session.add(
        StoredReading(
            original_sha256=line.sha256,
            reader_version=current.reader_version,
            options=current.options,
            made_at=current.made_at,
            json_text=current.reading.to_json(),
        )
    )
    images = {each.page: KeptImage(each.sha256, each.page_hash) for each in line.images}
    letters = register(session, line.sha256, current.reading, images, line.received_on)
    find_resemblances(session, letters)


def _add_corrections(session: Session, line: FileLine) -> None:
    for each in line.corrections:
        values: dict[str, Any] = each.model_dump()
        for name in ("value", "machine_value"):
            values[name] = json.dumps(values[name], ensure_ascii=False)
        session.add(Correction(original_sha256=line.sha256, **values))
        session.flush()


def _add_events(session: Session, events: Iterable[EventPart]) -> bool:
    """Add those that are not there: two files' tasks may share a key."""
    added = False
    for each in events:
        same = select(TaskEvent).where(col(TaskEvent.task_key) == each.task_key)
        if each not in [event_part(row) for row in session.scalars(same)]:
            given = each.data.model_dump(mode="json", by_alias=True)
            data = json.dumps(given, ensure_ascii=False)
            session.add(TaskEvent(**{**each.model_dump(), "kind": each.kind.value, "data": data}))
            session.flush()
            added = True
    return added


def _add_progress(session: Session, entries: Iterable[ProgressPart]) -> bool:
    added = False
    for each in entries:
        same = select(Progress).where(col(Progress.target_key) == each.target_key)
        if each not in [ProgressPart.model_validate(row) for row in session.scalars(same)]:
            session.add(Progress(**each.model_dump()))
            session.flush()
            added = True
    return added


def _restore_decision(session: Session, line: DecisionLine) -> bool:
    """A decision is known by what it is about, who made it, and when; undone ones keep theirs."""
    about = select(Decision).where(col(Decision.first) == line.first)
    identity = {"decision", "first", "second", "actor", "reason", "made_at"}
    known = [decision_line(row).model_dump(include=identity) for row in session.scalars(about)]
    if line.model_dump(include=identity) in known:
        return False
    kept = line.model_dump(exclude={"schema_name", "kind", "decision"})
    session.add(Decision(kind=line.decision, **kept))
    session.flush()
    prints = [line.first, line.second or line.first]
    named = select(col(Reference.id)).where(col(Reference.fingerprint).in_(prints))
    relink(session, [number or 0 for number in session.scalars(named)])
    renew_secrecy(session)
    return True


def _restore_resemblance(session: Session, line: ResemblanceLine) -> bool:
    """Enter a pair, or the verdict on a pair that is still open here."""
    first, second = sorted((_letter(session, line.first), _letter(session, line.second)))
    pair = (col(Resemblance.first_id) == first) & (col(Resemblance.second_id) == second)
    row = session.scalars(select(Resemblance).where(pair)).first()
    if row is not None and (row.verdict != Verdict.OPEN.value or line.verdict is Verdict.OPEN):
        return False
    row = row or Resemblance(kind="", first_id=first, second_id=second, score=0.0)
    row.kind, row.score = line.likeness.value, line.score
    row.verdict, row.actor, row.decided_at = line.verdict.value, line.actor, line.decided_at
    session.add(row)
    return True


def _letter(session: Session, place: LetterPlace) -> int:
    query = select(col(StoredLetter.id)).where(
        col(StoredLetter.original_sha256) == place.sha256,
        col(StoredLetter.position) == place.position,
    )
    found = session.scalars(query).first()
    if found is None:
        raise ImportInvalid(f"{place.sha256[:12]}#{place.position}: không có · not here")
    return found
