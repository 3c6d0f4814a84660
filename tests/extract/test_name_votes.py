"""One name out of many readings of the same line."""

from __future__ import annotations

import pytest

from pipeline.extract.name_votes import tokens_of, vote_on_name


def test_a_middle_name_that_the_first_reading_lost_is_put_in() -> None:
    readings = [
        ("Nguy nThắng", 0.95),
        ("Nguyễn vấn Thắng", 0.77),
        ("Nguyễn Yấn Thắng", 0.9),
        ("_ Nguyễn Y£n Thắng", 0.6),
        ("NGUỄ VẲM THẮNG", 0.84),
    ]
    assert vote_on_name(readings, "Nguyễn Thắng") == "Nguyễn Văn Thắng"


def test_a_stroke_that_hides_the_first_letter_of_a_syllable_is_seen_through() -> None:
    readings = [("Lê 4ấn Phong", 0.84), ("Lê „ấn Phong", 0.83), ("_Lê xấn Phong", 0.82)]
    assert vote_on_name(readings, "Lê Ấn Phong") == "Lê Tấn Phong"


def test_the_tone_that_most_views_see_wins_over_the_surest_single_one() -> None:
    readings = [("Nguyễn Thể Bình", 0.97), *((f"{s} Thế Bình", 0.9) for s in ("Ngu", "yến", "vấn"))]
    assert vote_on_name(readings, "Nguyễn Thể Bình") == "Nguyễn Thế Bình"


def test_a_rare_name_that_is_clearly_read_stays() -> None:
    readings = [("Trần Ngọc Căng", 0.97), ("— Trần Ngọc Căng", 0.9), ("Trân Ngọc Căng", 0.8)]
    assert vote_on_name(readings, "Trần Ngọc Căng") == "Trần Ngọc Căng"


def test_of_surnames_that_were_read_the_more_frequent_is_likelier() -> None:
    readings = [("mA Văn Lợi", 0.75), ("S/2”Hà Văn Lợi", 0.69), ("Ea Văn Lợi", 0.74)]
    assert vote_on_name(readings, "Ma Văn Lợi") == "Hà Văn Lợi"


def test_a_surname_that_no_reading_has_is_never_made_up() -> None:
    readings = [("ô Minh Hòa", 0.84), ("®)ô Minh Hòa", 0.8), ("S. Minh Hòa", 0.77)]
    assert vote_on_name(readings, "Lô Minh Hòa").split()[0] == "Lô"


def test_readings_of_something_else_have_no_vote() -> None:
    readings = [("Lê Hoàng Yến", 0.96), ("SỞ Y TẾ", 0.99), ("TỈNH", 0.99), ("Lê Hoàng Yến", 0.9)]
    assert vote_on_name(readings, "Lê Hoàng Yến") == "Lê Hoàng Yến"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("LêTấn Dũng", ["lê", "tấn", "dũng"]),
        ("S/2”Hà văn Lợi", ["hà", "văn", "lợi"]),
        ("Lê7ấn Dũng", ["lê", "ấn", "dũng"]),
        ("LÊ HOÀNG YẾN", ["lê", "hoàng", "yến"]),
        ("— . 22", []),
    ],
)
def test_strokes_are_parted_from_letters(text: str, words: list[str]) -> None:
    assert [token.text for token in tokens_of(text)] == words
