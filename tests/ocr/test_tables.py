"""Ruled tables and their cells."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from pipeline.ocr.pixels import Image, small_ink
from pipeline.ocr.skew import deskew, skew
from pipeline.ocr.tables import TableGrid, erase_rules, find_tables
from pipeline.ocr.upright import turn
from tests.ocr.drawn_pages import empty_page, gray_letter, real_page, seal, write

COLUMNS = (170, 270, 900, 1200, 1480)
ROWS = (400, 470, 560, 650, 740)


def _ruled(page: Image, columns: tuple[int, ...] = COLUMNS, rows: tuple[int, ...] = ROWS) -> Image:
    result = page.copy()
    for x in columns:
        cv2.line(result, (x, rows[0]), (x, rows[-1]), (0, 0, 0), 2)
    for y in rows:
        cv2.line(result, (columns[0], y), (columns[-1], y), (0, 0, 0), 2)
    return result


def _table() -> Image:
    page = _ruled(empty_page())
    for row, y in enumerate(ROWS[:-1]):
        page = write(page, 200, y + 15, str(row + 1))
        page = write(page, 290, y + 15, "Báo cáo kết quả thực hiện")
        page = write(page, 940, y + 15, "Sở Y tế")
    return page


def _only(grids: list[TableGrid]) -> TableGrid:
    assert len(grids) == 1
    return grids[0]


def test_a_plain_table_has_its_rows_and_columns() -> None:
    grid = _only(find_tables(_table()[..., 0]))
    assert (grid.rows, grid.columns, len(grid.cells)) == (4, 4, 16)
    assert all(cell.row_span == cell.column_span == 1 for cell in grid.cells)
    assert [(cell.row, cell.column) for cell in grid.cells[:5]] == [
        (0, 0), (0, 1), (0, 2), (0, 3), (1, 0),
    ]  # fmt: skip


def test_cells_hold_no_rule() -> None:
    ruled = _ruled(empty_page())[..., 0]
    for cell in _only(find_tables(ruled)).cells:
        x0, y0, x1, y1 = cell.box
        assert ruled[y0:y1, x0:x1].min() == 255
        assert x1 - x0 > 80
        assert y1 - y0 > 50


def test_a_merged_cell_spans_its_columns_and_rows() -> None:
    page = _ruled(empty_page())
    page[ROWS[1] + 4 : ROWS[2] - 4, COLUMNS[1] - 4 : COLUMNS[1] + 5] = 255
    page[ROWS[3] - 4 : ROWS[3] + 5, COLUMNS[2] + 4 : COLUMNS[3] - 4] = 255
    cells = _only(find_tables(page[..., 0])).cells
    spans = {(c.row, c.column): (c.row_span, c.column_span) for c in cells}
    assert spans[(1, 0)] == (1, 2)
    assert spans[(2, 2)] == (2, 1)
    assert len(cells) == 14


def test_uprights_that_begin_a_hair_below_their_rule_still_part_the_cells() -> None:
    page = _ruled(empty_page())
    for x in COLUMNS[2:4]:
        page[ROWS[1] + 4 : ROWS[2] - 4, x - 4 : x + 5] = 255  # a group, one cell for the row
        page[ROWS[2] + 2 : ROWS[2] + 4, x - 4 : x + 5] = 255
    cells = _only(find_tables(page[..., 0])).cells
    assert [sum(cell.row == row for cell in cells) for row in range(4)] == [4, 2, 4, 4]


def test_broken_and_slightly_leaning_rules_still_make_a_table() -> None:
    page = _table()[..., 0].copy()
    for x in range(205, 1470, 95):
        page[:, x : x + 8] = 255
    grid = _only(find_tables(deskew(page, 0.2)))
    assert (grid.rows, grid.columns) == (4, 4)


def test_a_table_cut_by_the_end_of_the_page_keeps_its_last_row() -> None:
    page = _ruled(empty_page())
    for x in COLUMNS:
        cv2.line(page, (x, ROWS[-1]), (x, ROWS[-1] + 80), (0, 0, 0), 2)
    assert _only(find_tables(page[..., 0])).rows == 5


def test_a_seal_on_the_edge_of_a_table_adds_no_cell() -> None:
    page = seal(_table(), 700, 360, (20, 20, 20))
    grid = _only(find_tables(page[..., 0]))
    assert (grid.rows, grid.columns) == (4, 4)


def test_print_underlines_frames_and_seals_are_no_tables() -> None:
    page = gray_letter(20)
    cv2.line(page, (500, 220), (1100, 220), (0,), 3)
    cv2.rectangle(page, (180, 1700), (700, 1800), (0,), 4)
    cv2.rectangle(page, (900, 1650), (1500, 2200), (0,), 4)
    page = np.minimum(page, seal(empty_page(), 500, 2050, (10, 10, 10))[..., 0])
    assert find_tables(page) == []


def test_erasing_rules_leaves_the_letters() -> None:
    page = _table()[..., 0]
    letters = page.copy()
    letters[_ruled(empty_page())[..., 0] < 255] = 255
    erased = erase_rules(page, find_tables(page))
    assert (erased[_ruled(empty_page())[..., 0] == 0] > 128).mean() > 0.97
    assert (erased[letters < 100] < 128).mean() > 0.99


def test_without_tables_nothing_is_erased() -> None:
    page = gray_letter(3)
    assert erase_rules(page, []) is page


@pytest.mark.parametrize(
    ("name", "number", "degrees", "size"),
    [
        ("tables/6582.pdf", 8, 0, (10, 5)),
        ("tables/6582.pdf", 9, 0, (3, 5)),
        ("scans/kgu_02.pdf", 2, 0, (6, 4)),
        ("scans/kgu_17.pdf", 14, 0, (6, 8)),
        ("scans/kgu_40.pdf", 4, 90, (11, 5)),
        ("scans/kgu_00.pdf", 6, 0, (13, 5)),
    ],
)
def test_real_tables_have_the_rows_and_columns_that_one_counts(
    shared: Path, name: str, number: int, degrees: int, size: tuple[int, int]
) -> None:
    page = turn(real_page(shared, name, number).max(axis=2), degrees)
    grid = _only(find_tables(deskew(page, skew(small_ink(page)))))
    assert (grid.rows, grid.columns) == size


def test_real_letters_without_tables_have_none(shared: Path) -> None:
    for name, number in (("kgu_27", 1), ("kgu_25", 2), ("qn_10", 1)):
        page = real_page(shared, f"scans/{name}.pdf", number).max(axis=2)
        assert find_tables(deskew(page, skew(small_ink(page)))) == []
