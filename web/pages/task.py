"""One task: all about it, and what may happen to it next."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, Query
from fastapi.responses import RedirectResponse, Response

from models.errors import CongvanError, InputError, QueryError, TaskUnknown
from pipeline.access.rights import Right
from pipeline.moments import day_in_vietnam
from pipeline.store.task_view import task_view
from pipeline.track.states import NEEDS_REASON
from web.failures import said_of, status_of
from web.recording import record_event
from web.rendering import page
from web.security.asking import Asked, needs
from web.task_form import SentForm, TaskForm, Tracker
from web.text_route import page_router

router = page_router()
Reader = Annotated[Asked, Depends(needs(Right.READ))]
Occurrence = Annotated[int | None, Query(ge=0, lt=1_000_000_000)]


@router.get("/tasks/{task_key}")
def task(asked: Reader, task_key: str, occurrence: Occurrence = None, done: str = "") -> Response:
    """The task; ``done``: what has just been recorded."""
    return _page(asked, task_key, occurrence, TaskForm(), None, is_done=bool(done))


@router.post("/tasks/{task_key}/events")
def event(asked: Tracker, task_key: str, form: SentForm) -> Response:
    """Record what happened; what is refused is shown with what was typed."""
    try:
        record_event(asked, task_key, form.event())
    except TaskUnknown:
        raise
    except (QueryError, InputError) as error:
        number = form.occurrence if form.refusal is None else None
        return _page(asked, task_key, number, form, error, is_done=False)
    address = f"/tasks/{quote(task_key)}?occurrence={form.occurrence}&done=1"
    return RedirectResponse(address, HTTPStatus.SEE_OTHER)


def _page(
    asked: Asked,
    key: str,
    occurrence: int | None,
    form: TaskForm,
    refused: CongvanError | None,
    *,
    is_done: bool,
) -> Response:
    today = day_in_vietnam()
    with asked.reading() as session:
        seen = task_view(session, key, occurrence, today=today)
    asked.note_reading(f"task {key}", seen.level)
    return page(
        asked.request,
        "task.html",
        viewer=asked.viewer,
        status=status_of(refused) if refused else HTTPStatus.OK,
        seen=seen,
        today=today,
        typed=form.fields,
        refused=said_of(asked.request, refused),
        is_done=is_done,
        needs_reason=NEEDS_REASON,
    )
