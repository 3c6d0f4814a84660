"""Whole pages from image to layout, and pages on which something goes wrong."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from letterpress.ageing import PRESETS, Ageing, age
from letterpress.corpus import Wish, make_letter
from letterpress.letter import LetterSpec, Seal
from letterpress.press import printed
from models.errors import PageTimeout
from models.layout import Box, PageLayout, Region
from pipeline.ocr.engines import Engine, open_engine
from pipeline.ocr.line_readers import digit_reader
from pipeline.ocr.page import Reader, read_image
from pipeline.ocr.page_source import LayerWord, PageImage
from pipeline.ocr.pixels import Image
from pipeline.ocr.syllables import fold
from tests.ocr.drawn_pages import RED, empty_page, letter, seal, write
from tests.ocr.fake_engines import Always, Broken, Late, Saying, found, gibberish, soon
from tests.ocr.printed_pages import first_page, image_of

SEAL = Seal("Sở Y tế tỉnh", ("Sở", "Y tế"))


@cache
def _engine() -> Engine:
    return open_engine()


@cache
def _letter(seed: int = 3) -> LetterSpec:
    """A short công văn on one page, without pen or stamps."""
    made = make_letter(
        seed, Wish(system="state", type_code="CV", tasks=2, tabled=False, typed=True)
    )
    return replace(made, digital_signature=None, urgency=None, secrecy=None)


def _read(page: Image, dpi: float = 200.0, engine: Engine | None = None) -> PageLayout:
    return read_image(PageImage(page, dpi), 1, Reader(engine or _engine(), soon())).layout


@cache
def _clean() -> PageLayout:
    """The letter on clean paper."""
    return _read(image_of(first_page(_letter())))


def _share(layout: PageLayout, spec: LetterSpec) -> float:
    """Share of the printed words that were read, marks and all."""
    wanted = first_page(spec).proof.text.split()
    read = set(layout.text.split())
    return sum(word in read for word in wanted) / len(wanted)


def _line_with(layout: PageLayout, words: str) -> int:
    key = fold(words)
    return next(i for i, line in enumerate(layout.lines) if key in fold(line.text))


def test_a_clean_letter_is_read_in_order_with_its_regions() -> None:
    spec, layout = _letter(), _clean()
    assert (layout.origin, layout.rotation, layout.number) == ("ocr", 0, 1)
    assert _share(layout, spec) > 0.95
    assert layout.confidence > 0.8
    order = ["Số:", "Độc lập", "Kính gửi", "Nơi nhận", spec.signature.name]
    places = [_line_with(layout, words) for words in order]
    assert places == sorted(places)
    assert layout.lines[places[-1]].region is Region.FOOT_RIGHT


@pytest.mark.parametrize("rotation", [90, 180, pytest.param(270, marks=pytest.mark.slow)])
def test_a_letter_upside_down_or_sideways_is_read_as_well(rotation: int) -> None:
    spec = _letter()
    lying = np.rot90(image_of(first_page(spec)), -rotation // 90).copy()
    layout = _read(lying)
    assert layout.rotation == rotation
    assert _share(layout, spec) > 0.95
    assert layout.aspect == pytest.approx(1.414, abs=0.01)


def test_a_letter_photographed_on_a_table_is_read() -> None:
    spec = _letter()
    photo = age(image_of(first_page(spec)), replace(PRESETS["phone"], dpi=200), 11)
    assert _share(_read(photo, 72.0), spec) > 0.85


@pytest.mark.slow
def test_a_leaning_gray_scan_says_how_far_it_leaned() -> None:
    spec = _letter()
    scan = age(image_of(first_page(spec)), Ageing(mode="gray", noise=4, skew=1.6, jpeg=70), 2)
    layout = _read(scan)
    assert abs(layout.skew) == pytest.approx(1.6, abs=0.2)
    assert _share(layout, spec) > 0.9


@pytest.mark.slow
def test_a_fine_scan_is_read_like_a_coarse_one() -> None:
    spec = _letter()
    assert _share(_read(image_of(first_page(spec), 300), 300.0), spec) > 0.95


def test_a_seal_over_title_and_name_hides_neither() -> None:
    plain = _letter()
    spec = replace(plain, marks=replace(plain.marks, seal=SEAL, scribble=True))
    layout = _read(image_of(first_page(spec)))
    assert spec.signature.name in layout.text
    assert spec.signature.printed[-1] in layout.text
    assert {"red", "blue"} == {stamp.colour for stamp in layout.stamps}


def test_a_name_stamped_in_red_is_read_below_its_title() -> None:
    plain = _letter()
    spec = replace(plain, marks=replace(plain.marks, stamped_name=True))
    layout = _read(image_of(first_page(spec)))
    name = _line_with(layout, spec.signature.name)
    assert layout.lines[name].text == spec.signature.name
    assert layout.lines[name].region is Region.FOOT_RIGHT
    assert name > _line_with(layout, spec.signature.printed[-1])


@pytest.mark.skipif(digit_reader() is None, reason="rapidocr is not installed")
@pytest.mark.parametrize("seed", [2, pytest.param(9, marks=pytest.mark.slow)])
def test_digits_written_by_pen_are_among_what_the_number_cell_may_say(seed: int) -> None:
    plain = _letter()
    spec = replace(
        plain,
        number=replace(plain.number, serial="2067"),
        marks=replace(plain.marks, pen=frozenset({"number"})),
        seed=seed,
    )
    layout = _read(image_of(first_page(spec)))
    line = layout.lines[_line_with(layout, spec.number.symbol)]
    assert line.region is Region.HEAD_LEFT
    assert "2067" in [item.text for item in line.rereadings if item.cell == "number"]


def test_a_ruled_table_is_read_as_rows_and_cells() -> None:
    spec = make_letter(8, Wish(system="state", type_code="CV", tasks=2, tabled=True))
    page = next(p for p in printed(spec) if any("\t" in line.text for line in p.proof.lines))
    layout = _read(image_of(page))
    wanted = [line.text for line in page.proof.lines if "\t" in line.text]
    rows = [line for line in layout.lines if line.region is Region.TABLE]
    assert [line.text.count("\t") for line in rows] == [text.count("\t") for text in wanted]
    cells = [cell for text in wanted for cell in text.split("\t")]
    read = [cell.text for cell in layout.tables[0].cells]
    assert sum(one == other for one, other in zip(cells, read, strict=True)) > 0.8 * len(cells)


def test_a_mark_above_the_letterhead_is_a_stamp_and_no_line() -> None:
    page = write(letter(6), 300, 60, "THƯỢNG KHẨN", RED, 52)
    layout = _read(page, engine=_engine())
    assert "THƯỢNG KHẨN" in [stamp.text for stamp in layout.stamps]
    assert not any("thuong khan" in fold(line.text) for line in layout.lines)


def test_boxes_of_words_hold_the_ink_of_the_word() -> None:
    spec = _letter()
    page = image_of(first_page(spec))
    height, width = page.shape[:2]
    for line in _clean().lines:
        for word in line.words:
            assert word.box is not None
            assert 0 <= word.box.x0 < word.box.x1 <= 1
            assert 0 <= word.box.y0 < word.box.y1 <= 1
            rows = slice(int(word.box.y0 * height), int(word.box.y1 * height) + 1)
            columns = slice(int(word.box.x0 * width), int(word.box.x1 * width) + 1)
            assert page[rows, columns].min() < 140


def test_the_same_page_read_twice_says_the_same() -> None:
    assert _read(image_of(first_page(_letter()))) == _clean()


def test_a_blank_page_is_blank_and_nobody_reads_it() -> None:
    page = np.clip(np.random.default_rng(4).normal(247, 3, empty_page().shape), 0, 255)
    watching = Saying()
    layout = _read(page.astype(np.uint8), engine=watching)
    assert (layout.origin, layout.text, layout.lines) == ("blank", "", ())
    assert len(watching.asked) <= 2  # at most which way is up


def test_a_blank_reverse_keeps_the_stamp_of_the_signing_software() -> None:
    word = LayerWord("Văn-thư", Box(0.6, 0.1, 0.7, 0.12), stamped=True)
    layout = read_image(PageImage(empty_page(), 200.0), 2, Reader(Saying(), soon()), [word]).layout
    assert layout.number == 2
    assert layout.text == "Văn-thư"


def test_stamped_words_are_taken_over_and_not_read_again() -> None:
    spec = _letter()
    page = image_of(first_page(spec))
    box = Box(0.13, 0.45, 0.95, 0.48)
    stamped = [LayerWord("2067", box, stamped=True)]
    watching = Saying()
    layout = read_image(PageImage(page, 200.0), 1, Reader(watching, soon()), stamped).layout
    assert [line.text for line in layout.lines] == ["2067"]
    for crop, _, _ in watching.asked:
        assert crop.shape[0] < 0.9 * page.shape[0]


@pytest.mark.parametrize("engine", [Saying(), gibberish()], ids=["nothing", "gibberish"])
def test_a_page_on_which_nothing_can_be_read_has_no_text_but_keeps_its_seal(
    engine: Engine,
) -> None:
    layout = _read(seal(letter(), 1100, 2100), engine=engine)
    assert layout.text == ""
    assert layout.confidence == 0.0
    assert [stamp.colour for stamp in layout.stamps] == ["red"]


def test_a_page_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(PageTimeout):
        _read(letter(), engine=Late())
    with pytest.raises(PageTimeout):
        read_image(PageImage(letter(), 200.0), 1, Reader(_engine(), time.monotonic() + 0.05))


def test_a_recogniser_that_dies_is_not_taken_for_a_blank_page() -> None:
    with pytest.raises(MemoryError):
        _read(letter(), engine=Broken())


def test_an_engine_that_says_one_thing_everywhere_still_gives_a_page() -> None:
    layout = _read(letter(), engine=Always([found("Kính gửi")]))
    assert set(layout.text.split()) == {"Kính", "gửi"}


@pytest.mark.parametrize("shape", [(8, 8, 3), (60, 800, 3), (700, 30, 3)])
def test_a_strange_image_is_a_page_without_text(shape: tuple[int, int, int]) -> None:
    rng = np.random.default_rng(1)
    for page in (np.full(shape, 255, np.uint8), rng.integers(0, 255, shape).astype(np.uint8)):
        layout = _read(page, engine=Saying())
        assert layout.text == ""
