"""A body has many names; its key says which body it is, whoever writes about it."""

from __future__ import annotations

import datetime as dt
import timeit

import pytest

from pipeline import vocabulary
from pipeline.link.bodies import Surroundings, identify

NOWHERE = Surroundings()
SON_LA = Surroundings(province="Sơn La")
CAN_THO = Surroundings(province="Cần Thơ")
BA_BE = Surroundings(province="Bắc Kạn", district="Ba Bể", unit="huyện")


def key(name: str, around: Surroundings = NOWHERE) -> str:
    return identify(name, around).key


@pytest.mark.parametrize(
    ("name", "around"),
    [
        ("Ủy ban nhân dân tỉnh Sơn La", NOWHERE),
        ("UBND tỉnh", SON_LA),
        ("ubnd tỉnh sơn la", NOWHERE),
        ("Uỷ ban nhân dân tỉnh Sơn La", NOWHERE),
        ("ỦY BAN NHÂN DÂN TỈNH SƠN LA", NOWHERE),
        ("Chủ tịch UBND tỉnh", SON_LA),
        ("CT và các PCT UBND tỉnh", SON_LA),
        ("- Lãnh đạo UBND tỉnh (b/c);", SON_LA),
        ("Ủy ban nhân dân tỉnh Son La", NOWHERE),
        ("Ủy\u00a0ban  nhân dân tỉnh\nSơn La", NOWHERE),
    ],
)
def test_a_provinces_committee_is_one_body_under_all_its_names(
    name: str, around: Surroundings
) -> None:
    body = identify(name, around)
    assert (body.key, body.name) == (
        "uy-ban-nhan-dan-tinh/son-la",
        "Ủy ban nhân dân tỉnh Sơn La",
    )
    assert (body.level, body.province, body.kind) == ("province", "Sơn La", "uy-ban-nhan-dan-tinh")
    assert body.complete
    assert body.known
    assert not body.collective


@pytest.mark.parametrize(
    "name",
    [
        "Tỉnh uỷ",
        "Ban Thường vụ Tỉnh ủy",
        "Thường trực Tỉnh ủy",
        "TT. Tỉnh ủy",
        "Ban Chấp hành Đảng bộ tỉnh",
        "Ban Chấp hành Đảng bộ tỉnh Sơn La khóa XV",
        "Bí thư Tỉnh ủy",
    ],
)
def test_collective_styles_number_in_the_series_of_the_committee(name: str) -> None:
    assert key(name, SON_LA) == "tinh-uy/son-la"


@pytest.mark.parametrize("name", ["Thành ủy", "Ban Thường vụ Thành ủy", "Thành uỷ Cần Thơ"])
def test_a_centrally_run_city_has_a_thanh_uy_where_a_province_has_a_tinh_uy(name: str) -> None:
    body = identify(name, CAN_THO)
    assert (body.key, body.name) == ("tinh-uy/can-tho", "Thành ủy Cần Thơ")


def test_the_committee_of_a_city_in_a_province_is_a_districts() -> None:
    body = identify("Ban Thường vụ Thành ủy Việt Trì", NOWHERE)
    assert (body.key, body.level) == ("thanh-uy/phu-tho/viet-tri", "district")
    assert identify("Thành ủy", SON_LA).key == "thanh-uy/son-la/?"


