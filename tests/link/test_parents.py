"""Which body another one belongs to."""

from __future__ import annotations

import pytest

from pipeline.link.bodies import Surroundings, identify
from pipeline.link.parents import parent_of, parent_rules
from pipeline.vocabulary import read_table

CITY = Surroundings(province="Hải Phòng")
PROVINCE = Surroundings(province="Ninh Bình")


@pytest.mark.parametrize(
    ("name", "around", "parent"),
    [
        ("Sở Y tế", PROVINCE, "Ủy ban nhân dân tỉnh Ninh Bình"),
        ("Sở Y tế", CITY, "Ủy ban nhân dân thành phố Hải Phòng"),
        ("Văn phòng UBND tỉnh", PROVINCE, "Ủy ban nhân dân tỉnh Ninh Bình"),
        ("UBND huyện Kim Sơn", PROVINCE, "Ủy ban nhân dân tỉnh Ninh Bình"),
        ("Ban Tổ chức Tỉnh ủy", PROVINCE, "Tỉnh ủy Ninh Bình"),
        ("Huyện ủy Kim Sơn", PROVINCE, "Tỉnh ủy Ninh Bình"),
        ("Bộ Y tế", PROVINCE, "Chính phủ"),
        ("Ban Dân vận Trung ương", PROVINCE, "Trung ương Đảng"),
    ],
)
def test_a_body_knows_whose_it_is(name: str, around: Surroundings, parent: str) -> None:
    found = parent_of(identify(name, around))
    assert found is not None
    assert found.name == parent


@pytest.mark.parametrize("name", ["Tỉnh ủy", "Chính phủ", "các sở, ban, ngành", "Sở Y tế"])
def test_what_no_rule_tells_stays_unknown(name: str) -> None:
    nowhere = Surroundings()
    assert parent_of(identify(name, nowhere)) is None


def test_every_rule_names_its_source() -> None:
    assert read_table("parents")
    assert all(rule.source for rule in parent_rules())
