"""The connected ink of a crop: which of it may be letters, which marks, which rules and specks."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.ocr.pixels import Image, Parts, as_image, at_share, bar, ink_mask, parts_of

# Millimetres on paper. The x-height of 8 point is 1.3, a 14 point capital with marks 5.5.
LOWEST_LETTER, TALLEST_LETTER, WIDEST_LETTER = 0.9, 6.0, 25.0
LEAST_SIDE = 0.12
RULE_HEIGHT, RULE_LENGTH, LONGEST_RUN = 0.8, 6.0, 9.0
# Width of a rule over its height.
RULE_SHAPE = 8.0
# Shares of a capital's height: small letters are two thirds, two marks in one piece half of it.
LETTER_SHARE, SPANS_ROWS = 0.6, 1.75

Ints = npt.NDArray[np.int64]
PartBox = tuple[int, int, int, int]
"""``x0, y0, x1, y1`` in pixels of the crop."""


@dataclass(frozen=True, slots=True)
class Ink:
    """The connected ink of a crop, its rules taken off (``rules``: 255 where they were).

    ``owned`` are the parts that belong to a row.
    """

    parts: Parts
    bottom: npt.NDArray[np.int32]
    owned: npt.NDArray[np.bool_]
    rules: Image | None

    def boxes(self, chosen: Ints) -> list[PartBox]:
        """``x0, y0, x1, y1`` of some parts, from left to right."""
        parts = self.parts
        left, top = parts.left[chosen], parts.top[chosen]
        edges = (left, top, left + parts.width[chosen], self.bottom[chosen])
        found = np.stack(edges, axis=1)[np.argsort(left, kind="stable")]
        return [(int(a), int(b), int(c), int(d)) for a, b, c, d in found]


def ink_of(gray: Image, scale: float) -> Ink:
    """The ink at ``scale`` pixels a millimetre; rules are taken off where letters hang on them."""
    mask = ink_mask(gray)
    parts = parts_of(mask)
    longer = parts.width > LONGEST_RUN * scale
    longer[0] = False
    rules = None
    if (longer & ~_is_rule(parts, scale)).any():
        run = cv2.morphologyEx(mask, cv2.MORPH_OPEN, bar(round(LONGEST_RUN * scale), 1))
        rules = as_image(cv2.dilate(run, bar(3, 3)))
        parts = parts_of(as_image(cv2.subtract(mask, rules)))
    return Ink(parts, parts.top + parts.height, np.zeros(len(parts.area), np.bool_), rules)


def letters_and_marks(parts: Parts, scale: float) -> tuple[Ints, Ints]:
    """Which parts make rows, and which only belong to one."""
    height = parts.height
    dust = parts.longest < max(2.0, LEAST_SIDE * scale)
    ink = ~_is_rule(parts, scale) & ~dust & (height <= TALLEST_LETTER * scale)
    ink[0] = False
    sized = ink & (height >= LOWEST_LETTER * scale) & (parts.width <= WIDEST_LETTER * scale)
    if not sized.any():
        return np.empty(0, np.int64), np.flatnonzero(ink)
    capital = at_share(height[sized], 0.75)
    letter = sized & (height >= LETTER_SHARE * capital) & (height <= SPANS_ROWS * capital)
    return np.flatnonzero(letter), np.flatnonzero(ink & ~letter)


def _is_rule(parts: Parts, scale: float) -> npt.NDArray[np.bool_]:
    low = (parts.height < RULE_HEIGHT * scale) & (parts.width > RULE_SHAPE * parts.height)
    return low & (parts.width > RULE_LENGTH * scale)
