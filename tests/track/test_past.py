"""Tasks as they stood on a day of the past: what happened later had not happened."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import Session

from models.register import OccurrenceState, TaskEventKind
from pipeline.store.store import Store
from pipeline.track.queries import TaskFilter, TaskRow, counts, tasks
from pipeline.track.standing import Counts, Standing
from tests.track.made_up import due, happens, letter, put, task
from tests.track.test_queries import key_of

MAY, JUNE, JULY = (dt.date(2026, month, 20) for month in (5, 6, 7))
LAST = dt.date(2026, 6, 30)
AS_OF = TaskFilter(as_of=True)


def made(session: Session, *texts: str) -> None:
    put(session, letter(*(task(text, lead="Sở Y tế", **due(LAST)) for text in texts)))


def on(session: Session, day: dt.date, **asked: Any) -> list[TaskRow]:  # noqa: ANN401
    return tasks(session, replace(AS_OF, today=day, **asked))


def happened(session: Session, text: str, *events: tuple[TaskEventKind, dt.date]) -> None:
    for kind, day in events:
        more = {"until": JULY} if kind is TaskEventKind.EXTEND else {}
        happens(session, key_of(session, text), kind, day, **more)


def test_a_pause_counts_from_its_day_until_that_of_its_end(store: Store) -> None:
    with store.writing() as session:
        made(session, "dừng")
        pause = (TaskEventKind.PAUSE, MAY), (TaskEventKind.RESUME, JULY)
        happened(session, "dừng", *pause)
        states = [
            on(session, day)[0].state for day in (MAY - dt.timedelta(days=1), MAY, JUNE, JULY)
        ]
        paused = [row.text for row in on(session, JUNE, standing=Standing.PAUSED)]
        overdue = [row.text for row in on(session, JUNE, standing=Standing.OVERDUE)]
    assert states == [
        OccurrenceState.NEW,
        OccurrenceState.PAUSED,
        OccurrenceState.PAUSED,
        OccurrenceState.IN_PROGRESS,
    ]
    assert (paused, overdue) == (["dừng"], [])


@pytest.mark.parametrize("kind", [TaskEventKind.WITHDRAW, TaskEventKind.PAUSE])
def test_what_was_stopped_later_ran_on_that_day(store: Store, kind: TaskEventKind) -> None:
    with store.writing() as session:
        made(session, "việc")
        happened(session, "việc", (TaskEventKind.ACCEPT, MAY), (kind, JULY))
        (row,) = on(session, JUNE)
        assert counts(session, replace(AS_OF, today=JUNE)) == Counts(open_in_time=1)
    assert (row.state, row.standing) == (OccurrenceState.IN_PROGRESS, Standing.ON_TIME)


def test_a_report_that_was_returned_later_had_been_made(store: Store) -> None:
    with store.writing() as session:
        made(session, "việc")
        happened(session, "việc", (TaskEventKind.REPORT, MAY), (TaskEventKind.RETURN, JULY))
        (row,) = on(session, JUNE)
        (now,) = on(session, JULY)
    assert (row.standing, row.finished_on) == (Standing.REPORTED_ON_TIME, MAY)
    assert (now.standing, now.finished_on) == (Standing.OVERDUE, None)


def test_before_an_extension_the_day_was_the_old_one(store: Store) -> None:
    july = LAST + dt.timedelta(days=5)
    with store.writing() as session:
        made(session, "gia hạn", "khác")
        happened(session, "gia hạn", (TaskEventKind.EXTEND, july + dt.timedelta(days=1)))
        rows = on(session, july)
        late = [row.text for row in on(session, july, standing=Standing.OVERDUE)]
        soon = [row.text for row in on(session, MAY, due_before=LAST + dt.timedelta(days=1))]
    assert [(row.due, row.extended, row.days_late) for row in rows] == [(LAST, False, 5)] * 2
    assert sorted(late) == sorted(soon) == ["gia hạn", "khác"]


def test_what_was_recorded_late_counts_from_the_day_on_which_it_happened(store: Store) -> None:
    with store.writing() as session:
        made(session, "việc")
        happened(session, "việc", (TaskEventKind.ACCEPT, JULY), (TaskEventKind.PAUSE, MAY))
        (row,) = on(session, JUNE)
    assert row.state is OccurrenceState.PAUSED


@pytest.mark.parametrize("narrow", [True, False])
def test_page_after_page_is_the_whole_list(store: Store, narrow: bool) -> None:
    body: dict[str, Any] = {"assignee": "Sở Y tế tỉnh Quảng Ninh"} if narrow else {}
    with store.writing() as session:
        made(session, *(f"việc {number}" for number in range(9)))
        for number in range(0, 9, 2):
            happened(session, f"việc {number}", (TaskEventKind.EXTEND, JULY))
        asked = replace(AS_OF, today=JUNE, **body)
        whole = tasks(session, asked)
        pages: list[TaskRow] = []
        while page := tasks(session, asked, limit=2, after=pages[-1].cursor if pages else None):
            pages += page
    assert pages == whole
    assert sorted(row.text for row in whole) == [f"việc {number}" for number in range(9)]
    assert {row.due for row in whole} == {LAST}
