"""Type and trích yếu: under a heading, or in the V/v block of a công văn."""

from __future__ import annotations

import pytest

from pipeline.extract.number import parse_number
from pipeline.extract.title import find_heading, subject_about, subject_below
from pipeline.extract.type_of import type_of
from pipeline.vocabulary import BodySystem
from tests.extract.offices import BODY
from tests.extract.typed_letters import STATE, Typed, letter_on, rows_in


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        *[("QUYẾT ĐỊNH", "QĐ"), ("KẾ HOẠCH", "KH"), ("THÔNG BÁO", "TB"), ("TỜ TRÌNH", "TTr")],
        *[("GIẤY MỜI", "GM"), ("BÁO CÁO", "BC"), ("CHỈ THỊ", "CT"), ("HƯỚNG DẪN", "HD")],
        *[("CÔNG ĐIỆN", "CĐ"), ("CHƯƠNG TRÌNH", "CTr"), ("NGHỊ QUYẾT", "NQ")],
        ("QUYÉT ĐỊNH", "QĐ"),  # as recognisers have it
        ("KÊ HOẠCH", "KH"),
    ],
)
def test_a_heading_in_capitals_names_the_type(heading: str, code: str) -> None:
    found = find_heading(rows_in(f"SỞ Y TẾ\n{heading}\nVề công tác năm 2021"), "state")
    assert found is not None
    assert (found.kind.code, found.index) == (code, 1)


@pytest.mark.parametrize(
    "text",
    [
        "Kế hoạch\ncủa Sở Y tế",
        "Kính gửi: Sở Y tế\nKẾ HOẠCH",
        "Căn cứ Luật Thanh tra;\nQUYẾT ĐỊNH:",
        "SỞ KẾ HOẠCH VÀ ĐẦU TƯ",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    ],
)
def test_what_is_no_heading_names_no_type(text: str) -> None:
    assert find_heading(rows_in(text), "state") is None


@pytest.mark.parametrize(
    ("title", "subject"),
    [
        (["KẾ HOẠCH", "Phòng, chống bão lụt năm 2021"], "Phòng, chống bão lụt năm 2021"),
        (["THÔNG BÁO", "Về việc nghỉ Tết", "Nguyên đán"], "nghỉ Tết Nguyên đán"),
        (["KẾT LUẬN", "của đồng chí Trưởng ban"], "của đồng chí Trưởng ban"),
        (["QUYẾT ĐỊNH", "V/v giao chỉ tiêu", "_______"], "giao chỉ tiêu"),
        (["CHỈ THỊ", "về tăng cường quản lý rừng"], "tăng cường quản lý rừng"),
        (["TỜ TRÌNH", "Về dự thảo Nghị quyết", "quy định mức chi"], None),
    ],
)
def test_the_centred_lines_under_a_heading_are_the_subject(
    title: list[str], subject: str | None
) -> None:
    letter = letter_on(
        Typed(
            left=("SỞ TÀI CHÍNH", "", "Số: 40/STC-NS"),
            right=(*STATE, "", "Hà Giang, ngày 14 tháng 10 năm 2020"),
            title=title,
            body=BODY,
        )
    )
    assert letter.subject == (subject or "dự thảo Nghị quyết quy định mức chi")


def test_the_name_of_the_deciding_office_is_not_part_of_the_subject() -> None:
    text = "QUYẾT ĐỊNH\nVề việc kiện toàn Hội đồng\nGIÁM ĐỐC SỞ Y TẾ\nCăn cứ Luật Dược;"
    rows = rows_in(text)
    heading = find_heading(rows, "state")
    assert heading is not None
    subject = subject_below(rows, heading)
    assert subject is not None
    assert subject.text == "kiện toàn Hội đồng"


@pytest.mark.parametrize("cue", ["V/v", "V/v:", "Vv", "v/v", "V/y", "Về việc"])
def test_the_cue_is_not_part_of_the_subject(cue: str) -> None:
    left = ("SỞ Y TẾ", "", "Số: 9/SYT-NVY", f"{cue} cấp phát thuốc", "cho trạm y tế")
    right = (*STATE, "", "Hà Nam, ngày 05 tháng 5 năm 2019")
    letter = letter_on(Typed(left, right, body=("\tKính gửi: Trạm Y tế", "", *BODY)))
    assert letter.subject == "cấp phát thuốc cho trạm y tế"


def test_without_a_v_v_there_is_no_subject() -> None:
    assert subject_about(rows_in("Kính gửi: Sở Y tế\nVề việc này, đề nghị báo cáo.")) is None


@pytest.mark.parametrize(
    ("number", "system", "about", "code"),
    [
        ("9/SYT-NVY", "state", True, "CV"),
        ("9/SYT-NVY", "state", False, "CV"),
        ("9-CV/TU", "party", False, "CV"),
        ("9/KH-UBND", "state", False, "KH"),
        ("9-KL/TU", "party", False, "KL"),
        (None, "state", True, "CV"),
        (None, "state", False, None),
    ],
)
def test_without_a_heading_the_symbol_tells_the_type(
    number: str | None, system: BodySystem, about: bool, code: str | None
) -> None:
    parsed = parse_number(number) if number else None
    kind, confidence = type_of(None, parsed, system, about=about)
    assert (kind[0] if kind else None) == code
    assert (confidence > 0) is (code is not None)


def test_an_ambiguous_symbol_without_a_heading_is_left_open() -> None:
    kind, _ = type_of(None, parse_number("66-QĐ/TW"), "party", about=False)
    assert kind is None  # Quyết định or Quy định: the Party writes QĐ for both
