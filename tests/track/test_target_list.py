"""Lists of targets: how far they are reached, by what the comparator wants."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlmodel import Session, col, select

from models.errors import TaskUnknown, TransitionRefused
from models.reading import Target
from models.register import Document
from pipeline.store.store import Store
from pipeline.track.queries import ProgressEntry, TargetFilter, TargetRow, targets
from pipeline.track.record import add_progress
from tests.track.made_up import ISSUED, NOW, letter, put

TODAY, BEFORE = dt.date(2026, 6, 1), dt.date(2026, 5, 20)


def figure(text: str, comparator: str, value: float, **more: Any) -> Target:  # noqa: ANN401
    return Target.model_validate(
        {"text": text, "comparator": comparator, "value": value, "unit": "%", **more}
    )


def reach(session: Session, text: str, value: float, day: dt.date = TODAY) -> None:
    (key,) = [row.key for row in targets(session, TargetFilter()) if row.text == text]
    add_progress(session, key, value, actor="Người thử", on_day=day, now=NOW)


def test_progress_is_told_as_percent_of_the_target_latest_first(store: Store) -> None:
    with store.writing() as session:
        put(session, letter(targets=(figure("75% số hộ", ">=", 75), figure("hộ nghèo", "<=", 4))))
        reach(session, "75% số hộ", 60)
        reach(session, "75% số hộ", 30, BEFORE)
        reach(session, "hộ nghèo", 5)
        least, most = targets(session, TargetFilter())
    assert [entry.value for entry in least.progress] == [60, 30]
    assert (least.percent, least.reached, least.is_ceiling) == (80.0, False, False)
    assert (most.percent, most.reached, most.is_ceiling) == (125.0, False, True)


def test_as_of_a_day_nothing_of_later_days_had_come(store: Store) -> None:
    with store.writing() as session:
        put(session, letter(targets=(figure("75% số hộ", ">=", 75),)))
        reach(session, "75% số hộ", 30, BEFORE)
        reach(session, "75% số hộ", 80)
        (row,) = targets(session, TargetFilter(as_of=BEFORE))
        (early,) = targets(session, TargetFilter(as_of=ISSUED))
        assert targets(session, TargetFilter(as_of=ISSUED - dt.timedelta(days=1))) == []
    assert ([entry.value for entry in row.progress], row.reached) == ([30], False)
    assert early.progress == ()


@pytest.mark.parametrize(
    ("comparator", "value", "reached"),
    [
        ("=", 75, True),
        (">", 75, False),
        (">=", 75, True),
        ("<", 75, False),
        ("<=", 75, True),
        ("increase", 76, True),
        ("decrease", 74, False),
    ],
)
def test_the_comparator_says_whether_a_target_is_reached(
    comparator: str, value: float, reached: bool
) -> None:
    entry = ProgressEntry(on_day=TODAY, value=value, actor="ai", note="", source=None)
    row = TargetRow(
        key="k",
        text="mức",
        kind="target",
        comparator=comparator,
        value=75,
        value_max=None,
        unit="%",
        per=None,
        base=None,
        period=None,
        letter_id=1,
        letter_number=None,
        letter_date=None,
        letter_issuer=None,
        document_key=None,
        place=(0, 0),
        progress=(entry,),
        cursor=1,
    )
    assert row.reached is reached


def test_a_target_of_nothing_has_no_percent(store: Store) -> None:
    with store.writing() as session:
        put(session, letter(targets=(figure("tai nạn", "<=", 0), figure("lũ", "=", 1))))
        reach(session, "tai nạn", 0)
        first, second = targets(session, TargetFilter())
    assert (first.percent, first.reached) == (None, True)
    assert (second.percent, second.reached, second.progress) == (None, None, ())


def test_targets_are_chosen_by_kind_and_document_and_come_in_pages(store: Store) -> None:
    with store.writing() as session:
        put(session, letter(targets=(figure("a", "=", 1), figure("b", "=", 2, kind="result"))))
        put(session, letter(targets=(figure("c", "=", 3),)), name="b")
        ids = session.exec(select(Document.id).order_by(col(Document.id))).all()
        assert [row.text for row in targets(session, TargetFilter(kind="result"))] == ["b"]
        second = TargetFilter(document_ids=[ids[1] or 0])
        assert [row.text for row in targets(session, second)] == ["c"]
        page = targets(session, TargetFilter(), limit=2)
        rest = targets(session, TargetFilter(), limit=2, after=page[-1].cursor)
        assert [row.text for row in page + rest] == ["a", "b", "c"]


def test_progress_needs_a_target_and_a_day_that_has_come(store: Store) -> None:
    with store.writing() as session:
        put(session, letter(targets=(figure("a", "=", 1),)))
        with pytest.raises(TaskUnknown):
            add_progress(session, "0" * 12, 1, actor="ai", on_day=TODAY, now=NOW)
        with pytest.raises(TransitionRefused):
            reach(session, "a", 1, dt.date(2030, 1, 2))


def test_targets_are_listed_by_whether_anything_was_recorded(store: Store) -> None:
    with store.writing() as session:
        put(session, letter(targets=(figure("75% số hộ", ">=", 75), figure("hộ nghèo", "<=", 4))))
        reach(session, "75% số hộ", 60)
        (told,) = targets(session, TargetFilter(with_progress=True))
        (untold,) = targets(session, TargetFilter(with_progress=False))
        assert len(targets(session, TargetFilter(with_progress=True, as_of=BEFORE))) == 0
    assert (told.text, untold.text) == ("75% số hộ", "hộ nghèo")
    assert (told.place, untold.place) == ((0, 0), (0, 1))