@pytest.mark.parametrize(
    ("name", "around", "expected"),
    [
        ("Thường trực HĐND tỉnh", SON_LA, "hoi-dong-nhan-dan-tinh/son-la"),
        ("Sở Y tế", SON_LA, "so-y-te/son-la"),
        ("Sở Y tế tỉnh Yên Bái", SON_LA, "so-y-te/yen-bai"),
        ("Giám đốc Sở Y tế Yên Bái", NOWHERE, "so-y-te/yen-bai"),
        ("Sở Tư pháp", SON_LA, "so-tu-phap/son-la"),
        ("SỞ TƯ PHÁP tỉnh Yên Bái", NOWHERE, "so-tu-phap/yen-bai"),
        ("Sở LĐ-TB&XH", SON_LA, "so-lao-dong-thuong-binh-va-xa-hoi/son-la"),
        ("Sở Văn hóa, Thể thao", CAN_THO, "so-van-hoa-va-the-thao/can-tho"),
        ("Sở Thủy lợi", SON_LA, "so-thuy-loi/son-la"),
        ("Sở Xây dựng TP.HCM", NOWHERE, "so-xay-dung/ho-chi-minh"),
        ("UBND tỉnh Bà Rịa – Vũng Tàu", NOWHERE, "uy-ban-nhan-dan-tinh/ba-ria-vung-tau"),
        ("Công an tỉnh Đăk Lăk", NOWHERE, "cong-an-tinh/dak-lak"),
        ("Công an thành phố", CAN_THO, "cong-an-tinh/can-tho"),
        ("UBMTTQVN tỉnh", SON_LA, "uy-ban-mat-tran-to-quoc-viet-nam-tinh/son-la"),
        ("MTTQ tỉnh", SON_LA, "uy-ban-mat-tran-to-quoc-viet-nam-tinh/son-la"),
        ("Hội Nông dân tỉnh", SON_LA, "hoi-nong-dan-tinh/son-la"),
        ("Hội Nông dân Sơn La", NOWHERE, "hoi-nong-dan-tinh/son-la"),
        ("Hội Sinh vật cảnh tỉnh", SON_LA, "hoi-sinh-vat-canh-tinh/son-la"),
        ("Hội Sinh vật cảnh tỉnh Sơn La", NOWHERE, "hoi-sinh-vat-canh-tinh/son-la"),
        ("Đoàn TNCS Hồ Chí Minh tỉnh", SON_LA, "tinh-doan/son-la"),
        ("Thành đoàn", CAN_THO, "tinh-doan/can-tho"),
        ("Văn phòng UBND tỉnh", SON_LA, "van-phong-uy-ban-nhan-dan-tinh/son-la"),
        ("Ban Dân vận Tỉnh ủy", SON_LA, "ban-dan-van-tinh-uy/son-la"),
        ("Đảng đoàn MTTQ tỉnh", SON_LA, "dang-doan-uy-ban-mat-tran-to-quoc-viet-nam-tinh/son-la"),
        ("Đài PTTH tỉnh", SON_LA, "dai-phat-thanh-va-truyen-hinh/son-la"),
        ("Ban Quản lý các khu công nghiệp tỉnh", SON_LA, "ban-quan-ly-cac-khu-cong-nghiep/son-la"),
        ("Đoàn đại biểu Quốc hội", SON_LA, "doan-dai-bieu-quoc-hoi/son-la"),
        ("UBND huyện Ba Bể, tỉnh Bắc Kạn", NOWHERE, "uy-ban-nhan-dan-huyen/bac-kan/ba-be"),
        ("UBND huyện", BA_BE, "uy-ban-nhan-dan-huyen/bac-kan/ba-be"),
        ("Phòng Nội vụ", BA_BE, "phong-noi-vu-huyen/bac-kan/ba-be"),
        ("Ban Tổ chức Huyện ủy", BA_BE, "ban-to-chuc-huyen-uy/bac-kan/ba-be"),
        ("UBND xã Hội An", BA_BE, "uy-ban-nhan-dan-xa/bac-kan/ba-be/hoi-an"),
        ("Ðảng ủy xã Vân Tùng", BA_BE, "dang-uy-xa/bac-kan/ba-be/van-tung"),
        ("UBND quận 5, TP.HCM", NOWHERE, "uy-ban-nhan-dan-quan/ho-chi-minh/5"),
    ],
)
def test_a_name_is_read_in_the_surroundings_of_its_letter(
    name: str, around: Surroundings, expected: str
) -> None:
    body = identify(name, around)
    assert body.key == expected
    assert body.complete


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ban Bí thư khóa X", "trung-uong-dang"),
        ("Bộ Chính trị khoá XII", "trung-uong-dang"),
        ("BCH Trung ương Đảng (khóa XIII)", "trung-uong-dang"),
        ("Ban Bí thư Trung ương Đảng", "trung-uong-dang"),
        ("Trung ương", "trung-uong-dang"),
        ("Thủ tướng", "thu-tuong-chinh-phu"),
        ("Bộ trưởng Bộ Y tế", "bo-y-te"),
        ("Bộ Tư pháp", "bo-tu-phap"),
        ("Bộ Ngoại thương", "bo-ngoai-thuong"),
        ("Ban Dân vận TW", "ban-dan-van-trung-uong"),
        ("Ban cán sự đảng Bộ Y tế", "ban-can-su-dang-bo-y-te"),
        ("Ban Chấp hành Trung ương Hội Nông dân Việt Nam", "trung-uong-hoi-nong-dan-viet-nam"),
        ("Hội Nông dân Việt Nam", "trung-uong-hoi-nong-dan-viet-nam"),
        ("TW Hội Nông dân", "trung-uong-hoi-nong-dan-viet-nam"),
        ("Trung ương Đoàn", "trung-uong-doan-thanh-nien-cong-san-ho-chi-minh"),
        ("Đại học Quốc gia Hà Nội", "dai-hoc-quoc-gia-ha-noi"),
        ("Ủy ban Thường vụ Quốc hội", "uy-ban-thuong-vu-quoc-hoi"),
    ],
)
def test_a_central_body_takes_no_province(name: str, expected: str) -> None:
    body = identify(name, SON_LA)
    assert (body.key, body.level, body.province) == (expected, "central", None)
    assert body.complete


