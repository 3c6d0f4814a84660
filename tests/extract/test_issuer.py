"""Whose letter it is: one body, or a body under another, over one line or several."""

from __future__ import annotations

import pytest

from pipeline.extract.issuer import find_issuers
from pipeline.extract.system import system_of
from tests.extract.typed_letters import rows_in


def names(text: str, *body: str) -> list[str]:
    """The bodies named in ``text``, the superior one first."""
    return [found.name for found in find_issuers(rows_in(text), body)]


@pytest.mark.parametrize(
    ("printed", "wanted"),
    [
        ("BỘ TƯ PHÁP", ["Bộ Tư pháp"]),
        ("BỘ NÔNG NGHIỆP VÀ\nPHÁT TRIỂN NÔNG THÔN", ["Bộ Nông nghiệp và Phát triển nông thôn"]),
        ("ỦY BAN NHÂN DÂN\nTỈNH ĐỒNG THÁP", ["Ủy ban nhân dân tỉnh Đồng Tháp"]),
        ("HỘI ĐỒNG NHÂN DÂN\nHUYỆN VÂN ĐỒN", ["Hội đồng nhân dân huyện Vân Đồn"]),
        (
            "BỘ NỘI VỤ\nCỤC VĂN THƯ VÀ LƯU TRỮ NHÀ NƯỚC",
            ["Bộ Nội vụ", "Cục Văn thư và Lưu trữ nhà nước"],
        ),
        (
            "UBND THÀNH PHỐ ĐÀ NẴNG\nSỞ XÂY DỰNG",
            ["Ủy ban nhân dân thành phố Đà Nẵng", "Sở Xây dựng"],
        ),
        (
            "ỦY BAN NHÂN DÂN\nTỈNH LONG AN\nSỞ TÀI CHÍNH",
            ["Ủy ban nhân dân tỉnh Long An", "Sở Tài chính"],
        ),
        ("TỈNH ỦY LAI CHÂU\n*", ["Tỉnh ủy Lai Châu"]),
        ("TỈNH ỦY LAI CHÂU\nBAN NỘI CHÍNH\n*", ["Tỉnh ủy Lai Châu", "Ban Nội chính"]),
        (
            "ỦY BAN MTTQ VIỆT NAM\nTỈNH LAI CHÂU\nBAN THƯỜNG TRỰC",
            ["Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Lai Châu", "Ban Thường trực"],
        ),
        (
            "HỘI CỰU CHIẾN BINH VIỆT NAM\nTỈNH AN GIANG",
            ["Hội Cựu chiến binh Việt Nam tỉnh An Giang"],
        ),
        ("HỘI LIÊN HIỆP PHỤ NỮ\nTHÀNH PHỐ HÀ TIÊN", ["Hội Liên hiệp Phụ nữ thành phố Hà Tiên"]),
        ("SỞ Y TẾ\nBỆNH VIỆN ĐA KHOA KHU VỰC", ["Sở Y tế", "Bệnh viện Đa khoa khu vực"]),
    ],
)
def test_the_lines_above_the_number_name_the_bodies(printed: str, wanted: list[str]) -> None:
    assert [name.casefold() for name in names(printed)] == [name.casefold() for name in wanted]


@pytest.mark.parametrize("rule", ["_______", "*", "* * *", "-----", "***"])
def test_rules_and_stars_under_a_name_are_no_body(rule: str) -> None:
    assert names(f"SỞ NỘI VỤ\n{rule}") == ["Sở Nội vụ"]


def test_the_title_of_the_right_column_is_never_a_body() -> None:
    text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nĐẢNG CỘNG SẢN VIỆT NAM"
    assert names(text) == []


def test_a_letter_writes_a_name_as_its_own_body_does() -> None:
    said = "Trung tâm Dịch vụ Việc làm Thanh niên đề nghị các đơn vị."
    assert names("TRUNG TÂM DỊCH VỤ VIỆC LÀM THANH NIÊN", said) == [
        "Trung tâm Dịch vụ Việc làm Thanh niên"
    ]


STATE_TITLE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"


@pytest.mark.parametrize(
    ("issuer", "title", "number", "system"),
    [
        ("SỞ Y TẾ", STATE_TITLE, "5/SYT-VP", "state"),
        ("HUYỆN ỦY SA PA", "ĐẢNG CỘNG SẢN VIỆT NAM", "5-CV/HU", "party"),
        ("UBND XÃ TẢ VAN", "", "5/UBND-VP", "state"),
        ("HUYỆN ỦY SA PA", "", "5-CV/HU", "party"),
        ("ỦY BAN MTTQ VIỆT NAM\nHUYỆN SA PA", STATE_TITLE, "5/MTTQ-BTT", "front"),
        ("HỘI NÔNG DÂN TỈNH LÀO CAI", STATE_TITLE, "5/HND-VP", "association"),
        ("TỈNH ĐOÀN LÀO CAI\n***", "ĐOÀN TNCS HỒ CHÍ MINH", "5-CV/TĐTN", "association"),
        ("", "", None, "unknown"),
    ],
)
def test_the_system_is_told_by_title_number_and_name(
    issuer: str, title: str, number: str | None, system: str
) -> None:
    found, confidence, _ = system_of(rows_in(title), number, rows_in(issuer))
    assert found == system
    assert 0 < confidence <= 1
