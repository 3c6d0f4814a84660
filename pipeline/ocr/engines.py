"""The text recogniser behind one small protocol; every one of them runs Tesseract's ``vie`` model.

``batch`` runs it in onnxruntime, all lines of a crop at once (``pipeline.ocr.batch_engine``);
``tesserocr`` is Tesseract in this process, no start-up per call; ``pytesseract`` always works
where the ``tesseract`` program is. All run on one thread: measured, one worker per core beats
Tesseract's own threads 2.5–3.4 times.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from models.errors import EngineMissing, PageTimeout
from models.layout import Box, Word

if TYPE_CHECKING:
    import tesserocr

LANGUAGE = "vie"
TESSDATA_FOLDERS = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
)

# What the program says of a model that is not there or is damaged (api/baseapi.cpp, tesseract.cpp).
NO_MODEL = ("Failed loading language", "Error opening data file", "Could not initialize tesseract")
# What pytesseract's plain RuntimeError says when time is up.
TIME_IS_UP = "timeout"

Gray = npt.NDArray[np.uint8]


class Layout(IntEnum):
    """How the crop is set; the values are Tesseract's page segmentation modes."""

    AUTO = 3
    COLUMN = 4
    BLOCK = 6
    LINE = 7
    SPARSE = 11


@dataclass(frozen=True, slots=True)
class FoundWord:
    """A word with its pixel box in the crop (x0, y0, x1, y1) and confidence 0…1."""

    text: str
    confidence: float
    box: tuple[int, int, int, int]


FoundLine = tuple[FoundWord, ...]


def words_on_page(
    found: FoundLine, corner: tuple[int, int], shape: tuple[int, int]
) -> tuple[Word, ...]:
    """The words with boxes in fractions of the page.

    ``corner`` is the crop's top left corner in the page's pixels, ``shape`` the page's height
    and width.
    """
    (x, y), (height, width) = corner, shape
    return tuple(
        Word(
            word.text,
            Box(
                (x + word.box[0]) / width,
                (y + word.box[1]) / height,
                (x + word.box[2]) / width,
                (y + word.box[3]) / height,
            ),
            word.confidence,
        )
        for word in found
    )


class Engine(Protocol):
    """Reads the text of a gray crop, dark on white.

    ``deadline`` is a ``time.monotonic`` value; past it :class:`PageTimeout` is raised.
    ``finds_every_row``: whether all layouts find the same rows, so that one reading is enough.
    """

    name: str
    finds_every_row: bool

    def read(self, crop: Gray, layout: Layout, dpi: int, deadline: float) -> list[FoundLine]:
        """The crop's lines, top to bottom, each a tuple of words."""
        ...


class TesserocrEngine:
    """Tesseract in this process."""

    name = "tesserocr"
    finds_every_row = False

    def __init__(self, tessdata: Path | None = None) -> None:
        os.environ["OMP_THREAD_LIMIT"] = "1"
        import tesserocr

        folder = tessdata or find_tessdata()
        self._api: tesserocr.PyTessBaseAPI = tesserocr.PyTessBaseAPI(
            path=str(folder), lang=LANGUAGE, psm=tesserocr.PSM.SINGLE_BLOCK
        )
        # Without this Tesseract inverts and reads every doubtful line again: a third of the time.
        self._api.SetVariable("tessedit_do_invert", "0")

    def read(self, crop: Gray, layout: Layout, dpi: int, deadline: float) -> list[FoundLine]:
        """See :class:`Engine`."""
        height, width = crop.shape
        self._api.SetPageSegMode(int(layout))
        self._api.SetImageBytes(np.ascontiguousarray(crop).tobytes(), width, height, 1, width)
        self._api.SetSourceResolution(dpi)
        if not self._api.Recognize(_milliseconds_left(deadline)):
            raise PageTimeout
        rows = (row.split("\t") for row in self._api.GetTSVText(0).splitlines())
        return _lines_of_tsv(rows)


