"""One target: its progress over time."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Depends, Form
from fastapi.responses import RedirectResponse, Response

from models.errors import CongvanError, QueryError, TaskUnknown
from pipeline.access.rights import Right
from pipeline.moments import day_in_vietnam
from pipeline.store.target_view import target_view
from pipeline.track.queries import TargetRow
from web.failures import said_of, status_of
from web.recording import SentProgress, record_progress
from web.rendering import page
from web.security.asking import Asked, needs
from web.text_route import page_router
from web.typed import day_or_none, number_of

router = page_router()
Reader = Annotated[Asked, Depends(needs(Right.READ))]
Tracker = Annotated[Asked, Depends(needs(Right.TRACK))]
Field = Annotated[str, Form(max_length=4000)]


@router.get("/targets/{target_key}")
def target(asked: Reader, target_key: str, done: str = "") -> Response:
    """The target with its progress; ``done``: something has just been recorded."""
    return _page(asked, target_key, {}, None, is_done=bool(done))


@router.post("/targets/{target_key}/progress")
def progress(
    asked: Tracker,
    target_key: str,
    value: Field = "",
    on_day: Field = "",
    note: Field = "",
    source: Field = "",
) -> Response:
    """Record what was reached; what is refused is shown with what was typed."""
    typed = {"value": value, "on_day": on_day, "note": note, "source": source}
    try:
        day = day_or_none(on_day) or day_in_vietnam()
        sent = SentProgress(value=number_of(value), on_day=day, note=note, source=source)
        record_progress(asked, target_key, sent)
    except TaskUnknown:
        raise
    except QueryError as error:
        return _page(asked, target_key, typed, error, is_done=False)
    return RedirectResponse(f"/targets/{quote(target_key)}?done=1", HTTPStatus.SEE_OTHER)


def _page(
    asked: Asked, key: str, typed: dict[str, str], refused: CongvanError | None, *, is_done: bool
) -> Response:
    with asked.reading() as session:
        seen = target_view(session, key)
    asked.note_reading(f"target {key}", seen.level)
    return page(
        asked.request,
        "target.html",
        viewer=asked.viewer,
        status=status_of(refused) if refused else HTTPStatus.OK,
        seen=seen,
        today=day_in_vietnam(),
        typed=typed,
        refused=said_of(asked.request, refused),
        is_done=is_done,
        points=_points(seen.row),
    )


def _points(row: TargetRow) -> dict[str, Any]:
    """What the chart draws, the first day first."""
    return {
        "days": [each.on_day.isoformat() for each in reversed(row.progress)],
        "values": [each.value for each in reversed(row.progress)],
        "wanted": [each for each in (row.value, row.value_max) if each is not None],
        "unit": row.unit or "",
    }
