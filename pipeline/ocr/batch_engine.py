"""An engine that runs Tesseract's Vietnamese model over all lines of a crop at once."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from models.errors import PageTimeout
from pipeline.ocr.ctc import Read, confidence, is_doubtful, surer, words
from pipeline.ocr.engines import LANGUAGE, FoundLine, FoundWord, Layout
from pipeline.ocr.letter_sizes import settled
from pipeline.ocr.line_model import LineModel
from pipeline.ocr.pixels import Image
from pipeline.ocr.row_ink import Ink, PartBox
from pipeline.ocr.text_rows import Row, cut_out, find_rows, whole_row

# White kept around a row, in pixels, as Tesseract does.
PADDING = 4
# … and when a doubtful line is read again.
OTHER_PADDINGS = (1,)
# How far from where the model saw a space the gap in the ink may be, in capitals' heights.
NEAR_GAP = 1.0
# … and how far from where it saw a word the word's ink may be.
ASIDE = 1.5
# The label of an item that the model has run into the word behind it, and the gap between them.
_LABEL = re.compile(r"^((?:[IVX]+|\d{1,2}|[a-zđ])[.)])(?=[^\W\d])")
LABEL_GAP = 0.3
# In heights of a capital; what is lighter than PAPER is no ink.
WIDEST_GAP, PAPER = 0.8, 190


class BatchEngine:
    """Tesseract's model without Tesseract: rows found here, lines read in batches."""

    name = "batch"
    finds_every_row = True

    def __init__(self, tessdata: Path) -> None:
        """``tessdata`` is the folder. Raises :class:`ModelUnknown` and ``ImportError``."""
        self._model = LineModel(tessdata / f"{LANGUAGE}.traineddata")

    def read(self, crop: Image, layout: Layout, dpi: int, deadline: float) -> list[FoundLine]:
        """See :class:`~pipeline.ocr.engines.Engine`."""
        if time.monotonic() >= deadline:
            raise PageTimeout
        if layout is Layout.LINE:
            rows, ink = whole_row(crop, dpi)
        else:
            rows, ink = find_rows(crop, dpi, scattered=layout is Layout.SPARSE)
        every = [(index, PADDING) for index in range(len(rows))]
        read = self._words(crop, rows, ink, every, deadline)
        for index, other in self._again(crop, rows, ink, read, deadline):
            read[index] = surer(read[index], other, self._model.lexicon)
        lines = (_Placing(crop, row).line(line) for row, line in zip(rows, read, strict=True))
        return [line for line in lines if line]

    def _again(
        self,
        crop: Image,
        rows: Sequence[Row],
        ink: Ink,
        read: Sequence[Sequence[Read]],
        deadline: float,
    ) -> Iterator[tuple[int, list[Read]]]:
        """Doubtful lines once more, at other scales: what is uncertain comes out differently."""
        doubtful = [
            index
            for index, line in enumerate(read)
            if any(is_doubtful(word, self._model.lexicon) for word in line)
        ]
        views = [(index, padding) for index in doubtful for padding in OTHER_PADDINGS]
        found = self._words(crop, rows, ink, views, deadline)
        yield from ((index, line) for (index, _), line in zip(views, found, strict=True))

    def _words(
        self,
        crop: Image,
        rows: Sequence[Row],
        ink: Ink,
        views: Sequence[tuple[int, int]],
        deadline: float,
    ) -> list[list[Read]]:
        cuts = [
            _narrowed(cut_out(crop, rows[index], ink, padding), rows[index].capital)
            for index, padding in views
        ]
        read = self._model.read([image for image, _ in cuts], deadline)
        return [
            [
                _placed(word, edges)
                for word in words(scores, self._model.alphabet, self._model.lexicon)
            ]
            for scores, (_, edges) in zip(read, cuts, strict=True)
        ]


