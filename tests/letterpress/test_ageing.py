"""What scanners and telephones do to a page."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from letterpress.ageing import PRESETS, Ageing, age
from letterpress.corpus import Wish, make_letter
from letterpress.press import print_pdf, printed, render

DPI = 75


@pytest.fixture(scope="module")
def page() -> NDArray[np.uint8]:
    letter = make_letter(2, Wish(issuer="Sở Y tế", type_code="CV"))
    return render(print_pdf(printed(letter)[:1]), DPI)[0]


def dark_share(image: NDArray[np.uint8]) -> float:
    return float((image.min(axis=2) < 110).mean())


@pytest.mark.parametrize("name", sorted(PRESETS))
def test_the_same_seed_ages_a_page_in_the_same_way(page: NDArray[np.uint8], name: str) -> None:
    before = page.copy()
    first, second = age(page, PRESETS[name], 7), age(page, PRESETS[name], 7)
    assert np.array_equal(first, second)
    assert np.array_equal(page, before)


def test_another_seed_gives_other_noise(page: NDArray[np.uint8]) -> None:
    noisy = Ageing(dpi=DPI, noise=5)
    assert not np.array_equal(age(page, noisy, 1), age(page, noisy, 2))


def test_no_ageing_leaves_the_page_alone(page: NDArray[np.uint8]) -> None:
    assert np.array_equal(age(page, Ageing(dpi=DPI), 1), page)


def test_a_fax_is_black_and_white_only(page: NDArray[np.uint8]) -> None:
    assert set(np.unique(age(page, PRESETS["fax"], 1))) == {0, 255}


def test_gray_has_no_colour(page: NDArray[np.uint8]) -> None:
    gray = age(page, Ageing(dpi=DPI, mode="gray"), 1)
    assert (gray[..., :1] == gray).all()


def test_upside_down_is_half_a_turn(page: NDArray[np.uint8]) -> None:
    assert np.array_equal(age(page, Ageing(dpi=DPI, rotation=180), 1), page[::-1, ::-1])


def test_a_quarter_turn_clockwise_brings_the_top_to_the_right(page: NDArray[np.uint8]) -> None:
    turned = age(page, Ageing(dpi=DPI, rotation=90), 1)
    assert np.array_equal(turned[:, -1], page[0])


def test_positive_skew_lifts_the_right_side(page: NDArray[np.uint8]) -> None:
    bar = np.full_like(page, 255)
    middle = page.shape[0] // 2
    bar[middle - 2 : middle + 2, 60:-60] = 0
    rows = [int(np.argmin(age(bar, Ageing(dpi=DPI, skew=2), 1)[:, x, 0])) for x in (80, -80)]
    assert rows[1] < rows[0] - 5


def test_speckle_and_edges_darken_the_paper(page: NDArray[np.uint8]) -> None:
    assert dark_share(age(page, Ageing(dpi=DPI, speckle=0.004), 1)) > dark_share(page)
    assert dark_share(age(page, Ageing(dpi=DPI, black_edges=True), 1)) > dark_share(page)


def test_a_photo_shows_the_dark_table_around_the_sheet(page: NDArray[np.uint8]) -> None:
    photo = age(page, Ageing(dpi=DPI, photo=True), 1)
    assert photo.shape[0] > page.shape[0]
    assert photo[:4, :4].mean() < 130 < photo[photo.shape[0] // 2 :, photo.shape[1] // 2].mean()


def test_the_other_side_bleeds_through_mirrored(page: NDArray[np.uint8]) -> None:
    blank, back = np.full_like(page, 255), np.full_like(page, 255)
    back[100:120, :50] = 0
    bled = age(blank, Ageing(dpi=DPI, bleed=1), 1, back)
    assert bled[110, -20].mean() < 220 < bled[110, 20].mean()
