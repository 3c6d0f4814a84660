"""Reads what a seal or a signature lies on: names and titles of the signature block.

Each line is read in further views, from further left (recognition leaves the letters that a
seal's ring touches out of the line altogether) and from the ink under the colour; what the views
say is kept beside the line, for the parser knows names and can tell which makes sense.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from models.layout import Box, Line, Region, Rereading
from pipeline import vocabulary
from pipeline.ocr.engines import Engine, Layout
from pipeline.ocr.line_readers import vietnamese_reader
from pipeline.ocr.pixels import Image
from pipeline.ocr.sheet import Sheet, padded
from pipeline.ocr.strokes import without_strokes
from pipeline.ocr.syllables import is_syllable, valid_share

RIGHT = frozenset({Region.HEAD_RIGHT, Region.FOOT_RIGHT})
# How far left of a line its hidden beginning may lie, in heights of the line.
HIDDEN = 5.0
HIDDEN_STEPS = (1.0, 2.0, 3.0, 5.0)
# Lines of so many letters, and so sure, may be the rest of a name.
NAME_LETTERS, NAME_SURE = (6, 24), 0.75
# A line of the signature block this sure, capitalised like a name, is the name.
CLEAR_NAME = 0.93
# A line in capitals this sure is a title, whole.
CLEAR_TITLE = 0.94
# Beside a seal one word must be this sure.
LEGIBLE = 0.8
# Ink is darker than LIGHT, and lost where it is so much lighter than it was; letters that lost
# this share of their ink with the seal are damaged.
LIGHT, FADED, DAMAGED = 180, 40, 0.03


def looks_signed(line: Line) -> bool:
    """Whether a line of the right column is a clear name, so that none need be looked for."""
    words = line.text.split()
    clear = line.confidence >= CLEAR_NAME and 3 <= len(words) <= 5 and line.text.istitle()
    return clear and line.region in RIGHT


def has_whole_name(line: Line) -> bool:
    """Whether a clear name begins with a surname, so that no seal hides its beginning."""
    words = line.text.split()
    return looks_signed(line) and words[0] in vocabulary.person_names().surnames


def is_legible(line: Line) -> bool:
    """Whether a line beside a seal says a word, or two in another view: rings read as letters."""
    if any(_is_word(word.text) and word.confidence >= LEGIBLE for word in line.words):
        return True
    return any(sum(map(_is_word, seen.text.split())) >= 2 for seen in line.rereadings)


def _is_word(text: str) -> bool:
    letters = "".join(c for c in text if c.isalpha())
    return len(letters) >= 2 and is_syllable(letters)


def with_lost_ink(line: Line, sheet: Sheet, engine: Engine, deadline: float) -> Line:
    """The line read from the ink under the colour, where taking off a seal has damaged it."""
    if line.box is None or not _is_damaged(line.box, sheet):
        return line
    where = padded(line.box)
    for found in engine.read(sheet.black(where), Layout.LINE, sheet.dpi, deadline):
        again = replace(line, words=sheet.placed(found, where))
        if valid_share(again.text) >= valid_share(line.text) and again.text != line.text:
            other = Rereading("line", line.text, round(line.confidence, 4), "view", line.box)
            return replace(again, rereadings=(*line.rereadings, other))
    return line


def _is_damaged(box: Box, sheet: Sheet) -> bool:
    black = sheet.black(box).astype(np.int16)
    ink = black < LIGHT
    lost = ink & (sheet.crop(box) > black + FADED)
    return bool(lost.sum() > DAMAGED * max(1, ink.sum()))


def with_hidden_start(line: Line, sheet: Sheet, engine: Engine, deadline: float) -> Line:
    """The line with what is read from further left: a seal hides where names begin.

    Recognition leaves the letters that the seal's ring touches out of the line altogether.
    """
    box = line.box
    letters = sum(c.isalpha() for c in line.text)
    fits = NAME_LETTERS[0] <= letters <= NAME_LETTERS[1] and line.confidence >= NAME_SURE
    title = line.text.isupper() and line.confidence >= CLEAR_TITLE
    if box is None or not fits or title:
        return line
    seen = [*_wider_views(line, box, sheet, engine, deadline), *_seen_by_other(box, sheet)]
    return replace(line, rereadings=(*line.rereadings, *seen))


def _wider_views(
    line: Line, box: Box, sheet: Sheet, engine: Engine, deadline: float
) -> Iterator[Rereading]:
    """The line from a little and from far to the left, with and without the seal on it."""
    if line.text.isupper():
        return
    for reach in HIDDEN_STEPS:
        wider = _to_the_left(box, reach * box.height * sheet.aspect)
        for view in _views(padded(wider), sheet):
            for found in engine.read(view, Layout.LINE, sheet.dpi, deadline):
                sure = sum(word.confidence for word in found) / len(found)
                text = " ".join(word.text for word in found)
                yield Rereading("line", text, round(sure, 4), "view", wider)


def _views(box: Box, sheet: Sheet) -> Iterator[Image]:
    crop = sheet.crop(box)
    bare = without_strokes(crop, sheet.dpi)
    yield crop
    if bare is not None:
        yield bare
    if _is_damaged(box, sheet):
        yield sheet.black(box)


def _seen_by_other(box: Box, sheet: Sheet) -> Iterator[Rereading]:
    reader = vietnamese_reader()
    if reader is not None:
        wider = _to_the_left(box, HIDDEN * box.height * sheet.aspect)
        scores = reader.read(sheet.crop(padded(wider), inked=True))
        yield Rereading("line", scores.text(), round(scores.confidence(), 4), reader.name, wider)


def _to_the_left(box: Box, reach: float) -> Box:
    return Box(max(0.0, box.x0 - reach), box.y0, box.x1, box.y1)
