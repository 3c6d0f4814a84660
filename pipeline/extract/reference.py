"""Số, ký hiệu and date of a letter: printed or pen cells weighed against every other witness.

The cells are read by two recognisers (``Line.rereadings``). Where they leave a doubt, others may
testify: a covering letter or an annex that cites this letter, and for the day the date of the
digital signature. What stays doubtful keeps its low confidence; nothing is made up.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.extract.dates import DateMatch, find_dates
from pipeline.extract.number import (
    Style,
    find_numbers,
    find_symbol,
    parse_number,
    read_number,
    repair_symbol,
)
from pipeline.extract.rows import Row
from pipeline.ocr.cells import is_date_line

_DAY_WORD = re.compile(r"\bng\S{0,2}[yỳýỷ]", re.IGNORECASE)
# Weight of Tesseract's own reading of a cell beside the votes of the digit reader.
PRINTED = 0.45
# A witness settles a doubt only in favour of a value that the cell itself suggests this much.
SUGGESTED = 0.02
WITNESSED = 0.55
# Below this nothing was written in the cell, or nobody can read it.
ILLEGIBLE = 0.12

_ORDINAL = re.compile(
    r"^\W*(?:S[^\W\d]?)?[\s:.;]*(?P<ordinal>\S.{0,11}?)\s*[/-]\s*(?:\d{4}\s*[/-]\s*)?(?=[A-ZĐÐ])",
    re.DOTALL,
)
_YEAR = re.compile(r"[/-]\s*(\d{4})\s*$")
# A pen's 1 is read as a slash, as l or I; its 0 as O.
_DIGIT_FOR = str.maketrans({"/": "1", "l": "1", "I": "1", "|": "1", "O": "0", "o": "0"})


@dataclass(frozen=True, slots=True)
class NumberFound:
    """The number as normalised; ``printed`` is the line it was read from."""

    value: str
    confidence: float
    row: Row
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DateFound:
    """The date of the letter; ``value`` is ``None`` when what is printed is no date."""

    value: dt.date | None
    confidence: float
    row: Row
    place: str | None
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Witness:
    """A number, with its date if any, that other pages of the file cite."""

    ordinal: str
    symbol: str
    date: dt.date | None


def witnesses_in(rows: Iterable[Row]) -> list[Witness]:
    """What the text of these rows cites: candidates for the numbers of attached letters."""
    text = " ".join(row.text.strip() for row in rows)
    dates = find_dates(text)
    found = []
    for match in find_numbers(text):
        ordinal, symbol = _parts(match.number.normalised)
        near = [d for d in dates if 0 <= d.start - match.end <= 12]
        before = [d for d in dates if 0 <= match.start - d.end <= 60]
        dated = near[0].date if near else (before[-1].date if before else None)
        found.append(Witness(ordinal, symbol, dated))
    return found


def find_number(rows: Sequence[Row], witnesses: Sequence[Witness]) -> NumberFound | None:
    """The letter's own number among the rows of its letterhead."""
    for row in rows:
        if not _is_number_row(row):
            continue
        found = _read_cell(row, witnesses)
        if found is not None:
            return found
    return None


def find_date(
    rows: Sequence[Row], signed: dt.date | None, cited: Sequence[dt.date]
) -> DateFound | None:
    """The date line of the letterhead; ``signed`` and ``cited`` are other witnesses of the day."""
    for row in rows:
        if is_date_line(row.text) and len(row.text) < 90:
            found = _read_date(row, signed, cited)
            if found is not None:
                return found
    return None


def _is_number_row(row: Row) -> bool:
    if row.key.startswith(("v/v", "vv", "can cu", "kinh gui")) or len(row.text) > 60:
        return False
    if row.line.rereadings and any(item.cell == "number" for item in row.line.rereadings):
        return True
    return bool(
        re.match(
            r"^\W*(?:luat |phap lenh |lenh |nghi quyet )?s[o06][\s:.]*[^a-z]{0,10}[\s]*[/-]",
            row.key,
        )
        or re.match(r"^\W*(?:s\W{0,2}\w?\W{0,2})?\d{1,5}\s*[a-z]?\s*[/-]\s*\w", row.key)
        or re.match(r"^\W*s\S{0,12}\s*[/-]\s*[a-zđ]{2,}", row.key)
    )


