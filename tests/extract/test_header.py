"""Whole letters of all four systems become headers, with confidence and evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from models.layout import Box, Stamp
from models.reading import HEADER_FIELDS, Letter
from tests.extract.offices import DEPARTMENT, OFFICES, PROVINCE, Header
from tests.extract.typed_letters import STATE, Typed, codes, in_pen, letter_in, letter_on

NAMES = [name for name, *_ in OFFICES]
PARTY_NAMES = ("Party committee", "Party board")


def written_down(letter: Letter, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The letter's ``fields`` in the short form of ``OFFICES``."""
    found = {name: getattr(letter, name) for name in fields}
    found["type"] = letter.type and letter.type.code
    found["date"] = letter.date and letter.date.isoformat()
    signer = letter.signer
    found["signer"] = signer and (signer.name, signer.title, signer.authority)
    return found


def as_text(letter: Typed) -> str:
    """The letter as OCR text without places: left column first, then the right one."""
    blocks = (
        *(letter.left, letter.right, letter.title, letter.body),
        *(letter.foot_left, letter.foot_right),
    )
    return "\n\n".join("\n".join(line.strip() for line in block) for block in blocks if block)


@pytest.mark.parametrize(("name", "typed", "number", "header"), OFFICES, ids=NAMES)
def test_a_scanned_letter_says_who_wrote_what_when(
    name: str, typed: Typed, number: str, header: Header
) -> None:
    assert written_down(letter_on(typed), header) == dict(header)


@pytest.mark.parametrize(("name", "typed", "number", "header"), OFFICES, ids=NAMES)
def test_the_printed_number_is_the_letters_own(
    name: str, typed: Typed, number: str, header: Header
) -> None:
    assert letter_on(typed).number == number


@pytest.mark.parametrize(("name", "typed", "number", "header"), OFFICES, ids=NAMES)
def test_a_letter_reads_the_same_from_text_without_places(
    name: str, typed: Typed, number: str, header: Header
) -> None:
    assert written_down(letter_in(as_text(typed)), header) == dict(header)


@pytest.mark.parametrize("typed", [typed for _, typed, *_ in OFFICES], ids=NAMES)
def test_every_field_that_has_a_value_has_confidence_and_a_place(typed: Typed) -> None:
    page = typed.page()
    letter = letter_on(page)
    for name in HEADER_FIELDS:
        if getattr(letter, name) in (None, [], "unknown"):
            continue
        assert 0 < letter.confidence[name] <= 1, name
        for place in letter.evidence[name]:
            assert place.page == 1
            assert page.text[place.start : place.end].strip(), name
            assert place.box is not None


def test_the_evidence_of_the_date_is_the_date_line() -> None:
    page = PROVINCE.page()
    [place] = letter_on(page).evidence["date"]
    assert page.text[place.start : place.end] == "Hà Nam, ngày 05 tháng 5 năm 2019"


@pytest.mark.parametrize(
    ("level", "place", "issuer"),
    [
        ("TỈNH HÀ GIANG", "Hà Giang", "Ủy ban nhân dân tỉnh Hà Giang"),
        ("THÀNH PHỐ CẦN THƠ", "Cần Thơ", "Ủy ban nhân dân thành phố Cần Thơ"),
        ("HUYỆN MÈO VẠC", "Mèo Vạc", "Ủy ban nhân dân huyện Mèo Vạc"),
        ("XÃ MƯỜNG LẠN", "Mường Lạn", "Ủy ban nhân dân xã Mường Lạn"),
        ("THỊ XÃ BA ĐỒN", "Ba Đồn", "Ủy ban nhân dân thị xã Ba Đồn"),
    ],
)
def test_nothing_hangs_on_which_place_it_is(level: str, place: str, issuer: str) -> None:
    left = [level if line == "TỈNH HÀ NAM" else line for line in PROVINCE.left]
    right = [*STATE, "", f"{place}, ngày 05 tháng 5 năm 2019"]
    letter = letter_on(replace(PROVINCE, left=left, right=right))
    assert (letter.issuer, letter.place) == (issuer, place)
    assert letter.subject == "rà soát các điểm đen về an toàn giao thông"


def test_a_draft_with_a_blank_number_and_day_gets_none() -> None:
    letter = letter_on(
        Typed(
            left=("ỦY BAN NHÂN DÂN", "TỈNH NAM ĐỊNH", "", "Số:          /QĐ-UBND", "DỰ THẢO"),
            right=(*STATE, "", "Nam Định, ngày       tháng 7 năm 2021"),
            title=("QUYẾT ĐỊNH", "Ban hành Quy chế tiếp công dân"),
            body=("\tCăn cứ Luật Tiếp công dân ngày 25 tháng 11 năm 2013;",),
        )
    )
    assert (letter.number, letter.date) == (None, None)
    assert (letter.type and letter.type.code) == "QĐ"
    assert letter.place == "Nam Định"
    assert "missing_date" in codes(letter)


