"""The list of targets with what was reached of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, exists, select
from sqlmodel import Session, col

from models.register import (
    Document,
    Progress,
    Reference,
    ReferenceKind,
    StoredLetter,
    StoredTarget,
)
from pipeline.track.earlier_letters import earlier_letters
from pipeline.track.id_table import id_table
from pipeline.track.task_filter import is_issued_later

_Fetched = tuple[StoredTarget, StoredLetter, str | None, int, Progress | None]
_CEILINGS: Final = frozenset({"<", "<="})
_FIELDS: Final = {
    *("key", "text", "kind", "comparator", "value", "value_max", "unit", "per", "base", "period")
}
_OWN: Final = and_(
    col(Reference.letter_id) == col(StoredLetter.id),
    col(Reference.kind) == ReferenceKind.LETTER.value,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetFilter:
    """Which targets are asked for; what is ``None`` is not asked.

    ``document_ids``: of the letters of these documents. ``kind``: target, result or background.
    ``key``: this one. ``with_progress``: whether anything was recorded of it. ``as_of``: a day on
    which letters of later days had not come, and nothing had been reached later.
    """

    document_ids: Collection[int] | None = None
    kind: str | None = None
    key: str | None = None
    with_progress: bool | None = None
    as_of: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressEntry:
    """What was reached by a day, in the target's unit, and who says so."""

    on_day: dt.date
    value: float
    actor: str
    note: str
    source: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetRow:
    """One target with its progress, the latest entry first.

    ``percent`` is what the latest value is of the target (of its lower end, where it is a range);
    for a ceiling (≤, <) it is how much of it is used: above 100 it is broken. ``reached`` says
    whether the target holds. Both are ``None`` without progress; ``percent`` also for a target of
    0. ``place``: as :class:`TaskRow` has it.
    """

    key: str
    text: str
    kind: str
    comparator: str
    value: float
    value_max: float | None
    unit: str | None
    per: str | None
    base: str | None
    period: str | None
    letter_id: int
    letter_number: str | None
    letter_date: dt.date | None
    letter_issuer: str | None
    document_key: str | None
    place: tuple[int, int]
    progress: tuple[ProgressEntry, ...]
    cursor: int

    @property
    def is_ceiling(self) -> bool:
        """Whether the value must not be passed, rather than reached."""
        return self.comparator in _CEILINGS

    @property
    def percent(self) -> float | None:
        """0 … beyond 100."""
        if not self.progress or self.value == 0:
            return None
        return round(100 * self.progress[0].value / self.value, 1)

    @property
    def reached(self) -> bool | None:
        """Whether the latest value is as the comparator wants it."""
        if not self.progress:
            return None
        value = self.progress[0].value
        match self.comparator:
            case "<":
                return value < self.value
            case "<=":
                return value <= self.value
            case ">":
                return value > self.value
        return value >= self.value


def targets(
    session: Session, asked: TargetFilter, *, limit: int = 50, after: int | None = None
) -> list[TargetRow]:
    """Up to ``limit`` targets, the first to arrive first, with all their progress.

    ``after`` is the ``cursor`` of the last row of the page before.
    """
    chosen: Select[Any] = select(col(StoredTarget.id).label("id")).where(
        *_conditions(session, asked)
    )
    if after is not None:
        chosen = chosen.where(col(StoredTarget.id) > after)
    page = chosen.order_by(col(StoredTarget.id)).limit(limit).subquery()
    statement = (
        select(StoredTarget, StoredLetter, col(Document.key), earlier_letters(), Progress)
        .join(page, page.c.id == col(StoredTarget.id))
        .join(StoredLetter, col(StoredLetter.id) == col(StoredTarget.letter_id))
        .outerjoin(Reference, _OWN)
        .outerjoin(Document, col(Document.id) == col(Reference.document_id))
        .outerjoin(Progress, and_(*_reached(asked.as_of)))
        .order_by(col(StoredTarget.id), col(Progress.on_day).desc(), col(Progress.id).desc())
    )
    found = session.execute(statement).all()
    return [_row([tuple(row) for row in rows]) for _, rows in groupby(found, lambda row: row[0].id)]


def _reached(as_of: dt.date | None) -> Iterator[ColumnElement[bool]]:
    yield col(Progress.target_key) == col(StoredTarget.key)
    if as_of is not None:
        yield col(Progress.on_day) <= as_of


def _conditions(session: Session, asked: TargetFilter) -> Iterator[ColumnElement[bool]]:
    if asked.kind is not None:
        yield col(StoredTarget.kind) == asked.kind
    if asked.key is not None:
        yield col(StoredTarget.key) == asked.key
    if asked.with_progress is not None:
        recorded = exists().where(*_reached(asked.as_of))
        yield recorded if asked.with_progress else ~recorded
    if asked.as_of is not None:
        yield ~is_issued_later(StoredTarget.letter_id, asked.as_of)
    own = select(col(Reference.letter_id)).where(col(Reference.kind) == ReferenceKind.LETTER.value)
    if asked.document_ids is not None:
        ids = id_table(session, asked.document_ids)
        yield col(StoredTarget.letter_id).in_(own.where(col(Reference.document_id).in_(ids)))


def _row(rows: Sequence[_Fetched]) -> TargetRow:
    """The target of rows that differ in their progress only."""
    target, letter, document_key, before, _ = rows[0]
    return TargetRow(
        **target.model_dump(include=_FIELDS),
        letter_id=target.letter_id,
        letter_number=letter.number,
        letter_date=letter.date,
        letter_issuer=letter.issuer,
        document_key=document_key,
        place=(before, target.position),
        progress=tuple(_entry(row[4]) for row in rows if row[4] is not None),
        cursor=target.id or 0,
    )


def _entry(row: Progress) -> ProgressEntry:
    return ProgressEntry(
        on_day=row.on_day, value=row.value, actor=row.actor, note=row.note, source=row.source
    )
