"""Whose number it is: as much of the body as the words tell, and no more."""

from __future__ import annotations

import pytest

from models.reading import Letter
from pipeline.link.bodies import Surroundings, identify, issuer_of
from pipeline.link.names import may_be
from pipeline.link.number_keys import number_key
from pipeline.link.numbering import numbering_body, somewhere

SON_LA = Surroundings(province="Sơn La")


@pytest.mark.parametrize(
    ("vague", "body", "expected"),
    [
        (None, "tinh-uy/son-la", True),
        ("tinh-uy/?", "tinh-uy/son-la", True),
        ("tinh-uy/?", "uy-ban-nhan-dan-tinh/son-la", False),
        ("uy-ban-nhan-dan-xa/?/nam-dan/a", "uy-ban-nhan-dan-xa/nghe-an/nam-dan/a", True),
        ("uy-ban-nhan-dan-xa/?/do-luong/a", "uy-ban-nhan-dan-xa/nghe-an/nam-dan/a", False),
        ("?/son-la", "tinh-uy/son-la", True),
        ("?/son-la", "huyen-uy/son-la/moc-chau", True),
        ("?/son-la", "tinh-uy/lai-chau", False),
        ("?/son-la", "bo-y-te", True),
    ],
)
def test_what_is_known_of_a_body_must_agree(vague: str | None, body: str, expected: bool) -> None:
    assert may_be(vague, body) is expected


def test_a_circular_is_of_a_ministry_whose_code_a_party_organ_has_too() -> None:
    body = numbering_body(number_key("05/2023/TT-BTC"), None, SON_LA)
    assert body is not None
    assert body.key == "bo-tai-chinh"
    assert numbering_body(number_key("05-HD/BTC"), None, SON_LA) is None


def test_only_the_number_of_a_local_body_tells_the_province_where_it_is_cited() -> None:
    assert somewhere(number_key("145/KH-UBND"), SON_LA) == "?/son-la"
    assert somewhere(number_key("145/KH-UBND"), Surroundings()) is None
    assert somewhere(number_key("145/KH-ABC"), SON_LA) is None


def test_the_head_of_a_school_signs_for_the_school() -> None:
    school = identify("Trường Đại học Tân Bình", SON_LA).key
    assert identify("Hiệu trưởng Trường Đại học Tân Bình", SON_LA).key == school


@pytest.mark.parametrize(
    ("above", "cited"),
    [
        ("Ủy ban nhân dân tỉnh Sơn La", "Ban Chỉ đạo Xóa nhà tạm tỉnh"),
        ("Tỉnh ủy Sơn La", "Ban Chỉ đạo Xóa nhà tạm Tỉnh ủy"),
    ],
)
def test_a_board_is_of_the_body_printed_above_it(above: str, cited: str) -> None:
    letter = Letter(pages=[1], issuer="Ban Chỉ đạo Xóa nhà tạm", parent_issuer=above)
    issuer = issuer_of(letter)
    assert issuer is not None
    assert issuer.key == identify(cited, SON_LA).key
