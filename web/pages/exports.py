"""Files to take away."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends
from fastapi.responses import Response

from pipeline.access.rights import Right
from web.security.asking import Asked, needs
from web.task_exports import register_as_sheet, tasks_as_calendar, tasks_as_sheet
from web.task_words import PageWords
from web.text_route import page_router

router = page_router()
Reader = Annotated[Asked, Depends(needs(Right.READ))]


@router.get("/exports/tasks.xlsx")
def task_register(asked: Reader, words: PageWords) -> Response:
    """The tasks that are asked for, in the layout that officers print."""
    return tasks_as_sheet(asked, words)


@router.get("/exports/tasks.ics")
def task_dates(asked: Reader, words: PageWords) -> Response:
    """The same for a calendar."""
    return tasks_as_calendar(asked, words)


@router.get("/exports/register.xlsx")
def letter_register(asked: Reader) -> Response:
    """All letters."""
    return register_as_sheet(asked)
