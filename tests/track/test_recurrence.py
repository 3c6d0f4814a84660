"""Recurring duties fall due again and again, on the day that is printed or usual."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.reading import Deadline
from pipeline.track.due import plan
from pipeline.track.recurrence import Planned, recurring

FIRST = dt.date(2026, 3, 28)


def planned(recurrence: str, text: str, until: str = "2026-11-26") -> list[Planned]:
    return recurring(recurrence, text, FIRST, dt.date.fromisoformat(until))


def days(recurrence: str, text: str, until: str = "2026-11-26") -> list[str]:
    return [f"{each.due:%d/%m/%y}" for each in planned(recurrence, text, until) if each.due]


@pytest.mark.parametrize(
    ("recurrence", "text", "until", "expected"),
    [
        (
            "monthly",
            "Định kỳ hằng tháng (trước ngày 20)",
            "2026-06-19",
            ["20/04/26", "20/05/26", "20/06/26"],
        ),
        ("monthly", "trước ngày 31 hằng tháng", "2026-04-01", ["31/03/26", "30/04/26"]),
        ("monthly", "trước ngày 05 của tháng sau", "2026-04-06", ["05/04/26", "05/05/26"]),
        (
            "quarterly",
            "trước ngày 18 của tháng cuối quý",
            "2026-07-01",
            ["18/06/26", "18/09/26"],
        ),
        ("quarterly", "ngày 10 của tháng đầu quý", "2026-07-01", ["10/04/26", "10/07/26"]),
        (
            "yearly",
            "trước ngày 15/6 và ngày 10/12 hằng năm",
            "2026-12-31",
            ["15/06/26", "10/12/26", "15/06/27"],
        ),
        ("yearly", "trước tháng 6 hằng năm", "2026-12-31", ["31/05/26", "31/05/27"]),
        (
            "half_yearly",
            "định kỳ 6 tháng, trước ngày 05/6",
            "2026-06-06",
            ["05/06/26", "05/12/26"],
        ),
        ("weekly", "vào thứ Ba hằng tuần", "2026-03-31", ["31/03/26", "07/04/26"]),
    ],
)
def test_the_printed_day_is_the_day(
    recurrence: str, text: str, until: str, expected: list[str]
) -> None:
    assert days(recurrence, text, until) == expected
    assert not any(each.assumed for each in planned(recurrence, text, until))


@pytest.mark.parametrize(
    ("recurrence", "expected"),
    [
        ("monthly", ["25/04/26", "25/05/26"]),
        ("quarterly", ["20/06/26"]),
        ("half_yearly", ["15/06/26"]),
        ("yearly", ["10/12/26"]),
    ],
)
def test_without_a_day_the_reporting_calendar_of_the_government_is_assumed(
    recurrence: str, expected: list[str]
) -> None:
    assert days(recurrence, "định kỳ", "2026-04-30") == expected
    assert all(each.assumed for each in planned(recurrence, "định kỳ"))


def test_each_occurrence_says_which_period_it_is_of() -> None:
    labels = {
        name: planned(name, "hằng kỳ")[0].label for name in ("monthly", "quarterly", "yearly")
    }
    assert labels == {
        "monthly": "tháng 4/2026",
        "quarterly": "quý II/2026",
        "yearly": "năm 2026",
    }


def test_a_report_of_the_month_before_is_labelled_with_that_month() -> None:
    assert planned("monthly", "trước ngày 05 của tháng sau")[0].label == "tháng 3/2026"


def test_a_period_that_is_not_told_makes_one_occurrence_without_a_day() -> None:
    assert planned("unspecified", "định kỳ") == [Planned(number=0)]


def test_of_a_daily_duty_only_the_last_and_the_coming_day_are_kept() -> None:
    assert days("daily", "hằng ngày", "2026-05-10") == ["10/05/26", "11/05/26"]


def test_a_day_that_somebody_recorded_something_about_stays() -> None:
    kept = recurring("daily", "hằng ngày", FIRST, dt.date(2026, 5, 10), wanted={3})
    assert [each.number for each in kept] == [3, 43, 44]


@given(
    recurrence=st.sampled_from(["weekly", "monthly", "quarterly", "half_yearly", "yearly"]),
    first=st.dates(dt.date(2005, 1, 1), dt.date(2030, 1, 1)),
    ahead=st.integers(0, 900),
)
def test_numbers_mean_the_same_whenever_they_are_made(
    recurrence: str, first: dt.date, ahead: int
) -> None:
    early = recurring(recurrence, None, first, first)
    late = recurring(recurrence, None, first, first + dt.timedelta(days=ahead))
    known = {each.number: each for each in late}
    assert all(known.get(each.number, each) == each for each in early)
    dues = [each.due for each in late if each.due]
    assert dues == sorted(set(dues))
    assert dues[0] >= first or recurrence == "weekly"
    assert dues[-1] > first + dt.timedelta(days=ahead)


def test_a_letter_without_date_begins_on_the_day_it_came() -> None:
    deadline = Deadline(kind="recurring", text="hằng tháng", recurrence="monthly")
    made = plan(deadline, issued=None, received=FIRST, until=FIRST)
    assert [each.due for each in made] == [dt.date(2026, 4, 25)]
