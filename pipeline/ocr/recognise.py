"""Reads the parts of a cleaned page and puts their lines in order, with boxes on the page."""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from models.layout import Box, Line, Region, Rereading, Word, union
from pipeline.ocr.cells import (
    HEADS,
    crop_box,
    dated_part,
    is_date_line,
    is_number_line,
    is_reference,
    rereader_for,
    with_digits,
    with_joined_number,
)
from pipeline.ocr.engines import Engine, FoundLine, Layout
from pipeline.ocr.line_readers import digit_reader, vietnamese_reader
from pipeline.ocr.many_views import BELIEVED, combined, merit, readings, same_place
from pipeline.ocr.pixels import Image
from pipeline.ocr.regions import Part
from pipeline.ocr.seal_rings import without_rings
from pipeline.ocr.second_look import SURE, SURE_NAME, is_doubtful, look_again, pieces
from pipeline.ocr.sheet import Sheet, padded
from pipeline.ocr.signed import (
    RIGHT,
    has_whole_name,
    is_legible,
    looks_signed,
    with_hidden_start,
    with_lost_ink,
)
from pipeline.ocr.strokes import without_strokes
from pipeline.ocr.syllables import is_syllable

# Lines further apart than this share of a line's height are separate paragraphs or blocks.
PARAGRAPH = 0.9
# A line of words that are all less sure than this, none of them spelled well, is a speck or a seal.
SPECK = 0.5
# Words less sure than this may have a stroke through them.
CLEAR_WORD = 0.86
# A cell without a pixel darker than this is empty.
INK_LEVEL = 150
# Tesseract wants white around letters that touch the border of their cell.
CELL_FRAME = 10
# A number alone in a cell: height in pixels, width in heights, and how sure its reading must be.
LONE_HEIGHT, LONE_WIDTH, LONE_SURE = 10, 2.6, 0.8
_LONE = re.compile(r"\d{1,3}")
_NOISE = re.compile(r"^[\W_]+$")
_BULLETS = frozenset("-–+*•")


def read_part(sheet: Sheet, part: Part, engine: Engine, deadline: float) -> list[Line]:
    """The lines of one part, top to bottom; specks dropped, doubtful lines read twice.

    Body text is read as a column: as a block, Tesseract cuts tone marks off tight lines (measured
    on a page where it does: 14 % of the words wrong, against 3 %). The few short lines of the
    issuer are better read as a block, but a block may lose a line that stands apart.
    """
    crop = sheet.crop(part.box)
    letterhead = part.region is Region.HEAD_LEFT
    way = Layout.BLOCK if letterhead else Layout.COLUMN
    lines = _lines(sheet, part, engine.read(crop, way, sheet.dpi, deadline))
    if letterhead and not engine.finds_every_row:
        again = engine.read(crop, Layout.COLUMN, sheet.dpi, deadline)
        lines = _with_missed(lines, _lines(sheet, part, again))
    if part.region in RIGHT and _may_be_signed(lines, sheet, part):
        lines = _signed_lines(lines, sheet, part, engine, deadline)
    lines = [_looked_again(line, sheet) for line in lines]
    return with_gaps([with_cells(line, sheet, part) for line in lines])


def _signed_lines(
    lines: list[Line], sheet: Sheet, part: Part, engine: Engine, deadline: float
) -> list[Line]:
    """The lines of a signature block, each with what other views saw at its place: one of them
    without the rings of a black seal, which takes some of the letters' strokes with it."""
    ways = [lines]
    sheets = [sheet]
    ringless = without_rings(sheet.crop(part.box), sheet.dpi)
    if ringless is not None:
        sheets.append(sheet.with_gray(part.box, ringless.crop))
        found = engine.read(ringless.crop, Layout.COLUMN, sheet.dpi, deadline)
        ways.append(_lines(sheet, part, found))
    hidden = not any(looks_signed(line) for way in ways for line in way)
    others = readings(sheet.crop(part.box), engine, sheet.dpi, deadline, thorough=hidden)
    lines = combined([*ways, *(_lines(sheet, part, found) for found in others)])
    lines = [with_lost_ink(line, sheet, engine, deadline) for line in lines]
    if not any(map(has_whole_name, lines)):
        for each in sheets:
            lines = [with_hidden_start(line, each, engine, deadline) for line in lines]
    if ringless is not None:
        lines = [x for x in lines if not (x.box and ringless.is_in_seal(x.box, part.box))]
    return [line for line in lines if is_legible(line)]


def _with_missed(lines: Sequence[Line], others: Sequence[Line]) -> list[Line]:
    """``lines`` and those of ``others`` that stand where none of them does."""
    missed = [line for line in others if not any(same_place(line, known) for known in lines)]
    clear = [line for line in missed if merit(line) >= BELIEVED]
    return sorted([*lines, *clear], key=lambda line: line.box.y0 if line.box else 0.0)


def _may_be_signed(lines: Sequence[Line], sheet: Sheet, part: Part) -> bool:
    """Whether the part, no letterhead, has a seal, a signature or badly read lines in it, or a
    name without a surname that anybody bears."""
    if any(is_date_line(line.text) for line in lines):
        return False
    if any(looks_signed(line) and not has_whole_name(line) for line in lines):
        return True
    doubtful = any(
        word.confidence < CLEAR_WORD or is_doubtful(word) for line in lines for word in line.words
    )
    return doubtful or without_strokes(sheet.crop(part.box), sheet.dpi) is not None


