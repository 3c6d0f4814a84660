"""Lists of tasks and targets: who, when, how it stands, under what."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import Session, col, select

from models.errors import QueryInvalid
from models.register import Document, Occurrence, Reference, StoredTask, TaskEventKind
from pipeline.store.store import Store
from pipeline.track.board import board
from pipeline.track.occurrence_rows import status_of
from pipeline.track.queries import (
    TaskFilter,
    TaskRow,
    counts,
    tasks,
)
from pipeline.track.standing import Counts, Standing, standing
from pipeline.track.states import OccurrenceStatus
from pipeline.track.task_list import tally
from pipeline.track.task_rows import Cursor, cursor_of
from tests.track.made_up import ISSUED, due, happens, letter, put, task

TODAY = dt.date(2026, 6, 1)
LATE, SOON, FAR = dt.date(2026, 5, 20), dt.date(2026, 6, 5), dt.date(2026, 9, 1)
ALL = TaskFilter(today=TODAY)


def listed(session: Session, limit: int = 50, **asked: Any) -> list[str]:  # noqa: ANN401
    rows = tasks(session, replace(ALL, **asked), limit=limit)
    return [row.text for row in rows]


def key_of(session: Session, text: str) -> str:
    return session.exec(select(StoredTask.key).where(col(StoredTask.text) == text)).one()


@pytest.fixture
def busy(store: Store) -> Store:
    """Tasks of every standing, two for each that has a day."""
    with store.writing() as session:
        names = ("mới", "nhận", "báo", "xong", "dừng", "rút")
        texts = [(name, day) for name in names for day in (LATE, SOON, FAR, None)]
        made = [
            task(f"{name} {day}", lead="Sở Y tế", **(due(day) if day else {}))
            for name, day in texts
        ]
        put(session, letter(*made))
        kinds = TaskEventKind
        ways = {
            "nhận": (kinds.ACCEPT,),
            "báo": (kinds.REPORT,),
            "xong": (kinds.REPORT, kinds.CONFIRM),
            "dừng": (kinds.PAUSE,),
            "rút": (kinds.WITHDRAW,),
        }
        for name, day in texts:
            for kind in ways.get(name, ()):
                happens(session, key_of(session, f"{name} {day}"), kind, dt.date(2026, 6, 3))
    return store


@pytest.mark.parametrize("wide", [True, False])
@pytest.mark.parametrize("as_of", [True, False])
def test_the_database_and_the_clock_agree_on_every_standing(
    busy: Store, as_of: bool, wide: bool
) -> None:
    """Both ways through the index; as of a day on which nothing had happened yet."""
    today = TODAY if as_of else dt.date(2026, 6, 4)
    body: dict[str, Any] = {} if wide else {"assignee": "Sở Y tế tỉnh Quảng Ninh"}
    with busy.reading() as session:
        statement = select(StoredTask.text, Occurrence).join(
            Occurrence, col(Occurrence.task_id) == col(StoredTask.id)
        )
        everything = session.exec(statement).all()
        for asked in Standing:
            found = listed(session, standing=asked, today=today, as_of=as_of, **body)
            expected = [
                text
                for text, row in everything
                if standing(OccurrenceStatus(due=row.due) if as_of else status_of(row), today)
                is asked
            ]
            assert sorted(found) == sorted(expected), asked


def test_the_two_by_two_counts_every_task_once(busy: Store) -> None:
    with busy.reading() as session:
        found = counts(session, replace(ALL, today=dt.date(2026, 6, 4)))
        before = counts(session, replace(ALL, as_of=True))
    assert found == Counts(
        done_in_time=4, done_late=2, open_in_time=4, open_late=2, without_deadline=4,
        paused=4, withdrawn=4,
    )  # fmt: skip
    assert found.total == before.total == 24
    assert before == Counts(open_in_time=12, open_late=6, without_deadline=6)


@pytest.mark.parametrize("body", [None, "so-y-te"])
def test_page_after_page_is_the_whole_list_by_day_with_no_deadline_last(
    busy: Store, body: str | None
) -> None:
    asked = replace(ALL, assignee=body)
    with busy.reading() as session:
        whole = tasks(session, asked, limit=100)
        pages: list[TaskRow] = []
        while page := tasks(session, asked, limit=5, after=pages[-1].cursor if pages else None):
            pages += page
    assert pages == whole
    dues = [row.due for row in whole]
    assert len(dues) == 24
    assert dues == sorted(dues, key=lambda day: (day is None, day or TODAY))


def test_due_before_a_day_leaves_out_that_day_and_what_has_none(busy: Store) -> None:
    with busy.reading() as session:
        rows = tasks(session, replace(ALL, due_before=SOON))
    assert {row.due for row in rows} == {LATE}


@pytest.mark.parametrize("body", [None, "so-y-te"])
@pytest.mark.parametrize("as_of", [True, False])
def test_a_period_has_its_first_and_its_last_day(
    busy: Store, body: str | None, as_of: bool
) -> None:
    asked = replace(ALL, assignee=body, as_of=as_of, due_from=LATE, due_to=SOON)
    with busy.reading() as session:
        both = {row.due for row in tasks(session, asked)}
        later = tasks(session, replace(asked, due_from=SOON))
        earlier = tasks(session, replace(asked, due_to=LATE))
        counted, all_of_them = counts(session, asked), tasks(session, asked, limit=100)
        pages: list[TaskRow] = []
        while page := tasks(session, asked, limit=5, after=pages[-1].cursor if pages else None):
            pages += page
    assert both == {LATE, SOON}
    assert ({row.due for row in later}, {row.due for row in earlier}) == ({SOON}, {LATE})
    assert counted.total == len(all_of_them) == 12
    assert pages == all_of_them


def test_one_task_is_found_by_its_key_also_in_a_second_copy(store: Store) -> None:
    with store.writing() as session:
        first = put(session, letter(task("lấp hố"), task("trồng rừng")))
        second = put(session, letter(task("lấp hố"), task("trồng rừng")), name="b")
        references = {
            row.letter_id: row for row in session.exec(select(Reference)).all() if row.letter_id
        }
        references[second.id or 0].document_id = references[first.id or 0].document_id
        session.flush()
        keys = session.exec(
            select(StoredTask.key).where(col(StoredTask.text) == "trồng rừng")
        ).all()
        found = [tasks(session, replace(ALL, key=key)) for key in keys]
        assert len(tasks(session, ALL)) == 2
    assert [[row.place for row in rows] for rows in found] == [[(0, 1)], [(1, 1)]]


def test_tasks_whose_lead_no_longer_exists(store: Store) -> None:
    read = letter(
        task("trồng rừng", lead="Ủy ban nhân dân tỉnh Hải Dương"),
        task("dọn kênh", lead="Ủy ban nhân dân tỉnh Quảng Ninh"),
        task("lấp hố"),
        issuer=None,
        date=dt.date(2024, 3, 2),
    )
    with store.writing() as session:
        put(session, read)
        (row,) = tasks(session, replace(ALL, only_ended=True))
        number = counts(session, replace(ALL, only_ended=True)).total
        before = tasks(session, replace(ALL, only_ended=True, today=dt.date(2025, 6, 30)))
    assert row.text == "trồng rừng"
    assert (number, before) == (1, [])


def test_a_cursor_is_a_part_of_an_address() -> None:
    for cursor in (Cursor(due=SOON, occurrence_id=7), Cursor(due=None, occurrence_id=8)):
        assert cursor_of(str(cursor)) == cursor
    assert cursor_of("") is None
    for text in ("x", "2026-13-01.1", "2026-01-01", "."):
        with pytest.raises(QueryInvalid):
            cursor_of(text)


def test_the_board_has_a_column_for_each_part_of_the_way(busy: Store) -> None:
    asked = replace(ALL, today=dt.date(2026, 6, 4))
    with busy.reading() as session:
        columns = board(session, asked, tally(session, asked), 2)
    assert {each.name: each.count for each in columns} == {
        "not_accepted": 1, "in_progress": 1, "due_soon": 2, "overdue": 2, "reported": 4,
        "confirmed": 4,
    }  # fmt: skip
    by_name = {each.name: [row.text for row in each.rows] for each in columns}
    assert by_name["reported"] == [f"báo {LATE}", f"báo {SOON}"]
    assert sorted(by_name["overdue"]) == [f"mới {LATE}", f"nhận {LATE}"]


def test_a_body_is_found_by_key_name_or_words(store: Store) -> None:
    ways = (
        "so-y-te/quang-ninh",
        "so-y-te",
        "Sở Y tế tỉnh Quảng Ninh",
        "y te quang ninh",
        "SỞ Y TẾ",
    )
    with store.writing() as session:
        put(
            session,
            letter(task("tiêm chủng", lead="Sở Y tế"), task("dạy bơi", lead="Sở Nội vụ")),
        )
        for typed in ways:
            assert listed(session, assignee=typed) == ["tiêm chủng"], typed


def test_an_assignee_without_words_is_no_question(store: Store) -> None:
    with store.reading() as session:
        for typed in ("", " - ", "%", "_"):
            with pytest.raises(QueryInvalid):
                tasks(session, replace(ALL, assignee=typed))


def test_who_joins_in_does_not_lead(store: Store) -> None:
    joint = task("dạy bơi", lead="Sở Nội vụ").model_copy(update={"coordinators": ["Sở Y tế"]})
    with store.writing() as session:
        put(session, letter(joint))
        assert listed(session, assignee="Sở Y tế") == []
        assert tasks(session, ALL)[0].coordinators == ("Sở Y tế",)


def test_duties_of_a_body_that_ended_are_found_under_its_successor(store: Store) -> None:
    read = letter(
        task("trồng rừng", lead="Ủy ban nhân dân tỉnh Hải Dương"),
        task("dọn kênh", lead="Sở Y tế"),
        issuer=None,
        date=dt.date(2024, 3, 2),
    )
    with store.writing() as session:
        put(session, read)
        (row,) = tasks(session, replace(ALL, assignee="Ủy ban nhân dân thành phố Hải Phòng"))
        (other,) = tasks(session, replace(ALL, assignee="Sở Y tế"))
    assert row.leads == ("Ủy ban nhân dân tỉnh Hải Dương",)
    assert [(duty.name, duty.instead_of) for duty in row.now] == [
        ("Ủy ban nhân dân thành phố Hải Phòng", "Ủy ban nhân dân tỉnh Hải Dương")
    ]
    assert row.now[0].since == dt.date(2025, 7, 1)
    assert other.now == ()


def test_tasks_of_some_documents_are_those_of_their_letters(store: Store) -> None:
    with store.writing() as session:
        for name in ("một", "hai", "ba"):
            put(session, letter(task(f"việc {name}"), number=name), name=name)
        ids = session.exec(select(Document.id).where(col(Document.number) != "hai")).all()
        wanted = [each for each in ids if each is not None]
        assert set(listed(session, document_ids=wanted)) == {"việc một", "việc ba"}
        assert listed(session, document_ids=[]) == []
        assert counts(session, replace(ALL, document_ids=wanted)).total == 2
        many = range(1, 100_000)
        assert len(listed(session, document_ids=many)) == 3


def test_a_second_copy_of_a_letter_does_not_double_its_tasks(store: Store) -> None:
    with store.writing() as session:
        first = put(session, letter(task("trồng rừng")), name="một")
        put(session, letter(task("trồng rừng")), name="hai")
        references = session.exec(select(Reference).order_by(col(Reference.id))).all()
        references[1].document_id = references[0].document_id
        session.flush()
        rows = tasks(session, ALL)
        assert [row.letter_id for row in rows] == [first.id]
        assert counts(session, ALL).total == 1


def test_appeals_are_listed_only_when_asked_for(store: Store) -> None:
    appeal = task("nâng cao nhận thức").model_copy(update={"trackable": False})
    with store.writing() as session:
        put(session, letter(appeal, task("trồng rừng")))
        assert listed(session) == ["trồng rừng"]
        assert len(listed(session, include_untrackable=True)) == 2


def test_as_of_a_day_later_letters_had_not_come(store: Store) -> None:
    with store.writing() as session:
        put(session, letter(task("trồng rừng")))
        day = ISSUED - dt.timedelta(days=1)
        assert listed(session, today=day, as_of=True) == []
        assert listed(session, today=ISSUED, as_of=True) == ["trồng rừng"]


def test_a_row_tells_letter_day_and_delay(store: Store) -> None:
    with store.writing() as session:
        put(session, letter(task("trồng rừng", lead="Sở Y tế", **due(LATE)), subject="Về rừng"))
        (row,) = tasks(session, replace(ALL, issuer_keys=["uy-ban-nhan-dan-tinh/quang-ninh"]))
    assert (row.letter_number, row.letter_date, row.letter_subject) == (
        "7/UBND-NN",
        ISSUED,
        "Về rừng",
    )
    assert (row.document_key, row.leads) == ("7/UBND-NN@a", ("Sở Y tế",))
    assert (row.standing, row.days_late, row.assumed) == (Standing.OVERDUE, 12, False)


def test_a_day_of_the_reporting_calendar_is_marked_as_assumed(store: Store) -> None:
    regular = task("báo cáo", kind="recurring", recurrence="monthly", text="hằng tháng")
    with store.writing() as session:
        put(session, letter(regular))
        (row,) = tasks(session, ALL)
    assert (row.due, row.assumed, row.label) == (dt.date(2026, 3, 25), True, "tháng 3/2026")
