"""Reads the number cell and the date cell of a letterhead a second time.

"Số: 2006/SYT-NVY" and "…, ngày 20 tháng 10 năm 2017" (cells 3 and 4 of NĐ 30/2020, phụ lục I)
are printed with a gap for the number and the day, which the clerk fills in by pen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from models.layout import Box, Line, Region, Rereading, Word, union
from pipeline.ocr.digits import Beliefs, beliefs, views, vote
from pipeline.ocr.line_readers import (
    Image,
    LineReader,
    LineScores,
    digit_reader,
    vietnamese_reader,
)
from pipeline.ocr.pen_ones import corrected, strokes_in
from pipeline.ocr.syllables import fold

Cell = Literal["number", "day", "month", "year"]

# Anchors in the folded text of a network that may lack tone letters; group 1 is the cell.
_NUMBER = re.compile(
    r"^[^/]{0,4}?s.{0,2}?[o0]?[ :;.]{0,3}(.{0,9}?)"
    r"((?:[/-]|(?<=[ 0-9])[il|](?=[a-z]{2,5}-)) ?(?=[a-z]))"
)
# The words of the date are looked for from behind: "Quảng Ngãi, ngày", "Thanh Hóa, … tháng".
_DAY = re.compile(r".*ng.{0,2}?[yi](.*?)t?h.?ng")
_MONTH = re.compile(r".*th.{0,2}?ng(.*?)[nh].?m")
_YEAR = re.compile(r".*[nh].?m(.*)$")
_DATE_CELLS: tuple[tuple[Cell, re.Pattern[str], int, int], ...] = (
    ("day", _DAY, 1, 31),
    ("month", _MONTH, 1, 12),
    ("year", _YEAR, 1930, 2100),
)
# The number's line in Tesseract's eyes: "Số" in any disguise, or a symbol after a slash.
_NUMBER_LINE = re.compile(r"^\W*\w{0,2}\W{0,3}[s§$5][o0aăâ6ôóð]{0,2}\W|/ ?[A-ZĐÐ]{2}|^\W*S[ốỐÓóôÔ]")
# … whose slash was read as a stroke.
_STROKE_FOR_SLASH = re.compile(r"^\W*S[ốồổỗộóôo]\s?[:.]?.{1,9}?\s[|lI!]\s?[A-ZĐÐ]{2,}[\wĐđ]*-")
# … or was not read at all.
_NO_SLASH = re.compile(r"^\W*[Ss][ốồổỗộ]\s?[:.].*[A-ZĐÐ]{2,}")
_DAY_WORD = re.compile(r"\W*ngay")
_DATE_WORD = re.compile(r"ng.?[aà]y?|th.?ng|n.m\b")
# The letterhead: its left column has the number, its right one the date.
HEADS = frozenset({Region.HEAD_LEFT, Region.HEAD_RIGHT})
LONGEST_NUMBER = 5
# How many alternatives of a cell are kept for the parser to weigh against other witnesses.
KEPT = 4
# The cells in Tesseract's text of the line; group 2 is the cell.
_NUMBER_CELL = re.compile(
    r"^(\W*[Ss][ốồổỗộóòỏõọoôơaá6]?\s?[:.;]?\s*)"
    r"([^\s/](?:(?![A-ZĐÐ]{2}).){0,9}?)(?=\s*[/-]\s*[A-ZĐÐ])"
)
_DAY_CELL = re.compile(r"^(.*?\bng[àaáâ]y)\s*(\S.{0,6}?)(?=\s*th[áàaâ]ng)", re.IGNORECASE)
_SYMBOL = re.compile(r"[/-][A-ZĐÐ]{2}")
# From this probability on the digits are written into the line.
WRITTEN = 0.6
# A first look this sure is enough; months and years are seldom written by pen.
SURE_PEN = 0.98
SURE_PRINT = 0.9
# Below this agreement of the views the second network is asked.
AGREED = 0.85
# So many views that agree, each so sure, are enough.
ENOUGH_BALLOTS, SETTLED = 2, 0.9
# Views of the cell that the second network votes on.
SECOND_VIEWS = 3
# Weight of a cell whose strokes are nothing but ones.
PLAIN = 0.7
# A candidate with fewer digits than there are strokes keeps this share of its probability.
TOO_SHORT = 0.4
# Where a pen stroke may still begin: line heights before the cell's start, pixels behind its end
# (behind a number stands the slash, which looks like a 1).
BEFORE = 0.3
EDGE = 2
# Heights of a line added around a cell: pen strokes are taller than print.
TALLER = 0.4
WIDER = 2.0


@dataclass(frozen=True, slots=True)
class _Anchored:
    scores: LineScores
    start: float
    end: float


def is_number_line(text: str) -> bool:
    """Whether a line of the letterhead's left column is the number's: ``Số: …/SYT-NVY``."""
    if _STROKE_FOR_SLASH.match(text) or _NO_SLASH.match(text):
        return True
    return "/" in text and not fold(text).startswith("v/") and bool(_NUMBER_LINE.search(text))


def is_date_line(text: str) -> bool:
    """Whether a line reads "ngày … tháng … năm …", two of the three words being enough."""
    return len({found[:2] for found in _DATE_WORD.findall(fold(text))}) >= 2


def is_reference(line: Line) -> bool:
    """Whether a line is the letterhead's number or date line."""
    return line.region in HEADS and (is_number_line(line.text) or is_date_line(line.text))


