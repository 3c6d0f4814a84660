"""Who signed: name, title, and on whose authority."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from models.reading import Signer
from pipeline.extract.signer_name import best_name, name_score
from tests.extract.offices import DEPARTMENT
from tests.extract.typed_letters import letter_in, letter_on


def signed(*titles: str, name: str = "Trần Đình Thuận") -> Signer:
    """The signer of a scanned letter with this block."""
    block = (*titles, "", "", "", name)
    signer = letter_on(replace(DEPARTMENT, foot_right=block)).signer
    assert signer is not None
    return signer


@pytest.mark.parametrize(
    ("titles", "title", "authority"),
    [
        (["GIÁM ĐỐC"], "Giám đốc", []),
        (["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"], "Phó Giám đốc", ["KT"]),
        (["K/T TRƯỞNG BAN", "PHÓ TRƯỞNG BAN THƯỜNG TRỰC"], "Phó Trưởng ban Thường trực", ["KT"]),
        (["T/M BAN THƯỜNG VỤ", "BÍ THƯ"], "Bí thư", ["TM"]),
        (["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"], "Chủ tịch", ["TM"]),
        (["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"], "Phó Chủ tịch", ["TM", "KT"]),
        (
            ["TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"],
            "Phó Chánh Văn phòng",
            ["TL", "KT"],
        ),
        (["TL. BỘ TRƯỞNG", "VỤ TRƯỞNG"], "Vụ trưởng", ["TL"]),
        (["TL. BỘ TRƯỞNG", "CỤC TRƯỞNG"], "Cục trưởng", ["TL"]),
        (["T/L BAN THƯỜNG VỤ", "CHÁNH VĂN PHÒNG"], "Chánh Văn phòng", ["TL"]),
        (["II. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"], "Chánh Văn phòng", ["TL"]),
        (
            ["1L. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"],
            "Phó Chánh Văn phòng",
            ["TL", "KT"],
        ),
        (["TUQ. GIÁM ĐỐC", "TRƯỞNG PHÒNG"], "Trưởng phòng", ["TUQ"]),
        (["Q. GIÁM ĐỐC"], "Giám đốc", ["Q"]),
    ],
)
def test_the_last_title_is_the_signers_and_the_authority_a_stack(
    titles: Sequence[str], title: str, authority: list[str]
) -> None:
    assert signed(*titles) == Signer.model_validate(
        {"name": "Trần Đình Thuận", "title": title, "authority": authority}
    )


@pytest.mark.parametrize(
    ("head", "deputy"),
    [("CHỦ TỊCH", "PHÓ CHỦ TỊCH"), ("BỘ TRƯỞNG", "THỨ TRƯỞNG"), ("CỤC TRƯỞNG", "PHÓ CỤC TRƯỞNG")],
)
def test_a_deputy_below_the_head_signs_for_him_though_kt_was_lost(head: str, deputy: str) -> None:
    assert signed(head, deputy).authority == ["KT"]


@pytest.mark.parametrize(
    "name",
    [
        *("Lê Hoàng Nghĩa", "Nguyễn Phan Hoàng Bảo Trân", "Trần Lê", "Đàng Thị Mỹ Hương"),
        *("Giàng A Páo", "Lò Mí Chá", "Ma Seo Củi", "Thạch Thị Sa Rinh", "Danh Út"),
        *("H'Ngăm Niê Kđăm", "H’Bluên Ayŭn", "Ksor H’Bơ Khăp", "Điểu K’Ré"),
        "Y Biêr Niê",
        "Y Thanh Hà Niê",
        "A Viết Tí",
        "Tao Văn Ín",
    ],
)
def test_names_of_every_people_of_the_country_are_names(name: str) -> None:
    assert signed("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", name=name).name == name


@pytest.mark.parametrize(
    "printed", ["TS. Lê Hoàng Nghĩa", "BSCKII. Lê Hoàng Nghĩa", "Đại tá Lê Hoàng Nghĩa"]
)
def test_degrees_and_ranks_are_no_part_of_a_name(printed: str) -> None:
    assert signed("GIÁM ĐỐC", name=printed).name == "Lê Hoàng Nghĩa"


def test_a_name_in_capitals_is_written_as_a_name() -> None:
    assert signed("GIÁM ĐỐC", name="LÊ HOÀNG NGHĨA").name == "Lê Hoàng Nghĩa"


def test_a_name_below_the_titles_in_text_without_places_is_found() -> None:
    text = (
        "Kính gửi: Sở Y tế\n\nNội dung.\n\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n\n"
        "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\n(Đã ký)\n\nLê Hoàng Nghĩa\n"
    )
    assert letter_in(text).signer == Signer(
        name="Lê Hoàng Nghĩa", title="Chủ tịch", authority=["TM"]
    )


def test_a_name_in_the_body_is_not_the_signer() -> None:
    body = (*DEPARTMENT.body, "\tGiao đồng chí", "Nguyễn Văn Bình", "chỉ đạo thực hiện.")
    signer = letter_on(replace(DEPARTMENT, body=body)).signer
    assert signer is not None
    assert signer.name == "Giàng Văn Páo"


def test_an_unsigned_letter_has_titles_but_no_name() -> None:
    letter = letter_on(replace(DEPARTMENT, foot_right=("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")))
    assert letter.signer == Signer(name=None, title="Phó Giám đốc", authority=["KT"])
    assert letter.confidence["signer"] < 0.7


def test_a_letter_cut_off_before_its_signature_has_no_signer() -> None:
    assert letter_on(replace(DEPARTMENT, foot_left=(), foot_right=())).signer is None


@pytest.mark.parametrize("text", ["Kính gửi Sở Y tế", "báo cáo", "Hà Nội", "", "12/2021"])
def test_other_text_scores_less_than_a_name(text: str) -> None:
    assert name_score(text) < name_score("Lê Hoàng Nghĩa")
    assert name_score("Lê Hoàng Nghĩa") > 0.8


def test_the_same_letter_gets_the_same_title_in_every_run() -> None:
    code = (
        "from tests.extract.test_signer import signed\n"
        "print(ascii(signed('KT. TRƯỞNG BAN', 'PHÓ TRƯỞNG BAN')))"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1")
    ]
    assert runs[0] == runs[1]


@pytest.mark.parametrize(
    ("read", "name"),
    [
        ("*Điph Văn Lợi", "Đinh Văn Lợi"),  # no syllable, one letter from one surname
        ("Ngễn Thị Hòa", "Nguyễn Thị Hòa"),
    ],
)
def test_a_surname_that_nobody_could_bear_is_put_right_where_it_is_clear(
    read: str, name: str
) -> None:
    assert best_name(read, 0.9) == name


def test_a_surname_that_could_be_one_of_two_is_not_chosen_between() -> None:
    assert not best_name("Phạnh Ngọc Thảo", 0.9).startswith(("Phan", "Phạm"))
