"""The province in the key of a body."""

from __future__ import annotations

import pytest

from pipeline.link.key_places import place_untold, province_of_key


def test_a_key_names_its_province_behind_the_kind() -> None:
    assert province_of_key("uy-ban-nhan-dan-huyen/ha-nam/ly-nhan") == "Hà Nam"
    for key in ("chinh-phu", "so-y-te/?", "ban/nowhere", "", None):
        assert province_of_key(key) is None


@pytest.mark.parametrize(
    ("name", "key", "expected"),
    [
        ("Sở Tài chính", "so-tai-chinh/ha-nam", "Hà Nam"),
        ("SỞ TÀI CHÍNH HÀ NAM", "so-tai-chinh/ha-nam", None),
        ("Cục Thuế", "cuc-thue/hue", "Huế"),  # "hue" is no word of it
        ("Chính phủ", "chinh-phu", None),
        (None, "so-tai-chinh/ha-nam", None),
    ],
)
def test_a_province_is_told_where_the_name_does_not(
    name: str | None, key: str, expected: str | None
) -> None:
    assert place_untold(name, key) == expected