def reread_number(crop: Image) -> list[Rereading]:
    """The line and its number cell, best alternative first. ``crop`` is RGB, ink and all."""
    reader = digit_reader()
    if reader is None:
        return []
    scores = reader.read(crop)
    whole = Rereading("line", scores.text(), scores.confidence(), reader.name)
    anchored = _anchored(reader, scores, crop, _NUMBER)
    if anchored is None:
        return [whole]
    believed = _look_again(reader, crop, anchored, _NUMBER, before=1e9, after=1.3)
    fitting = {text: p for text, p in believed.items() if len(text) <= LONGEST_NUMBER}
    return [whole, *_ranked("number", fitting, reader.name)]


def reread_date(crop: Image) -> list[Rereading]:
    """The line and its day, month and year, alternatives of each best first."""
    reader = digit_reader()
    if reader is None:
        return []
    scores = reader.read(crop)
    found = [Rereading("line", scores.text(), scores.confidence(), reader.name)]
    for cell, pattern, low, high in _DATE_CELLS:
        anchored = _anchored(reader, scores, crop, pattern)
        if anchored is not None:
            enough = SURE_PEN if cell == "day" else SURE_PRINT
            believed = _look_again(
                reader, crop, anchored, pattern, before=1.4, after=1.4, enough=enough
            )
            found += _ranked(cell, _within(believed, low, high), reader.name)
    return found


def _within(believed: Beliefs, low: int, high: int) -> Beliefs:
    """Only values that a calendar has; 4 and 04 are one."""
    fitting: Beliefs = {}
    for text, probability in believed.items():
        if low <= int(text) <= high:
            value = str(int(text))
            fitting[value] = fitting.get(value, 0.0) + probability
    return fitting


def _ranked(cell: Cell, believed: Beliefs, engine: str) -> list[Rereading]:
    best = sorted(believed.items(), key=lambda item: -item[1])[:KEPT]
    return [Rereading(cell, text, round(float(p), 4), engine) for text, p in best]


