"""Files for programs."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends
from fastapi.responses import StreamingResponse

from pipeline.access.rights import Right
from web.api.shapes import api_router, binary
from web.security.asking import Asked, needs
from web.sending import CALENDAR, XLSX
from web.task_exports import register_as_sheet, tasks_as_calendar, tasks_as_sheet
from web.task_words import ProgramWords

router = api_router("exports")
Reader = Annotated[Asked, Depends(needs(Right.READ))]


@router.get("/exports/tasks.xlsx", **binary(XLSX))
def export_tasks(asked: Reader, words: ProgramWords) -> StreamingResponse:
    """The register of tasks, in the layout that officers print."""
    return tasks_as_sheet(asked, words)


@router.get("/exports/tasks.ics", **binary(CALENDAR))
def export_calendar(asked: Reader, words: ProgramWords) -> StreamingResponse:
    """The tasks with a last day as iCalendar (RFC 5545)."""
    return tasks_as_calendar(asked, words)


@router.get("/exports/register.xlsx", **binary(XLSX))
def export_register(asked: Reader) -> StreamingResponse:
    """The register of letters."""
    return register_as_sheet(asked)