def test_a_day_that_no_calendar_has_is_said_and_not_corrected() -> None:
    right = (*STATE, "", "Hà Nam, ngày 31 tháng 02 năm 2019")
    letter = letter_on(replace(PROVINCE, right=right))
    assert letter.date is None
    [doubt] = [doubt for doubt in letter.anomalies if doubt.code == "impossible_date"]
    assert "31 tháng 02 năm 2019" in doubt.message
    assert doubt.evidence


def test_a_heading_that_contradicts_the_symbol_is_said() -> None:
    page = replace(
        DEPARTMENT,
        left=("UBND TỈNH YÊN BÁI", "SỞ Y TẾ", "", "Số: 19/KH-SYT"),
        title=("THÔNG BÁO", "Về lịch nghỉ Tết"),
    ).page()
    letter = letter_on(in_pen(page, "Số: 19/KH-SYT", number="19"))
    assert (letter.type and letter.type.code, letter.number) == ("TB", "19/KH-SYT")
    assert "type_symbol_mismatch" in codes(letter)


def test_a_heading_that_agrees_with_the_symbol_raises_no_doubt() -> None:
    for _, typed, *_ in OFFICES:
        assert codes(letter_on(typed)) == set()


def test_a_letter_that_begins_at_kinh_gui_says_that_its_head_is_missing() -> None:
    letter = letter_on(
        Typed(
            body=(
                *("\t\tKính gửi:", "\t\t- Các chi cục trực thuộc;"),
                *("\t\t- Trạm Kiểm lâm Nà Hang.", "", *PROVINCE.body[-2:]),
            ),
            foot_left=("Nơi nhận:", "- Như trên;", "- Lưu: VT."),
            foot_right=("GIÁM ĐỐC", "", "", "", "Ma Thế Hồng"),
        )
    )
    assert letter.addressees == ["Các chi cục trực thuộc", "Trạm Kiểm lâm Nà Hang"]
    assert letter.signer is not None
    assert letter.signer.name == "Ma Thế Hồng"
    assert (letter.issuer, letter.number, letter.date, letter.subject) == (None,) * 4
    assert letter.system == "unknown"
    assert "missing_header" in codes(letter)


@pytest.mark.parametrize(
    ("mark", "urgency", "secrecy"),
    [
        ("HỎA TỐC", "Hỏa tốc", None),
        ("Hỏa tốc", "Hỏa tốc", None),
        ("Thượng khẩn", "Thượng khẩn", None),
        ("gửi hỏa tốc", None, None),
        ("HOẢ TỐC HẸN GIỜ", "Hỏa tốc", None),
        ("THƯỢNG KHẨN", "Thượng khẩn", None),
        ("KHẨN", "Khẩn", None),
        ("MẬT", None, "Mật"),
        ("TỐI MẬT", None, "Tối mật"),
        ("TUYỆT MẬT", None, "Tuyệt mật"),
    ],
)
def test_a_mark_alone_on_its_line_is_the_letters(
    mark: str, urgency: str | None, secrecy: str | None
) -> None:
    letter = letter_on(replace(DEPARTMENT, left=(*DEPARTMENT.left, "", mark)))
    assert (letter.urgency, letter.secrecy) == (urgency, secrecy)
    assert letter.issuer == "Sở Y tế"
    assert letter.subject == "tiêm chủng mở rộng"


def test_a_stamped_mark_counts_like_a_printed_one() -> None:
    stamp = Stamp(Box(0.2, 0.2, 0.35, 0.23), "red", "HỎA TỐC", 0.8)
    page = replace(DEPARTMENT.page(), stamps=(stamp,))
    assert letter_on(page).urgency == "Hỏa tốc"


@pytest.mark.parametrize(
    "sentence",
    [
        "\tĐây là nhiệm vụ khẩn cấp, đề nghị các đơn vị thực hiện ngay.",
        "\tCông tác bảo vệ bí mật nhà nước phải được coi trọng.",
        "\tKHẨN TRƯƠNG RÀ SOÁT, BÁO CÁO.",
    ],
)
def test_a_letter_that_speaks_of_urgency_or_secrets_is_not_marked(sentence: str) -> None:
    letter = letter_on(replace(DEPARTMENT, body=(*DEPARTMENT.body, sentence)))
    assert (letter.urgency, letter.secrecy) == (None, None)
