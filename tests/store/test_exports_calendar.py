"""Tasks in a calendar."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

from icalendar import Calendar
from sqlalchemy import select
from sqlmodel import col

from models.reading import Task
from models.register import StoredTask, TaskEventKind
from pipeline.store.exports.task_calendar import write_calendar
from pipeline.store.store import Store
from pipeline.track.queries import TaskFilter, TaskRow
from pipeline.track.record import record
from tests.store.exported import NOW, a_letter, add
from tests.track.made_up import due, task

DUE = dt.date(2026, 5, 20)


def events(store: Store, address_of: Callable[[TaskRow], str] | None = None) -> list[Any]:
    out = io.BytesIO()
    with store.reading() as session:
        asked = TaskFilter(today=dt.date(2026, 5, 1))
        write_calendar(session, asked, NOW, out, address_of=address_of)
    return list(Calendar.from_ical(out.getvalue()).walk("VEVENT"))


def give(store: Store, *tasks: Task) -> list[str]:
    """A letter with these tasks; their keys."""
    with store.writing() as session:
        add(session, "a.pdf", a_letter("7/UBND-NN", "2026-03-02", "mùa mưa", tasks=list(tasks)))
        query = select(col(StoredTask.key)).order_by(col(StoredTask.position))
        return [*session.scalars(query)]


def test_a_task_with_a_day_is_an_event_of_that_day_with_its_letter(store: Store) -> None:
    key, _ = give(store, task("dọn kênh; nạo vét", lead="Sở Y tế", **due(DUE)), task("trồng rừng"))
    (event,) = events(store)
    assert event["UID"] == f"{key}-0@congvan"
    assert event["DTSTART"].dt == DUE
    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert event["TRANSP"] == "TRANSPARENT"
    assert event["SUMMARY"] == "7/UBND-NN: dọn kênh; nạo vét"
    assert event["STATUS"] == "CONFIRMED"
    assert event["CATEGORIES"].cats == ["chưa tiếp nhận"]
    assert event["DTSTAMP"].dt == NOW.replace(microsecond=0)
    for words in ("7/UBND-NN ngày 02/03/2026", "Trích yếu: mùa mưa", "Chủ trì: Sở Y tế"):
        assert words in event["DESCRIPTION"]


def test_an_event_tells_where_the_task_is_shown(store: Store) -> None:
    give(store, task(**due(DUE)))
    (event,) = events(store, lambda row: f"https://so.example/tasks/{row.key}")
    assert event["URL"].startswith("https://so.example/tasks/")
    assert f"Xem: {event['URL']}" in event["DESCRIPTION"]


def test_the_same_task_keeps_its_uid_when_it_moves(store: Store) -> None:
    (key,) = give(store, task(**due(DUE)))
    (before,) = events(store)
    happened: dict[str, Any] = {
        "actor": "An",
        "now": NOW,
        "on_day": dt.date(2026, 3, 2),
        "reason": "mưa",
    }
    with store.writing() as session:
        record(session, key, TaskEventKind.EXTEND, until=dt.date(2026, 6, 1), **happened)
    (after,) = events(store)
    assert after["UID"] == before["UID"]
    assert after["DTSTART"].dt == dt.date(2026, 6, 1)


def test_what_is_done_paused_or_withdrawn_is_marked(store: Store) -> None:
    keys = give(store, *(task(f"việc {number}", **due(DUE)) for number in range(5)))
    happened: dict[str, Any] = {
        "actor": "An",
        "now": NOW,
        "on_day": dt.date(2026, 3, 2),
        "reason": "mưa",
    }
    kinds = (
        *(TaskEventKind.ACCEPT, TaskEventKind.REPORT),
        *(TaskEventKind.WITHDRAW, TaskEventKind.PAUSE),
    )
    with store.writing() as session:
        for key, kind in zip(keys, kinds, strict=False):
            record(session, key, kind, **happened)
    found = {str(event["SUMMARY"]): str(event["STATUS"]) for event in events(store)}
    assert found == {
        "7/UBND-NN: việc 0": "CONFIRMED",
        "✓ 7/UBND-NN: việc 1": "CONFIRMED",
        "(thu hồi) 7/UBND-NN: việc 2": "CANCELLED",
        "(tạm dừng) 7/UBND-NN: việc 3": "CONFIRMED",
        "7/UBND-NN: việc 4": "CONFIRMED",
    }


def test_a_long_task_is_short_in_the_calendar_and_whole_in_its_description(store: Store) -> None:
    words = "rà soát " * 40
    give(store, task(words.strip() + "\x0b", **due(DUE)))
    (event,) = events(store)
    assert len(event["SUMMARY"]) <= 120
    assert event["SUMMARY"].endswith("…")
    assert event["DESCRIPTION"].startswith(words.strip())
    assert "\x0b" not in event["DESCRIPTION"]
