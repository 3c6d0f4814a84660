"""The printed digital signature is cut out of the letterhead, whole, and read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.layout import Line, PageLayout, Region
from pipeline.extract.signature_block import read_block, take_out
from tests.extract.offices import COMMITTEE
from tests.extract.typed_letters import letter_in, letter_on, line_at, rows_in

WRAPPED = (
    *("Người ký: Văn", "phòng Tỉnh ủy", "Email:", "vanphongtu@so", "nla.gov.vn"),
    *("Cơ quan: Tỉnh", "ủy Sơn La", "Thời gian ký:", "21.02.2020", "16:05:09 +07:00"),
)


def signed_on_paper() -> PageLayout:
    """The committee's letter with a block of 7-point type between title and date."""
    page = COMMITTEE.page()
    block: list[Line] = [
        line_at(text, 0.78, 0.005 + 0.0085 * index, Region.HEAD_RIGHT, tall=0.0075)
        for index, text in enumerate(WRAPPED)
    ]
    date = next(i for i, line in enumerate(page.lines) if "ngày 20 tháng" in line.text)
    return replace(page, lines=(*page.lines[:date], *block, *page.lines[date:]))


def test_a_wrapped_block_gives_signer_body_email_and_time() -> None:
    signature = letter_on(signed_on_paper()).digital_signature
    assert signature is not None
    assert signature.signer == "Văn phòng Tỉnh ủy"
    assert signature.organisation == "Tỉnh ủy Sơn La"
    assert signature.email == "vanphongtu@sonla.gov.vn"
    assert signature.time == "2020-02-21T16:05:09+07:00"
    assert signature.verified is None


def test_the_header_reads_as_if_the_block_were_not_there() -> None:
    with_block, without = letter_on(signed_on_paper()), letter_on(COMMITTEE)
    for name in ("issuer", "date", "place", "subject", "addressees", "signer", "system"):
        assert getattr(with_block, name) == getattr(without, name), name


def test_the_time_of_signing_is_not_the_letters_date() -> None:
    letter = letter_on(signed_on_paper())
    assert str(letter.date) == "2020-02-20"


def test_a_wrapped_block_in_text_without_places_is_read_too() -> None:
    text = "\n".join(
        [
            *("TỈNH ỦY SƠN LA", "", "ĐẢNG CỘNG SẢN VIỆT NAM", "", *WRAPPED, "", "Số 305-CV/TU"),
            *("", "Sơn La, ngày 20 tháng 02 năm 2020", "", "Kính gửi: Các huyện ủy"),
        ]
    )
    letter = letter_in(text)
    assert letter.issuer == "Tỉnh ủy Sơn La"
    assert letter.digital_signature is not None
    assert letter.digital_signature.email == "vanphongtu@sonla.gov.vn"
    assert letter.digital_signature.time == "2020-02-21T16:05:09+07:00"


@pytest.mark.parametrize(
    ("printed", "time"),
    [
        ("Thời gian ký: 05/11/2023 08:01:59 +07:00", "2023-11-05T08:01:59+07:00"),
        ("Ngày ký: 05-11-2023 08:01", "2023-11-05T08:01:00"),
        ("Thời gian ký: 31.13.2023 08:01:59", None),
        ("Thời gian ký: 05.11.2023 28:01:59", None),
    ],
)
def test_the_time_is_iso_8601_or_nothing(printed: str, time: str | None) -> None:
    _, block = take_out(rows_in(f"Người ký: Sở Y tế\n{printed}"))
    signature = read_block(block)
    assert signature is not None
    assert signature.time == time


def test_a_letter_without_a_block_has_no_digital_signature() -> None:
    assert letter_on(COMMITTEE).digital_signature is None


@pytest.mark.parametrize(
    "sentence",
    [
        "Cơ quan chủ trì: Sở Y tế.",
        "Cơ quan, đơn vị báo cáo kết quả trước ngày 20 tháng 11 năm 2020 về Sở Y tế để tổng hợp.",
        "Địa điểm: Hội trường tầng 2, Ủy ban nhân dân xã.",
        "Lý do: nghỉ Tết.",
    ],
)
def test_sentences_that_use_its_words_stay_in_the_letter(sentence: str) -> None:
    kept, block = take_out(rows_in(f"Nội dung như sau:\n{sentence}\nXin trân trọng cảm ơn."))
    assert [row.text for row in kept] == ["Nội dung như sau:", sentence, "Xin trân trọng cảm ơn."]
    assert block == []