def _lines(sheet: Sheet, part: Part, found: Sequence[FoundLine]) -> list[Line]:
    lines = (_without_noise(_line(words, part, sheet)) for words in found)
    return [line for line in lines if line is not None]


def _line(found: FoundLine, part: Part, sheet: Sheet) -> Line:
    return Line(sheet.placed(found, part.box), part.region)


def _without_noise(line: Line) -> Line | None:
    """The line without specks at its ends; ``None`` when nothing else was on it."""
    words = list(line.words)
    while words and _is_noise(words[-1], last=True):
        words.pop()
    while words and _is_noise(words[0], last=False):
        words.pop(0)
    kept = replace(line, words=tuple(words))
    # A number or date line is kept however badly it was read: its pen cells are read again.
    if not words or not (_says_something(words) or is_reference(kept)):
        return None
    return kept


def _is_noise(word: Word, *, last: bool) -> bool:
    if not _NOISE.match(word.text):
        return False
    if not last and word.text[0] in _BULLETS and len(word.text) == 1:
        return False
    if last and word.text in {"./.", ".", ";", ":", ",", ")", "”", '"', "/."}:
        return word.confidence < SPECK
    return word.confidence < 0.8 or "|" in word.text or "_" in word.text


def _says_something(words: Sequence[Word]) -> bool:
    for word in words:
        letters = "".join(c for c in word.text if c.isalnum())
        sure = word.confidence >= SPECK
        if (len(letters) >= 2 and (sure or is_syllable(letters))) or (
            letters and word.confidence > 0.8
        ):
            return True
    return False


def _looked_again(line: Line, sheet: Sheet) -> Line:
    reader = vietnamese_reader()
    sure = SURE_NAME if line.region in RIGHT or line.region is Region.HEAD_LEFT else SURE
    if reader is None or not any(is_doubtful(word, sure) for word in line.words):
        return line
    words: list[Word] = []
    for again, piece in pieces(line.words, sheet.aspect, sure):
        box = union(word.box for word in piece)
        if box is not None and again:
            words += look_again(piece, sheet.crop(padded(box)), reader)
        else:
            words += piece
    before = Rereading("line", line.text, round(line.confidence, 4), "tesseract", line.box)
    result = replace(line, words=tuple(words))
    changed = line.region in RIGHT and result.text != line.text
    return replace(result, rereadings=(*line.rereadings, before)) if changed else result


def with_cells(line: Line, sheet: Sheet, part: Part) -> Line:
    """Attaches second readings of number and date cells, from the page with its ink."""
    box = line.box
    if part.region not in HEADS or box is None:
        return line
    reread = rereader_for(line.text, part.region is Region.HEAD_LEFT)
    if reread is None:
        return line
    room = crop_box(dated_part(line) or box, sheet.aspect, part.box)
    found = tuple(_placed(item, room) for item in reread(sheet.crop(room, inked=True)))
    line = replace(line, rereadings=found + line.rereadings)
    line = with_digits(line)
    return with_joined_number(line) if is_number_line(line.text) else line


def _placed(item: Rereading, box: Box) -> Rereading:
    return replace(item, box=box)


def with_gaps(lines: Sequence[Line]) -> list[Line]:
    """Marks lines that stand clearly below the line before; the first of a part always is."""
    heights = [line.box.height for line in lines if line.box]
    usual = statistics.median(heights) if heights else 0.0
    result: list[Line] = []
    for line in lines:
        before = result[-1].box if result else None
        gap = before is None or line.box is None or line.box.y0 - before.y1 > PARAGRAPH * usual
        result.append(replace(line, gap=gap))
    return result


def read_cell(sheet: Sheet, box: Box, engine: Engine, deadline: float) -> str:
    """The text of one table cell; lines joined by spaces, empty when there is no ink."""
    crop = sheet.crop(box)
    if crop.size == 0 or int(crop.min()) > INK_LEVEL:
        return ""
    framed = np.pad(crop, CELL_FRAME, constant_values=255)
    part = Part(Region.TABLE, box)
    lines = (
        _line(words, part, sheet)
        for words in engine.read(framed, Layout.BLOCK, sheet.dpi, deadline)
    )
    kept = (line for line in map(_without_noise, lines) if line is not None)
    text = " ".join(" ".join(word.text for word in line.words) for line in kept)
    return text or _lone_number(crop)


def _lone_number(crop: Image) -> str:
    """The one to three digits that are all the ink of a cell, which Tesseract often overlooks."""
    reader = digit_reader()
    ink = np.argwhere(crop < INK_LEVEL)
    if reader is None or not len(ink):
        return ""
    (top, left), (bottom, right) = ink.min(axis=0), ink.max(axis=0) + 1
    if bottom - top < LONE_HEIGHT or right - left > LONE_WIDTH * (bottom - top):
        return ""
    tight = np.pad(crop[top:bottom, left:right], CELL_FRAME, constant_values=255)
    scores = reader.read(tight)
    text = scores.text().strip(" .")
    return text if _LONE.fullmatch(text) and scores.confidence() >= LONE_SURE else ""
