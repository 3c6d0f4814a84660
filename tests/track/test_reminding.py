"""Which occurrences one is reminded of: open, with a day, and of recurring ones only the last."""

from __future__ import annotations

import datetime as dt

from sqlmodel import Session, col, select

from models.register import StoredTask, TaskEventKind
from pipeline.store.store import Store
from pipeline.track.advance import advance
from pipeline.track.reminding import Reminder, reminders
from tests.track.made_up import due, happens, letter, put, task

TODAY = dt.date(2026, 6, 1)
LATE, SOON, FAR = dt.date(2026, 5, 20), dt.date(2026, 6, 8), dt.date(2026, 6, 9)
MONTHLY = {"kind": "recurring", "recurrence": "monthly", "text": "trước ngày 25 hằng tháng"}


def found(session: Session, day: dt.date = TODAY, soon: int = 7, **more: bool) -> list[Reminder]:
    return reminders(session, day, soon, **more)


def texts(session: Session, day: dt.date = TODAY, soon: int = 7, **more: bool) -> list[str]:
    return [each.row.text for each in found(session, day, soon, **more)]


def key_of(session: Session, text: str) -> str:
    return session.exec(select(StoredTask.key).where(col(StoredTask.text) == text)).one()


def test_what_is_overdue_or_due_soon_comes_in_the_order_of_days(store: Store) -> None:
    with store.writing() as session:
        days = {"xa": FAR, "gần": SOON, "nay": TODAY, "muộn": LATE}
        put(session, letter(*(task(name, **due(day)) for name, day in days.items()), task("mở")))
        assert texts(session) == ["muộn", "nay", "gần"]
        assert texts(session, soon=8) == ["muộn", "nay", "gần", "xa"]
        assert texts(session, soon=0) == ["muộn", "nay"]


def test_what_is_done_paused_withdrawn_or_only_an_appeal_is_left_out(store: Store) -> None:
    ways = {
        "nhận": [TaskEventKind.ACCEPT],
        "báo": [TaskEventKind.REPORT],
        "xong": [TaskEventKind.REPORT, TaskEventKind.CONFIRM],
        "dừng": [TaskEventKind.PAUSE],
        "rút": [TaskEventKind.WITHDRAW],
        "trả": [TaskEventKind.REPORT, TaskEventKind.RETURN],
    }
    with store.writing() as session:
        appeal = task("kêu gọi", **due(LATE)).model_copy(update={"trackable": False})
        put(session, letter(*(task(name, **due(LATE)) for name in ways), appeal))
        for name, kinds in ways.items():
            for kind in kinds:
                happens(session, key_of(session, name), kind, LATE)
        assert texts(session) == ["nhận", "trả"]


def test_an_extended_task_is_due_on_its_new_day(store: Store) -> None:
    with store.writing() as session:
        put(session, letter(task("rừng", **due(LATE))))
        happens(session, key_of(session, "rừng"), TaskEventKind.EXTEND, LATE, until=FAR)
        assert texts(session) == []
        assert [each.due for each in found(session, soon=8)] == [FAR]


def test_of_a_recurring_task_only_the_last_time_is_named_with_the_number_before(
    store: Store,
) -> None:
    with store.writing() as session:
        put(session, letter(task("báo cáo", **MONTHLY)))
        advance(session, TODAY)
        (only,) = found(session)
        assert (only.due, only.row.label) == (dt.date(2026, 5, 25), "tháng 5/2026")
        assert (only.earlier_open, only.open_since) == (2, dt.date(2026, 3, 25))
        first = only.row.key
        happens(session, first, TaskEventKind.REPORT, TODAY, occurrence=0)
        (only,) = found(session)
        assert (only.earlier_open, only.open_since) == (1, dt.date(2026, 4, 25))


def test_the_coming_time_of_a_recurring_task_stands_for_those_that_are_late(store: Store) -> None:
    with store.writing() as session:
        put(session, letter(task("báo cáo", **MONTHLY)))
        day = dt.date(2026, 6, 20)
        advance(session, day)
        (only,) = found(session, day)
        assert (only.due, only.earlier_open) == (dt.date(2026, 6, 25), 3)


def test_a_day_of_the_past_does_not_know_what_was_done_later(store: Store) -> None:
    with store.writing() as session:
        put(session, letter(task("rừng", **due(LATE))))
        happens(session, key_of(session, "rừng"), TaskEventKind.REPORT, dt.date(2026, 6, 10))
        assert texts(session, as_of=True) == ["rừng"]
        assert texts(session, dt.date(2026, 6, 10)) == []


def test_more_than_a_page_is_found(store: Store) -> None:
    names = [f"việc {number}" for number in range(501)]
    with store.writing() as session:
        put(session, letter(*(task(name, **due(LATE)) for name in names)))
        assert texts(session) == names
