"""Relative terms: "trong thời hạn 15 ngày làm việc kể từ ngày nhận được Công văn này".

How terms are counted: Bộ luật Dân sự 2015, art. 147 (the first day does not count) and art. 148.5
(a term that ends on a day off ends with the next working day).
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final, Literal

from pipeline import vocabulary
from pipeline.extract.dates import parse_date
from pipeline.extract.phrase_tables import one_of, phrases
from pipeline.extract.quantity_tokens import Token, tokens_of
from pipeline.extract.quantity_words import spelled
from pipeline.track.calendar import add_working_days, next_working_day

Unit = Literal["hour", "day", "working_day", "week", "month", "year"]
_UNITS: Final[dict[str, Unit]] = {
    "giờ": "hour",
    "ngày": "day",
    "tuần": "week",
    "tháng": "month",
    "năm": "year",
}
_WORKING: Final = ("làm", "việc")
_BACKWARDS = re.compile(r"^\s*trước\s", re.IGNORECASE)


class Base(StrEnum):
    """What a term counts from, as far as it can be put on the calendar."""

    RECEIVED = "received"  # kể từ ngày nhận được văn bản này, or not told
    ISSUED = "issued"  # kể từ ngày ký, ngày ban hành
    DATE = "date"  # kể từ ngày 01/7/2026
    EVENT = "event"  # kể từ ngày nhận đủ hồ sơ: nobody knows when


@dataclass(frozen=True, slots=True)
class Term:
    """So many units of time."""

    count: int
    unit: Unit


def term_of(text: str) -> Term | None:
    """The term that ``text`` tells, in digits or words; ``None`` without a number (vài ngày)."""
    tokens = tokens_of(text)
    for index in range(len(tokens)):
        number = _number(tokens, index)
        if number and (unit := _unit(tokens, _behind_brackets(tokens, number[1]))):
            return Term(number[0], unit)
    return None


def _number(tokens: list[Token], index: int) -> tuple[int, int] | None:
    """A whole number at ``index``, and the index behind it."""
    if tokens[index].is_number:
        return (int(tokens[index].raw), index + 1) if tokens[index].raw.isdigit() else None
    words = spelled(tokens, index) if tokens[index].is_word else None
    if words is None or words.is_fraction or words.value != int(words.value):
        return None
    return int(words.value), words.last


def _behind_brackets(tokens: list[Token], index: int) -> int:
    """ "03 (ba) ngày": the number once more in words."""
    if index < len(tokens) and tokens[index].raw == "(":
        closing = (at for at in range(index, len(tokens)) if tokens[at].raw == ")")
        return next(closing, index) + 1
    return index


def _unit(tokens: list[Token], index: int) -> Unit | None:
    keys = tuple(token.key for token in tokens[index : index + 3])
    if keys[1:] == _WORKING and keys[0] == "ngày":
        return "working_day"
    return _UNITS.get(keys[0]) if keys else None


def base_of(base: str | None) -> Base:
    """What kind of beginning ``base`` is; one that is not told is the day of receipt.

    "ngày nhận được Công văn này" is receipt, "ngày nhận đủ hồ sơ" an event that no clock knows.
    """
    if base is None or _own("received").fullmatch(base):
        return Base.RECEIVED
    if _own("issued").fullmatch(base):
        return Base.ISSUED
    found = parse_date(base)
    return Base.DATE if found and found.date and found.start <= len("ngày ") else Base.EVENT


@cache
def _own(verbs: str) -> re.Pattern[str]:
    """ "ngày nhận được (văn bản)": the verb, and this letter or nothing behind it.

    "ngày ký Hợp đồng" is another document's day: a type counts only with "này".
    """
    table = phrases("tracking")
    plain = one_of(table["letter_words"])
    types = one_of([*table["letter_words"], *(kind.name for kind in vocabulary.document_kinds())])
    return re.compile(
        rf"(?:{one_of(table['base_openings'])}\s+)?{one_of(table[verbs])}"
        rf"(?:\s+{plain}|\s+{types}\s+{one_of(table['this'])}.*)?",
        re.IGNORECASE | re.DOTALL,
    )


def end_of_term(
    text: str, base: str | None, issued: dt.date | None, received: dt.date
) -> dt.date | None:
    """The last day of the term ``text``, ``None`` where it cannot be told.

    It counts from ``received``, from ``issued`` (the letter's date) for "kể từ ngày ký", or from a
    printed date; never from an event. Backwards terms (trước 03 ngày so với …) have no date.
    """
    term = term_of(text)
    first = _first_day(base, issued, received)
    if term is None or first is None or _BACKWARDS.match(text):
        return None
    if term.unit == "working_day":
        return add_working_days(first, term.count)
    return next_working_day(_add(first, term))


def _first_day(base: str | None, issued: dt.date | None, received: dt.date) -> dt.date | None:
    match base_of(base):
        case Base.RECEIVED:
            return received
        case Base.ISSUED:
            return issued
        case Base.DATE:
            found = parse_date(base or "")
            return found.date if found else None
    return None


def _add(day: dt.date, term: Term) -> dt.date:
    """Calendar units: 24 hours begun are a day; a month ends on the same day, or its last."""
    if term.unit in ("month", "year"):
        return add_months(day, term.count * (12 if term.unit == "year" else 1))
    days = {"hour": -(-term.count // 24), "day": term.count, "week": 7 * term.count}
    return day + dt.timedelta(days=days[term.unit])


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day ``months`` later, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
