"""Lines of print through the Vietnamese line model, many at once."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from models.errors import EngineMissing
from pipeline.ocr.ctc import words
from pipeline.ocr.engines import find_tessdata
from pipeline.ocr.line_model import BATCH, HEIGHT, STEP, LineModel
from pipeline.ocr.pixels import Image, as_image
from pipeline.ocr.traineddata import ModelUnknown
from tests.ocr.drawn_pages import write
from tests.ocr.model_maker import LETTERS, tiny_model

onnxruntime = pytest.importorskip("onnxruntime")
pytest.importorskip("onnx")

Tensor = npt.NDArray[np.float32]
SENTENCES = (
    "Ủy ban nhân dân tỉnh",
    "Sở Y tế đề nghị các đơn vị khẩn trương rà soát",
    "báo cáo kết quả",
    "HỘI NGHỊ TỔNG KẾT",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for a cache and for models."""
    return tmp_path_factory.mktemp("line_model")


@pytest.fixture(scope="module")
def tiny(folder: Path) -> LineModel:
    """A made-up network for lines as high as the real one's."""
    path = folder / "tiny.traineddata"
    path.write_bytes(tiny_model(height=HEIGHT, seed=5).written())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        return LineModel(path)


@pytest.fixture(scope="module")
def vietnamese(folder: Path) -> LineModel:
    """The installed model."""
    try:
        tessdata = find_tessdata()
    except EngineMissing:
        pytest.skip("vie.traineddata is not installed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        return LineModel(tessdata / "vie.traineddata")


def _line(text: str, size: int = 38) -> Image:
    """``text`` in black on white with a few pixels around it."""
    page = write(np.full((80, 1500, 3), 255, np.uint8), 8, 10, text, size=size)[..., 0]
    rows, columns = np.nonzero(page < 128)
    return page[
        max(0, rows.min() - 6) : rows.max() + 7, max(0, columns.min() - 6) : columns.max() + 7
    ]


def _noise(widths: list[int]) -> list[Image]:
    rng = np.random.default_rng(11)
    return [rng.integers(0, 256, (HEIGHT, width)).astype(np.uint8) for width in widths]


def _text(model: LineModel, crop: Image) -> str:
    return " ".join(word.text for word in words(model.read([crop])[0], model.alphabet))


def test_every_line_gets_the_scores_of_its_own(tiny: LineModel) -> None:
    widths = [300, 36, 120, 90, 6, 240, 33, 60, 150, 180, 210]
    assert len(widths) > BATCH
    read = tiny.read(_noise(widths))
    assert [len(scores) for scores in read] == [width // STEP for width in widths]


def test_lines_come_back_in_the_order_they_were_given(tiny: LineModel) -> None:
    crops = _noise([90, 30, 60])
    forth, back = tiny.read(crops), tiny.read(crops[::-1])
    for one, other in zip(forth, back[::-1], strict=True):
        np.testing.assert_array_equal(one, other)


def test_no_lines_have_no_scores(tiny: LineModel) -> None:
    assert tiny.read([]) == []


def test_scores_are_probabilities_of_the_blank_and_the_letters(tiny: LineModel) -> None:
    assert tiny.alphabet == ("", " ", *LETTERS)
    (scores,) = tiny.read(_noise([120]))
    assert scores.shape == (40, len(tiny.alphabet))
    np.testing.assert_allclose(scores.sum(axis=1), 1, atol=1e-4)


def test_an_icelandic_letter_lends_its_share_to_the_vietnamese_one(tiny: LineModel) -> None:
    (scores,) = tiny.read(_noise([120]))
    assert scores[:, tiny.alphabet.index("Ð")].max() == 0
    assert scores[:, tiny.alphabet.index("Đ")].max() > 0


@pytest.mark.parametrize("extra", range(STEP))
def test_a_line_reads_the_same_alone_and_beside_longer_ones(tiny: LineModel, extra: int) -> None:
    crops = _noise([60 + extra, 150])
    crops[0][:, -6:] = 255
    (alone,), (beside, _) = tiny.read(crops[:1]), tiny.read(crops)
    np.testing.assert_allclose(alone, beside, atol=1e-4)


@pytest.mark.parametrize("shape", [(1, 1), (1, 400), (400, 1), (2, 2), (36, 2)])
def test_a_crop_of_a_few_pixels_is_a_line_all_the_same(
    tiny: LineModel, shape: tuple[int, int]
) -> None:
    for level in (0, 255):
        (scores,) = tiny.read([np.full(shape, level, np.uint8)])
        assert len(scores) >= 1
        assert np.isfinite(scores).all()


def test_a_damaged_model_is_unknown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    (tmp_path / "vie.traineddata").write_bytes(b"cut short")
    with pytest.raises(ModelUnknown):
        LineModel(tmp_path / "vie.traineddata")


@pytest.mark.parametrize("text", SENTENCES)
def test_print_is_read_with_its_marks(vietnamese: LineModel, text: str) -> None:
    assert _text(vietnamese, _line(text)) == text


@pytest.mark.parametrize("size", [30, 60])
def test_print_of_any_size_is_read(vietnamese: LineModel, size: int) -> None:
    assert _text(vietnamese, _line(SENTENCES[0], size)) == SENTENCES[0]


def test_faded_print_on_gray_paper_is_read(vietnamese: LineModel) -> None:
    faded = as_image(140 + _line(SENTENCES[1]) * (70 / 255))
    assert _text(vietnamese, faded) == SENTENCES[1]


def test_blurred_print_is_read(vietnamese: LineModel) -> None:
    blurred = as_image(cv2.GaussianBlur(_line(SENTENCES[0]), (0, 0), 1.3))
    assert _text(vietnamese, blurred) == SENTENCES[0]


def test_what_is_read_does_not_hang_on_what_else_is_on_the_page(vietnamese: LineModel) -> None:
    crops = [_line(text) for text in SENTENCES]
    together = vietnamese.read(crops)
    for crop, beside in zip(crops, together, strict=True):
        np.testing.assert_allclose(vietnamese.read([crop])[0], beside, atol=1e-3)


@pytest.mark.parametrize("sign", [":", "="])
def test_a_sign_with_no_ink_half_way_up_is_read(vietnamese: LineModel, sign: str) -> None:
    """Ink and paper are measured half way up, where there is nothing but paper."""
    assert _text(vietnamese, _line(sign)) == sign


def test_letters_are_where_the_model_saw_them(vietnamese: LineModel) -> None:
    (scores,) = vietnamese.read([_line("a                         b")])
    first, second = words(scores, vietnamese.alphabet)
    assert (first.text, second.text) == ("a", "b")
    assert first.end < 0.2 < 0.8 < second.start


def test_a_graph_that_was_damaged_in_the_cache_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    model = tmp_path / "tiny.traineddata"
    model.write_bytes(tiny_model(height=HEIGHT, seed=5).written())
    line = np.full((HEIGHT, 40), 255, np.uint8)
    whole = LineModel(model).read([line])
    (kept,) = (tmp_path / "congvan").iterdir()
    for damage in (b"", b"no graph", kept.read_bytes()[:300]):
        kept.write_bytes(damage)
        assert np.array_equal(LineModel(model).read([line])[0], whole[0])
    assert [path.name for path in (tmp_path / "congvan").iterdir()] == [kept.name]
