"""What is added by hand: digits, signatures, seals, stamps."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from letterpress import ink, pen
from letterpress.letter import ArrivalStamp, Seal


@pytest.mark.parametrize("digit", "0123456789")
def test_every_digit_has_several_shapes(digit: str) -> None:
    assert len(pen.SHAPES[digit]) >= 2


def test_a_hand_is_steady_by_seed_and_differs_between_seeds() -> None:
    assert np.array_equal(pen.write_digits("1472", 60, 3), pen.write_digits("1472", 60, 3))
    assert not np.array_equal(pen.write_digits("1472", 60, 3), pen.write_digits("1472", 60, 4))


@pytest.mark.parametrize("seed", range(6))
def test_written_digits_stay_on_their_paper(seed: int) -> None:
    alpha = pen.write_digits("58390", 80, seed)[..., 3]
    assert alpha.max() > 150
    assert alpha[:, -1].max() == 0
    assert alpha[:, 0].max() == 0


def test_blue_ink_is_blue_and_the_seal_is_red() -> None:
    blue = pen.write_digits("8", 60, 1, "blue")
    red = ink.seal(Seal("Tỉnh Hà Nam", ("Sở", "Y tế")), 200, 1)
    assert blue[0, 0, 2] > 2 * blue[0, 0, 0]
    assert red[0, 0, 0] > 2 * red[0, 0, 2]


def test_a_seal_is_round_with_clear_corners() -> None:
    alpha = ink.seal(Seal("Tỉnh Hà Nam", ("Sở", "Y tế")), 200, 1)[..., 3]
    assert alpha[:20, :20].max() == 0
    assert alpha[100, :6].max() > 0


def test_a_long_ring_text_is_squeezed_into_the_circle() -> None:
    long = ink.seal(Seal("Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Thừa Thiên Huế", ("Huế",)), 200, 1)
    assert long.shape == (200, 200, 4)
    assert long[..., 3].max() > 100


def test_the_frame_of_hoa_toc_is_wider_than_high() -> None:
    height, width = ink.framed("Hỏa tốc", 200, 1).shape[:2]
    assert width > 2 * height


def test_the_arrival_stamp_carries_handwriting_in_another_colour() -> None:
    stamp = ArrivalStamp("Sở Y tế Lạng Sơn", "2947", dt.date(2023, 11, 6))
    image = ink.arrival(stamp, 380, 1)
    colours = {tuple(map(int, colour)) for colour in image[image[..., 3] > 60][:, :3]}
    assert {ink.VIOLET, pen.COLOURS["blue"]} <= colours


def test_a_scribble_runs_from_left_to_right() -> None:
    alpha = pen.scribble(300, 150, 2)[..., 3]
    columns = np.flatnonzero(alpha.max(axis=0))
    assert columns[-1] - columns[0] > 150
