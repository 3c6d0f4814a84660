"""Bodies end; their duties do not."""

from __future__ import annotations

import datetime as dt
import tomllib
from importlib.resources import files

import pytest

from pipeline import vocabulary
from pipeline.link.bodies import BodyName, Surroundings, identify
from pipeline.link.successors import exists_on, predecessors_of, successors_of

BEFORE = dt.date(2024, 6, 3)
SPRING_2025 = dt.date(2025, 4, 7)
NOW = dt.date(2026, 3, 2)


def body(name: str, province: str | None = None) -> BodyName:
    return identify(name, Surroundings(province=province))


def heirs(name: str, day: dt.date, province: str | None = None) -> list[tuple[str, bool]]:
    return [(s.body.key, s.certain) for s in successors_of(body(name, province), day)]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("UBND tỉnh Kon Tum", "uy-ban-nhan-dan-tinh/quang-ngai"),
        ("Tỉnh ủy Bến Tre", "tinh-uy/vinh-long"),
        ("Tỉnh ủy Hậu Giang", "tinh-uy/can-tho"),
        ("Sở Y tế Long An", "so-y-te/tay-ninh"),
        ("Hội Nông dân tỉnh Phú Yên", "hoi-nong-dan-tinh/dak-lak"),
    ],
)
def test_a_merged_province_is_followed_from_july_2025(name: str, expected: str) -> None:
    assert heirs(name, vocabulary.REORGANISED) == [(expected, True)]
    assert heirs(name, vocabulary.REORGANISED - dt.timedelta(days=1)) == []


def test_a_province_that_became_part_of_a_city_has_its_committee_named_as_the_citys() -> None:
    found = successors_of(body("Tỉnh ủy Bình Dương"), NOW)
    assert [s.body.name for s in found] == ["Thành ủy Hồ Chí Minh"]
    assert found[0].since == dt.date(2025, 7, 1)
    assert "202/2025/QH15" in found[0].source


@pytest.mark.parametrize("province", ["Cao Bằng", "Khánh Hòa", "Hà Nội"])
def test_a_province_whose_name_lives_is_followed_nowhere(province: str) -> None:
    assert heirs("Sở Y tế", NOW, province) == []
    assert exists_on(body("Sở Y tế", province), NOW)


def test_a_department_is_followed_in_its_kind_and_then_in_its_place() -> None:
    name = "Sở Thông tin và Truyền thông tỉnh Bạc Liêu"
    assert heirs(name, BEFORE) == []
    assert heirs(name, SPRING_2025)[0] == ("so-khoa-hoc-va-cong-nghe/bac-lieu", True)
    main = successors_of(body(name), NOW)[0]
    assert (main.body.key, main.since) == ("so-khoa-hoc-va-cong-nghe/ca-mau", dt.date(2025, 7, 1))


def test_a_department_whose_fields_were_shared_out_has_one_main_successor() -> None:
    found = successors_of(body("Sở Lao động - Thương binh và Xã hội", "Cao Bằng"), NOW)
    assert (found[0].body.key, found[0].certain) == ("so-noi-vu/cao-bang", True)
    assert ("so-y-te/cao-bang", False) in [(s.body.key, s.certain) for s in found[1:]]
    assert found[0].note is not None


@pytest.mark.parametrize(
    ("name", "province", "expected"),
    [
        ("Ban Dân vận Tỉnh ủy", "Cao Bằng", "ban-tuyen-giao-va-dan-van-tinh-uy/cao-bang"),
        ("Ban Dân vận Thành ủy", "Hà Nội", "ban-tuyen-giao-va-dan-van-tinh-uy/ha-noi"),
        ("Ban Dân vận Trung ương", None, "ban-tuyen-giao-va-dan-van-trung-uong"),
        ("Bộ Giao thông vận tải", None, "bo-xay-dung"),
    ],
)
def test_merged_bodies_are_followed_surely(name: str, province: str | None, expected: str) -> None:
    assert heirs(name, SPRING_2025, province) == [(expected, True)]


