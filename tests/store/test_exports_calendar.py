"""Tasks in a calendar."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from icalendar import Calendar
from sqlalchemy import select
from sqlmodel import col

from models.reading import Task
from models.register import StoredTask, TaskEventKind
from pipeline.store.exports.task_calendar import write_calendar
from pipeline.store.store import Store
from pipeline.track.queries import TaskFilter
from pipeline.track.record import record
from tests.store.exported import NOW, a_letter, add
from tests.track.made_up import due, task

DUE = dt.date(2026, 5, 20)


def todos(store: Store) -> list[Any]:
    out = io.BytesIO()
    with store.reading() as session:
        write_calendar(session, TaskFilter(today=dt.date(2026, 5, 1)), NOW, out)
    return list(Calendar.from_ical(out.getvalue()).walk("VTODO"))


def give(store: Store, *tasks: Task) -> list[str]:
    """A letter with these tasks; their keys."""
    with store.writing() as session:
        add(session, "a.pdf", a_letter("7/UBND-NN", "2026-03-02", "mùa mưa", tasks=list(tasks)))
        query = select(col(StoredTask.key)).order_by(col(StoredTask.position))
        return [*session.scalars(query)]


def test_a_task_with_a_day_is_a_to_do_with_its_letter(store: Store) -> None:
    key, _ = give(store, task("dọn kênh; nạo vét", lead="Sở Y tế", **due(DUE)), task("trồng rừng"))
    (todo,) = todos(store)
    assert todo["UID"] == f"{key}-0@congvan"
    assert todo["DUE"].dt == DUE
    assert todo["SUMMARY"] == "dọn kênh; nạo vét"
    assert todo["STATUS"] == "NEEDS-ACTION"
    assert todo["DTSTAMP"].dt == NOW.replace(microsecond=0)
    for words in ("7/UBND-NN ngày 02/03/2026", "Trích yếu: mùa mưa", "Chủ trì: Sở Y tế"):
        assert words in todo["DESCRIPTION"]


def test_the_same_task_keeps_its_uid_when_it_moves(store: Store) -> None:
    (key,) = give(store, task(**due(DUE)))
    (before,) = todos(store)
    happened: dict[str, Any] = {
        "actor": "An",
        "now": NOW,
        "on_day": dt.date(2026, 3, 2),
        "reason": "mưa",
    }
    with store.writing() as session:
        record(session, key, TaskEventKind.EXTEND, until=dt.date(2026, 6, 1), **happened)
    (after,) = todos(store)
    assert after["UID"] == before["UID"]
    assert after["DUE"].dt == dt.date(2026, 6, 1)


def test_states_are_those_that_calendars_know(store: Store) -> None:
    keys = give(store, *(task(f"việc {number}", **due(DUE)) for number in range(4)))
    happened: dict[str, Any] = {
        "actor": "An",
        "now": NOW,
        "on_day": dt.date(2026, 3, 2),
        "reason": "mưa",
    }
    kinds = (TaskEventKind.ACCEPT, TaskEventKind.REPORT, TaskEventKind.WITHDRAW)
    with store.writing() as session:
        for key, kind in zip(keys, kinds, strict=False):
            record(session, key, kind, **happened)
    found = {todo["SUMMARY"]: todo for todo in todos(store)}
    assert [found[f"việc {number}"]["STATUS"] for number in range(4)] == [
        *("IN-PROCESS", "COMPLETED", "CANCELLED", "NEEDS-ACTION")
    ]
    assert found["việc 1"]["COMPLETED"].dt.date() == dt.date(2026, 3, 2)


def test_a_long_task_is_short_in_the_calendar_and_whole_in_its_description(store: Store) -> None:
    words = "rà soát " * 40
    give(store, task(words.strip() + "\x0b", **due(DUE)))
    (todo,) = todos(store)
    assert len(todo["SUMMARY"]) <= 120
    assert todo["SUMMARY"].endswith("…")
    assert todo["DESCRIPTION"].startswith(words.strip())
    assert "\x0b" not in todo["DESCRIPTION"]
