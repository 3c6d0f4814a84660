"""Tesseract's model without Tesseract: rows found, read at once, words put on their ink."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from rapidfuzz.distance import Levenshtein

from models.errors import EngineMissing, PageTimeout
from pipeline.ocr import batch_engine
from pipeline.ocr.batch_engine import BatchEngine
from pipeline.ocr.engines import FoundLine, Layout, find_tessdata
from pipeline.ocr.pixels import Image
from pipeline.ocr.traineddata import ModelUnknown
from tests.ocr.drawn_pages import font, gray_letter, write
from tests.ocr.fake_engines import soon
from tests.ocr.words_of_letters import SENTENCES

pytest.importorskip("onnxruntime")
pytest.importorskip("onnx")

ALPHABET = ("", *sorted({*" -.)01235IVXabcđ", *"MỤCĐÍHtổchứvănbảyêu"}))
LEFT = 60


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BatchEngine]:
    """The engine over the installed model."""
    try:
        tessdata = find_tessdata()
    except EngineMissing:
        pytest.skip("vie.traineddata is not installed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield BatchEngine(tessdata)


@dataclass
class _Saying:
    """A model that says ``said`` of every line, each character where ``printed`` has one."""

    said: str
    printed: str
    alphabet: tuple[str, ...] = ALPHABET
    lexicon: frozenset[str] = frozenset()

    def read(self, crops: Sequence[Image], *_: object) -> list[npt.NDArray[np.float32]]:
        return [self._scores(crop.shape[1]) for crop in crops]

    def _scores(self, width: int) -> npt.NDArray[np.float32]:
        """One step a pixel; the crop begins a few pixels before the ink."""
        scores = np.full((width, len(self.alphabet)), 1e-4, np.float32)
        scores[:, 0] = 0.99
        share = len(self.printed) / max(1, len(self.said))
        whole = 8 + font().getlength(self.printed)
        for index, letter in enumerate(self.said):
            x = 7 + font().getlength(self.printed[: round(share * index)])
            step = scores[min(width - 2, round(x * width / whole))]
            step[0], step[self.alphabet.index(letter)] = 1e-4, 0.99
        return scores


def _crop(text: str, gap_x: int = LEFT) -> Image:
    return write(np.full((120, 1400, 3), 255, np.uint8), gap_x, 30, text)[..., 0].copy()


def _texts(lines: Sequence[FoundLine]) -> list[str]:
    return [" ".join(word.text for word in line) for line in lines]


def _told(monkeypatch: pytest.MonkeyPatch, said: str, printed: str, crop: Image) -> FoundLine:
    """The line of ``crop`` when the model says ``said`` of it."""
    monkeypatch.setattr(batch_engine, "LineModel", lambda _: _Saying(said, printed))
    (line,) = BatchEngine(Path("tessdata")).read(crop, Layout.BLOCK, 200, soon())
    return line


def test_a_page_of_print_is_read_line_by_line(engine: BatchEngine) -> None:
    read = _texts(engine.read(gray_letter(8), Layout.COLUMN, 200, soon()))
    wanted = ["KẾ HOẠCH CÔNG TÁC", *SENTENCES, *SENTENCES]
    assert len(read) == len(wanted)
    wrong = sum(Levenshtein.distance(a, b) for a, b in zip(read, wanted, strict=True))
    assert wrong <= 0.01 * sum(map(len, wanted))


def test_every_word_lies_on_its_ink_and_on_no_other(engine: BatchEngine) -> None:
    page = gray_letter(4)
    left = page < 128
    for line in engine.read(page, Layout.COLUMN, 200, soon()):
        for word in line:
            x0, y0, x1, y1 = word.box
            assert left[y0:y1, x0:x1].any()
            left[y0:y1, x0:x1] = False
        edges = [edge for word in line for edge in (word.box[0], word.box[2])]
        assert edges == sorted(edges)
    assert not left.any()


def test_sure_words_have_high_confidence(engine: BatchEngine) -> None:
    (line,) = engine.read(_crop(SENTENCES[3]), Layout.BLOCK, 200, soon())
    assert min(word.confidence for word in line) > 0.7
    assert max(word.confidence for word in line) <= 1


@pytest.mark.parametrize("text", [SENTENCES[3], "SỞ Y TẾ", "12/2021"])
def test_a_crop_of_one_line_is_read_as_one(engine: BatchEngine, text: str) -> None:
    page = _crop(text)
    rows, columns = np.nonzero(page < 128)
    tight = page[rows.min() - 5 : rows.max() + 6, columns.min() - 5 : columns.max() + 6]
    assert _texts(engine.read(tight, Layout.LINE, 200, soon())) == [text]


@pytest.mark.parametrize("gap", [30, 60, 400])
@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("SỞ Y TẾ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA"),
        ("Nơi nhận của xã", "TM. ỦY BAN NHÂN DÂN"),
        ("Hà Nội, ngày", "tháng 3 năm 2021"),
        ("1.", "Sở Y tế tỉnh"),
    ],
)
def test_a_gap_in_a_line_however_wide_spoils_nothing(
    engine: BatchEngine, left: str, right: str, gap: int
) -> None:
    page = _crop(left)
    end = int(np.flatnonzero((page < 128).any(axis=0))[-1])
    page = np.minimum(page, _crop(right, end + gap))
    assert _texts(engine.read(page, Layout.BLOCK, 200, soon())) == [f"{left} {right}"]


def test_noise_has_low_confidence_or_no_words(engine: BatchEngine) -> None:
    rng = np.random.default_rng(8)
    noise = np.where(rng.random((30, 100)) < 0.4, 0, 255).astype(np.uint8)
    page = np.full((300, 900), 255, np.uint8)
    page[100:220, 100:500] = np.kron(noise, np.ones((4, 4), np.uint8))
    words = [word for line in engine.read(page, Layout.AUTO, 200, soon()) for word in line]
    assert not words or np.mean([word.confidence for word in words]) < 0.6


def test_pieces_far_apart_are_lines_of_their_own_on_a_sparse_page(engine: BatchEngine) -> None:
    page = np.minimum(_crop("CÔNG VĂN ĐẾN"), _crop("Ngày 15", 900))
    assert len(engine.read(page, Layout.BLOCK, 200, soon())) == 1
    apart = _texts(engine.read(page, Layout.SPARSE, 200, soon()))
    assert sorted(apart) == ["CÔNG VĂN ĐẾN", "Ngày 15"]


def test_roman_numerals_are_counted_on_the_paper(engine: BatchEngine) -> None:
    for numeral in ("I.", "II.", "III."):
        (text,) = _texts(engine.read(_crop(f"{numeral} TỔ CHỨC"), Layout.BLOCK, 200, soon()))
        assert text == f"{numeral} TỔ CHỨC"


def test_small_and_large_first_letters_are_told_apart_by_their_ink(engine: BatchEngine) -> None:
    for sentence in ("Sau khi có công văn của Sở", "sau khi có Công văn của sở"):
        (text,) = _texts(engine.read(_crop(sentence), Layout.BLOCK, 200, soon()))
        assert text == sentence


@pytest.mark.parametrize("layout", list(Layout))
def test_white_paper_says_nothing_however_it_is_set(engine: BatchEngine, layout: Layout) -> None:
    assert engine.read(np.full((200, 400), 255, np.uint8), layout, 200, soon()) == []


def test_a_deadline_in_the_past_is_a_timeout_even_for_white_paper(engine: BatchEngine) -> None:
    with pytest.raises(PageTimeout):
        engine.read(np.full((9, 9), 255, np.uint8), Layout.BLOCK, 200, time.monotonic() - 1)


def test_a_damaged_model_is_unknown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    (tmp_path / "vie.traineddata").write_bytes(b"cut short")
    with pytest.raises(ModelUnknown):
        BatchEngine(tmp_path)


@pytest.mark.parametrize(
    ("printed", "said", "words"),
    [
        ("I.  MỤC ĐÍCH", "I.MỤC ĐÍCH", ["I.", "MỤC", "ĐÍCH"]),
        ("a)  văn bản", "a)văn bản", ["a)", "văn", "bản"]),
        ("12.  văn bản", "12.văn bản", ["12.", "văn", "bản"]),
    ],
)
def test_a_label_that_was_run_into_its_word_is_parted_where_the_paper_has_a_gap(
    printed: str, said: str, words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    line = _told(monkeypatch, said, printed, _crop(printed))
    assert [word.text for word in line] == words
    label, first = line[0].box, line[1].box
    assert label[2] < first[0]


def test_a_label_printed_close_to_its_word_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    line = _told(monkeypatch, "b.văn bản", "b.văn bản", _crop("b.văn bản"))
    assert [word.text for word in line] == ["b.văn", "bản"]


def test_a_number_with_points_is_no_label(monkeypatch: pytest.MonkeyPatch) -> None:
    line = _told(monkeypatch, "12.350 văn", "12. 350 văn", _crop("12. 350 văn"))
    assert line[0].text == "12.350"


def test_words_are_parted_in_the_ink_where_the_model_saw_a_space(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    printed = "tổ chức văn bản"
    line = _told(monkeypatch, printed, printed, _crop(printed))
    for index, word in enumerate(line):
        x = LEFT + font().getlength(printed.rsplit(" ", len(line) - index)[0] + " ") * bool(index)
        assert word.box[0] == pytest.approx(x, abs=4)


def test_a_word_that_the_model_saw_in_white_has_a_box_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    printed = "tổ" + " " * 30 + "bản"
    said = "tổ" + " " * 15 + "-" + " " * 14 + "bản"
    line = _told(monkeypatch, said, printed, _crop(printed))
    assert [word.text for word in line] == ["tổ", "-", "bản"]
    for word in line:
        x0, y0, x1, y1 = word.box
        assert 0 <= x0 < x1 <= 1400
        assert 0 <= y0 < y1 <= 120


def test_a_row_that_the_model_sees_nothing_in_is_no_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch_engine, "LineModel", lambda _: _Saying("", "văn"))
    assert BatchEngine(Path("tessdata")).read(_crop("văn"), Layout.BLOCK, 200, soon()) == []
