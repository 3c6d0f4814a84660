"""Tones, dots, commas and dashes: each mark belongs to the row that it was printed with."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.ocr.text_rows import find_rows
from tests.ocr.drawn_rows import (
    DPI,
    TOP,
    cut_rows,
    own_their_ink,
    print_line,
    print_lines,
    same_ink,
    together,
)
from tests.ocr.words_of_letters import SENTENCES


def test_marks_stacked_on_capitals_stay_with_their_line_however_tight_it_is_set() -> None:
    texts = ("KẾ HOẠCH TỔ CHỨC HỘI NGHỊ", "CẤP ỦY ĐỀ XUẤT CHỖ Ở", "TRẦN NGUYỄN ẨN ĐỒNG Ý")
    for pitch in (47, 50):
        assert own_their_ink(print_lines(*texts, pitch=pitch))


def test_dots_below_and_commas_stay_with_the_line_above() -> None:
    texts = (
        "Hội nghị, đại hội, một đợt lũ, lụt;",
        "Ấn định ở Ổ Loa, Ẩn Ố Ỗ Ế Ề.",
        "trị sự vụ, đợt.",
    )
    assert own_their_ink(print_lines(*texts, pitch=48))


def test_quotes_and_points_belong_to_their_line() -> None:
    texts = ("Phong trào “Toàn dân đoàn kết”: 15; 20", "“Tết trồng cây” - năm 2021: đạt 95,5%.")
    assert own_their_ink(print_lines(*texts, pitch=54))


@pytest.mark.parametrize("ending", ["v.v...", "xã…", "(sau đây)."])
def test_the_points_that_end_a_line_are_all_kept(ending: str) -> None:
    assert own_their_ink(print_lines(f"Phong trào toàn dân {ending}", SENTENCES[1], pitch=60))


def test_the_dash_of_an_item_belongs_to_it_though_it_stands_apart() -> None:
    item, dash = print_line("Như trên;", x=130), print_line("-", x=70)
    (cut,) = cut_rows(together(item, dash, *print_lines("", SENTENCES[0], SENTENCES[1], pitch=64)))[
        :1
    ]
    assert same_ink(cut, together(item, dash))


def test_a_dash_far_off_belongs_to_no_row() -> None:
    item, dash = print_line("Như trên;", x=700), print_line("-", x=70)
    (row,) = find_rows(together(item, dash), DPI)[0]
    assert row.box[0] > 600


def test_specks_are_left_out() -> None:
    lines = print_lines(*SENTENCES, pitch=64)
    page = together(*lines)
    rng = np.random.default_rng(4)
    for x, y in zip(rng.integers(60, 1500, 60), rng.integers(5, 50, 60), strict=True):
        page[y : y + 2, x : x + 2] = 0
    cut = cut_rows(page)
    assert len(cut) == len(lines)
    assert all(map(same_ink, cut[1:], lines[1:]))
    assert abs(int((cut[0] < 100).sum()) - int((lines[0] < 100).sum())) < 80


def test_a_speck_that_hangs_between_two_words_is_painted_over() -> None:
    line = together(print_line("Sở Y tế"), print_line("đề nghị", x=300))
    speckled = line.copy()
    speckled[TOP + 25 : TOP + 28, 240:243] = 0
    (cut,) = cut_rows(speckled)
    assert same_ink(cut, line)


def test_specks_alone_make_no_row() -> None:
    page = np.full((300, 600), 255, np.uint8)
    rng = np.random.default_rng(9)
    for x, y in zip(rng.integers(0, 590, 120), rng.integers(0, 290, 120), strict=True):
        page[y : y + 2, x : x + 2] = 0
    assert find_rows(page, DPI)[0] == []
