"""What tasks a request asks for: the same words for pages, exports and the API."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import Depends, Query

from pipeline.store.task_filters import TaskWords
from web.typed import day_or_none

Text = Annotated[str, Query(max_length=500)]


def _of_page(
    standing: Text = "",
    assignee: Text = "",
    under: Text = "",
    issuer: Text = "",
    due_from: Text = "",
    due_to: Text = "",
    as_of: Text = "",
    ended: bool = False,
    untrackable: bool = False,
) -> TaskWords:
    """Fields of a form, which browsers also send when they are empty."""
    return TaskWords(
        standing=standing,
        assignee=assignee,
        under=under,
        issuer=issuer,
        due_from=day_or_none(due_from),
        due_to=day_or_none(due_to),
        as_of=day_or_none(as_of),
        only_ended=ended,
        untrackable=untrackable,
    )


def _of_program(
    standing: Text = "",
    assignee: Text = "",
    under: Annotated[str, Query(max_length=500, description="A directive and its tree.")] = "",
    issuer: Text = "",
    due_from: dt.date | None = None,
    due_to: dt.date | None = None,
    as_of: Annotated[dt.date | None, Query(description="As it stood on that day.")] = None,
    ended: Annotated[bool, Query(description="Only where the lead no longer exists.")] = False,
    untrackable: bool = False,
) -> TaskWords:
    return TaskWords(
        standing=standing,
        assignee=assignee,
        under=under,
        issuer=issuer,
        due_from=due_from,
        due_to=due_to,
        as_of=as_of,
        only_ended=ended,
        untrackable=untrackable,
    )


PageWords = Annotated[TaskWords, Depends(_of_page)]
ProgramWords = Annotated[TaskWords, Depends(_of_program)]
