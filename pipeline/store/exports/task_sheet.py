"""The register of tasks that an officer prints (handbook 3.4): văn bản giao … ghi chú."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, count
from typing import Final

from sqlmodel import Session

from models.register import TaskEvent, TaskEventKind
from pipeline.store.evidence import Evidence, shown_evidence
from pipeline.store.exports.sheet import Cell, Column, Sheet
from pipeline.store.exports.task_pages import events_of, task_pages
from pipeline.track.queries import TaskFilter, TaskRow

_COLUMNS: Final = (
    Column("ordinal", "STT", 6),
    Column("number", "Văn bản giao: số, ký hiệu", 18),
    Column("date", "Ngày văn bản", 11),
    Column("subject", "Trích yếu", 24),
    Column("text", "Nội dung nhiệm vụ", 44),
    Column("leads", "Cơ quan chủ trì", 20),
    Column("coordinators", "Cơ quan phối hợp", 20),
    Column("due", "Thời hạn", 14),
    Column("product", "Sản phẩm", 14),
    Column("result", "Kết quả", 16),
    Column("standing", "Tình trạng", 14),
    Column("days_late", "Số ngày quá hạn", 9),
    Column("note", "Ghi chú", 24),
    Column("key", "Mã", 15),
)
NO_DEADLINE: Final = "không thời hạn"
_SAID: Final = {
    TaskEventKind.RETURN: "trả lại",
    TaskEventKind.EXTEND: "gia hạn",
    TaskEventKind.PAUSE: "tạm dừng",
    TaskEventKind.WITHDRAW: "thu hồi",
    TaskEventKind.REASSIGN: "chuyển",
}


def task_sheet(session: Session, asked: TaskFilter) -> Sheet:
    """The tasks that are asked for, the one due first first."""
    return Sheet("Nhiệm vụ", _COLUMNS, _rows(session, asked))


def _rows(session: Session, asked: TaskFilter) -> Iterator[Mapping[str, Cell]]:
    ordinals = count(1)
    for page in task_pages(session, asked):
        recorded = events_of(session, page)
        evidence = shown_evidence(session, map(_evidence, chain.from_iterable(recorded.values())))
        for row in page:
            events = recorded.get((row.key, row.occurrence), ())
            yield {"ordinal": next(ordinals), **_row(row, events, evidence)}


def _evidence(event: TaskEvent) -> str | None:
    kept: str | None = json.loads(event.data).get("evidence")
    return kept


def _row(
    row: TaskRow, events: Sequence[TaskEvent], evidence: Mapping[str, Evidence]
) -> dict[str, Cell]:
    return {
        "number": row.letter_number,
        "date": row.letter_date,
        "subject": row.letter_subject,
        "text": row.text,
        "leads": "; ".join(row.leads),
        "coordinators": "; ".join(row.coordinators),
        "due": row.due or row.deadline_text or NO_DEADLINE,
        "product": row.product,
        "result": _result(row, events, evidence),
        "standing": in_vietnamese(row.standing.label),
        "days_late": row.days_late or None,
        "note": "; ".join(_notes(row, events)),
        "key": row.key if row.label is None else f"{row.key} #{row.occurrence}",
    }


def in_vietnamese(label: str) -> str:
    """The first half of ``quá hạn · overdue``."""
    return label.partition(" · ")[0]


def _result(
    row: TaskRow, events: Sequence[TaskEvent], evidence: Mapping[str, Evidence]
) -> str | None:
    """The day and the letter of the last report; nothing once it was returned."""
    reports = [each for each in events if each.kind == TaskEventKind.REPORT.value]
    if row.finished_on is None or not reports:
        return None
    shown = evidence.get(_evidence(reports[-1]) or "")
    return f"{shown.text}, {_day(row.finished_on)}" if shown else _day(row.finished_on)


def _notes(row: TaskRow, events: Sequence[TaskEvent]) -> Iterator[str]:
    """Which occurrence it is, whose duty it is now, what people said."""
    if row.label:
        yield row.label
    if row.assumed:
        yield "hạn theo lịch báo cáo"
    for duty in row.now:
        yield f"nay: {duty.name}{'' if duty.certain else ' (?)'}"
    for each in events:
        if said := _SAID.get(TaskEventKind(each.kind)):
            yield f"{said} {_day(each.on_day)}: {each.reason}"


def _day(day: dt.date) -> str:
    return f"{day:%d/%m/%Y}"