def _narrowed(image: Image, capital: float) -> tuple[Image, npt.NDArray[np.float64]]:
    """The row with no gap wider than WIDEST_GAP, for in a wide one the network loses what it knows
    (Tesseract's layout cuts rows there); and where its columns' edges are, 0…1 of the row."""
    blank: npt.NDArray[np.bool_] = np.asarray((image > PAPER).all(axis=0))
    places = np.arange(len(blank))
    since = places - np.maximum.accumulate(np.where(blank, -1, places))
    kept = np.flatnonzero(since <= WIDEST_GAP * capital)
    edges = np.append(kept, len(blank)) / len(blank)
    return np.ascontiguousarray(image[:, kept]), edges


def _placed(word: Read, edges: npt.NDArray[np.float64]) -> Read:
    """The word where it is in the row that was narrowed."""
    start, end = np.interp((word.start, word.end), np.linspace(0, 1, len(edges)), edges)
    return replace(word, start=float(start), end=float(end))


@dataclass(frozen=True, slots=True)
class _Placing:
    """Gives the words of a row their ink."""

    crop: Image
    row: Row

    def line(self, read: Sequence[Read]) -> FoundLine:
        """The words, each with the box of the row's ink between its spaces."""
        gaps = self._gaps()
        read = [part for word in read for part in self._labelled(word, gaps)]
        edges = [self._x((one.end + other.start) / 2) for one, other in pairwise(read)]
        borders = [self._nearest(edge, gaps) for edge in edges]
        centres = [(box[0] + box[2]) / 2 for box in self.row.boxes]
        owner = np.searchsorted(borders, centres).tolist()
        held: list[list[PartBox]] = [[] for _ in read]
        for box, index in zip(self.row.boxes, owner, strict=True):
            if read and self._is_near(box, read[index]):
                held[index].append(box)
        return tuple(
            FoundWord(
                settled(word.text, ink, self.row, self.crop, is_first=index == 0),
                confidence(word.probability),
                _around(ink) if ink else self._guessed(word),
            )
            for index, (word, ink) in enumerate(zip(read, held, strict=True))
        )

    @property
    def _left(self) -> int:
        return max(0, self.row.box[0] - PADDING)

    @property
    def _width(self) -> int:
        return min(int(self.crop.shape[1]), self.row.box[2] + PADDING) - self._left

    def _x(self, place: float) -> float:
        return self._left + self._width * place

    def _is_near(self, box: PartBox, word: Read) -> bool:
        """Whether ink is at the word: what the model saw nothing in, far aside, is none of it."""
        room = ASIDE * self.row.capital
        return box[2] >= self._x(word.start) - room and box[0] <= self._x(word.end) + room

    def _gaps(self) -> list[tuple[float, int]]:
        """Centre and width of each gap in the row's ink, left to right."""
        gaps = []
        reach = self.row.boxes[0][2]
        for x0, _, x1, _ in self.row.boxes[1:]:
            if x0 > reach:
                gaps.append(((x0 + reach) / 2, x0 - reach))
            reach = max(reach, x1)
        return gaps

    def _nearest(self, edge: float, gaps: Sequence[tuple[float, int]]) -> float:
        """The widest gap near ``edge``, which the model sees roughly; else ``edge``."""
        reach = NEAR_GAP * self.row.capital
        near = [
            (wide - abs(centre - edge) / 2, centre)
            for centre, wide in gaps
            if abs(centre - edge) <= reach
        ]
        return max(near)[1] if near else edge

    def _labelled(self, word: Read, gaps: Sequence[tuple[float, int]]) -> Iterator[Read]:
        """ "I.MỤC" in two where the ink has a gap behind the label."""
        found = _LABEL.match(word.text)
        if found is None:
            yield word
            return
        share = found.end(1) / len(word.text)
        edge = self._nearest(self._x(word.start + share * (word.end - word.start)), gaps)
        if not any(c == edge and wide > LABEL_GAP * self.row.capital for c, wide in gaps):
            yield word
            return
        place = (edge - self._left) / self._width
        yield replace(word, text=found.group(1), end=place)
        yield replace(word, text=word.text[found.end(1) :], start=place)

    def _guessed(self, word: Read) -> PartBox:
        """Where the model saw a word that no ink falls to."""
        x0, x1 = round(self._x(word.start)), round(self._x(word.end))
        return x0, self.row.box[1], max(x0 + 1, x1), self.row.box[3]


def _around(boxes: Sequence[PartBox]) -> PartBox:
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