def _parts(number: str) -> tuple[str, str]:
    match = re.match(r"(\d+)(.*)", number)
    return (match.group(1), match.group(2)) if match else ("", number)


def _read_cell(row: Row, witnesses: Sequence[Witness]) -> NumberFound | None:
    texts = [row.text, *(item.text for item in row.line.rereadings if item.cell == "line")]
    tail, sure = _tail(texts)
    if tail is None:
        return None
    votes = _ordinal_votes(row)
    doubts: list[str] = []
    testified = [w.ordinal for w in witnesses if _same_symbol(w.symbol, tail)]
    ordinal, confidence = _settle(votes, testified)
    if ordinal is None or confidence < ILLEGIBLE:
        return None
    if confidence < 0.5:
        doubts.append("doubtful_number")
    number = read_number(ordinal + tail)
    value = number.normalised if number else (ordinal + tail).replace(" ", "")
    return NumberFound(value, confidence * sure, row, tuple(doubts))


def _tail(texts: Sequence[str]) -> tuple[str | None, float]:
    """Separator and symbol after the ordinal ("/SYT-NVY"), best spelled reading first."""
    found: list[str] = []
    for text in texts:
        match = find_symbol(text)
        if match is not None:
            symbol = match.number.normalised[1:]
            repaired = symbol[0] + repair_symbol(symbol[1:])[0]
            found.append(_year_before(text[: match.start], repaired) + repaired)
    if not found:
        return None, 0.0
    agree = sum(_bare(one) == _bare(found[0]) for one in found) / len(found)
    return found[0], 0.9 + 0.1 * agree


def _year_before(head: str, tail: str) -> str:
    """The year of a normative number ("/2021" in "05/2021/QĐ-UBND"); empty for all others."""
    match = _YEAR.search(head)
    if match is None:
        return ""
    year = f"/{match.group(1)}"
    number = parse_number(f"1{year}{tail}")
    return year if number is not None and number.style is Style.NORMATIVE else ""


def _bare(text: str) -> str:
    return text.upper().replace("Đ", "D").replace("Ð", "D")


def _same_symbol(one: str, other: str) -> bool:
    return _bare(one).strip("/-") == _bare(other).strip("/-")


def _ordinal_votes(row: Row) -> dict[str, float]:
    votes: dict[str, float] = defaultdict(float)
    for item in row.line.rereadings:
        if item.cell == "number":
            votes[item.text] += item.confidence
    printed = _printed_ordinal(row)
    if printed:
        weight = PRINTED if votes else 1.0
        votes[printed] += weight * _confidence_at(row, printed)
        total = 1 + weight if weight < 1 else 1
        votes = defaultdict(float, {text: vote / total for text, vote in votes.items()})
    return votes


def _printed_ordinal(row: Row) -> str:
    """The ordinal as the line recogniser has it, before pen cells were written into the line."""
    earlier = [i.text for i in row.line.rereadings if i.cell == "line" and i.engine == "tesseract"]
    match = _ORDINAL.match((earlier[-1] if earlier else row.text).strip())
    if match is None:
        return ""
    text = re.sub(r"\s", "", match["ordinal"]).translate(_DIGIT_FOR)
    return text if re.fullmatch(r"\d{1,5}[a-z]?", text) else ""


def _confidence_at(row: Row, digits: str) -> float:
    held = [word.confidence for word in row.line.words if digits[:2] in word.text]
    return max(held, default=0.5)


