"""What the columns of a task table hold, told by the words at their head.

The words are data: ``data/vocabulary/task_tables.toml``. They are compared folded and with room
for a slip of the OCR; the longest phrase found in a head decides what its column holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from typing import Final

from rapidfuzz import fuzz

from pipeline.extract.phrase_tables import phrases
from pipeline.extract.task_table_cells import Grid
from pipeline.ocr.syllables import fold

_FIRST_ROWS: Final = 3
"""A head stands in one of the first rows; above it there may be a title."""
_DEEPEST: Final = 3
_LONGEST: Final = 70
"""Characters of the longest head of a column; what is longer is the content of a cell."""
_SHARE: Final = 0.25
"""Share of a head that a phrase must make up: "Cơ quan, đơn vị, tổ chức chủ trì" is 0.26."""
_ALIKE: Final = 0.88
_ALIKE_SHORT: Final = 0.85
"""Likeness of a phrase with slips of the OCR: one letter in seven, one in nine of a long phrase."""
_SHORT: Final = 9
_EXACT: Final = 5
"""Phrases with fewer letters must be there exactly: one slip more and they are other words."""
_SHIFT: Final = 0.08
_WIDER: Final = 0.03
"""How much further right, and how much wider, a table may be on its next page, of the page's width:
the sheet lies otherwise under the scanner, or is skewed."""
_NO_NUMBER = re.compile(r"(?![IVXL]+$)[^\W\d_]{2,4}\.?")
_COUNTING = re.compile(r"\W{0,2}(?:\d{1,2}|[A-Zl])\W{0,2}(?:\s?=.*)?")


class Role(StrEnum):
    """What a column holds; the value is its list in the vocabulary."""

    NUMBER = "number"
    TASK = "task"
    LEAD = "lead"
    COORDINATORS = "coordinators"
    DEADLINE = "deadline"
    PRODUCT = "product"
    OTHER = "other"
    NO_TASKS = "no_tasks"


Columns = Mapping[Role, int]
"""The column of each role found; the leftmost where several have one role."""


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a table: its columns, and the row below it."""

    columns: Columns
    end: int

    @property
    def is_of_tasks(self) -> bool:
        """A column of tasks and one of those who do them or of deadlines, and no persons, money."""
        return _is_enough(self.columns) and Role.NO_TASKS not in self.columns


@lru_cache(maxsize=1024)
def role_of(text: str) -> Role | None:
    """What a column with this head holds; ``None`` where the words say nothing known."""
    key = _key(text)
    if not key or len(key) > _LONGEST:
        return None
    found = {role: letters for role in Role if (letters := _found(key, role))}
    if Role.LEAD in found:
        found.pop(Role.COORDINATORS, None)
    return max(found, key=lambda role: found[role]) if found else None


def head_of(grid: Grid) -> Head | None:
    """The head of a task table, or of one that only looks like it; ``None`` without."""
    for start in range(min(_FIRST_ROWS, grid.rows)):
        heads = [
            Head(columns, start + depth)
            for depth in _depths(grid, start)
            if _is_enough(columns := _columns(grid, start, start + depth))
        ]
        if heads:
            best = max(heads, key=lambda head: len(head.columns))
            return Head(best.columns, _below_numbers(grid, best.end))
    return None


def continued(columns: Columns, grid: Grid, after: Grid) -> Columns | None:
    """The columns of ``after`` where it goes on with ``grid``, which has ``columns``.

    ``None`` where it stands otherwise on its page, or has a head of its own. The page may lie
    elsewhere under the scanner; and columns that no row of a page divides are one there.
    """
    if not after.follows or _has_own_head(columns, after):
        return None
    if not grid.sides or not after.sides:
        return columns if grid.columns == after.columns else None
    shift, widths = after.sides[0][0] - grid.sides[0][0], (_width(grid), _width(after))
    if abs(shift) > _SHIFT or abs(widths[1] - widths[0]) > _WIDER:
        return None
    moved: dict[int, Role] = {}
    for role, column in sorted(columns.items(), key=lambda item: item[0] is not Role.TASK):
        middle = sum(grid.sides[column]) / 2 + shift
        moved.setdefault(min(range(after.columns), key=lambda c: _off(after, c, middle)), role)
    return {role: column for column, role in moved.items()}