@pytest.mark.parametrize(
    ("name", "around", "expected"),
    [
        ("Tỉnh ủy", NOWHERE, "tinh-uy/?"),
        ("Tỉnh ủy", CAN_THO, "tinh-uy/?"),
        ("Sở Y tế", NOWHERE, "so-y-te/?"),
        ("Ban Chỉ đạo", SON_LA, "ban-chi-dao/?"),
        ("Hội Nông dân", SON_LA, "hoi-nong-dan/?"),
        ("Quân khu 4", SON_LA, "quan-khu-4/?"),
        ("UBND huyện Châu Thành", NOWHERE, "uy-ban-nhan-dan-huyen/?/chau-thanh"),
        ("", SON_LA, "?"),
    ],
)
def test_a_missing_place_stays_open(name: str, around: Surroundings, expected: str) -> None:
    body = identify(name, around)
    assert body.key == expected
    assert not body.complete


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("UBND các huyện, thị xã, thành phố", "district"),
        ("Các sở, ban, ngành", "province"),
        ("các Sở, ngành, đoàn thể liên quan", "province"),
        ("Các huyện ủy, thị ủy, thành ủy", "district"),
        ("UBND cấp xã", "commune"),
        ("Sở Y tế, Sở Tài chính", "province"),
        ("Báo Sơn La; Đài PTTH tỉnh", "any"),
    ],
)
def test_many_bodies_under_one_name_are_collective(name: str, level: str) -> None:
    body = identify(name, SON_LA)
    assert body.collective
    assert (body.level, body.province) == (level, "Sơn La")
    assert body.key.endswith("/son-la")


def test_a_collective_is_one_whether_its_province_is_written_or_not() -> None:
    written = identify("Các sở, ban, ngành tỉnh Sơn La", NOWHERE)
    assert written == identify("các Sở, ban, ngành", SON_LA)
    assert key("UBND các huyện thuộc tỉnh Sơn La") == key("UBND các huyện", SON_LA)


def test_ministries_together_belong_to_no_province() -> None:
    body = identify("Các bộ, cơ quan ngang bộ", SON_LA)
    assert (body.level, body.province, body.collective) == ("central", None, True)


def test_hue_was_a_city_of_a_province_until_the_end_of_2024() -> None:
    before = Surroundings(day=dt.date(2019, 5, 2))
    after = Surroundings(day=dt.date(2025, 2, 3))
    assert key("UBND thành phố Huế", before) == "uy-ban-nhan-dan-thanh-pho/thua-thien-hue/hue"
    assert key("UBND thành phố Huế", after) == "uy-ban-nhan-dan-tinh/hue"


def test_a_commune_since_july_2025_has_no_district() -> None:
    new = Surroundings(province="Thái Nguyên", day=dt.date(2025, 8, 4))
    old = Surroundings(province="Bắc Kạn", day=dt.date(2025, 5, 5))
    assert key("UBND xã Nà Phặc", new) == "uy-ban-nhan-dan-xa/thai-nguyen/na-phac"
    assert key("UBND xã Nà Phặc", old) == "uy-ban-nhan-dan-xa/bac-kan/?/na-phac"


@pytest.mark.parametrize("province", ["Lạng Sơn", "Hải Phòng", "Hồ Chí Minh", "Bà Rịa - Vũng Tàu"])
def test_the_full_name_of_every_body_in_the_registry_names_the_same_body(province: str) -> None:
    around = Surroundings(province=province)
    for entry in vocabulary.bodies():
        body = identify(entry.name, around)
        if body.complete and not body.collective:
            assert identify(body.name, NOWHERE) == body, entry.name


def test_the_registry_knows_every_kind_it_holds() -> None:
    found = [identify(entry.name, SON_LA) for entry in vocabulary.bodies()]
    assert all(body.known for body in found)
    assert not identify("Hội Sinh vật cảnh tỉnh", SON_LA).known


def test_a_level_of_the_registry_is_the_level_of_the_body() -> None:
    for entry in vocabulary.bodies():
        if entry.level == "central":
            assert identify(entry.name, SON_LA).level == "central", entry.name


def test_a_name_is_identified_quickly() -> None:
    names = [f"Chủ tịch UBND xã Số {n}, huyện Ba Bể, tỉnh Bắc Kạn" for n in range(50)]
    identify(names[0], NOWHERE)
    fresh = timeit.timeit(lambda: [identify.__wrapped__(n, NOWHERE) for n in names], number=1)
    again = timeit.timeit(lambda: identify(names[0], NOWHERE), number=1000)
    assert fresh / len(names) < 0.005
    assert again / 1000 < 50e-6
