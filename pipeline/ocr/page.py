"""One page image becomes one page layout: upright, cleaned, cut into parts, read.

A pure function of the image: nothing is kept between pages but the recognisers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2

from models.layout import Box, Line, PageLayout, Region, Stamp, Table, TableCell
from pipeline.ocr.blank import is_blank
from pipeline.ocr.clean import clean
from pipeline.ocr.coloured import read_stamps
from pipeline.ocr.cut_lines import without_rests
from pipeline.ocr.engines import Engine
from pipeline.ocr.ink import split_ink
from pipeline.ocr.ink_boxes import letter_boxes
from pipeline.ocr.layer_page import grid_box, lines_of, rows_of_table
from pipeline.ocr.page_source import LayerWord, PageImage
from pipeline.ocr.pixels import Image, as_image, dark_parts, parts_of, small_ink
from pipeline.ocr.posture import Upright, stand_up
from pipeline.ocr.recognise import read_cell, read_part
from pipeline.ocr.regions import Part, cut
from pipeline.ocr.sheet import Sheet
from pipeline.ocr.signed import looks_signed, with_hidden_start
from pipeline.ocr.stamp_text import read_framed, without_stamped
from pipeline.ocr.tables import TableGrid, find_tables

# Read at this resolution: measured, more costs time and gains nothing on office scans.
WORKING_DPI = 200
# Coloured lines below this stand in the signature block.
LOWER = 0.3
# Resolutions this near to it are left as they are.
NEAR_ENOUGH = (140, 235)


@dataclass(frozen=True, slots=True)
class Reader:
    """What reads a page: the engine, and until when (``time.monotonic``)."""

    engine: Engine
    deadline: float


@dataclass(frozen=True, slots=True)
class SeenPage:
    """A page that was read; ``pixels``: what was recognised, ``(H, W, 3)``, upright.

    ``None`` where the text layer told what is on it.
    """

    layout: PageLayout
    pixels: Image | None = None


def read_image(
    image: PageImage,
    number: int,
    reader: Reader,
    stamped: Sequence[LayerWord] = (),
    turned: int | None = None,
) -> SeenPage:
    """Recognise a page.

    ``stamped`` are exact words of annotations on it (signing software's); they are not read
    again but taken over. ``turned``: by how many degrees clockwise the page lies turned, ``None``:
    it is found out. Raises :class:`PageTimeout`.
    """
    page = stand_up(image, reader.engine, reader.deadline, turned)
    return SeenPage(_layout(page, number, reader, stamped), page.pixels)


def _layout(page: Upright, number: int, reader: Reader, stamped: Sequence[LayerWord]) -> PageLayout:
    rgb, dpi = at_working_size(page.pixels, page.dpi)
    ink = split_ink(rgb)
    gray = _without(clean(ink.text_gray), stamped if not page.rotation else ())
    blank = PageLayout(number, "blank", rotation=page.rotation, aspect=_aspect(gray))
    if is_blank(gray, parts_of(small_ink(gray))):
        return replace(blank, lines=tuple(_stamped_lines(stamped)))
    sheet = Sheet(gray, rgb, dpi)
    grids = find_tables(gray)
    boxes = [grid_box(grid, gray.shape[1], sheet.aspect) for grid in grids]
    read: list[list[Line]] = []
    tables: list[Table] = []
    parts = dark_parts(gray)
    for part in cut(letter_boxes(parts, dpi), boxes, sheet.aspect):
        if part.table is None:
            read.append(read_part(sheet, part, reader.engine, reader.deadline))
        else:
            table = _read_table(sheet, part, grids[part.table], reader)
            tables.append(table)
            read.append(rows_of_table(table, _sure(table)))
    lines = without_rests(read)
    stamps: list[Stamp] = []
    if ink.has_colour:
        signed = any(map(looks_signed, lines))
        stamps, inked = read_stamps(
            rgb, ink, reader.engine, dpi, reader.deadline, names_too=not signed
        )
        lines = _with_inked(
            lines,
            [with_hidden_start(line, sheet, reader.engine, reader.deadline) for line in inked],
        )
    framed, boxed = read_framed(gray, parts, reader.engine, dpi, reader.deadline)
    stamps += framed
    lines = without_stamped(lines, boxed)
    lines += _stamped_lines(stamped)
    if not lines:
        return replace(blank, stamps=tuple(stamps))
    return PageLayout(
        number=number,
        origin="ocr",
        lines=tuple(lines),
        rotation=page.rotation,
        skew=round(page.skew, 2),
        confidence=_confidence(lines),
        aspect=sheet.aspect,
        tables=tuple(tables),
        stamps=tuple(stamps),
    )


def _aspect(gray: Image) -> float:
    return float(gray.shape[0] / gray.shape[1])


def at_working_size(rgb: Image, dpi: float) -> tuple[Image, int]:
    """The pixels at a resolution that is read well, and that resolution."""
    if NEAR_ENOUGH[0] <= dpi <= NEAR_ENOUGH[1]:
        return rgb, round(dpi)
    factor = WORKING_DPI / dpi
    way = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return as_image(cv2.resize(rgb, None, fx=factor, fy=factor, interpolation=way)), WORKING_DPI


def _without(gray: Image, stamped: Sequence[LayerWord]) -> Image:
    """The page with the words of its annotations painted over: they are known exactly."""
    if not stamped:
        return gray
    result = gray.copy()
    height, width = gray.shape
    for word in stamped:
        box = word.box
        y0, y1 = int((box.y0 - 0.001) * height), int((box.y1 + 0.001) * height) + 1
        x0, x1 = int((box.x0 - 0.001) * width), int((box.x1 + 0.001) * width) + 1
        result[max(0, y0) : y1, max(0, x0) : x1] = 255
    return result


def _stamped_lines(stamped: Sequence[LayerWord]) -> list[Line]:
    return [replace(line, gap=i == 0) for i, line in enumerate(lines_of(stamped, Region.BODY))]


def _with_inked(lines: Sequence[Line], inked: Sequence[Line]) -> list[Line]:
    """Lines of coloured ink put behind the line above them in the same half of the page.

    Where the text pass has read something at the same place, the surer reading stays.
    """
    result = list(lines)
    for line in inked:
        box = line.box
        rival = next((other for other in result if _overlap(other.box, box)), None)
        if rival is not None:
            if _letters(rival) * rival.confidence >= _letters(line) * line.confidence:
                continue
            result.remove(rival)
        above = [
            i
            for i, other in enumerate(result)
            if other.region in {Region.FOOT_RIGHT, Region.HEAD_RIGHT, Region.BODY}
            and other.box is not None
            and box is not None
            and other.box.y0 <= box.y0
        ]
        region = result[above[-1]].region if above else Region.BODY
        low = region is Region.BODY and box is not None and box.y0 > LOWER
        side = Region.FOOT_RIGHT if low else region
        result.insert(above[-1] + 1 if above else 0, replace(line, region=side))
    return result


def _letters(line: Line) -> int:
    return sum(c.isalpha() for c in line.text)


def _overlap(one: Box | None, other: Box | None) -> bool:
    if one is None or other is None:
        return False
    across = min(one.x1, other.x1) - max(one.x0, other.x0)
    down = min(one.y1, other.y1) - max(one.y0, other.y0)
    low, high = sorted((one.height, other.height))
    return across > 0.3 * min(one.width, other.width) and down > max(0.6 * low, 0.4 * high)


def _read_table(sheet: Sheet, part: Part, grid: TableGrid, reader: Reader) -> Table:
    height, width = sheet.gray.shape
    cells = []
    for cell in grid.cells:
        x0, y0, x1, y1 = cell.box
        where = Box(x0 / width, y0 / height, x1 / width, y1 / height)
        text = read_cell(sheet, where, reader.engine, reader.deadline)
        cells.append(TableCell(cell.row, cell.column, cell.row_span, cell.column_span, text, where))
    return Table(part.box, tuple(cells))


def _sure(table: Table) -> float:
    """Cells carry no confidence of their own; a well filled table is as sure as print."""
    return 0.9 if any(cell.text for cell in table.cells) else 0.0


def _confidence(lines: Sequence[Line]) -> float:
    letters = sum(len(line.text) for line in lines)
    total = sum(line.confidence * len(line.text) for line in lines)
    return round(total / letters, 4) if letters else 0.0
