"""Reads the words of a stamp in a frame: HỎA TỐC, MẬT, pressed at any angle, in any colour.

The frame (a box, an arrow) hangs together and is larger than any letter: it is taken away, and
the stamp turned so that its longer side lies level (NĐ 30/2020, phụ lục I, cells 10a and 10b).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from models.layout import Box, Line, Region, Stamp, Word
from pipeline.ocr.cells import is_reference
from pipeline.ocr.engines import Engine, Layout
from pipeline.ocr.pixels import WHITE, Image, Parts, as_image
from pipeline.ocr.strokes import without_strokes

# A stamp leans by more than this many degrees before it is worth turning.
LEANS = 4.0
# Confidence at which no other view is tried, and below which a text is not believed.
CLEAR = 0.8
LEAST = 0.4
# Frames in inches: width, height; and the share of their box that is ink.
WIDE = (0.75, 2.8)
HIGH = (0.22, 1.5)
HOLLOW = 0.35
# A rectangle shows along so much of each side, in a strip so wide beside the box of its ink.
CLOSED, SIDE = 0.85, 0.12
# Marks are stamped in the upper part of the page.
UPPER = 0.5
MOST = 3


def with_text(stamp: Stamp, crop: Image, engine: Engine, dpi: int, deadline: float) -> Stamp:
    """The stamp with what is written in it, if that can be read; ``crop`` is gray.

    Of clear readings the longest is taken: in a crop that leans a part of the words may be clear.
    """
    best, most = stamp, 0
    for view in _views(crop, dpi):
        lines = engine.read(view, Layout.BLOCK, dpi, deadline)
        for words in lines:
            letters = sum(c.isalpha() for word in words for c in word.text)
            total = sum(len(word.text) for word in words)
            sure = sum(word.confidence * len(word.text) for word in words) / max(1, total)
            clear = letters if sure > CLEAR else 0
            if letters >= 3 and sure > LEAST and (clear, sure) > (most, best.confidence):
                best = replace(best, text=" ".join(w.text for w in words), confidence=sure)
                most = clear
        if most and len(lines) == 1:
            break
    return best


def read_framed(
    gray: Image, parts: Parts, engine: Engine, dpi: int, deadline: float
) -> tuple[list[Stamp], list[Stamp]]:
    """Black stamps in the upper part of a page: hollow frames with words in them; and those of
    them whose frame is a rectangle.

    ``parts`` are the page's connected ink.
    """
    stamps, boxed = [], []
    for index in np.flatnonzero(_are_frames(parts, dpi))[:MOST].tolist():
        x, y = int(parts.left[index]), int(parts.top[index])
        width, height = int(parts.width[index]), int(parts.height[index])
        crop = gray[y : y + height, x : x + width]
        box = Box(
            x / gray.shape[1],
            y / gray.shape[0],
            (x + width) / gray.shape[1],
            (y + height) / gray.shape[0],
        )
        stamp = with_text(Stamp(box, "black"), crop, engine, dpi, deadline)
        if stamp.text:
            stamps.append(stamp)
            if _is_rectangle(parts.labels[y : y + height, x : x + width] == index):
                boxed.append(stamp)
    return stamps, boxed


def without_stamped(lines: Sequence[Line], stamps: Sequence[Stamp]) -> list[Line]:
    """``lines`` without the words inside framed ``stamps``, which are pressed across the text: the
    registry's ĐẾN, marks of urgency. Tables, and the lines of number and date, keep theirs."""
    kept = []
    for line in lines:
        if line.region is not Region.TABLE and not is_reference(line):
            words = [word for word in line.words if not _is_stamped(word, stamps)]
            if not words:
                continue
            line = replace(line, words=tuple(words)) if len(words) < len(line.words) else line
        kept.append(line)
    return kept


def _is_stamped(word: Word, stamps: Sequence[Stamp]) -> bool:
    box = word.box
    return box is not None and any(
        stamp.box.x0 < box.center_x < stamp.box.x1 and stamp.box.y0 < box.center_y < stamp.box.y1
        for stamp in stamps
    )


def _are_frames(parts: Parts, dpi: float) -> npt.NDArray[np.bool_]:
    width, height = parts.width / dpi, parts.height / dpi
    fits = (width >= WIDE[0]) & (width <= WIDE[1]) & (height >= HIGH[0]) & (height <= HIGH[1])
    fits &= parts.area < HOLLOW * parts.width * parts.height
    fits &= parts.top + parts.height <= UPPER * parts.labels.shape[0]
    fits[0] = False
    return fits


def _is_rectangle(ink: npt.NDArray[np.bool_]) -> bool:
    """Whether a frame has four sides, perhaps leaning: a seal's ring has none."""
    height, width = ink.shape
    across, down = max(1, round(SIDE * width)), max(1, round(SIDE * height))
    sides = (
        ink[:, :across].any(axis=1),
        ink[:, -across:].any(axis=1),
        ink[:down].any(axis=0),
        ink[-down:].any(axis=0),
    )
    return all(float(side.mean()) >= CLOSED for side in sides)


def _views(crop: Image, dpi: int) -> Iterator[Image]:
    """The stamp as it is and turned level, each without its frame."""
    for turned in _turned_views(crop):
        bare = without_strokes(turned, dpi)
        yield cv2.copyMakeBorder(
            turned if bare is None else bare, 12, 12, 12, 12, cv2.BORDER_CONSTANT, value=(WHITE,)
        ).astype(np.uint8)


def _turned_views(crop: Image) -> Iterator[Image]:
    yield crop
    points = cv2.findNonZero(as_image(255 - crop) // 128)
    if points is None:
        return
    _, (across, along), angle = cv2.minAreaRect(points)
    lean = angle if across >= along else angle - 90
    lean = (lean + 90) % 180 - 90
    # An arrow's outline leans a little differently from the words inside it.
    for turn in (lean, lean - 8, lean + 8):
        if abs(turn) > LEANS:
            yield _turned(crop, turn)


def _turned(crop: Image, degrees: float) -> Image:
    height, width = crop.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    side = int(np.hypot(height, width))
    matrix[0, 2] += (side - width) / 2
    matrix[1, 2] += (side - height) / 2
    return as_image(cv2.warpAffine(crop, matrix, (side, side), borderValue=(WHITE,)))
