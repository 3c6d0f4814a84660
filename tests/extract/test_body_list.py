"""Lists of bodies: where one ends and the next begins, and which are one collective."""

from __future__ import annotations

import pytest

from pipeline.extract.body_list import head_length, split_bodies


@pytest.mark.parametrize(
    "text",
    [
        "các sở, ban, ngành",
        "Các sở, ban, ngành, đoàn thể tỉnh",
        "Ủy ban nhân dân các huyện, thị xã, thành phố",
        "các cơ quan, đơn vị, địa phương và cá nhân có liên quan",
        "các xã, phường, thị trấn",
        "các phòng, ban, đơn vị thuộc Sở",
        "các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ",
        "huyện, thị, thành ủy",
        "các huyện ủy, thành ủy, đảng ủy trực thuộc Tỉnh ủy",
        "các trường mầm non, tiểu học, trung học cơ sở",
        "lãnh đạo các sở, ngành",
    ],
)
def test_a_collective_is_one(text: str) -> None:
    assert split_bodies(text) == [text]


@pytest.mark.parametrize(
    "name",
    [
        "Sở Văn hóa, Thể thao và Du lịch",
        "Sở Nông nghiệp và Phát triển nông thôn",
        "Sở Lao động - Thương binh và Xã hội",
        "Đài Phát thanh và Truyền hình tỉnh",
        "Phòng Văn hóa và Thông tin huyện Lý Nhân",
    ],
)
def test_a_name_with_a_comma_or_and_in_it_is_one(name: str) -> None:
    assert split_bodies(name) == [name]
    assert split_bodies(f"Sở Xây dựng, {name} và Công an tỉnh") == [
        "Sở Xây dựng",
        name,
        "Công an tỉnh",
    ]


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        (
            "Sở Y tế, Sở Tài chính và Ủy ban nhân dân các huyện, thị xã, thành phố",
            ["Sở Y tế", "Sở Tài chính", "Ủy ban nhân dân các huyện, thị xã, thành phố"],
        ),
        (
            "các sở, ban, ngành; UBND các huyện, thành phố",
            ["các sở, ban, ngành", "UBND các huyện, thành phố"],
        ),
        (
            "các xã, phường, thị trấn và các trường tiểu học",
            ["các xã, phường, thị trấn", "các trường tiểu học"],
        ),
        (
            "Liên đoàn Lao động tỉnh, Tỉnh đoàn và Hội Liên hiệp Phụ nữ tỉnh",
            ["Liên đoàn Lao động tỉnh", "Tỉnh đoàn", "Hội Liên hiệp Phụ nữ tỉnh"],
        ),
        (
            "Đảng ủy Khối, các chi bộ trường học, Ban Thường vụ Huyện đoàn",
            ["Đảng ủy Khối", "các chi bộ trường học", "Ban Thường vụ Huyện đoàn"],
        ),
        (
            "Sở Công Thương cùng các doanh nghiệp xăng dầu",
            ["Sở Công Thương", "các doanh nghiệp xăng dầu"],
        ),
        ("Ban Dân vận và Mặt trận Tổ quốc", ["Ban Dân vận", "Mặt trận Tổ quốc"]),
    ],
)
def test_a_list_is_split_where_a_name_begins(text: str, bodies: list[str]) -> None:
    assert split_bodies(text) == bodies


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        (
            "các Sở: Y tế, Giáo dục và Đào tạo, Tài chính; UBND các huyện, thị xã, thành phố",
            [
                "Sở Y tế",
                "Sở Giáo dục và Đào tạo",
                "Sở Tài chính",
                "UBND các huyện, thị xã, thành phố",
            ],
        ),
        (
            "các Sở Y tế, Tài chính, Nội vụ và các đơn vị liên quan",
            ["Sở Y tế", "Sở Tài chính", "Sở Nội vụ", "các đơn vị liên quan"],
        ),
        (
            "Các Ban: Tổ chức, Tuyên giáo, Dân vận",
            ["Ban Tổ chức", "Ban Tuyên giáo", "Ban Dân vận"],
        ),
        (
            "các Sở: Văn hóa, Thể thao và Du lịch, Xây dựng",
            ["Sở Văn hóa, Thể thao và Du lịch", "Sở Xây dựng"],
        ),
    ],
)
def test_a_head_said_once_counts_for_each_name(text: str, bodies: list[str]) -> None:
    assert split_bodies(text) == bodies


def test_line_breaks_and_stray_marks_are_no_part_of_a_name() -> None:
    assert split_bodies("  Sở Y tế ,\n Sở  Tài\nchính.") == ["Sở Y tế", "Sở Tài chính"]
    assert split_bodies("Cục Thuế tỉnh; Kho bạc Nhà nước tỉnh;") == [
        "Cục Thuế tỉnh",
        "Kho bạc Nhà nước tỉnh",
    ]
    assert split_bodies(" ;, ") == []


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("Sở Y tế", "Sở"),
        ("các Sở Y tế, Nội vụ", "các Sở"),
        ("tất cả các trường nội trú", "tất cả các trường"),
        ("Mỗi chi đoàn một công trình", "Mỗi chi đoàn"),
        ("Phòng Y tế huyện", "Phòng"),
        ("Báo Hà Nam", "Báo"),
        ("Hội Nông dân xã", "Hội"),
        ("Cơ sở giáo dục nghề nghiệp", "Cơ sở"),
    ],
)
def test_a_body_begins_with_quantifier_and_head_noun(text: str, head: str) -> None:
    length = head_length(text)
    assert text[:length].startswith(head)


@pytest.mark.parametrize(
    "text",
    [
        "Hội nghị trực tuyến",
        "Cơ sở dữ liệu dân cư",
        "Phòng, chống cháy rừng",
        "xã hội hóa giáo dục",
        "Báo cáo tháng",
        "Ban hành quy chế",
        "Đoàn kết nội bộ",
        "Bộ tiêu chí xã nông thôn mới",
        "Cấp nước sạch",
        "rừng phòng hộ",
    ],
)
def test_what_only_looks_like_a_body_is_none(text: str) -> None:
    assert head_length(text) == 0


def test_the_head_is_looked_for_where_it_is_asked() -> None:
    text = "Giao Sở Nội vụ"
    assert head_length(text) == 0
    assert head_length(text, 5) == 2
