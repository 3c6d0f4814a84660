"""Spelling habits do not count, letters do."""

from __future__ import annotations

import pytest

from models.reading import DigitalSignature
from pipeline.evaluate.compare import (
    digits,
    distance,
    recipient_name,
    same_items,
    same_parts,
    same_subject,
    same_text,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Uỷ ban nhân dân", "Ủy ban nhân dân"),
        ("Tỉnh Hoà Bình", "tỉnh  Hòa\nBình"),
        ("KHOÁ XII", "Khóa XII"),
        ("Kiên Giang", "Kie\u0302n Giang"),
        ("cuộc vận động “Mỗi tổ chức”", 'cuộc vận động "Mỗi tổ chức"'),
        ("giai đoạn 2016–2020", "giai đoạn 2016 - 2020"),
    ],
)
def test_two_ways_to_write_the_same_are_the_same(one: str, other: str) -> None:
    assert same_text(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("tỉnh Hòa Bình", "tỉnh Hoa Bình"), ("Sở Y tế", "Sở Y té"), ("Lê Văn Hai", "Lê Văn Hải")],
)
def test_a_lost_tone_is_an_error(one: str, other: str) -> None:
    assert not same_text(one, other)


def test_a_wrong_tone_is_one_character() -> None:
    assert distance("thanh tra", "thành tra") == pytest.approx(1 / 9)


def test_a_subject_may_differ_by_three_percent() -> None:
    subject = "tăng cường công tác phòng chống dịch bệnh mùa mưa lũ trên toàn tỉnh"
    assert same_subject(subject, subject.replace("lũ", "lù").replace("mùa", "mua"))
    assert not same_subject(subject, subject.replace("phòng chống", "phòng"))


def test_items_match_one_to_one_in_any_order() -> None:
    assert same_items(["Sở Y tế", "Sở Tài chính"], ["Sở Tài chính", "Sở Y tế"])
    assert not same_items(["Sở Y tế", "Sở Tài chính"], ["Sở Y tế", "Sở Y tế"])
    assert not same_items(["Sở Y tế"], ["Sở Y tế", "Sở Tài chính"])


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("- Như trên;", "Như trên"),
        ("- Ban Dân vận Trung ương (để báo cáo),", "Ban Dân vận Trung ương"),
        ("- CT, P3; (b/c)", "CT, P3"),
        ("- Lưu: VT, VX3.", "Lưu: VT, VX3"),
    ],
)
def test_a_recipient_is_compared_without_bullet_note_and_mark(printed: str, name: str) -> None:
    assert recipient_name(printed) == name


@pytest.mark.parametrize(
    ("number", "running"), [("0012/SYT-NVY", "12"), ("1716-CV/TU", "1716"), ("/QĐ-UBND", "")]
)
def test_the_running_number_has_no_leading_zeros(number: str, running: str) -> None:
    assert digits(number) == running


def test_a_digital_signature_is_judged_by_what_gold_states_of_it() -> None:
    gold = DigitalSignature(signer="Cơ quan Tỉnh ủy")
    assert same_parts(gold, DigitalSignature(signer="Cơ quan Tỉnh uỷ", email="a@b.vn"))
    assert not same_parts(gold, DigitalSignature(email="a@b.vn"))
