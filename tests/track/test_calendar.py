"""Working days: what offices count when they count days."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.track.calendar import add_working_days, is_working_day, next_working_day

DAYS = st.dates(min_value=dt.date(1995, 1, 1), max_value=dt.date(2035, 12, 31))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-11-25", True),
        ("2026-11-28", False),  # a Saturday
        ("2026-09-02", False),  # Quốc khánh
        ("2026-02-17", False),  # mùng một Tết
        ("2026-04-27", False),  # in lieu of Giỗ Tổ on a Sunday
        ("2026-08-31", False),  # swapped with …
        ("2026-08-22", True),  # … this Saturday
        ("2019-01-05", True),  # a Saturday worked for 31/12 of the year before
        ("2018-12-31", False),
        ("2014-12-27", True),  # a Saturday worked for 02/01 of the year behind
    ],
)
def test_offices_work_on_weekdays_but_for_holidays_and_swapped_days(day: str, works: bool) -> None:
    assert is_working_day(dt.date.fromisoformat(day)) is works


def test_ten_working_days_go_round_reunification_day_and_weekends() -> None:
    assert add_working_days(dt.date(2026, 4, 23), 10) == dt.date(2026, 5, 12)


def test_three_working_days_before_a_monday_is_the_wednesday() -> None:
    assert add_working_days(dt.date(2026, 11, 23), -3) == dt.date(2026, 11, 18)


@given(day=DAYS, n=st.integers(1, 30))
def test_the_nth_working_day_is_one_and_has_n_of_them_up_to_it(day: dt.date, n: int) -> None:
    end = add_working_days(day, n)
    between = [day + dt.timedelta(days=back) for back in range(1, (end - day).days + 1)]
    assert is_working_day(end)
    assert sum(map(is_working_day, between)) == n


@given(day=DAYS)
def test_no_working_day_is_skipped_on_the_way_to_the_next(day: dt.date) -> None:
    found = next_working_day(day)
    assert is_working_day(found)
    assert not any(is_working_day(day + dt.timedelta(days=k)) for k in range((found - day).days))
