"""Headings, items and paragraphs: what stands under what, and in which section."""

from __future__ import annotations

import pytest

from pipeline.extract.outline import Section, Unit, ancestors, outline, section_of
from pipeline.extract.prose import Prose, paragraphs_of, prose_of
from tests.extract.typed_letters import rows_in

PLAN = """\
I. MỤC ĐÍCH, YÊU CẦU

1. Mục đích

- Giúp nông dân thoát nghèo.

2. Yêu cầu

a) Tiết kiệm, đúng lịch thời vụ.

II. KẾT QUẢ NĂM 2020

Đã trồng 50 ha keo.

III. CHỈ TIÊU

1. Trồng 120 ha phi lao.

IV. NHIỆM VỤ

1. Ươm cây

a) Làm đất.

Đất phải tơi xốp.

b) Gieo hạt, gồm:

- Phi lao;

- Keo lá tràm.

2. Chăm sóc cây non.

V. TỔ CHỨC THỰC HIỆN

1. Sở Tài chính

- Cấp vốn.

Ủy ban nhân dân các xã chuẩn bị đất.
"""


def read(text: str) -> tuple[Prose, list[Unit]]:
    """The prose of a plain text and its units."""
    prose = prose_of(paragraphs_of(rows_in(text)))
    return prose, outline(prose)


def content(prose: Prose, unit: Unit) -> str:
    """The text of a unit without its marker."""
    return prose.text[unit.start : unit.end]


def path(text: str, of: str) -> list[str]:
    """What holds the paragraph that begins so, the nearest first."""
    prose, units = read(text)
    [index] = [i for i, unit in enumerate(units) if content(prose, unit).startswith(of)]
    return [content(prose, units[i]) for i in ancestors(units, index)]


def section(text: str, of: str) -> Section:
    prose, units = read(text)
    [found] = [unit.section for unit in units if content(prose, unit).startswith(of)]
    return found


@pytest.mark.parametrize(
    ("item", "above"),
    [
        ("Giúp nông dân", ["Mục đích", "MỤC ĐÍCH, YÊU CẦU"]),
        ("Tiết kiệm", ["Yêu cầu", "MỤC ĐÍCH, YÊU CẦU"]),
        ("Đã trồng", ["KẾT QUẢ NĂM 2020"]),
        ("Đất phải", ["Làm đất.", "Ươm cây", "NHIỆM VỤ"]),
        ("Keo lá", ["Gieo hạt, gồm:", "Ươm cây", "NHIỆM VỤ"]),
        ("Chăm sóc", ["NHIỆM VỤ"]),
        ("TỔ CHỨC", []),
        ("Cấp vốn", ["Sở Tài chính", "TỔ CHỨC THỰC HIỆN"]),
    ],
)
def test_each_item_knows_what_it_stands_under(item: str, above: list[str]) -> None:
    assert path(PLAN, item) == above


@pytest.mark.parametrize(
    ("item", "where"),
    [
        ("Giúp nông dân", "purpose"),
        ("Tiết kiệm", "purpose"),
        ("Đã trồng", "evaluation"),
        ("Trồng 120", "objectives"),
        ("Keo lá", "tasks"),
        ("Cấp vốn", "tasks"),
    ],
)
def test_each_item_knows_its_section(item: str, where: Section) -> None:
    assert section(PLAN, item) == where


def test_headings_are_told_from_items() -> None:
    prose, units = read(PLAN)
    assert [content(prose, unit) for unit in units if unit.is_heading] == [
        "MỤC ĐÍCH, YÊU CẦU",
        "Mục đích",
        "Yêu cầu",
        "KẾT QUẢ NĂM 2020",
        "CHỈ TIÊU",
        "NHIỆM VỤ",
        "Ươm cây",
        "Gieo hạt, gồm:",
        "TỔ CHỨC THỰC HIỆN",
        "Sở Tài chính",
    ]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Phần I\nA. CHUNG\nB. RIÊNG", ["part", "capital", "capital"]),
        ("1. Sở Y tế\n1.1. Trạm A\n1.2. Trạm B", ["number", "deep_number", "deep_number"]),
        ("Điều 1. Ban hành.\n1. Khoản.\na) Điểm.", ["article", "number", "letter"]),
        ("- Xã A.\n+ Thôn B.\n• Xã C.", ["dash", "plus", "dash"]),
        ("Kính gửi các đồng chí.", ["none"]),
    ],
)
def test_the_marker_tells_its_level(text: str, kinds: list[str]) -> None:
    assert [unit.kind for unit in read(text)[1]] == kinds


def test_the_first_marker_is_the_outermost_whatever_it_is() -> None:
    assert path("- Về y tế\n\n1. Tiêm vắc xin.\n\n- Về trường học\n\n1. Sơn cửa.", "Sơn") == [
        "Về trường học"
    ]


def test_articles_close_the_items_of_the_one_before() -> None:
    decision = (
        "Điều 1. Thành lập Ban.\n\n1. Trưởng ban.\n\n2. Phó ban.\n\nĐiều 2. Giao việc.\n\n1. Họp."
    )
    assert path(decision, "Họp") == ["Giao việc."]
    assert path(decision, "Giao việc") == []


def test_a_title_in_capitals_without_a_number_opens_a_section_too() -> None:
    text = "MỤC TIÊU\n\nTrồng rừng.\n\nI. NHIỆM VỤ\n\nTuần tra."
    assert section(text, "Trồng rừng") == "objectives"
    assert path(text, "NHIỆM VỤ") == []
    assert section(text, "Tuần tra") == "tasks"


def test_a_lead_in_ends_with_a_colon() -> None:
    _, units = read("Đề nghị các xã làm các việc sau:\n\n1. Khơi cống.\n\n2. Sơn cột mốc.")
    assert [unit.is_lead_in for unit in units] == [True, False, False]
    assert not any(unit.is_heading for unit in units)


def test_rows_of_tables_are_neither_headings_nor_items() -> None:
    _, units = read("Phân công:\nTT\tVIỆC\tAI LÀM\n1.\tMua cây\tSở")
    assert [(unit.is_table, unit.is_heading, unit.marker) for unit in units] == [
        (False, False, ""),
        (True, False, ""),
        (True, False, ""),
    ]


@pytest.mark.parametrize(
    ("heading", "where"),
    [
        ("Mục đích, yêu cầu", "purpose"),
        ("NGUYÊN TẮC HỖ TRỢ", "purpose"),
        ("Tình hình trường lớp", "evaluation"),
        ("TỒN TẠI, HẠN CHẾ VÀ NGUYÊN NHÂN", "evaluation"),
        ("Mục tiêu, nhiệm vụ", "objectives"),
        ("CHỈ TIÊU PHẤN ĐẤU", "objectives"),
        ("Nhiệm vụ, giải pháp", "tasks"),
        ("Phân công trách nhiệm", "tasks"),
        ("Chế độ báo cáo", "tasks"),
        ("Sở Y tế", "unknown"),
        ("Trồng rừng ven biển", "unknown"),
    ],
)
def test_a_heading_opens_the_section_of_its_first_cue(heading: str, where: Section) -> None:
    assert section_of(heading) == where


def test_the_content_of_a_purpose_is_still_purpose() -> None:
    text = "I. MỤC ĐÍCH\n\n1. Nội dung\n\n- Giữ rừng.\n\nII. NỘI DUNG\n\n- Giữ đất."
    assert section(text, "Giữ rừng") == "purpose"
    assert section(text, "Giữ đất") == "tasks"


def test_no_text_has_no_units() -> None:
    assert outline(prose_of([])) == []
