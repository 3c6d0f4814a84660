"""Bảng phân công nhiệm vụ: the tasks in a letter's tables, each with who does it and until when.

::

    pages ─▶ task_table_cells    grids of cells with their places
          ─▶ task_table_columns  what each column holds, told by its head
          ─▶ task_table_rows     the rows below, over page breaks, merged cells
          ─▶ task_rows           groups left out, broken rows joined

A group (nhóm nhiệm vụ) has a Roman number, one cell for the whole row, or capitals, or stands above
numbered items that are assigned one by one. A row that breaks over a page goes on without a number
and without anybody named. Sub-rows (1.1, a, -) that nobody is named for belong to the row above.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from models.layout import PageLayout
from models.reading import Evidence
from pipeline.extract.rows import in_capitals
from pipeline.extract.task_table_cells import Cell, grids_of
from pipeline.extract.task_table_columns import Role
from pipeline.extract.task_table_rows import Row, rows_below, tables_of

_GROUP = re.compile(r"(?:[IVXL]{1,6}|[A-H])\s*[.):/-]?")
_SUB = re.compile(r"(?:[-–+*•]|[a-zđ]\s?[).]|\d{1,2}(?:\.\d{1,2}){1,3}\.?)(?=\s|$)")
_STRAIGHT = str.maketrans("I", "1")
_CLOCK = re.compile(r"(?:từ\s+)?\d{1,2}\s*(?:h|g|giờ|:)\s*(?:\d{2}\b|\W|$)", re.IGNORECASE)
_DAY = re.compile(r"ngày|tháng|\d/\d", re.IGNORECASE)
_AGENDA: Final = 0.5
"""Share of the deadlines that are hours of a day in the programme of a meeting."""


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One row of a task table, each cell verbatim with line breaks as spaces, ``""`` for none.

    The evidence of a cell is its place, or its places where a page break cuts it; a merged cell is
    the evidence of every row beside it.
    """

    text: str
    lead: str
    coordinators: str
    deadline: str
    product: str
    evidence: tuple[Evidence, ...]
    lead_evidence: tuple[Evidence, ...] = ()
    coordinators_evidence: tuple[Evidence, ...] = ()
    deadline_evidence: tuple[Evidence, ...] = ()
    product_evidence: tuple[Evidence, ...] = ()


def task_rows(pages: Sequence[PageLayout]) -> list[TaskRow]:
    """The tasks in the task tables of a letter's ``pages``, in order; none for other tables."""
    tables = [_tasks(rows_below(table)) for table in tables_of(grids_of(pages))]
    return [task for tasks in tables if _is_assignment(tasks) for task in tasks]


def _tasks(rows: Sequence[Row]) -> list[TaskRow]:
    """Rows gathered into tasks, each with the rows that belong to it."""
    tasks: list[list[Row]] = []
    is_open = False
    for index, row in enumerate(rows):
        after = rows[index + 1] if index + 1 < len(rows) else None
        before = rows[index - 1] if index else None
        if is_open and _belongs_above(row):
            tasks[-1].append(row)
        else:
            is_open = not _is_group(row, before, after)
            if is_open:
                tasks.append([row])
    return [_task(held) for held in tasks if held[0].text(Role.TASK)]


def _is_assignment(tasks: Sequence[TaskRow]) -> bool:
    """Whether anybody has to do anything, and not just at an hour of a meeting's programme."""
    terms = [task.deadline for task in tasks if task.deadline]
    hours = [term for term in terms if _CLOCK.match(term) and not _DAY.search(term)]
    programme = bool(terms) and len(hours) >= _AGENDA * len(terms)
    return not programme and (bool(terms) or any(task.lead for task in tasks))


def _belongs_above(row: Row) -> bool:
    """Whether it is the end of a row that a page broke, or a sub-row that nobody is named for."""
    if row.is_spanned:
        return False
    if _is_sub(row):
        return not row.is_assigned
    text = row.text(Role.TASK)
    if row.number or in_capitals(text):
        return False
    named = row.own(Role.LEAD) or row.own(Role.DEADLINE)
    is_free = named is None or not named.text
    return not text or (row.opens and (is_free or text[:1].islower()))


def _is_sub(row: Row) -> bool:
    return bool(_SUB.match(row.number or row.text(Role.TASK)))


def _is_group(row: Row, before: Row | None, after: Row | None) -> bool:
    if row.is_spanned:
        return True
    if _GROUP.fullmatch(row.number):
        return not (row.is_assigned and _is_misread(row, before, after))
    if row.is_assigned:
        return False
    unnumbered = row.has_numbers and not row.number and not _is_sub(row)
    return unnumbered or in_capitals(row.text(Role.TASK)) or _is_parent(row, after)


def _is_misread(row: Row, before: Row | None, after: Row | None) -> bool:
    """Whether a Roman number is 1 or 11 misread, by the numbers above and below it."""
    number = _counted(row.number.translate(_STRAIGHT))
    above = _counted(before.number) if before else 0
    below = _counted(after.number) if after else 0
    return above < number < (below or number + 1) and number in (above + 1, below - 1)


def _counted(number: str) -> int:
    """A plain number; 0 for any other."""
    bare = number.strip(" .)")
    return int(bare) if bare.isascii() and bare.isdecimal() else 0


def _is_parent(row: Row, after: Row | None) -> bool:
    """Whether the items below it are assigned in its place."""
    if after is None or not after.is_assigned or not _is_sub(after):
        return False
    deeper = after.number.startswith(row.number.rstrip(".") + ".")
    return (
        deeper if after.number[:1].isdecimal() else not _is_sub(row) or row.number[:1].isdecimal()
    )


def _task(rows: Sequence[Row]) -> TaskRow:
    """The task that begins with the first of ``rows`` and goes on in the others."""
    cells = {role: _cells(rows, role) for role in Role}
    return TaskRow(
        text=_text(cells[Role.TASK]),
        lead=_text(cells[Role.LEAD]),
        coordinators=_text(cells[Role.COORDINATORS]),
        deadline=_text(cells[Role.DEADLINE]),
        product=_text(cells[Role.PRODUCT]),
        evidence=_evidence(cells[Role.TASK]),
        lead_evidence=_evidence(cells[Role.LEAD]),
        coordinators_evidence=_evidence(cells[Role.COORDINATORS]),
        deadline_evidence=_evidence(cells[Role.DEADLINE]),
        product_evidence=_evidence(cells[Role.PRODUCT]),
    )


def _cells(rows: Sequence[Row], role: Role) -> list[Cell]:
    """The cells of one role, each once, without empty ones."""
    found = [rows[0].cell(role), *(row.own(role) for row in rows[1:])]
    return list(dict.fromkeys(cell for cell in found if cell is not None and cell.text))


def _text(cells: Sequence[Cell]) -> str:
    return " ".join(cell.text for cell in cells)


def _evidence(cells: Sequence[Cell]) -> tuple[Evidence, ...]:
    return tuple(cell.evidence for cell in cells if cell.evidence is not None)