def _width(grid: Grid) -> float:
    return grid.sides[-1][1] - grid.sides[0][0]


def _off(grid: Grid, column: int, x: float) -> float:
    """How far ``x`` is from a column; 0 within it."""
    left, right = grid.sides[column]
    return max(left - x, x - right, 0.0)


def _has_own_head(columns: Columns, grid: Grid) -> bool:
    """Whether its first row has heads of columns, or letters where rows have their numbers (TT)."""
    number = grid.at(0, columns.get(Role.NUMBER, 0))
    if Role.NUMBER in columns and number is not None and _NO_NUMBER.fullmatch(number.text):
        return True
    return len({role_of(cell.text) for cell in grid.starting(0)} - {None}) > 1


def _is_enough(columns: Columns) -> bool:
    return Role.TASK in columns and bool({Role.LEAD, Role.DEADLINE} & columns.keys())


def _depths(grid: Grid, start: int) -> Sequence[int]:
    """How many rows the head may have: as many as its cells span; else two if one spans columns."""
    cells = grid.starting(start)
    deepest = min(_DEEPEST, grid.rows - start)
    spanned = min(deepest, max((cell.row_span for cell in cells), default=1))
    divided = any(1 < cell.column_span < grid.columns for cell in cells)
    return [spanned] if spanned > 1 else range(1, 1 + min(deepest, 2 if divided else 1))


def _columns(grid: Grid, start: int, end: int) -> Columns:
    """Roles by the heads in rows ``start`` to ``end``; numbers first where a head is hardly one."""
    columns: dict[Role, int] = {}
    for column in range(grid.columns):
        role = _role_at(grid, start, end, column)
        if role is not None:
            columns.setdefault(role, column)
    first = grid.at(start, 0)
    if first is not None and columns.get(Role.TASK) == 1 and len(first.text) < _EXACT:
        columns.setdefault(Role.NUMBER, 0)
    return columns


def _role_at(grid: Grid, start: int, end: int, column: int) -> Role | None:
    """The role by the lowest head of a column; one that others share says nothing to a new word."""
    for row in reversed(range(start, end)):
        cell = grid.at(row, column)
        if cell is None or not cell.text or cell.row < start:
            continue
        role = role_of(cell.text) if cell.column_span < grid.columns else None
        above = grid.at(start, column)
        if role is not None or (above is not None and above.column_span > 1):
            return role
    return None


def _below_numbers(grid: Grid, row: int) -> int:
    """``row``, or the one below where it only counts the columns: (1), (2), (3) …"""
    texts = [cell.text for cell in grid.starting(row) if cell.text] if row < grid.rows else []
    counts = len(texts) > 2 and all(_COUNTING.fullmatch(text) for text in texts)
    return row + 1 if counts else row


def _found(key: str, role: Role) -> float:
    """Letters of ``key`` that the best phrase of ``role`` accounts for; 0 for none."""
    whole, within = _keys(role)
    found = [len(key) * _alike(phrase, key) for phrase in whole]
    for phrase in within:
        if _SHARE * len(key) <= len(phrase) <= len(key) + 1:
            parts = _parts(key, phrase.count(" ") + 1)
            found.append(len(phrase) * max((_alike(phrase, part) for part in parts), default=0))
    return max(found, default=0)


def _alike(phrase: str, part: str) -> float:
    """Likeness 0…1 of a phrase and what was read; 0 where it is too little."""
    if len(phrase) < _EXACT:
        return float(phrase == part)
    cutoff = _ALIKE_SHORT if len(phrase) < _SHORT else _ALIKE
    return fuzz.ratio(phrase, part, score_cutoff=100 * cutoff) / 100


def _parts(key: str, size: int) -> Iterator[str]:
    """Runs of ``size`` words; of one more and one less too, for a space read or lost wrongly."""
    words = key.split()
    for count in (size, size + 1, size - 1):
        for start in range(len(words) - count + 1 if count else 0):
            yield " ".join(words[start : start + count])


@cache
def _keys(role: Role) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The phrases of a role: those that are a whole head, and those found within one."""
    table = phrases("task_tables")
    whole, within = table[f"{role}_whole"], table.get(role, ())
    return tuple(map(_key, whole)), tuple(map(_key, within))


def _key(text: str) -> str:
    return " ".join(re.findall(r"\w+", fold(text)))
