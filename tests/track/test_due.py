"""When tasks fall due: printed days, terms that count from receipt, and those without a day."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from models.reading import Deadline
from pipeline.extract.deadlines import deadline_of
from pipeline.track.due import due_of

ISSUED = dt.date(2026, 4, 20)
RECEIVED = dt.date(2026, 4, 23)


def due(**fields: Any) -> dt.date | None:  # noqa: ANN401
    return due_of(Deadline(**fields), issued=ISSUED, received=RECEIVED)


def read(sentence: str) -> Deadline:
    """The deadline as the reader reads it."""
    match = deadline_of(sentence, ISSUED)
    assert match
    return match.deadline


@pytest.mark.parametrize("kind", ["on_or_before", "within_period"])
def test_a_printed_day_is_the_last_day_even_on_a_sunday(kind: str) -> None:
    assert due(kind=kind, end=dt.date(2026, 11, 29)) == dt.date(2026, 11, 29)


@pytest.mark.parametrize("kind", ["none", "event", "continuous", "urgent", "on_or_before"])
def test_what_no_clock_tells_has_no_day(kind: str) -> None:
    assert due(kind=kind, text="khi có biến động", base="có biến động") is None


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        (
            "Trong thời hạn 10 ngày làm việc kể từ ngày nhận được Công văn này, thẩm định giá.",
            "2026-05-12",
        ),
        ("Chậm nhất sau 05 ngày kể từ ngày nhận được văn bản này, trả lời dân.", "2026-04-28"),
        ("Xác minh trong vòng năm ngày.", "2026-04-28"),
        ("Cử người trong thời hạn 03 (ba) ngày làm việc.", "2026-04-29"),
        ("Trong thời hạn mười lăm ngày làm việc kể từ ngày ký, gửi tài liệu.", "2026-05-14"),
        ("Báo cáo trong vòng 30 ngày kể từ ngày ban hành Kế hoạch này.", "2026-05-20"),
        # 9 May is a Saturday: the term ends with the next working day (BLDS 2015, art. 148.5).
        ("Trả lời trong vòng 16 ngày kể từ ngày nhận được Công văn này.", "2026-05-11"),
    ],
)
def test_a_term_counts_from_the_day_of_receipt_or_of_the_letter(sentence: str, day: str) -> None:
    found = due_of(read(sentence), issued=ISSUED, received=RECEIVED)
    assert found == dt.date.fromisoformat(day)


@pytest.mark.parametrize(
    "sentence",
    [
        "Trả kết quả trong 15 ngày kể từ ngày nhận đủ hồ sơ và thông báo cho người nộp.",
        "Gửi hồ sơ trong vòng 07 ngày, kể từ ngày kết thúc hội thi về Sở Văn hóa và Thể thao.",
        "Nộp tiền trong vòng 30 ngày kể từ ngày ký Hợp đồng.",
        "Gửi tài liệu trước 03 ngày làm việc so với ngày họp.",
    ],
)
def test_a_term_from_an_event_has_no_day(sentence: str) -> None:
    assert due_of(read(sentence), issued=ISSUED, received=RECEIVED) is None


def test_a_term_from_the_signing_of_an_undated_letter_has_no_day() -> None:
    deadline = Deadline(kind="relative", text="trong 5 ngày kể từ ngày ký", base="ngày ký")
    assert due_of(deadline, issued=None, received=RECEIVED) is None


def test_a_term_may_count_from_a_printed_day() -> None:
    text = "trong 30 ngày kể từ ngày 01/7/2026"
    assert due(kind="relative", text=text, base="ngày 01/7/2026") == dt.date(2026, 7, 31)


@pytest.mark.parametrize(
    ("term", "day"),
    [
        ("trong vòng 24 giờ", "2026-04-24"),
        ("trong vòng 36 giờ", "2026-04-28"),  # the 25th is a Saturday, the 27th a holiday
        ("trong vòng 02 tuần", "2026-05-07"),
        ("trong vòng 01 tháng", "2026-05-25"),  # the 23rd is a Saturday
        ("trong thời hạn 01 năm", "2027-04-23"),
    ],
)
def test_hours_weeks_months_and_years_are_of_the_calendar(term: str, day: str) -> None:
    assert due(kind="relative", text=term) == dt.date.fromisoformat(day)


def test_a_term_without_a_number_has_no_day() -> None:
    assert due(kind="relative", text="trong vòng vài ngày") is None
