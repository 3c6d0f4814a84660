"""A body has many names; a slip of the pen makes no other body, another word does."""

from __future__ import annotations

import pytest

from pipeline.evaluate.bodies import body_likeness, same_body, same_phrase


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("các Sở, ngành liên quan", "Sở, ngành liên quan"),
        ("Các huyện ủy", "các huyện uỷ"),
        ("- Sở Y tế;", "Sở Y tế"),
        ("UBND các huyện, thị xã", "Ủy ban nhân dân các huyện, thị xã"),
        ("Ủy ban MTTQ Việt Nam tỉnh", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh"),
        ("Hội Chữ thập đỏ tỉnh", "Hội Chữ thập đỏ tỉnh Quảng Ninh"),
        ("Hội Chữ thập đỏ", "Hội Chữ thập đỏ tỉnh"),
        ("Sở Y tế", "Sở Y tế Bắc Ninh"),
        ("Ban Thường vụ Tỉnh ủy", "Ban Thường vụ Tỉnh ủy Quảng Ninh"),
        ("Ban Thường vụ Huyện ủy", "Ban Thường vụ Huyện ủy Cô Tô"),
        ("UBND huyện", "Ủy ban nhân dân huyện Cô Tô"),
        ("Văn phòng Ủy ban nhân dân tỉnh", "Văn phòng Ủy bạn nhân dân tỉnh"),
        (None, None),
    ],
)
def test_two_names_of_one_body(one: str | None, other: str | None) -> None:
    assert same_body(one, other)
    assert same_body(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sở Y tế", "Sở Tài chính"),
        ("Hội Chữ thập đỏ tỉnh", "Hội Chữ thập đỏ huyện"),
        ("Ủy ban nhân dân huyện Ba Bể", "Ủy ban nhân dân huyện Ba Vì"),
        ("Ban Quản lý dự án đầu tư số 1", "Ban Quản lý dự án đầu tư số 2"),
        ("Sở Y tế", "Sở Y tế và Sở Tài chính"),
        ("Ủy ban nhân dân", "Ủy ban nhân dân các huyện"),
        ("Bệnh viện", "Bệnh viện Bạch Mai"),
        ("Hội Nông dân tỉnh", "Hội Nông dân tỉnh chủ trì"),
        ("Sở Y tế", None),
    ],
)
def test_two_bodies(one: str | None, other: str | None) -> None:
    assert not same_body(one, other)
    assert not same_body(other, one)


def test_the_very_name_is_more_alike_than_the_name_with_its_place() -> None:
    exact = body_likeness("Sở Y tế tỉnh", "Sở Y tế tỉnh")
    slip = body_likeness("Sở Y tế tỉnh Quảng Ninh", "Sở Y tế tỉnh Quảng Nình")
    place = body_likeness("Sở Y tế tỉnh", "Sở Y tế tỉnh Quảng Ninh")
    assert exact > slip > place > 0


def test_a_phrase_may_have_words_more() -> None:
    assert same_phrase("Trong năm 2019", "năm 2019")
    assert same_phrase(None, None)
    assert not same_phrase("Trong năm 2019", "năm 2018")
    assert not same_phrase("năm", None)
    assert not same_phrase("15 năm", "5 năm")
