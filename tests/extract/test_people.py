"""Kính gửi and Nơi nhận: whom the letter addresses, who else receives it and what for."""

from __future__ import annotations

import pytest

from models.reading import Recipient
from pipeline.extract.addressees import find_addressees
from pipeline.extract.recipients import find_recipients
from tests.extract.offices import BODY, PROVINCE
from tests.extract.typed_letters import Typed, letter_on, rows_in


def addressed(text: str) -> list[str]:
    """The names behind "Kính gửi" in ``text``."""
    found = find_addressees(rows_in(text))
    return list(found.names) if found else []


def received(*items: str) -> list[Recipient]:
    """The recipients of a list of these lines."""
    found = find_recipients(rows_in("\n".join(("Nơi nhận:", *items))))
    return list(found.items) if found else []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Kính gửi: Sở Y tế\n\nNội dung.", ["Sở Y tế"]),
        ("Kính gửi: Sở Y tế.\nĐể thực hiện tốt …", ["Sở Y tế"]),
        ("Kính gửi:\n- Sở Y tế;\n- Công an tỉnh.\n\nNội dung.", ["Sở Y tế", "Công an tỉnh"]),
        ("Kính gửi: - Sở Y tế,\n- Công an tỉnh.\n\nNội dung.", ["Sở Y tế", "Công an tỉnh"]),
        ("Kính gửi:\n• Sở Y tế;\n+ Công an tỉnh.\nCăn cứ Luật Dược", ["Sở Y tế", "Công an tỉnh"]),
        (
            "Kính gửi: Ủy ban nhân dân các xã,\nphường, thị trấn\n\nNội dung.",
            ["Ủy ban nhân dân các xã, phường, thị trấn"],
        ),
        ("Kính gửi: Công ty An Phú (sau đây gọi là Công ty)\n\nNội dung.", ["Công ty An Phú"]),
        ("Kinh gửi: Sở Y tế\n\nNội dung.", ["Sở Y tế"]),
        ("Nội dung không gửi ai.", []),
    ],
)
def test_the_names_behind_kinh_gui_are_addressed(text: str, names: list[str]) -> None:
    assert addressed(text) == names


def test_the_paragraph_after_a_single_name_is_not_addressed() -> None:
    text = "Kính gửi: Sở Y tế;\n\nThực hiện Kế hoạch năm 2021, Sở Nội vụ đề nghị phối hợp."
    assert addressed(text) == ["Sở Y tế"]


def test_an_item_over_two_lines_is_one_addressee() -> None:
    body = (
        *("\t\tKính gửi:", "\t\t- Giám đốc các sở, Thủ trưởng", "\t\tcác ban, ngành;"),
        *("\t\t- Chủ tịch Ủy ban nhân dân các huyện.", "", *BODY),
    )
    letter = letter_on(Typed(PROVINCE.left, PROVINCE.right, body=body))
    assert letter.addressees == [
        "Giám đốc các sở, Thủ trưởng các ban, ngành",
        "Chủ tịch Ủy ban nhân dân các huyện",
    ]


@pytest.mark.parametrize(
    ("item", "name", "purpose"),
    [
        ("- Như trên;", "Như trên", None),
        ("- Thường trực Tỉnh ủy (b/c);", "Thường trực Tỉnh ủy", "report"),
        ("- Bộ Nội vụ (để b/c);", "Bộ Nội vụ", "report"),
        ("- Bộ Nội vụ (để báo cáo),", "Bộ Nội vụ", "report"),
        ("- Các phòng, ban (t/h);", "Các phòng, ban", "execute"),
        ("- Công an tỉnh (p/h);", "Công an tỉnh", "coordinate"),
        ("- Công an tỉnh (để phối hợp);", "Công an tỉnh", "coordinate"),
        ("- Đài PT-TH tỉnh (để đưa tin);", "Đài PT-TH tỉnh", None),
        ("- Hội Nông dân (cơ sở 2);", "Hội Nông dân (cơ sở 2)", None),
        ("- Lưu: VT, KT.", "Lưu: VT, KT", "file"),
        ("- Lưu Văn phòng Huyện ủy.", "Lưu Văn phòng Huyện ủy", "file"),
    ],
)
def test_each_recipient_has_the_purpose_that_is_noted(
    item: str, name: str, purpose: str | None
) -> None:
    assert received(item) == [Recipient.model_validate({"name": name, "purpose": purpose})]


@pytest.mark.parametrize("item", ["- CT, P3; (b/c)", "- Như trên; (t/h)"])
def test_a_note_behind_the_semicolon_counts_too(item: str) -> None:
    [recipient] = received(item)
    assert recipient.purpose in {"report", "execute"}
    assert not recipient.name.endswith((";", ")"))


def test_a_recipient_over_two_lines_is_one() -> None:
    items = received("- Chủ tịch, các Phó Chủ tịch", "UBND tỉnh (để b/c);", "- Lưu: VT.")
    assert [item.name for item in items] == ["Chủ tịch, các Phó Chủ tịch UBND tỉnh", "Lưu: VT"]
    assert items[0].purpose == "report"


@pytest.mark.parametrize("mark", ["Cv25;20b", "Th12.", "HN 15b"])
def test_the_typists_mark_is_no_recipient(mark: str) -> None:
    names = [item.name for item in received("- Như trên;", "- Lưu: VT.", mark)]
    assert names == ["Như trên", "Lưu: VT"]


def test_the_signature_beside_the_list_is_not_in_it() -> None:
    names = [item.name for item in letter_on(PROVINCE).recipients]
    assert names == [
        *("Như trên", "Bộ Giao thông vận tải", "Ban An toàn giao thông tỉnh"),
        "Lưu: VT, GT",
    ]


def test_the_signature_below_the_list_is_not_in_it() -> None:
    names = [
        item.name for item in received("- Như trên;", "- Lưu: VT.", "", "GIÁM ĐỐC", "", "Lê Văn An")
    ]
    assert names == ["Như trên", "Lưu: VT"]


def test_titles_in_bold_markers_below_the_list_are_not_in_it() -> None:
    items = received("- Như trên;", "- Lưu: VT.", "", "**KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC**")
    assert [item.name for item in items] == ["Như trên", "Lưu: VT"]


def test_a_letter_without_the_list_has_no_recipients() -> None:
    assert find_recipients(rows_in("Kính gửi: Sở Y tế\n\nGIÁM ĐỐC\n\nLê Văn An")) is None