@pytest.mark.parametrize(
    "name", ["Ban cán sự đảng UBND tỉnh", "Đảng đoàn HĐND tỉnh", "Đảng đoàn Hội Nông dân tỉnh"]
)
def test_party_groups_ended_early_in_2025_without_sure_successor(name: str) -> None:
    group = body(name, "Cao Bằng")
    assert exists_on(group, BEFORE)
    assert exists_on(group, SPRING_2025) is False
    found = successors_of(group, SPRING_2025)
    assert found
    assert not any(s.certain for s in found)
    assert all(s.note and s.body.province == "Cao Bằng" for s in found)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "UBND huyện Ba Bể, tỉnh Bắc Kạn",
            ["uy-ban-nhan-dan-cac-xa-phuong", "uy-ban-nhan-dan-tinh"],
        ),
        ("Huyện ủy Ba Bể, tỉnh Bắc Kạn", ["dang-uy-cac-xa-phuong", "tinh-uy"]),
        ("Phòng Y tế huyện Ba Bể, tỉnh Bắc Kạn", ["uy-ban-nhan-dan-cac-xa-phuong", "so-y-te"]),
        (
            "Hội Nông dân huyện Ba Bể, tỉnh Bắc Kạn",
            ["hoi-nong-dan-cac-xa-phuong", "hoi-nong-dan-tinh"],
        ),
        (
            "UBND các huyện, thành phố thuộc tỉnh Bắc Kạn",
            ["uy-ban-nhan-dan-cac-xa-phuong", "uy-ban-nhan-dan-tinh"],
        ),
    ],
)
def test_a_districts_duties_went_to_communes_or_to_the_province(
    name: str, expected: list[str]
) -> None:
    assert heirs(name, dt.date(2025, 6, 30)) == []
    assert heirs(name, NOW) == [(f"{kind}/thai-nguyen", False) for kind in expected]
    assert exists_on(body(name), NOW) is False


def test_an_old_commune_may_live_on_or_not() -> None:
    old = body("UBND xã Nà Phặc, huyện Ngân Sơn, tỉnh Bắc Kạn")
    assert exists_on(old, NOW) is None
    assert heirs(old.name, NOW) == [("uy-ban-nhan-dan-cac-xa-phuong/thai-nguyen", False)]


def test_a_hospital_of_a_merged_province_is_not_surely_another() -> None:
    hospital = body("Bệnh viện Mắt tỉnh Bến Tre")
    assert exists_on(hospital, NOW) is None
    assert [s.certain for s in successors_of(hospital, NOW)] == [False]


@pytest.mark.parametrize(
    ("name", "day", "expected"),
    [
        ("UBND tỉnh Hà Tây", dt.date(2008, 7, 31), True),
        ("UBND tỉnh Hà Tây", dt.date(2008, 8, 1), False),
        ("Sở Nông nghiệp và Môi trường tỉnh Cao Bằng", BEFORE, False),
        ("Sở Nông nghiệp và Môi trường tỉnh Cao Bằng", NOW, True),
        ("Bộ Y tế", NOW, True),
        ("Hội Sinh vật cảnh tỉnh Cao Bằng", NOW, None),
        ("UBND thành phố Hà Nội", dt.date(2005, 1, 1), None),
    ],
)
def test_a_body_exists_while_its_kind_and_its_place_do(
    name: str, day: dt.date, expected: bool | None
) -> None:
    assert exists_on(body(name), day) is expected


def test_search_goes_back_to_merged_provinces_and_kinds() -> None:
    found = {one.key for one in predecessors_of(body("Sở Xây dựng tỉnh Gia Lai"))}
    assert found == {
        "so-xay-dung/binh-dinh",
        "so-giao-thong-van-tai/gia-lai",
        "so-giao-thong-van-tai/binh-dinh",
    }


def test_a_city_goes_back_to_the_committees_of_provinces() -> None:
    found = [one.name for one in predecessors_of(body("Thành ủy Đà Nẵng"))]
    assert found == ["Tỉnh ủy Quảng Nam"]


def test_a_ministry_goes_back_to_those_it_came_from() -> None:
    found = {one.key for one in predecessors_of(body("Bộ Nông nghiệp và Môi trường"))}
    assert found == {
        "bo-nong-nghiep-va-phat-trien-nong-thon",
        "bo-tai-nguyen-va-moi-truong",
    }


def test_every_predecessor_of_a_kind_that_ended_has_its_successor() -> None:
    for entry in vocabulary.bodies():
        ended = body(entry.name, "Cao Bằng")
        for step in successors_of(ended, NOW):
            if step.certain:
                assert ended.key in {one.key for one in predecessors_of(step.body)}, entry.name


def test_no_successor_has_ended_itself() -> None:
    for entry in vocabulary.bodies():
        for province in ("Cao Bằng", "Bình Dương"):
            for step in successors_of(body(entry.name, province), NOW):
                assert exists_on(step.body, NOW) is not False, (entry.name, step.body.name)


@pytest.mark.parametrize("table", ["successions", "body_names", "party_terms"])
def test_what_is_said_of_bodies_and_terms_names_its_source(table: str) -> None:
    text = (files("data") / "vocabulary" / f"{table}.toml").read_text(encoding="utf-8")
    content = tomllib.loads(text)
    rows = [row for part in content["data"].values() if isinstance(part, list) for row in part]
    named = [row["source"] for row in rows if isinstance(row, dict)]
    assert named
    assert set(named) <= set(content["sources"])


def test_all_who_take_over_a_share_are_in_the_registry() -> None:
    names = {entry.name for entry in vocabulary.bodies()}
    table = vocabulary.read_table("successions")
    assert {name for row in table["shares"] for name in row["to"]} <= names
    assert {row["of"] for row in (*table["shares"], *table["unsure"])} <= names
    assert {part for pair in table["district"]["offices"].items() for part in pair} <= names