def _settle(votes: dict[str, float], testified: Sequence[str]) -> tuple[str | None, float]:
    """The best ordinal with its probability, after hearing the witnesses."""
    if not votes:
        return None, 0.0
    best = max(votes, key=lambda text: votes[text])
    for ordinal in testified:
        if ordinal.lstrip("0") == best.lstrip("0"):
            return best, max(votes[best], 0.97)
    near = [o for o in dict.fromkeys(testified) if votes.get(o, 0) > SUGGESTED or _one_off(o, best)]
    if len(near) == 1 and votes[best] < 0.9:
        return near[0], max(WITNESSED, 0.9 - votes[best] / 2)
    return best, min(1.0, votes[best])


def _one_off(one: str, other: str) -> bool:
    """Whether the two differ in one digit, of those that pens make alike, or in length by one."""
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) <= 2 and len(one) >= 3
    return abs(len(one) - len(other)) == 1 and len(one) >= 3 and one[-1] == other[-1]


def _read_date(row: Row, signed: dt.date | None, cited: Sequence[dt.date]) -> DateFound | None:
    matches = find_dates(row.text)
    printed = matches[0] if matches else None
    cells = {
        "day": _cell_votes(row, "day", printed.day if printed else None),
        "month": _cell_votes(row, "month", printed.month if printed else None),
        "year": _cell_votes(row, "year", printed.year if printed else None),
    }
    others = [signed, *cited] if signed else list(cited)
    chosen: dict[str, tuple[int, float]] = {}
    for cell, votes in cells.items():
        if not votes:
            return _undated(row, printed.start if printed else None)
        best = max(votes, key=lambda value: votes[value])
        chosen[cell] = (best, votes[best])
    (day, sure), (month, sure_month), (year, sure_year) = (
        chosen["day"],
        chosen["month"],
        chosen["year"],
    )
    for other in others:
        if (other.year, other.month) == (year, month):
            if other.day == day:
                sure = max(sure, 0.97)
                break
            if sure < 0.6 and (cells["day"].get(other.day, 0.0) > SUGGESTED or other in cited):
                day, sure = other.day, WITNESSED + 0.2
                break
    try:
        value = dt.date(year, month, day)
    except ValueError:
        return DateFound(None, 0.3, row, _place(row, printed), ("impossible_date",))
    confidence = sure * sure_month * sure_year
    if confidence < ILLEGIBLE:
        return DateFound(None, 0.3, row, _place(row, printed), ("doubtful_date",))
    doubts = ("doubtful_date",) if confidence < 0.5 else ()
    return DateFound(value, confidence, row, _place(row, printed), doubts)


def _undated(row: Row, start: int | None) -> DateFound | None:
    place = row.text[:start].strip(" ,.-–") if start else ""
    return DateFound(None, 0.3, row, place or None, ("missing_date",)) if place else None


_CALENDAR = {"day": range(1, 32), "month": range(1, 13), "year": range(1900, 2101)}


def _cell_votes(row: Row, cell: str, printed: int | None) -> dict[int, float]:
    if printed is not None and row.line.rereadings and printed not in _CALENDAR[cell]:
        printed = None
    votes: dict[int, float] = defaultdict(float)
    for item in row.line.rereadings:
        if item.cell == cell:
            votes[int(item.text)] += item.confidence
    if printed is not None:
        if not votes:
            return {printed: row.line.confidence}
        weight = PRINTED * (0.6 if cell == "day" else 1.0)
        votes[printed] += weight * row.line.confidence
        return {value: vote / (1 + weight) for value, vote in votes.items()}
    return dict(votes)


def _place(row: Row, printed: DateMatch | None) -> str | None:
    """What stands before "ngày" on the date line: "Kiên Giang," → "Kiên Giang"."""
    found = _DAY_WORD.search(row.text)
    end = printed.start if printed else (found.start() if found else 0)
    name = re.sub(r"\s+", " ", row.text[:end]).strip(" ,.;:-–—|'\"")
    name = re.sub(r"^\W+", "", name)
    if len(name) > 2 and name[1] == " " and name[2].isupper():
        name = name[2:]  # a speck read as a letter
    return name if len(name) >= 3 and name[0].isupper() else None
