"""Occurrences of a recurring duty: one row for each time that it falls due.

An occurrence is numbered from the letter's day on, so that its number means the same whenever it
is made. All of monthly and longer duties are kept, from the letter's day until one behind the
given day. Of daily and weekly ones only the last that fell due and the coming one are made: nobody
makes up for a thousand missed days, and they would bury all other tasks; those that somebody has
recorded something about stay.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import count

from pipeline.track.anchor import MONTHS, Anchor, anchor_of

FREQUENT = frozenset({"daily", "weekly"})
_ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One time that a task falls due; ``due`` is ``None`` for không thời hạn.

    ``assumed``: the text tells no day, it is the one of the reporting calendar.
    """

    number: int
    label: str | None = None
    due: dt.date | None = None
    assumed: bool = False


def recurring(
    recurrence: str,
    text: str | None,
    first: dt.date,
    until: dt.date,
    *,
    wanted: Collection[int] = (),
) -> list[Planned]:
    """The occurrences of a duty that begins on ``first``, until the first one behind ``until``.

    ``wanted`` are numbers that are made in any case. A period that is not told (định kỳ) makes one
    occurrence without a date.
    """
    anchor = anchor_of(recurrence, text)
    if anchor is None:
        return [Planned(number=0)]
    at_least = max(wanted, default=0)
    made = []
    for planned in _endless(recurrence, anchor, first):
        made.append(planned)
        if planned.number >= at_least and planned.due is not None and planned.due > until:
            break
    if recurrence not in FREQUENT:
        return made
    return [each for each in made if each.number in wanted or each.number >= len(made) - 2]


def _endless(recurrence: str, anchor: Anchor, first: dt.date) -> Iterator[Planned]:
    """Numbered from the first one that falls due on ``first`` or later."""
    numbers = count()
    for label, due in _dues(recurrence, anchor, first):
        if due >= first:
            yield Planned(number=next(numbers), label=label, due=due, assumed=anchor.assumed)


def _dues(recurrence: str, anchor: Anchor, first: dt.date) -> Iterator[tuple[str, dt.date]]:
    if recurrence in FREQUENT:
        return _days(recurrence, anchor, first)
    if anchor.days:
        return _yearly_days(recurrence, anchor, first.year)
    return _periods(MONTHS[recurrence], anchor, first.year)


def _days(recurrence: str, anchor: Anchor, first: dt.date) -> Iterator[tuple[str, dt.date]]:
    step = dt.timedelta(days=7 if recurrence == "weekly" else 1)
    ahead = (anchor.day - first.isoweekday()) % 7 if recurrence == "weekly" else 0
    day = first + dt.timedelta(days=ahead)
    while True:
        yield _label_of_day(recurrence, day), day
        day += step


def _label_of_day(recurrence: str, day: dt.date) -> str:
    year, week, _ = day.isocalendar()
    return f"tuần {week}/{year}" if recurrence == "weekly" else f"ngày {day:%d/%m/%Y}"


def _yearly_days(recurrence: str, anchor: Anchor, year: int) -> Iterator[tuple[str, dt.date]]:
    """The same days each year; several of a yearly duty are told apart by their day."""
    months = MONTHS[recurrence]
    crowded = len(anchor.days) > 12 // months
    for each in count(year):
        for month, day in anchor.days:
            due = _day_of(each, month, day)
            period = label_of(months, each, month)
            yield (f"{period}, đến {due:%d/%m}" if crowded else period), due


def _periods(months: int, anchor: Anchor, year: int) -> Iterator[tuple[str, dt.date]]:
    """From the period before ``year`` on: it may be reported in the next one."""
    for end in count((year - 1) * 12 + 11, months):
        index = end + anchor.offset
        yield (
            label_of(months, end // 12, end % 12 + 1),
            _day_of(index // 12, index % 12 + 1, anchor.day),
        )


def _day_of(year: int, month: int, day: int) -> dt.date:
    """The 31st of a shorter month is its last day."""
    return dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))


def label_of(months: int, year: int, month: int) -> str:
    """The period of ``months`` that holds ``month``: "tháng 3/2026", "quý I/2026", "năm 2026"."""
    match months:
        case 1:
            return f"tháng {month}/{year}"
        case 3:
            return f"quý {_ROMAN[(month - 1) // 3]}/{year}"
        case 6:
            return f"6 tháng {'đầu' if month <= 6 else 'cuối'} năm {year}"
    return f"năm {year}"
