"""Finds where a page is set in two columns: the letterhead and the signature block.

A letter is one column of text, but its letterhead (issuer and number left, national title and
date right: cells 2–5 of NĐ 30/2020, phụ lục I) and its end (Nơi nhận left, signature right:
cells 7 and 9) are two. Read straight across, they become nonsense. A gutter is a strip of white
that runs down between ink on both sides; body text, being justified, crosses it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.layout import Box

# The page is judged on a coarse grid, 600 cells wide: about 72 dpi on A4.
GRID_WIDTH = 600
# A gutter is at least 1.2 % of the page's width (observed: 21 px of 1654 at its narrowest).
GUTTER_CELLS = 7
# Gutters of letterheads and signature blocks run down the middle of the page.
GUTTER_RANGE = (0.28, 0.66)
# Both columns must hold ink over at least this many grid rows: one line of small capitals.
MIN_INK_ROWS = 5
# Shorter than this (fractions of page height) is a coincidence of word spaces: a letterhead has
# at least four lines, a signature block with room for the signature has five.
MIN_RUN_TOP = 0.06
MIN_RUN_BELOW = 0.075
TOP = 0.2
# A signature block stands clearly apart from the recipients (share of page width).
MIN_GAP_BELOW = 0.03
# White space higher than this ends a block of columns.
MAX_WHITE = 0.075
# Ends of a block are moved to white rows at most this far away (about one line's height).
SNAP = 0.012
# White space from which on lines in one column only stand apart from a letterhead.
APART = 0.014
# A line this near above a block belongs to it if its widest gap is at least this wide.
ABOVE = 0.028
ROW_GAP = 0.05
# Share of a line's height in which that gap is looked for: the boxes of a text layer are as high as
# their font and reach into the next line (observed: by a fifth).
ROW_CORE = 0.75
# Specks in the margins do not make a row black.
MARGIN = 0.08
# What a column sets covers at least this share of the page's width; specks do not.
MIN_TEXT = 0.04

Grid = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Columns:
    """A stretch of the page set in two columns; all numbers are fractions of the page."""

    top: float
    bottom: float
    gutter: float


def find_columns(boxes: Sequence[Box], aspect: float, limit: int = 3) -> list[Columns]:
    """The two-column stretches of a page, top to bottom.

    ``boxes`` are the page's ink components or words, ``aspect`` its height over width.
    At most ``limit`` stretches are reported, those with most ink in both columns.
    """
    grid = _occupancy(boxes, aspect)
    crossed = _crossed(boxes, len(grid))
    clear = _clear_strips(grid)
    clear[_wide_white(grid)] = False
    rows = _ink_rows(grid), _ink_rows(grid[:, ::-1])[:, ::-1]
    taken: Grid = np.zeros(len(grid), dtype=bool)
    found: list[Columns] = []
    while len(found) < limit:
        best = _best_run(grid, crossed, clear, *rows)
        if best is None:
            break
        top, bottom, gutter = best
        clear[top:bottom] = False
        taken[top:bottom] = True
        found.append(Columns(top / grid.shape[0], bottom / grid.shape[0], gutter / GRID_WIDTH))
        above = _row_above(grid, top)
        if above is not None and not taken[above[0] : above[1]].any():
            clear[above[0] : above[1]] = False
            taken[above[0] : above[1]] = True
            found.append(Columns(above[0] / len(grid), above[1] / len(grid), above[2] / GRID_WIDTH))
    return sorted(found, key=lambda columns: columns.top)


def _occupancy(boxes: Sequence[Box], aspect: float) -> Grid:
    height = max(1, round(GRID_WIDTH * aspect))
    grid: Grid = np.zeros((height, GRID_WIDTH), dtype=bool)
    for box in boxes:
        x0, x1 = int(box.x0 * GRID_WIDTH), int(np.ceil(box.x1 * GRID_WIDTH))
        y0, y1 = int(box.y0 * height), int(np.ceil(box.y1 * height))
        grid[max(y0, 0) : max(y1, y0 + 1), max(x0, 0) : max(x1, x0 + 1)] = True
    return grid


def _crossed(boxes: Sequence[Box], height: int) -> Counts:
    """(height + 1): how many boxes a cut above each grid row would go through."""
    change: Counts = np.zeros(height + 2, np.int32)
    for box in boxes:
        first, last = int(box.y0 * height) + 1, int(np.ceil(box.y1 * height))
        if 0 < first < last <= height:
            change[first] += 1
            change[last] -= 1
    return np.cumsum(change[:-1], dtype=np.int32)


def _clear_strips(grid: Grid) -> Grid:
    """True where a strip of GUTTER_CELLS around the cell holds no ink, within GUTTER_RANGE."""
    ink = np.cumsum(np.pad(grid, ((0, 0), (1, 0))), axis=1, dtype=np.int32)
    half = GUTTER_CELLS // 2
    clear: Grid = np.zeros_like(grid)
    low, high = (int(share * GRID_WIDTH) for share in GUTTER_RANGE)
    window = ink[:, low + half + 1 : high + half + 1] - ink[:, low - half : high - half]
    clear[:, low:high] = window == 0
    return clear


def _wide_white(grid: Grid) -> Grid:
    """Rows inside white space too high to lie within one block."""
    white: Grid = np.zeros(len(grid), dtype=bool)
    for top, bottom in _runs(~np.asarray(grid.any(axis=1))):
        if bottom - top > MAX_WHITE * len(grid):
            white[top:bottom] = True
    return white


def _ink_rows(grid: Grid) -> Counts:
    """(rows + 1, columns): how many rows above have ink at or left of the column."""
    any_left = np.maximum.accumulate(grid, axis=1)
    return np.cumsum(np.pad(any_left, ((1, 0), (0, 0))), axis=0, dtype=np.int32)


def _best_run(
    grid: Grid, crossed: Counts, clear: Grid, left: Counts, right: Counts
) -> tuple[int, int, int] | None:
    """(top, bottom, x) of the gutter with most ink rows on its poorer side.

    A letterhead is the first thing on its page: rows of ink above one count against it, or word
    spaces that come to stand below each other would cut the lines of its right column.
    """
    best: tuple[int, int, int] | None = None
    best_score = (-len(grid), 0)
    above = np.cumsum(grid.any(axis=1))
    for x in np.flatnonzero(clear.any(axis=0)).tolist()[::2]:
        for top, bottom in _runs(clear[:, x]):
            if bottom - top < MIN_RUN_TOP * len(grid):
                continue
            in_left = int(left[bottom, x] - left[top, x])
            in_right = int(right[bottom, x] - right[top, x])
            poorer = min(in_left, in_right)
            late = int(above[top]) if top < TOP * len(grid) else 0
            score = (poorer - late, in_left + in_right)
            if (
                poorer >= MIN_INK_ROWS
                and score > best_score
                and _is_block(grid, crossed, clear, top, bottom, x)
            ):
                best, best_score = (top, bottom, x), score
    if best is None:
        return None
    top, bottom = _trim(grid, *_whole_lines(grid, crossed, best[0], best[1]))
    if top < TOP * len(grid):
        top, bottom = _without_strays(grid, top, bottom, best[2])
    else:
        top = _below_text(grid, top, bottom, best[2])
    low, high = _strip(clear, top, bottom, best[2])
    return top, bottom, (low + high) // 2


def _without_strays(grid: Grid, top: int, bottom: int, x: int) -> tuple[int, int]:
    """A letterhead without what stands apart from it: "Kính gửi:" under the V/v on the left,
    the stamp of the signing software over the title on the right, or, where "Kính gửi:" and its
    list have a gutter of their own, the end of the V/v above them."""
    groups = _groups(grid, top, bottom)
    if len(groups) > 1 and _sides(grid, groups[0], x) != (True, True):
        groups.pop(0)
    while len(groups) > 1 and _sides(grid, groups[-1], x) == (True, False):
        groups.pop()
    return int(groups[0][0]), int(groups[-1][-1]) + 1


def _below_text(grid: Grid, top: int, bottom: int, x: int) -> int:
    """The top of a signature block without the end of the text above it: a last line, or short
    lines, on the left only, with white space before lines that again have both columns.

    "Nơi nhận:" may begin above the signer's title, but its list follows without white space.
    """
    groups = _groups(grid, top, bottom)
    while len(groups) > 1 and _sides(grid, groups[0], x) == (True, False):
        groups.pop(0)
    start = int(groups[0][0])
    enough = all(
        int(side[start:bottom].any(axis=1).sum()) >= MIN_INK_ROWS
        for side in (grid[:, :x], grid[:, x:])
    )
    return start if enough and bottom - start >= MIN_RUN_BELOW * len(grid) else top


def _groups(grid: Grid, top: int, bottom: int) -> list[npt.NDArray[np.intp]]:
    """The black rows of a stretch, split where white space stands between them."""
    ink = np.flatnonzero(grid[top:bottom].any(axis=1)) + top
    return np.split(ink, np.flatnonzero(np.diff(ink) > APART * len(grid)) + 1)


def _sides(grid: Grid, rows: npt.NDArray[np.intp], x: int) -> tuple[bool, bool]:
    """Whether a band of rows has ink left and right of the gutter."""
    band = grid[rows[0] : rows[-1] + 1]
    return bool(band[:, :x].any()), bool(band[:, x:].any())


def _row_above(grid: Grid, top: int) -> tuple[int, int, int] | None:
    """(top, bottom, x) of a line right above a block that has the block's gap somewhere else.

    "Nơi nhận:" and a long "TM. …" beside it leave a wide gap, but not where the gutter runs.
    """
    reach = int(ABOVE * len(grid))
    ink = np.flatnonzero(grid[max(0, top - reach) : top].any(axis=1)) + max(0, top - reach)
    if not len(ink):
        return None
    bottom = int(ink[-1]) + 1
    start = bottom
    while start > 0 and grid[start - 1].any():
        start -= 1
    if bottom - start > reach:
        return None
    low, high = (int(share * GRID_WIDTH) for share in GUTTER_RANGE)
    core = grid[start : start + max(1, round(ROW_CORE * (bottom - start)))]
    row = np.asarray(core.any(axis=0))
    gaps = [(b - a, a, b) for a, b in _runs(~row) if a > 0 and b < GRID_WIDTH]
    inside = [gap for gap in gaps if gap[1] < high and gap[2] > low and row[: gap[1]].any()]
    widest = max(inside, default=(0, 0, 0))
    if widest[0] < ROW_GAP * GRID_WIDTH or not row[widest[2] :].any():
        return None
    return start, bottom, (widest[1] + widest[2]) // 2


def _runs(column: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], column, [False])).astype(np.int8)))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def _is_block(grid: Grid, crossed: Counts, clear: Grid, top: int, bottom: int, x: int) -> bool:
    top, bottom = _trim(grid, *_whole_lines(grid, crossed, top, bottom))
    height = len(grid)
    if not all(_is_text(side) for side in (grid[top:bottom, :x], grid[top:bottom, x:])):
        return False
    if top < TOP * height:
        groups = _groups(grid, top, bottom)
        abreast = any(_sides(grid, group, x) == (True, True) for group in groups)
        return abreast and bottom - top >= MIN_RUN_TOP * height
    low, high = _strip(clear, top, bottom, x)
    wide = high - low + GUTTER_CELLS >= MIN_GAP_BELOW * GRID_WIDTH
    return wide and bottom - top >= MIN_RUN_BELOW * height


def _is_text(side: Grid) -> bool:
    """Whether there is more than specks in one side of a stretch."""
    return int(side.any(axis=0).sum()) >= MIN_TEXT * GRID_WIDTH


def _whole_lines(grid: Grid, crossed: Counts, top: int, bottom: int) -> tuple[int, int]:
    """Moves both ends inwards to white rows, so that no line is cut through its descenders.

    A run begins where the letter that crossed the gutter ends, which is the baseline of its
    line when that letter has no descender. Where no white row is near, as between tight lines
    whose marks touch, the end moves to where it cuts fewest letters.
    """
    reach = int(SNAP * len(grid))
    margin = int(MARGIN * GRID_WIDTH)
    white = ~np.asarray(grid[:, margin:-margin].any(axis=1))
    white_below = np.flatnonzero(white[top : top + reach])
    white_above = np.flatnonzero(white[max(0, bottom - reach) : bottom])
    if len(white_below):
        top += int(white_below[0])
    elif bottom - top > reach:
        top += int(crossed[top : top + reach + 1].argmin())
    if len(white_above):
        bottom -= reach - int(white_above[-1]) - 1
    elif bottom - top > reach:
        bottom -= int(crossed[bottom - reach : bottom + 1][::-1].argmin())
    return top, bottom


def _trim(grid: Grid, top: int, bottom: int) -> tuple[int, int]:
    ink = np.flatnonzero(grid[top:bottom].any(axis=1))
    return (top + int(ink[0]), top + int(ink[-1]) + 1) if len(ink) else (top, top)


def _strip(clear: Grid, top: int, bottom: int, x: int) -> tuple[int, int]:
    """First and last grid column around ``x`` that stay clear over the whole run."""
    open_columns = np.asarray(clear[top:bottom].all(axis=0))
    low = high = x
    while low > 0 and open_columns[low - 1]:
        low -= 1
    while high < GRID_WIDTH - 1 and open_columns[high + 1]:
        high += 1
    return low, high
