"""Tasks and the register as files, the same for pages and the API."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import BinaryIO

from fastapi import Request
from fastapi.responses import StreamingResponse
from sqlmodel import Session

from pipeline.moments import day_in_vietnam
from pipeline.store.exports.register_sheet import register_sheet
from pipeline.store.exports.sheet_xlsx import write_xlsx
from pipeline.store.exports.task_calendar import write_calendar
from pipeline.store.exports.task_sheet import task_sheet
from pipeline.store.ledger import utc_now
from pipeline.store.task_filters import TaskWords, task_filter
from pipeline.track.catching_up import catch_up
from pipeline.track.queries import TaskRow
from web.security.asking import Asked
from web.sending import CALENDAR, XLSX, made


def tasks_as_sheet(asked: Asked, words: TaskWords) -> StreamingResponse:
    """The register of tasks as officers print it. Raises as :func:`task_filter` does."""

    def write(session: Session, out: BinaryIO) -> None:
        write_xlsx(task_sheet(session, task_filter(session, words, _today(asked))), out)

    return made(asked, "tasks.xlsx", XLSX, write)


def tasks_as_calendar(asked: Asked, words: TaskWords) -> StreamingResponse:
    """The tasks that have a last day, for a calendar. Raises as :func:`task_filter` does."""

    def write(session: Session, out: BinaryIO) -> None:
        wanted = task_filter(session, words, _today(asked))
        write_calendar(session, wanted, utc_now(), out, address_of=addresses(asked.request))

    return made(asked, "tasks.ics", CALENDAR, write)


def register_as_sheet(asked: Asked) -> StreamingResponse:
    """The register of letters as officers print it."""
    return made(
        asked,
        "register.xlsx",
        XLSX,
        lambda session, out: write_xlsx(register_sheet(session), out),
    )


def addresses(request: Request) -> Callable[[TaskRow], str]:
    """Where tasks are shown, for whoever is somewhere else."""
    base = str(request.base_url)
    return lambda row: f"{base}tasks/{row.key}?occurrence={row.occurrence}"


def _today(asked: Asked) -> dt.date:
    today = day_in_vietnam()
    catch_up(asked.place.store, today)
    return today
