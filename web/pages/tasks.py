"""The register of tasks and their board."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import Depends, Query
from fastapi.responses import Response
from sqlmodel import Session

from models.errors import DocumentAmbiguous, QueryError
from pipeline.access.rights import Right
from pipeline.moments import day_in_vietnam
from pipeline.store.task_filters import TaskWords, task_filter
from pipeline.track.board import Column, board
from pipeline.track.catching_up import catch_up
from pipeline.track.paging import task_page
from pipeline.track.queries import TaskFilter, TaskRow
from pipeline.track.standing import Counts, Standing
from pipeline.track.task_list import Tally, tally, two_by_two
from web.failures import said_of, status_of
from web.rendering import page
from web.security.asking import Asked, needs
from web.task_words import PageWords
from web.text_route import page_router

router = page_router()
Reader = Annotated[Asked, Depends(needs(Right.READ))]
View = Literal["register", "board"]
PAGE_SIZE = 50
ON_BOARD = 12
"""Tasks that a column shows; the rest is one click away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a page of tasks shows; ``next``: where the register goes on."""

    counts: Counts = field(default_factory=Counts)
    standings: tuple[tuple[Standing, int], ...] = ()
    rows: Sequence[TaskRow] = ()
    next: str | None = None
    columns: tuple[Column, ...] = ()


@router.get("/tasks")
def task_list(
    asked: Reader,
    words: PageWords,
    view: View = "register",
    after: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """Tasks by deadline, or by where they stand, with the 2 × 2 of all that is asked for."""
    today = day_in_vietnam()
    catch_up(asked.place.store, today)
    status, refused, shown = HTTPStatus.OK, None, Shown()
    try:
        with asked.reading() as session:
            shown = _shown(asked, session, words, view, after, today)
    except QueryError as error:
        status, refused = status_of(error), error
    return page(
        asked.request,
        "tasks.html",
        viewer=asked.viewer,
        status=status,
        words=words,
        view=view,
        shown=shown,
        refused=said_of(asked.request, refused),
        keys=refused.documents if isinstance(refused, DocumentAmbiguous) else (),
    )


def _shown(
    asked: Asked, session: Session, words: TaskWords, view: View, after: str, today: dt.date
) -> Shown:
    wanted = task_filter(session, words, today)
    counted = _counted(asked, session, replace(wanted, standing=None))
    counts, standings = two_by_two(counted), _by_standing(counted)
    if view == "board":
        columns = tuple(board(session, wanted, counted, ON_BOARD))
        return Shown(counts=counts, standings=standings, columns=columns)
    rows, following = task_page(session, wanted, after, PAGE_SIZE)
    return Shown(counts=counts, standings=standings, rows=rows, next=following)


def _counted(asked: Asked, session: Session, wanted: TaskFilter) -> Tally:
    """The count, which takes long over the whole register."""
    if wanted.is_narrow or wanted.document_ids is not None:
        return tally(session, wanted)

    def found() -> Tally:
        with asked.reading() as own:
            return tally(own, wanted)

    return asked.place.memory.recall(("tally", asked.viewer.clearance, repr(wanted)), found)


def _by_standing(counted: Tally) -> tuple[tuple[Standing, int], ...]:
    sums = ((each, sum(n for (own, _), n in counted.items() if own is each)) for each in Standing)
    return tuple((each, number) for each, number in sums if number)
