"""Coloured ink apart from black print: seals, signatures, urgency and ĐẾN stamps.

Seals are red (Nghị định 99/2016/NĐ-CP, điều 12), urgency stamps are red (Nghị định 30/2020,
phụ lục I), pens are mostly blue. The text pass wants them away; the stamps want to be found, and
sometimes read, because a signer's name or title may itself be a red rubber stamp (observed).

Three colours of doubt, and what decides (observed on office scans):

* black print under a seal keeps its darkness, because luma there is far below that of bare red;
* JPEG smears colour over the edges of black letters, so only clearly saturated ink is taken;
* yellowed paper and a scanner's cast are divided out first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np

from models.layout import Box, Stamp
from pipeline.ocr.pixels import WHITE, Image, as_image, bar, parts_of, pixels_per_mm, shrink

FRINGE_CHROMA = 26
"""Largest difference of channels that black print shows on colour scans (observed, 99 %)."""

INK_CHROMA = 48
CAST_LIMIT = 8

_MERGE_GAP_MM = 2.5
_STAMP_LONG_MM = 14.0
_STAMP_SHORT_MM = 4.0
_STAMP_INK_MM2 = 12.0
_LINE_MM = 7.5
_WORD_MM = 14.0


@dataclass(frozen=True, slots=True)
class Ink:
    """A page taken apart.

    ``text_gray`` is the gray page with seals, stamps and signatures white. ``red_mask`` and
    ``blue_mask`` are 255 where there is red, or blue to violet, ink; both are empty (all 0) for a
    page without colour. All three have the page's height and width.
    """

    text_gray: Image
    red_mask: Image
    blue_mask: Image

    @property
    def has_colour(self) -> bool:
        """Whether any coloured ink was found."""
        return bool(self.red_mask.any() or self.blue_mask.any())


def split_ink(rgb: Image) -> Ink:
    """Separate coloured ink from black print.

    ``rgb`` is ``(H, W, 3)`` or gray ``(H, W)``. Blue ink in pieces no larger than a word stays in
    ``text_gray`` (links, a number or "KT." by pen); all of it is in ``blue_mask``.
    """
    if rgb.ndim == 2:
        return _colourless(rgb)
    if not _shows_colour(rgb):
        return _colourless(as_image(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)))
    balanced = _without_cast(rgb)
    luma = as_image(cv2.cvtColor(balanced, cv2.COLOR_RGB2GRAY))
    red, green, blue = (as_image(channel) for channel in cv2.split(balanced))
    brightest = as_image(cv2.max(cv2.max(red, green), blue))
    chroma = as_image(cv2.subtract(brightest, cv2.min(cv2.min(red, green), blue)))
    inked = as_image(cv2.threshold(chroma, INK_CHROMA - 1, 255, cv2.THRESH_BINARY)[1])
    redness = as_image(cv2.subtract(red, cv2.max(blue, green)))
    warm = as_image(cv2.threshold(as_image(cv2.subtract(red, blue)), 0, 255, cv2.THRESH_BINARY)[1])
    red_mask = _only(inked, as_image(cv2.threshold(redness, 20, 255, cv2.THRESH_BINARY)[1]))
    blue_mask = _only(inked, _cool(red, green, blue))
    text = _without_ink(luma, brightest, chroma, warm)
    return Ink(
        text_gray=_with_blue_letters(text, luma, red_mask, blue_mask),
        red_mask=red_mask,
        blue_mask=blue_mask,
    )


def coloured_gray(rgb: Image, mask: Image) -> Image:
    """Only the coloured ink of ``mask``, dark on white, as a gray image ``(H, W)``.

    Darkness is saturation, so black print and pen strokes across the stamp disappear.
    """
    if rgb.ndim == 2 or not mask.any():
        return np.full(rgb.shape[:2], WHITE, np.uint8)
    red, green, blue = (as_image(channel) for channel in cv2.split(_without_cast(rgb)))
    chroma = as_image(
        cv2.subtract(cv2.max(cv2.max(red, green), blue), cv2.min(cv2.min(red, green), blue))
    )
    near = as_image(cv2.dilate(mask, bar(3, 3)))
    full = float(np.percentile(chroma[mask > 0], 60))
    darkness = cv2.convertScaleAbs(_only(chroma, near), alpha=255.0 / max(full, 1.0))
    return as_image(cv2.bitwise_not(darkness))


def find_stamps(ink: Ink) -> list[Stamp]:
    """Boxes of sizeable coloured ink, largest first: seal, urgency frame, ĐẾN stamp, signature.

    Parts nearer than about 2.5 mm are one stamp; a dot, a tick or a single pen digit is none.
    """
    stamps = [
        *_stamps_of(ink.red_mask, "red"),
        *_stamps_of(ink.blue_mask, "blue"),
    ]
    return sorted(stamps, key=lambda stamp: -stamp.box.width * stamp.box.height)


def _colourless(gray: Image) -> Ink:
    return Ink(gray, np.zeros(gray.shape, np.uint8), np.zeros(gray.shape, np.uint8))


def _shows_colour(rgb: Image) -> bool:
    """A look at every fourth row, whole: a pen stroke cannot hide between samples."""
    rows = np.ascontiguousarray(rgb[::4])
    red, green, blue = cv2.split(rows)
    spread = cv2.subtract(cv2.max(cv2.max(red, green), blue), cv2.min(cv2.min(red, green), blue))
    return bool((np.asarray(spread) >= FRINGE_CHROMA).any())


def _without_cast(rgb: Image) -> Image:
    """Paper made neutral: each channel stretched so that bare paper is equally bright in all."""
    sample = rgb[::16, ::16].reshape(-1, 3)
    bright = sample[sample.max(axis=1) >= np.percentile(sample.max(axis=1), 50)]
    paper = np.maximum(np.median(bright, axis=0), 1.0)
    if paper.max() - paper.min() < CAST_LIMIT:
        return rgb
    levels = np.arange(256)[:, None] * (paper.max() / paper)
    table = np.clip(np.rint(levels), 0, 255).astype(np.uint8)
    return as_image(cv2.LUT(rgb, table.reshape(1, 256, 3)))


def _ramp(image: Image, low: int, high: int) -> Image:
    """0 at ``low`` and below, 255 at ``high`` and above, straight between."""
    levels = (np.arange(256) - low) * (255.0 / (high - low))
    return as_image(cv2.LUT(image, np.clip(levels, 0, 255).astype(np.uint8)))


def _without_ink(luma: Image, brightest: Image, chroma: Image, warm: Image) -> Image:
    """Luma with white added where ink is coloured.

    Red is bright in its own channel and still has luma where black print has none; blue pens may
    be almost as dark as print in luma, there the brightest channel decides.
    """
    coloured = _ramp(chroma, FRINGE_CHROMA, 56)
    bare_red = as_image(cv2.min(_ramp(brightest, 105, 145), _ramp(luma, 30, 48)))
    bare_blue = _ramp(brightest, 45, 72)
    bare = as_image(cv2.bitwise_or(_only(bare_red, warm), _only(bare_blue, cv2.bitwise_not(warm))))
    return as_image(cv2.add(luma, cv2.min(coloured, bare)))


def _with_blue_letters(text: Image, luma: Image, red_mask: Image, blue_mask: Image) -> Image:
    """``text`` with blue letters put back: what is not within a large blue stroke or a red stamp.

    A signature across a seal is cut into pieces there, which would pass for letters.
    """
    if not blue_mask.any():
        return text
    scale = pixels_per_mm(blue_mask) / 4.0
    dots = as_image(cv2.threshold(shrink(blue_mask, 4), 30, 255, cv2.THRESH_BINARY)[1])
    letters = as_image(cv2.dilate(blue_mask, bar(5, 5)))
    for x, y, width, height, area in parts_of(dots).boxes():
        flourish = width > _WORD_MM * scale and area < 0.3 * width * height
        if height > _LINE_MM * scale or flourish:
            letters[4 * y : 4 * (y + height) + 4, 4 * x : 4 * (x + width) + 4] = 0
    for stamp in _stamps_of(red_mask, "red"):
        letters[_pixels(stamp.box, letters)] = 0
    return as_image(np.where(letters > 0, luma, text))


def _only(image: Image, mask: cv2.typing.MatLike) -> Image:
    return as_image(cv2.bitwise_and(image, mask))


def _cool(red: Image, green: Image, blue: Image) -> Image:
    """255 where blue is the strongest channel: pens, and violet to blue stamp pads."""
    over_red = cv2.compare(blue, red, cv2.CMP_GT)
    return as_image(cv2.bitwise_and(over_red, cv2.compare(blue, green, cv2.CMP_GT)))


def _stamps_of(mask: Image, colour: Literal["red", "blue"]) -> Iterator[Stamp]:
    if not mask.any():
        return
    scale = pixels_per_mm(mask) / 4.0  # pixels of the small copy in a millimetre, at 200 dpi 2
    dots = as_image(cv2.threshold(shrink(mask, 4), 40, 255, cv2.THRESH_BINARY)[1])
    reach = round(_MERGE_GAP_MM * scale)
    joined = as_image(cv2.morphologyEx(dots, cv2.MORPH_CLOSE, bar(reach, reach)))
    found: list[Box] = []
    for x, y, width, height, _ in sorted(parts_of(joined).boxes(), key=lambda box: -box[4]):
        inked = cv2.countNonZero(dots[y : y + height, x : x + width]) / scale**2
        box = _fraction(x, y, width, height, dots)
        within = any(_inside(box, other) for other in found)
        if not within and _is_stamp(width / scale, height / scale, inked):
            found.append(box)
    yield from (Stamp(box, colour) for box in found)


def _is_stamp(width_mm: float, height_mm: float, ink_mm2: float) -> bool:
    long, short = max(width_mm, height_mm), min(width_mm, height_mm)
    return long >= _STAMP_LONG_MM and short >= _STAMP_SHORT_MM and ink_mm2 >= _STAMP_INK_MM2


def _inside(box: Box, other: Box) -> bool:
    """Whether the middle of ``box`` lies in ``other``: the inner ring of a seal, its star."""
    across = other.x0 <= box.center_x <= other.x1
    return across and other.y0 <= box.center_y <= other.y1


def _pixels(box: Box, page: Image) -> tuple[slice, slice]:
    rows, columns = page.shape
    return (
        slice(round(box.y0 * rows), round(box.y1 * rows)),
        slice(round(box.x0 * columns), round(box.x1 * columns)),
    )


def _fraction(x: int, y: int, width: int, height: int, page: Image) -> Box:
    rows, columns = page.shape
    return Box(x / columns, y / rows, (x + width) / columns, (y + height) / rows)