def _look_again(
    reader: LineReader,
    crop: Image,
    first: _Anchored,
    pattern: re.Pattern[str],
    *,
    before: float,
    after: float,
    enough: float = SURE_PEN,
) -> Beliefs:
    """Votes of several views of the cell with ``before`` and ``after`` heights of context."""
    height, width = crop.shape[:2]
    left = max(0, int(first.start * width - before * height))
    right = min(width, int(first.end * width + after * height))
    narrow = crop[:, left:right]
    span = max(1, right - left)
    start, end = (first.start * width - left) / span, (first.end * width - left) / span
    ballots = [beliefs(first.scores.between(first.start, first.end), whole=True)]
    if max(ballots[0].values(), default=0.0) > enough:
        return vote(ballots)
    for view in views(narrow):
        scores = reader.read(view)
        anchored = _anchor(scores, pattern)
        place = anchored or _Anchored(scores, start, end)
        stretch = scores.between(place.start, place.end)
        ballots.append(beliefs(stretch, whole=anchored is not None))
        if _is_settled(ballots):
            break
    if max(vote(ballots).values(), default=0.0) < AGREED:
        ballots += _second_ballots(narrow, pattern, start, end)
    left = max(0, int(first.start * width - BEFORE * height))
    right = int(first.end * width) + EDGE
    cell = crop[:, left:right]
    if not cell.size:
        return vote(ballots)
    return _by_shape(vote(ballots), cell, _places(first, width, left, right))


def _is_settled(ballots: Sequence[Beliefs]) -> bool:
    """Whether the first few views all say the same, and surely: the others would say it too."""
    if len(ballots) < ENOUGH_BALLOTS:
        return False
    tops = [max(ballot.items(), key=lambda item: item[1], default=("", 0.0)) for ballot in ballots]
    return len({text for text, _ in tops}) == 1 and min(p for _, p in tops) >= SETTLED


def _places(first: _Anchored, width: int, left: int, right: int) -> list[float]:
    """Where the first reading has characters in the cell, 0…1 across ``left``…``right``."""
    glyphs = first.scores.glyphs()
    held = [g for g in glyphs if first.start <= g.position <= first.end and g.text.isalnum()]
    return [(glyph.position * width - left) / max(1, right - left) for glyph in held]


def _second_ballots(
    narrow: Image, pattern: re.Pattern[str], start: float, end: float
) -> list[Beliefs]:
    """What the other network believes: it errs elsewhere, and its voice settles close votes."""
    other = vietnamese_reader()
    if other is None:
        return []
    found = []
    for view in list(views(narrow))[:SECOND_VIEWS]:
        scores = other.read(view)
        anchored = _anchor(scores, pattern)
        place = anchored or _Anchored(scores, start, end)
        found.append(beliefs(scores.between(place.start, place.end), whole=anchored is not None))
    return found


def _by_shape(believed: Beliefs, digits: Image, places: Sequence[float]) -> Beliefs:
    """Beliefs after a look at the strokes: a 4 without a bar is a 1."""
    strokes = strokes_in(digits)
    seen: Beliefs = {}
    for text, probability in believed.items():
        text = corrected(text, strokes, places)
        share = TOO_SHORT if len(text) < len(strokes) else 1.0
        seen[text] = seen.get(text, 0.0) + share * probability
    two_ones = [stroke.is_one for stroke in strokes] == [True, True]
    if two_ones and len(next(iter(believed), "")) <= 2:
        # Pairs of ones run together in the networks' eyes; the strokes are plain.
        seen = {text: p * (1 - PLAIN) for text, p in seen.items()}
        seen["11"] = seen.get("11", 0.0) + PLAIN
    return dict(sorted(seen.items(), key=lambda item: -item[1]))


def _anchored(
    reader: LineReader, scores: LineScores, crop: Image, pattern: re.Pattern[str]
) -> _Anchored | None:
    """The cell's place in ``scores``, found by the other network where this one fails."""
    found = _anchor(scores, pattern)
    other = vietnamese_reader()
    if found is not None or other is None:
        return found
    found = _anchor(other.read(crop), pattern)
    return _Anchored(scores, found.start, found.end) if found else None


def _anchor(scores: LineScores, pattern: re.Pattern[str]) -> _Anchored | None:
    """Where the cell lies between its printed words, by the positions of their letters."""
    glyphs = scores.glyphs()
    text = "".join((fold(glyph.text) or "?")[0] for glyph in glyphs)
    found = pattern.search(text)
    if found is None:
        return None
    first, last = found.span(1)
    step = 0.6 / max(1, len(scores.probabilities))
    start = glyphs[first - 1].position + step if first else 0.0
    end = glyphs[last].position - step if last < len(glyphs) else 1.0
    return _Anchored(scores, start, end) if end > start else None


