"""Connected ink, whatever there is of it."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from pipeline.ocr.pixels import FEW_LABELS, Image, ink_mask, parts_of
from tests.ocr.drawn_pages import gray_letter


def _counted(mask: Image) -> list[list[int]]:
    stats = cv2.connectedComponentsWithStats(mask, connectivity=8, ltype=cv2.CV_32S)[2]
    return sorted(np.asarray(stats)[1:].tolist())


def test_the_parts_of_a_page_are_those_that_opencv_finds() -> None:
    mask = ink_mask(gray_letter())
    assert sorted(map(list, parts_of(mask).boxes())) == _counted(mask)


@pytest.mark.parametrize("share", [0.01, 0.016, 0.02, 0.25])
def test_noise_of_more_parts_than_16_bits_can_number_loses_none(share: float) -> None:
    noise = np.random.default_rng(7).random((1600, 1654)) < share
    mask = (noise * 255).astype(np.uint8)
    assert sorted(map(list, parts_of(mask).boxes())) == _counted(mask)


def test_isolated_pixels_are_parts_of_their_own() -> None:
    mask = np.zeros((2000, 1654), np.uint8)
    mask[::2, ::2] = 255
    assert len(parts_of(mask).boxes()) == 1000 * 827 > FEW_LABELS
