"""Shares the marks out among the rows: tones, dots, commas, the dashes before items.

Vietnamese stacks two marks on a letter, and the second one may stand nearer to the line above
than to its own letter's edge; stars, specks and dots between words belong to no row.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from pipeline.ocr.row_ink import Ink, Ints
from pipeline.ocr.row_zones import Zone

# Shares of a capital's height. Marks stand no further above capitals or below the baseline.
ABOVE, BELOW = 0.65, 0.45
# Marks are no higher than this unless they are near the letters.
MARK_HEIGHT, NEAR_MARK = 0.42, 0.3
# A dash that begins an item stands no further beside its row, a dot or tone no further beside a
# letter, anything else no further than a capital is high. A dash is this much wider than high,
# and this wide; dots and tones are smaller than DOT.
BULLET, BESIDE, DOT = 4.0, 0.45, 0.45
DASH, DASH_WIDTH = 1.8, 0.28
# A dot no larger than this that hangs between these heights is a speck.
SPECK, HANGS = 0.22, (0.2, 0.42)
# A mark below a row is this much less likely to be its own than one as far above.
BELOW_IS_RARE = 1.6

Grid = npt.NDArray[np.float64]


def with_marks(
    ink: Ink, groups: Sequence[Sequence[int]], zones: Sequence[Zone], marks: Ints
) -> list[Ints]:
    """Each row's letters with the marks that stand nearest to it; marks far from all rows and
    specks are left out."""
    members = [list(group) for group in groups]
    if len(marks):
        far = _distances(ink, groups, zones, marks)
        nearest, least = far.argmin(axis=1).tolist(), far.min(axis=1)
        for mark, home, fits in zip(marks.tolist(), nearest, np.isfinite(least), strict=True):
            if fits:
                members[home].append(mark)
    return [np.asarray(group, np.int64) for group in members]


def _distances(
    ink: Ink, groups: Sequence[Sequence[int]], zones: Sequence[Zone], marks: Ints
) -> Grid:
    """How far each mark is from each row, (marks, rows), infinite where it cannot be its own."""
    capital = np.array([zone.capital for zone in zones])
    baseline = np.array([zone.baseline for zone in zones])
    top, bottom = ink.parts.top[marks][:, None], ink.bottom[marks][:, None]
    rise = (baseline - (top + bottom) / 2) / capital
    above, below = rise - 1, -rise
    height, width = bottom - top, ink.parts.width[marks][:, None]
    star = (height > MARK_HEIGHT * capital) & ((baseline - bottom) / capital - 1 > NEAR_MARK)
    small = np.maximum(height, width) < SPECK * capital
    speck = small & (rise > HANGS[0]) & (rise < HANGS[1])
    level = (above < 0) & (below < 0)
    dash = level & (width > DASH * height) & (width > DASH_WIDTH * capital)
    dot = np.maximum(height, width) < DOT * capital
    reach = np.where(dash, BULLET, np.where(dot, BESIDE, 1.0))
    far = np.maximum(np.maximum(above, BELOW_IS_RARE * below), 0.0)
    far[(above > ABOVE) | (below > BELOW) | star | speck] = np.inf
    return np.where(_linked(ink, groups, marks, np.isfinite(far), reach * capital), far, np.inf)


def _linked(
    ink: Ink,
    groups: Sequence[Sequence[int]],
    marks: Ints,
    fits: npt.NDArray[np.bool_],
    reach: Grid,
) -> npt.NDArray[np.bool_]:
    """(marks, rows) which marks hang on a row's letters, or on marks that do: the points of "…",
    the outer half of a quote."""
    linked = np.zeros(fits.shape, np.bool_)
    held = [list(group) for group in groups]
    while True:
        fresh = fits & ~linked & (_beside(ink, held, marks) <= reach)
        if not fresh.any():
            return linked
        linked |= fresh
        held = [[*group, *marks[row]] for group, row in zip(held, fresh.T, strict=True)]


def _beside(ink: Ink, groups: Sequence[Sequence[int]], marks: Ints) -> Grid:
    """Pixels across from each mark to the nearest letter of each row, (marks, rows)."""
    left, right = ink.parts.left, ink.parts.left + ink.parts.width
    found = np.empty((len(marks), len(groups)))
    for index, group in enumerate(groups):
        letters = np.asarray(group)
        gaps = np.maximum(
            left[letters] - right[marks][:, None], left[marks][:, None] - right[letters]
        )
        found[:, index] = np.maximum(gaps, 0).min(axis=1)
    return found