class PytesseractEngine:
    """The ``tesseract`` program, one process a crop."""

    name = "pytesseract"
    finds_every_row = False

    def __init__(self, tessdata: Path | None = None) -> None:
        os.environ["OMP_THREAD_LIMIT"] = "1"
        folder = tessdata or find_tessdata()
        self._config = f'--tessdata-dir "{folder}" -c tessedit_do_invert=0'

    def read(self, crop: Gray, layout: Layout, dpi: int, deadline: float) -> list[FoundLine]:
        """See :class:`Engine`."""
        import pytesseract
        from PIL import Image

        config = f"{self._config} --psm {int(layout)} --dpi {dpi}"
        seconds = max(0.1, _milliseconds_left(deadline) / 1000)
        try:
            tsv: str = pytesseract.image_to_data(
                Image.fromarray(crop), lang=LANGUAGE, config=config, timeout=seconds
            )
        except pytesseract.TesseractNotFoundError as error:
            raise EngineMissing("tesseract") from error
        except pytesseract.TesseractError as error:
            if any(sign in str(error) for sign in NO_MODEL):
                raise EngineMissing(f"{LANGUAGE}.traineddata") from error
            raise
        except RuntimeError as error:
            if TIME_IS_UP in str(error):
                raise PageTimeout from error
            raise
        return _lines_of_tsv(row.split("\t") for row in tsv.splitlines()[1:])


def open_engine(choice: str = "auto", tessdata: Path | None = None) -> Engine:
    """The recogniser to use; ``choice`` is ``auto``, ``batch``, ``tesserocr`` or ``pytesseract``.

    ``auto`` is the first of them that can be had. Raises :class:`EngineMissing` when the
    Vietnamese model is nowhere to be found, or damaged.
    """
    if choice in {"auto", "batch"}:
        from pipeline.ocr.batch_engine import BatchEngine
        from pipeline.ocr.traineddata import ModelUnknown

        folder = tessdata or find_tessdata()
        try:
            return BatchEngine(folder)
        except (ImportError, ModelUnknown) as error:
            if choice == "batch":
                raise EngineMissing("onnxruntime, onnx") from error
        except OSError as error:
            raise EngineMissing(f"{LANGUAGE}.traineddata") from error
    if choice != "pytesseract":
        try:
            return TesserocrEngine(tessdata)
        except ImportError as error:
            if choice == "tesserocr":
                raise EngineMissing("tesserocr") from error
        except RuntimeError as error:  # tesserocr's way of saying that the model does not load
            raise EngineMissing(f"{LANGUAGE}.traineddata") from error
    return PytesseractEngine(tessdata)


def find_tessdata() -> Path:
    """The folder that holds ``vie.traineddata``; raises :class:`EngineMissing`."""
    named = os.environ.get("TESSDATA_PREFIX")
    for folder in ([named] if named else []) + list(TESSDATA_FOLDERS):
        if (Path(folder) / f"{LANGUAGE}.traineddata").is_file():
            return Path(folder)
    raise EngineMissing(f"{LANGUAGE}.traineddata")


def _milliseconds_left(deadline: float) -> int:
    left = int((deadline - time.monotonic()) * 1000)
    if left <= 0:
        raise PageTimeout
    return left


def _lines_of_tsv(rows: Iterable[list[str]]) -> list[FoundLine]:
    """Words of Tesseract's TSV (level 5), grouped by block, paragraph and line."""
    lines: dict[tuple[str, str, str], list[FoundWord]] = {}
    for row in rows:
        if len(row) < 12 or row[0] != "5" or not row[11].strip():
            continue
        x, y, width, height = (int(value) for value in row[6:10])
        confidence = max(0.0, float(row[10])) / 100
        word = FoundWord(row[11].strip(), confidence, (x, y, x + width, y + height))
        lines.setdefault((row[2], row[3], row[4]), []).append(word)
    return [tuple(words) for words in lines.values()]
