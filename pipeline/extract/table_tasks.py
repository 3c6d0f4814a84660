"""Rows of a task table as tasks: who leads, who joins, by when, what comes out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from models.layout import PageLayout
from models.reading import Deadline, Evidence, Task
from pipeline.extract.body_list import split_bodies
from pipeline.extract.deadlines import deadline_of
from pipeline.extract.directives import is_exhortation
from pipeline.extract.reports import report_of
from pipeline.extract.rows import Row
from pipeline.extract.task_tables import TaskRow, task_rows

# How sure it is that a row of a table with columns for it is a task of the bodies it names.
_SURE = 0.95
_JOINT = re.compile(r"\s*[;,.]?\s*(?:chủ trì,?\s*)?phối hợp(?:\s+với)?\s*:?\s+", re.IGNORECASE)
_LEADING = re.compile(r"^\s*(?:chủ trì\s*:?\s+)", re.IGNORECASE)


def table_tasks(
    pages: Sequence[PageLayout], rows: Sequence[Row], issued: dt.date | None
) -> list[Task]:
    """The tasks in the tables of one letter, whose lines are ``rows``, in order."""
    if not rows:
        return []
    first, last = (
        (rows[0].page, rows[0].start),
        (rows[-1].page, rows[-1].start + len(rows[-1].text)),
    )
    confidences = {page.number: page.confidence for page in pages}
    return [
        _task(row, issued, confidences)
        for row in task_rows(pages)
        if row.evidence and first <= (row.evidence[0].page, row.evidence[0].start) <= last
    ]


def _task(row: TaskRow, issued: dt.date | None, confidences: dict[int, float]) -> Task:
    lead_cell, joined = _joint_cell(row.lead)
    lead = _bodies(lead_cell)
    coordinators = _bodies(row.coordinators) + [b for b in joined if b]
    match = deadline_of(row.deadline, issued) if row.deadline else deadline_of(row.text, issued)
    deadline = match.deadline if match else Deadline(text=row.deadline or None)
    places: list[Evidence] = [
        *row.evidence,
        *row.lead_evidence,
        *row.coordinators_evidence,
        *row.deadline_evidence,
    ]
    read = min((confidences.get(place.page, 0.0) for place in places), default=0.0)
    return Task(
        text=row.text,
        lead=lead,
        coordinators=coordinators,
        deadline=deadline,
        assignee_source="table" if lead else "none",
        report=report_of(row.text),
        trackable=bool(lead or deadline.end or row.product) and not is_exhortation(row.text),
        product=row.product or None,
        confidence=round(read * _SURE, 4),
        evidence=places,
    )


def _bodies(cell: str) -> list[str]:
    return [] if not any(c.isalnum() for c in cell) else split_bodies(cell)


def _joint_cell(cell: str) -> tuple[str, list[str]]:
    """A cell that holds both: "Sở Y tế chủ trì, phối hợp Sở Tài chính"."""
    parts = _JOINT.split(_LEADING.sub("", cell), maxsplit=1)
    if len(parts) == 1 or not parts[0].strip():
        return cell, []
    return parts[0], split_bodies(parts[1])
