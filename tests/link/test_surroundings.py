"""Where a letter comes from is told by its header, or not at all."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from models.reading import Letter, Recipient, Signer
from pipeline.link.bodies import Surroundings, issuer_of, surroundings_of


def letter(**fields: Any) -> Letter:  # noqa: ANN401
    return Letter(pages=[1], **fields)


@pytest.mark.parametrize(
    ("fields", "province"),
    [
        ({"issuer": "Ủy ban nhân dân tỉnh Lào Cai"}, "Lào Cai"),
        ({"issuer": "Sở Y tế", "parent_issuer": "UBND TP Đà Nẵng"}, "Đà Nẵng"),
        ({"issuer": "Tỉnh ủy", "acting_body": "Ban Thường vụ Tỉnh ủy Lào Cai"}, "Lào Cai"),
        ({"issuer": "Tỉnh ủy", "place": "Pleiku"}, "Gia Lai"),
        ({"issuer": "Sở Y tế", "place": "Lào Cai"}, "Lào Cai"),
        ({"issuer": "Sở Y tế", "signer": Signer(title="Chủ tịch UBND tỉnh Lào Cai")}, "Lào Cai"),
        ({"issuer": "UBND huyện Bát Xát", "addressees": ["UBND tỉnh Lào Cai"]}, "Lào Cai"),
        ({"recipients": [Recipient(name="Sở Y tế Cà Mau")]}, "Cà Mau"),
        ({"issuer": "Bộ Y tế", "place": "Hà Nội"}, None),
        ({"issuer": "Bộ Y tế", "addressees": ["UBND tỉnh Lào Cai"]}, None),
        ({"addressees": ["UBND tỉnh Lào Cai", "UBND tỉnh Sơn La"]}, None),
        ({}, None),
    ],
)
def test_a_letter_tells_where_it_comes_from(fields: dict[str, Any], province: str | None) -> None:
    assert surroundings_of(letter(**fields)).province == province


def test_a_districts_letter_tells_its_district_and_day() -> None:
    day = dt.date(2020, 6, 1)
    found = surroundings_of(
        letter(issuer="Phòng Y tế", parent_issuer="UBND huyện Ba Bể", place="Bắc Kạn", date=day)
    )
    assert found == Surroundings(province="Bắc Kạn", district="Ba Bể", unit="huyện", day=day)


@pytest.mark.parametrize(
    ("issuer", "parent", "expected"),
    [
        ("Ban Dân vận", "Tỉnh ủy Lào Cai", "ban-dan-van-tinh-uy/lao-cai"),
        ("Ban Dân vận", "Ban Chấp hành Trung ương", "ban-dan-van-trung-uong"),
        ("Ban Chấp hành", "Hội Nông dân tỉnh Lào Cai", "hoi-nong-dan-tinh/lao-cai"),
        ("Văn phòng", "UBND thành phố Cần Thơ", "van-phong-uy-ban-nhan-dan-tinh/can-tho"),
        ("Sở Y tế", "Ủy ban nhân dân tỉnh Lào Cai", "so-y-te/lao-cai"),
    ],
)
def test_a_part_of_a_body_is_named_by_both_lines(issuer: str, parent: str, expected: str) -> None:
    found = issuer_of(letter(issuer=issuer, parent_issuer=parent))
    assert found is not None
    assert found.key == expected


def test_a_letter_without_issuer_has_no_issuing_body() -> None:
    assert issuer_of(letter()) is None
