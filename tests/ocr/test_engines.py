"""The text recogniser: what it reads, and how it fails."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import cv2
import numpy as np
import pytest

from models.errors import EngineMissing, PageTimeout
from pipeline.ocr import engines
from pipeline.ocr.engines import Engine, Layout, find_tessdata, open_engine
from pipeline.ocr.pixels import Image, as_image
from tests.ocr.drawn_pages import gray_letter, write
from tests.ocr.fake_engines import soon

SENTENCE = "Ủy ban nhân dân tỉnh báo cáo kết quả"


@pytest.fixture(scope="module", params=["batch", "tesserocr", "pytesseract"])
def engine(request: pytest.FixtureRequest) -> Engine:
    try:
        return open_engine(request.param)
    except EngineMissing:
        pytest.skip(f"{request.param} is not installed")


def _crop(text: str = SENTENCE) -> Image:
    return write(np.full((120, 900, 3), 255, np.uint8), 60, 30, text)[..., 0]


def test_a_printed_line_is_read_with_its_marks(engine: Engine) -> None:
    (line,) = engine.read(_crop(), Layout.BLOCK, 200, soon())
    assert " ".join(word.text for word in line) == SENTENCE
    assert all(0.6 < word.confidence <= 1 for word in line)


def test_words_stand_left_to_right_within_the_crop(engine: Engine) -> None:
    crop = _crop()
    (line,) = engine.read(crop, Layout.BLOCK, 200, soon())
    assert all(0 <= w.box[0] < w.box[2] <= crop.shape[1] for w in line)
    assert all(0 <= w.box[1] < w.box[3] <= crop.shape[0] for w in line)
    assert [w.box[0] for w in line] == sorted(w.box[0] for w in line)
    assert crop[:, : line[0].box[0]].min() > 128


def test_two_lines_are_two(engine: Engine) -> None:
    both = np.vstack([_crop(), _crop("Sở Y tế đề nghị các đơn vị")])
    first, second = engine.read(both, Layout.BLOCK, 200, soon())
    assert (first[0].text, second[0].text) == ("Ủy", "Sở")
    assert first[0].box[3] < second[0].box[1]


def test_white_paper_says_nothing(engine: Engine) -> None:
    for layout in (Layout.BLOCK, Layout.COLUMN, Layout.SPARSE, Layout.AUTO):
        assert engine.read(np.full((200, 400), 255, np.uint8), layout, 200, soon()) == []


@pytest.mark.parametrize("shape", [(1, 1), (3, 300), (300, 2)])
def test_a_crop_of_a_few_pixels_is_no_disaster(engine: Engine, shape: tuple[int, int]) -> None:
    assert engine.read(np.zeros(shape, np.uint8), Layout.BLOCK, 200, soon()) == []


def test_a_part_of_a_larger_image_is_read_as_it_is(engine: Engine) -> None:
    page = np.zeros((400, 1800), np.uint8)
    page[100:220, 500:1400] = _crop()
    (line,) = engine.read(page[100:220, 500:1400], Layout.BLOCK, 200, soon())
    assert " ".join(word.text for word in line) == SENTENCE


def test_a_deadline_that_has_passed_is_a_timeout(engine: Engine) -> None:
    with pytest.raises(PageTimeout):
        engine.read(_crop(), Layout.BLOCK, 200, time.monotonic() - 1)


def test_a_page_is_given_up_when_its_time_is_over(engine: Engine) -> None:
    started = time.monotonic()
    page = as_image(cv2.resize(gray_letter(), None, fx=1.5, fy=1.5))
    with pytest.raises(PageTimeout):
        engine.read(page, Layout.COLUMN, 300, started + 0.15)
    assert time.monotonic() - started < 10


def test_after_a_timeout_the_next_crop_is_read(engine: Engine) -> None:
    with pytest.raises(PageTimeout):
        engine.read(gray_letter(), Layout.COLUMN, 200, time.monotonic() + 0.02)
    (line,) = engine.read(_crop(), Layout.BLOCK, 200, soon())
    assert " ".join(word.text for word in line) == SENTENCE


def test_without_onnxruntime_tesserocr_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    assert open_engine("auto").name == "tesserocr"


def test_without_either_the_program_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    monkeypatch.setitem(sys.modules, "tesserocr", None)
    assert open_engine("auto").name == "pytesseract"


def test_tesserocr_asked_for_by_name_must_be_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tesserocr", None)
    with pytest.raises(EngineMissing, match="tesserocr"):
        open_engine("tesserocr")


def test_without_the_tesseract_program_the_user_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    program = sys.modules.get("pytesseract") or pytest.importorskip("pytesseract")
    engine = open_engine("pytesseract")
    monkeypatch.setattr(program.pytesseract, "tesseract_cmd", "no-such-tesseract")
    with pytest.raises(EngineMissing):
        engine.read(_crop(), Layout.BLOCK, 200, soon())


def test_the_folder_named_outside_comes_first(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "vie.traineddata").touch()
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    assert find_tessdata() == tmp_path


def test_a_folder_without_vietnamese_is_passed_over(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "eng.traineddata").touch()
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    monkeypatch.setattr(engines, "TESSDATA_FOLDERS", ())
    with pytest.raises(EngineMissing, match=r"vie\.traineddata"):
        open_engine()


@pytest.mark.parametrize("choice", ["auto", "batch", "tesserocr", "pytesseract"])
def test_a_damaged_model_is_a_missing_engine_and_no_timeout(choice: str, tmp_path: Path) -> None:
    (tmp_path / "vie.traineddata").write_bytes(b"cut short")
    with pytest.raises(EngineMissing):
        open_engine(choice, tmp_path).read(_crop(), Layout.BLOCK, 200, soon())


@pytest.mark.parametrize("choice", ["auto", "batch", "tesserocr"])
def test_a_folder_without_the_model_is_a_missing_engine(choice: str, tmp_path: Path) -> None:
    with pytest.raises(EngineMissing):
        open_engine(choice, tmp_path)


def test_another_failure_of_the_program_is_no_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    program = sys.modules.get("pytesseract") or pytest.importorskip("pytesseract")
    engine = open_engine("pytesseract")

    def fail(*_: object, **__: object) -> str:
        raise program.TesseractError(1, "read_params_file: out of order")

    monkeypatch.setattr(program, "image_to_data", fail)
    with pytest.raises(program.TesseractError):
        engine.read(_crop(), Layout.BLOCK, 200, soon())
