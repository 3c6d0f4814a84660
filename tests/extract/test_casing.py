"""Names printed in capitals come out as offices write them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.extract.casing import expand_abbreviations, proper_case
from pipeline.extract.name_repair import restore_marks
from pipeline.extract.person import person_name

SCANS = Path(__file__).parents[2] / ".." / "shared" / "scans"


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("ỦY BAN NHÂN DÂN TỈNH LẠNG SƠN", "Ủy ban nhân dân tỉnh Lạng Sơn"),
        ("UBND TỈNH TUYÊN QUANG", "Ủy ban nhân dân tỉnh Tuyên Quang"),
        ("UBND TP.CẦN THƠ", "Ủy ban nhân dân thành phố Cần Thơ"),
        ("UBND THÀNH PHỐ HỒ CHÍ MINH", "Ủy ban nhân dân Thành phố Hồ Chí Minh"),
        ("UBND HUYỆN MƯỜNG XANH", "Ủy ban nhân dân huyện Mường Xanh"),
        ("UBND XÃ HỘI AN", "Ủy ban nhân dân xã Hội An"),
        ("ỦY BAN NHÂN DÂN PHƯỜNG 12", "Ủy ban nhân dân phường 12"),
        ("SỞ Y TẾ", "Sở Y tế"),
        ("SỞ GD&ĐT NGHỆ AN", "Sở Giáo dục và Đào tạo Nghệ An"),
        ("SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", "Sở Lao động - Thương binh và Xã hội"),
        ("BỘ GIÁO DỤC VÀ ĐÀO TẠO", "Bộ Giáo dục và Đào tạo"),
        ("BỘ VĂN HÓA, THỂ THAO VÀ DU LỊCH", "Bộ Văn hóa, Thể thao và Du lịch"),
        ("BAN TỔ CHỨC HỘI THI", "Ban Tổ chức Hội thi"),
        ("TRƯỜNG CAO ĐẲNG Y TẾ ĐẶNG VĂN NGỮ", "Trường Cao đẳng Y tế Đặng Văn Ngữ"),
        ("TRƯỜNG THPT NGUYỄN DU", "Trường THPT Nguyễn Du"),
        ("CHI CỤC DÂN SỐ - KẾ HOẠCH HÓA GIA ĐÌNH", "Chi cục Dân số - Kế hoạch hóa gia đình"),
        ("TỈNH UỶ LAI CHÂU", "Tỉnh uỷ Lai Châu"),
        ("HUYỆN ỦY MƯỜNG XANH", "Huyện ủy Mường Xanh"),
        ("BAN TUYÊN GIÁO TỈNH ỦY", "Ban Tuyên giáo Tỉnh ủy"),
        ("BCH ĐẢNG BỘ TỈNH HOÀ BÌNH", "Ban Chấp hành Đảng bộ tỉnh Hoà Bình"),
        ("ỦY BAN MTTQ VIỆT NAM", "Ủy ban Mặt trận Tổ quốc Việt Nam"),
        ("HỘI CHỮ THẬP ĐỎ TỈNH ĐẮK NÔNG", "Hội Chữ thập đỏ tỉnh Đắk Nông"),
        ("PHÓ CHÁNH VĂN PHÒNG", "Phó Chánh Văn phòng"),
        ("GIÁM ĐỐC SỞ Y TẾ", "Giám đốc Sở Y tế"),
        ("NGUYỄN VĂN AN", "Nguyễn Văn An"),
        ("H'LÊ NIÊ", "H'Lê Niê"),
    ],
)
def test_a_name_in_capitals_is_written_as_offices_write_it(printed: str, written: str) -> None:
    assert proper_case(printed) == written


def test_a_name_over_two_lines_is_one_name() -> None:
    assert proper_case("ỦY BAN NHÂN DÂN\nTỈNH SƠN LA") == "Ủy ban nhân dân tỉnh Sơn La"


def test_the_letters_own_text_decides_what_the_vocabulary_does_not_know() -> None:
    printed = "TRUNG TÂM ĐIỀU PHỐI GHÉP TẠNG"
    lines = ["Trung Tâm Điều Phối Ghép Tạng", "đề nghị Trung tâm Điều phối Ghép tạng báo cáo"]
    assert proper_case(printed) == "Trung tâm Điều phối ghép tạng"
    assert proper_case(printed, lines) == "Trung tâm Điều phối Ghép tạng"


def test_the_printed_spelling_stays_when_the_text_spells_otherwise() -> None:
    assert proper_case("ĐỘI HOẢ TINH", ["giao Đội Hỏa Tinh và Đội Hỏa tinh"]) == "Đội Hoả tinh"


def test_a_digital_signature_is_no_evidence() -> None:
    lines = ["Cơ quan: Phòng Ghép Tạng"]
    assert proper_case("PHÒNG GHÉP TẠNG", lines) == "Phòng Ghép tạng"


def test_text_in_mixed_case_keeps_its_case() -> None:
    assert proper_case("Tuyên quang") == "Tuyên quang"
    assert expand_abbreviations("Thường trực HĐND tỉnh") == "Thường trực Hội đồng nhân dân tỉnh"


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("PGS.TS. NGÔ VĂN BA", "Ngô Văn Ba"),
        ("BS.CKII Trần Thị Bảy", "Trần Thị Bảy"),
        ("Thiếu tướng Lê Tám", "Lê Tám"),
        ("ThS. DS Hồ Chín", "Hồ Chín"),
        ("Bùi Mười", "Bùi Mười"),
    ],
)
def test_a_signers_name_goes_without_title_or_rank(printed: str, name: str) -> None:
    assert person_name(printed) == name


@pytest.mark.parametrize(
    ("read", "right"),
    [
        ("ỦY BAN NHẦN DÂN TÍNH LẠNG SON", "ỦY BAN NHÂN DÂN TỈNH LẠNG SƠN"),
        ("SO Y TE", "SỞ Y TẾ"),
        ("Phó Chánh Văn phong", "Phó Chánh Văn phòng"),
    ],
)
def test_lost_marks_of_known_names_are_put_back(read: str, right: str) -> None:
    assert restore_marks(read) == (right, True)


@pytest.mark.parametrize("text", ["UỶ BAN NHÂN DÂN TỈNH HOÀ BÌNH", "ĐỘI HOẢ TINH", "Lê Quang Nam"])
def test_what_is_right_or_unknown_is_left_alone(text: str) -> None:
    assert restore_marks(text) == (text, False)


def gold_names() -> list[str]:
    names = set()
    for path in SCANS.glob("*.gold.json"):
        for letter in json.loads(path.read_text("utf-8"))["letters"]:
            signer = letter.get("signer") or {}
            found = (letter.get("issuer"), letter.get("parent_issuer"), signer.get("title"))
            names |= {name for name in found if name}
    return sorted(names)


@pytest.mark.skipif(not SCANS.exists(), reason="../shared is absent")
def test_names_on_real_letters_survive_capitals() -> None:
    wrong = [name for name in gold_names() if proper_case(name.upper()) != name]
    assert len(wrong) <= 0.05 * len(gold_names())
