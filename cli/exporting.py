"""What is exported, in which format: each writes into an open file."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import BinaryIO, cast

from sqlmodel import Session

from cli.task_table import task_line
from pipeline.store.exports.archive_sheet import Holdings, archive_sheet
from pipeline.store.exports.lineage_file import LineageForm, write_lineage
from pipeline.store.exports.lines import line_text
from pipeline.store.exports.register_lines import register_lines
from pipeline.store.exports.register_sheet import register_sheet
from pipeline.store.exports.sheet import Sheet
from pipeline.store.exports.sheet_files import write_csv, write_json_lines
from pipeline.store.exports.sheet_xlsx import write_xlsx
from pipeline.store.exports.task_calendar import write_calendar
from pipeline.store.exports.task_pages import task_pages
from pipeline.store.exports.task_sheet import task_sheet
from pipeline.store.finding import find_document
from pipeline.store.lineage import lineage
from pipeline.store.steps import Direction
from pipeline.track.queries import TaskFilter


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One export; ``what`` and ``form`` are of :data:`cli.export.FORMATS`."""

    what: str
    form: str
    number: str
    direction: Direction
    depth: int
    holdings: Holdings
    now: dt.datetime


def write(session: Session, asked: Asked, out: BinaryIO) -> None:
    """Write what is asked for. Raises :class:`QueryError` or :class:`ProgramMissing`."""
    match asked.what:
        case "register":
            _write_register(session, asked, out)
        case "tasks":
            _write_tasks(session, asked, out)
        case "lineage":
            _write_lineage(session, asked, out)
        case "archive":
            _write_sheet(archive_sheet(session, asked.holdings), asked.form, out)


def _write_register(session: Session, asked: Asked, out: BinaryIO) -> None:
    if asked.form != "jsonl":
        _write_sheet(register_sheet(session), asked.form, out)
        return
    for line in register_lines(session):
        out.write(line_text(line).encode() + b"\n")


def _write_tasks(session: Session, asked: Asked, out: BinaryIO) -> None:
    wanted = TaskFilter()
    match asked.form:
        case "jsonl":
            for page in task_pages(session, wanted):
                out.writelines(task_line(row).encode() + b"\n" for row in page)
        case "ics":
            write_calendar(session, wanted, asked.now, out)
        case _:
            _write_sheet(task_sheet(session, wanted), asked.form, out)


def _write_sheet(sheet: Sheet, form: str, out: BinaryIO) -> None:
    match form:
        case "csv":
            write_csv(sheet, out)
        case "xlsx":
            write_xlsx(sheet, out)
        case "jsonl":
            write_json_lines(sheet, out)


def _write_lineage(session: Session, asked: Asked, out: BinaryIO) -> None:
    start = find_document(session, asked.number).id or 0
    found = lineage(session, start, asked.direction, depth=asked.depth)
    write_lineage(found, cast(LineageForm, asked.form), out)
