"""Is it the same page, scanned again? The picture and the words are asked."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
import pytest

from benchmarks.rescan import rescan
from letterpress.ageing import PRESETS, age
from letterpress.corpus import Wish, make_letter
from letterpress.press import print_pdf, printed, render
from pipeline.link.page_hash import (
    LIKE_PICTURES,
    SAME_PICTURES,
    PageFace,
    bands_of,
    distance,
    face_of,
    same_page,
    share_on_same_pages,
    shared_words,
)
from pipeline.ocr.page_image import hash_of
from pipeline.ocr.pixels import Image, as_image, small_ink, to_gray
from pipeline.ocr.skew import deskew, skew
from tests.ocr.drawn_pages import seal, signature

WORDS = [f"tiếng{number}" for number in range(200)]
HASH, FAR = "0" * 144, "f" * 144


@cache
def printed_page(seed: int, dpi: int = 200) -> Image:
    """The first page of a công văn; all seeds have one office, so one letterhead and layout."""
    issuer = make_letter(0, Wish(type_code="CV")).letterhead.issuer.name
    spec = make_letter(seed, Wish(issuer=issuer, type_code="CV"))
    return as_image(render(print_pdf(printed(spec)[:1]), dpi)[0].copy())


def hashed(page: Image) -> str:
    """The hash of a page that is straightened first, as pages are when they are read."""
    found = hash_of(deskew(page, skew(small_ink(to_gray(page)))))
    assert found is not None
    return found


def scanned_again(page: Image, seed: int) -> Image:
    return rescan(page, np.random.default_rng(seed))


def text_with(changed: int) -> str:
    """A page of 200 words, of which every so many-th is another."""
    return " ".join("khác" if changed and i % changed == 0 else w for i, w in enumerate(WORDS))


def moved(page_hash: str, share: float) -> str:
    """A hash in which this share of the bits is another, here and there."""
    bits = len(page_hash) * 4
    chosen = np.random.default_rng(5).choice(bits, round(bits * share), replace=False)
    flipped = sum(1 << int(bit) for bit in chosen)
    return f"{int(page_hash, 16) ^ flipped:0{len(page_hash)}x}"


@pytest.mark.parametrize("seed", [2, 4, 6])
def test_a_page_scanned_again_keeps_its_hash_nearly(seed: int) -> None:
    page = printed_page(seed)
    assert distance(hashed(page), hashed(scanned_again(page, seed))) <= SAME_PICTURES


@pytest.mark.parametrize("ageing", ["gray_150", "office_300", "fax"])
def test_resolution_colour_and_fax_change_a_hash_little(ageing: str) -> None:
    how = PRESETS[ageing]
    aged = as_image(age(printed_page(4, how.dpi), how, 9))
    assert distance(hashed(printed_page(4)), hashed(aged)) <= 0.15


def test_a_seal_and_a_note_added_later_change_a_hash_little() -> None:
    page = printed_page(4)
    marked = signature(seal(page.copy(), 300, 1500), 900, 1800)
    assert distance(hashed(page), hashed(marked)) <= LIKE_PICTURES


def test_another_letter_of_the_office_has_another_hash() -> None:
    hashes = [hashed(printed_page(seed)) for seed in (2, 4, 6, 8)]
    nearest = min(distance(a, b) for i, a in enumerate(hashes) for b in hashes[:i])
    assert nearest > SAME_PICTURES


def test_the_size_of_the_picture_does_not_matter() -> None:
    page = printed_page(2)
    small = as_image(cv2.resize(page, None, fx=0.7, fy=0.7, interpolation=cv2.INTER_AREA))
    assert distance(hashed(page), hashed(small)) <= 0.08


def test_distances_are_shares_of_the_bits() -> None:
    assert distance(HASH, HASH) == 0.0
    assert distance(HASH, FAR) == 1.0
    assert distance(HASH, moved(HASH, 0.25)) == pytest.approx(0.25)
    assert distance(HASH, HASH[:-2]) == 1.0


def test_tones_and_punctuation_misread_do_not_part_words() -> None:
    one = face_of("Về việc đẩy mạnh công tác chuyển đổi số", None)
    other = face_of("Về viêc đẩy manh, công tac: chuyển đối số.", None)
    assert shared_words(one, other) == 1.0


@pytest.mark.parametrize(
    ("changed", "apart", "same"),
    [
        pytest.param(0, 0.0, True, id="the same words and picture"),
        pytest.param(0, 0.3, True, id="the same words, a picture with stamps"),
        pytest.param(0, 0.45, False, id="the same words set in another way"),
        pytest.param(10, 0.08, True, id="badly read, the same picture"),
        pytest.param(10, 0.15, False, id="some other words in the same layout"),
        pytest.param(3, 0.0, False, id="other words in the same picture"),
    ],
)
def test_words_and_picture_have_to_agree(changed: int, apart: float, same: bool) -> None:
    one = face_of(text_with(0), HASH)
    assert same_page(one, face_of(text_with(changed), moved(HASH, apart))) is same


def test_without_a_picture_the_words_have_to_be_nearly_all_the_same() -> None:
    one = face_of(text_with(0), HASH)
    assert same_page(one, face_of(text_with(100), None))
    assert not same_page(one, face_of(text_with(10), None))


def test_without_words_the_pictures_have_to_be_nearly_the_same() -> None:
    drawing = face_of("Bản đồ", HASH)
    assert same_page(drawing, face_of("", moved(HASH, 0.08)))
    assert not same_page(drawing, face_of("", moved(HASH, 0.2)))
    assert not same_page(drawing, face_of("Bản đồ", None))


def test_two_scans_have_a_band_in_common_and_strangers_none() -> None:
    page = face_of(text_with(0), HASH)
    assert set(bands_of(page)) & set(bands_of(face_of(text_with(25), FAR)))
    stranger = face_of(" ".join(f"lời{i}" for i in range(200)), HASH)
    assert not set(bands_of(page)) & set(bands_of(stranger))


def test_drawings_are_looked_up_by_their_pictures_and_nothing_by_nothing() -> None:
    drawing = bands_of(face_of("", HASH))
    assert set(drawing) & set(bands_of(face_of("", moved(HASH, 0.08))))
    assert bands_of(face_of("", None)) == []


def page(name: str) -> PageFace:
    return face_of(" ".join(f"{name}{number}" for number in range(60)), None)


def test_a_letter_counts_by_what_is_on_its_pages() -> None:
    first, second, third = page("một"), page("hai"), page("ba")
    assert share_on_same_pages([first, second], [first, second]) == 1.0
    assert share_on_same_pages([first, second, third], [second, third]) == pytest.approx(0.8)
    assert share_on_same_pages([first], [second]) == 0.0
    assert share_on_same_pages([], []) == 0.0


def test_one_page_cannot_stand_for_two() -> None:
    first = page("một")
    assert share_on_same_pages([first, first], [first]) == pytest.approx(2 / 3)
