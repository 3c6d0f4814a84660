"""Tasks of a letter in the register: written, read again, and what people recorded kept."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from sqlmodel import Session, col, select

from models.errors import TaskUnknown, TransitionRefused
from models.reading import Target
from models.register import (
    Occurrence,
    OccurrenceState,
    StoredLetter,
    StoredTarget,
    StoredTask,
    TaskBody,
    TaskEvent,
    TaskEventKind,
)
from pipeline.store.store import Store
from pipeline.track.advance import advance, is_behind
from pipeline.track.record import current_occurrence
from pipeline.track.tasks_of_letter import remove_tasks, store_tasks
from tests.track.made_up import due, happens, letter, put, task

MAY = dt.date(2026, 5, 20)
JUNE = dt.date(2026, 6, 20)
MONTHLY = {"kind": "recurring", "recurrence": "monthly", "text": "hằng tháng (trước ngày 20)"}


def tasks_in(session: Session) -> dict[str, StoredTask]:
    return {row.text: row for row in session.exec(select(StoredTask))}


def occurrences(session: Session, text: str) -> list[Occurrence]:
    statement = (
        select(Occurrence)
        .join(StoredTask, col(StoredTask.id) == col(Occurrence.task_id))
        .where(col(StoredTask.text) == text)
        .order_by(col(Occurrence.number))
    )
    return list(session.exec(statement).all())


def leads(session: Session) -> list[tuple[str, str]]:
    rows = session.exec(select(TaskBody).where(col(TaskBody.role) == "lead"))
    return [(row.name, row.body_key) for row in rows]


def test_a_term_from_receipt_becomes_a_day(store: Store) -> None:
    deadline = {"kind": "relative", "text": "trong 5 ngày làm việc"}
    with store.writing() as session:
        put(session, letter(task("báo cáo", **deadline)), received=dt.date(2026, 4, 24))
        assert [row.due for row in occurrences(session, "báo cáo")] == [dt.date(2026, 5, 6)]


def test_bodies_without_their_province_are_those_of_the_letter(store: Store) -> None:
    with store.writing() as session:
        put(session, letter(task(lead="Sở Y tế"), task("dọn kênh", lead="SỞ Y TẾ")))
        assert {key for _, key in leads(session)} == {"so-y-te/quang-ninh"}


def test_the_same_words_twice_are_two_tasks(store: Store) -> None:
    with store.writing() as session:
        put(session, letter(task("rà soát"), task("Rà  soát")))
        assert len({row.key for row in session.exec(select(StoredTask))}) == 2


def test_keys_stay_when_the_words_stay_and_go_when_they_go(store: Store) -> None:
    with store.writing() as session:
        row = put(session, letter(task("trồng rừng"), task("dọn kênh")))
        before = {text: each.key for text, each in tasks_in(session).items()}
        store_tasks(session, row, letter(task("Dọn kênh"), task("xây cầu")))
        after = {text: each.key for text, each in tasks_in(session).items()}
    assert after["Dọn kênh"] == before["dọn kênh"]
    assert after["xây cầu"] not in before.values()
    assert set(after) == {"Dọn kênh", "xây cầu"}


def test_what_was_recorded_holds_after_another_reading(store: Store) -> None:
    with store.writing() as session:
        row = put(session, letter(task("dọn kênh", lead="Sở Y tế", **due(MAY))))
        key = tasks_in(session)["dọn kênh"].key
        happens(session, key, TaskEventKind.ACCEPT, dt.date(2026, 4, 1))
        happens(session, key, TaskEventKind.EXTEND, dt.date(2026, 5, 1), until=JUNE)
        happens(session, key, TaskEventKind.REPORT, dt.date(2026, 6, 1))
        store_tasks(session, row, letter(task("đắp đê"), task("dọn kênh", **due(MAY))))
        (found,) = occurrences(session, "dọn kênh")
    assert (found.state, found.due, found.extended) == (OccurrenceState.REPORTED, JUNE, True)
    assert found.finished_on == dt.date(2026, 6, 1)


def test_what_was_recorded_waits_for_a_task_that_a_reading_missed(store: Store) -> None:
    with store.writing() as session:
        row = put(session, letter(task("dọn kênh", **due(MAY))))
        happens(session, tasks_in(session)["dọn kênh"].key, TaskEventKind.ACCEPT, MAY)
        store_tasks(session, row, letter())
        assert occurrences(session, "dọn kênh") == []
        store_tasks(session, row, letter(task("dọn kênh", **due(MAY))))
        assert occurrences(session, "dọn kênh")[0].state == OccurrenceState.IN_PROGRESS


def test_an_extension_keeps_the_day_before_in_its_record(store: Store) -> None:
    with store.writing() as session:
        put(session, letter(task("dọn kênh", **due(MAY))))
        key = tasks_in(session)["dọn kênh"].key
        happens(session, key, TaskEventKind.EXTEND, dt.date(2026, 5, 1), until=JUNE)
        (row,) = session.exec(select(TaskEvent)).all()
    assert json.loads(row.data) == {"from": "2026-05-20", "until": "2026-06-20"}
    assert (row.actor, row.reason) == ("Người thử", "họp")


def test_a_task_that_was_handed_over_stays_so_when_read_again(store: Store) -> None:
    read = letter(task("dọn kênh", lead="Sở Y tế", **due(MAY)))
    with store.writing() as session:
        row = put(session, read)
        key = tasks_in(session)["dọn kênh"].key
        happens(session, key, TaskEventKind.REASSIGN, MAY, bodies=["Sở Xây dựng"])
        (event,) = session.exec(select(TaskEvent)).all()
        moved = leads(session)
        store_tasks(session, row, read)
        again = leads(session)
    assert json.loads(event.data) == {"from": ["Sở Y tế"], "to": ["Sở Xây dựng"]}
    assert moved == again == [("Sở Xây dựng", "so-xay-dung/quang-ninh")]


def test_nothing_is_recorded_that_has_not_happened_yet(store: Store) -> None:
    with store.writing() as session:
        put(session, letter(task("dọn kênh", **due(MAY))))
        key = tasks_in(session)["dọn kênh"].key
        with pytest.raises(TransitionRefused, match="ngày chưa đến"):
            happens(session, key, TaskEventKind.ACCEPT, dt.date(2030, 1, 2))
        with pytest.raises(TaskUnknown):
            happens(session, "0" * 12, TaskEventKind.ACCEPT, MAY)


def test_removing_a_letters_tasks_keeps_what_people_recorded(store: Store) -> None:
    figure = Target(text="75% số hộ", value=75)
    with store.writing() as session:
        row = put(session, letter(task("dọn kênh", lead="Sở Y tế"), targets=(figure,)))
        happens(session, tasks_in(session)["dọn kênh"].key, TaskEventKind.ACCEPT, MAY)
        remove_tasks(session, row.id or 0)
        for table in (StoredTask, TaskBody, Occurrence, StoredTarget):
            assert session.exec(select(table)).first() is None
        assert session.exec(select(TaskEvent)).first() is not None


def test_recurring_tasks_fall_due_again_as_time_goes_on(store: Store) -> None:
    with store.writing() as session:
        put(session, letter(task("báo cáo", **MONTHLY)))
        assert [row.label for row in occurrences(session, "báo cáo")] == ["tháng 3/2026"]
        assert not is_behind(session, dt.date(2026, 3, 19))
        assert advance(session, dt.date(2026, 5, 20)) == 3
        assert advance(session, dt.date(2026, 5, 20)) == 0
        assert occurrences(session, "báo cáo")[-1].due == JUNE


def test_another_reading_keeps_the_occurrences_that_time_has_made(store: Store) -> None:
    read = letter(task("báo cáo", **MONTHLY))
    with store.writing() as session:
        row = put(session, read)
        advance(session, MAY)
        key = tasks_in(session)["báo cáo"].key
        happens(session, key, TaskEventKind.REPORT, dt.date(2026, 4, 18), occurrence=1)
        store_tasks(session, row, read)
        states = [row.state for row in occurrences(session, "báo cáo")]
    assert states == ["new", "reported", "new", "new"]


def test_an_extended_occurrence_does_not_hold_up_the_next(store: Store) -> None:
    with store.writing() as session:
        put(session, letter(task("báo cáo", **MONTHLY)))
        key = tasks_in(session)["báo cáo"].key
        happens(session, key, TaskEventKind.EXTEND, dt.date(2026, 3, 10), until=JUNE)
        assert advance(session, dt.date(2026, 3, 25)) == 1


def test_a_withdrawn_duty_does_not_come_back(store: Store) -> None:
    with store.writing() as session:
        put(session, letter(task("báo cáo", **MONTHLY)))
        happens(session, tasks_in(session)["báo cáo"].key, TaskEventKind.WITHDRAW, MAY)
        assert advance(session, JUNE) == 0


def test_missed_days_of_a_daily_duty_go_but_for_those_with_a_record(store: Store) -> None:
    daily = {"kind": "recurring", "recurrence": "daily", "text": "hằng ngày"}
    with store.writing() as session:
        put(session, letter(task("đo mực nước", **daily)))
        key = tasks_in(session)["đo mực nước"].key
        happens(session, key, TaskEventKind.REPORT, dt.date(2026, 3, 4), occurrence=2)
        advance(session, dt.date(2026, 3, 31))
        numbers = [row.number for row in occurrences(session, "đo mực nước")]
        assert numbers == [2, 29, 30]
        assert current_occurrence(session, key) == 2


def test_a_corrected_date_moves_the_day_of_a_term_from_signing(store: Store) -> None:
    read = letter(
        task("báo cáo", kind="relative", text="trong 10 ngày kể từ ngày ký", base="ngày ký")
    )
    with store.writing() as session:
        row: StoredLetter = put(session, read)
        row.date = dt.date(2026, 3, 9)
        store_tasks(session, row, read)
        assert occurrences(session, "báo cáo")[0].due == dt.date(2026, 3, 19)