def dated_part(line: Line) -> Box | None:
    """The box of a date line from "ngày" on: the place before it need not be read again.
    ``None`` for other lines, and where that word was not read."""
    if not is_date_line(line.text):
        return None
    words = line.words
    found = next((i for i, word in enumerate(words) if _DAY_WORD.match(fold(word.text))), None)
    return None if found is None else union(word.box for word in words[found:])


def crop_box(box: Box, aspect: float, limit: Box) -> Box:
    """The line's box with room for pen strokes, inside ``limit`` (its column)."""
    tall = TALLER * box.height
    wide = WIDER * box.height * aspect
    return Box(
        max(limit.x0, box.x0 - wide),
        max(0.0, box.y0 - tall),
        min(limit.x1, box.x1 + wide / 2),
        min(1.0, box.y1 + tall),
    )


Reread = Callable[[Image], list[Rereading]]


def rereader_for(text: str, in_left: bool) -> Reread | None:
    """Which second reading a letterhead line wants, if any."""
    if is_date_line(text):
        return reread_date
    return reread_number if in_left and is_number_line(text) else None


def best(rereadings: Iterable[Rereading], cell: Cell) -> Iterator[Rereading]:
    """The alternatives of one cell, best first."""
    return (item for item in rereadings if item.cell == cell)


def with_digits(line: Line) -> Line:
    """The line with its pen cell written as the second reading has it, where that is sure.

    What Tesseract made of the pen strokes stays in the rereadings.
    """
    number = next(best(line.rereadings, "number"), None)
    day = next(best(line.rereadings, "day"), None)
    if number is not None and number.confidence >= WRITTEN:
        return _rewritten(line, _NUMBER_CELL, number)
    if day is not None and day.confidence >= WRITTEN:
        return _rewritten(line, _DAY_CELL, day)
    return line


def with_joined_number(line: Line) -> Line:
    """The number line without the gap that the clerk's pen left before the slash."""
    words = list(line.words)
    for index in range(len(words) - 1, 0, -1):
        one, other = words[index - 1], words[index]
        if _SYMBOL.match(other.text) and one.text[-1:].isdigit():
            box = union((one.box, other.box))
            sure = min(one.confidence, other.confidence)
            words[index - 1 : index + 1] = [Word(one.text + other.text, box, sure)]
    return replace(line, words=tuple(words))


def _rewritten(line: Line, pattern: re.Pattern[str], cell: Rereading) -> Line:
    """Replaces the words that the pattern's group 2 covers by the cell's digits."""
    text = line.text
    found = pattern.match(text)
    if found is None or _is_said(found.group(2), cell):
        return line
    start, end = found.span(2)
    kept: list[Word] = []
    position = 0
    held: list[Word] = []
    for word in line.words:
        stop = position + len(word.text)
        if stop <= start or position >= end:
            kept.append(word)
        else:
            if not held:
                kept.append(word)
            held.append(word)
        position = stop + 1
    if not held:
        return line
    first = next(i for i, word in enumerate(kept) if word is held[0])
    offset = text.find(held[0].text, max(0, start - len(held[0].text)))
    before = text[offset:start] if offset < start else ""
    tail = text[end : text.find(held[-1].text, offset) + len(held[-1].text)]
    written = f"{before}{as_written(cell)}{tail}".strip()
    kept[first] = Word(written, union(word.box for word in held), cell.confidence)
    earlier = Rereading("line", text, line.confidence, "tesseract", line.box)
    return replace(line, words=tuple(kept), rereadings=(*line.rereadings, earlier))


def _is_said(text: str, cell: Rereading) -> bool:
    """Whether the line says the cell's digits already, with or without a leading zero."""
    return text.isdigit() and text.lstrip("0") == cell.text.lstrip("0")


def as_written(cell: Rereading) -> str:
    """Days below ten are written with a zero (NĐ 30/2020, phụ lục I, mục II.4)."""
    return cell.text.zfill(2) if cell.cell == "day" else cell.text
