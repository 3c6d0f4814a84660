"""Kính gửi: whom the letter addresses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.extract.cues import is_addressee_cue, is_legal_basis, motto_of
from pipeline.extract.rows import Row, confidence_of
from pipeline.ocr.cells import is_date_line
from pipeline.ocr.syllables import valid_share

# Observed: not more than this many lines; beyond that the end was missed.
LONGEST = 45
# Lines read worse than this are stamps and strokes.
ILLEGIBLE = 0.45

_CUE = re.compile(r"(?:đồng\s+)?k[íi]nh\s+(?:g[ửủưu]i|trình|mời|thưa)\s*[:;.]?\s*", re.IGNORECASE)
_BULLET = re.compile(r"^\s*[-–—•+*·]\s*(?=\S)")
# The registry's stamp for incoming letters, pressed wherever there is room.
_ARRIVAL = re.compile(r"\bĐẾN\b|\bNgày\s?:|\bChuyển\b\s*:?|\bSố\s?:")
_ASIDE = re.compile(r"\(\s*sau đây[^)]*\)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class AddresseesFound:
    """The names addressed, in order."""

    names: tuple[str, ...]
    rows: tuple[Row, ...]
    confidence: float


def find_addressees(rows: Sequence[Row]) -> AddresseesFound | None:
    """The list behind "Kính gửi"; ``None`` when the letter addresses nobody by name."""
    start = next((i for i, row in enumerate(rows) if _has_cue(row)), None)
    if start is None:
        return None
    own = rows[start]
    items: list[list[str]] = []
    used = [own]
    first = _CUE.split(own.text, maxsplit=1)[-1].strip(" :_").lstrip(".… ")
    if first:
        _add(items, first)
    for row in rows[start + 1 : start + LONGEST]:
        if _is_beside(row) or _is_noise(row):
            continue
        if _ends(row, items, used):
            break
        _add(items, row.text.strip())
        used.append(row)
    names = [name for name in (_clean(" ".join(parts)) for parts in items) if name]
    if not names:
        return None
    return AddresseesFound(tuple(names), tuple(used), confidence_of(used))


def _has_cue(row: Row) -> bool:
    """Whether "Kính gửi" opens the row, or follows a stamp that was pressed beside it."""
    return is_addressee_cue(row.text) or bool(re.search(r"\bkinh gui\s*:", row.key))


def _is_beside(row: Row) -> bool:
    """National title and date: they follow when "Kính gửi" still stands in the left column."""
    stamped = len(row.text) < 40 and _ARRIVAL.search(row.text) is not None
    return bool(motto_of(row.text)) or (is_date_line(row.text) and len(row.text) < 60) or stamped


def _is_noise(row: Row) -> bool:
    if sum(c.isalnum() for c in row.text) < 3 or row.line.confidence < ILLEGIBLE:
        return True
    return len(row.text) < 60 and valid_share(row.text) < 0.5


def _add(items: list[list[str]], text: str) -> None:
    bullet = _BULLET.match(text)
    if bullet or not items or items[-1][-1].rstrip().endswith(";"):
        items.append([_BULLET.sub("", text, count=1)])
    else:
        items[-1].append(text)


def _ends(row: Row, items: Sequence[Sequence[str]], used: Sequence[Row]) -> bool:
    if is_legal_basis(row.text) or row.page != used[-1].page:
        return True
    if row.key.startswith("(sau day"):
        return True
    if not items:
        return False
    said = items[-1][-1].rstrip()
    bullet = bool(_BULLET.match(row.text))
    if said.endswith("."):
        return not (bullet and _is_list(items, used))
    if bullet:
        return False
    if said.endswith(";") and row.line.box is None and row.line.gap:
        return not row.text.rstrip().endswith(";")
    if said.endswith((";", ",")):
        return False
    if _is_list(items, used) and _is_near(row, used[-1]):
        return False
    return _starts_paragraph(row, used)


def _is_near(row: Row, above: Row) -> bool:
    """Whether a row without bullet, under an item that has no end yet, is the rest of it."""
    box, over = row.line.box, above.line.box
    if box is None or over is None:
        return not row.line.gap
    return 0 <= box.y0 - over.y0 < 2.2 * over.height and abs(box.x0 - over.x0) < 0.12


def _is_list(items: Sequence[Sequence[str]], used: Sequence[Row]) -> bool:
    return len(items) > 1 or any(_BULLET.match(row.text) for row in used)


def _starts_paragraph(row: Row, used: Sequence[Row]) -> bool:
    """Whether a row without bullet is the body and not the rest of the name above."""
    box, above = row.line.box, used[-1].line.box
    if box is None or above is None:
        return row.line.gap
    if row.line.gap or box.y0 - above.y1 > 1.1 * above.height:
        return True
    return box.x0 < above.x0 - 0.12 and box.width > 0.55


def _clean(name: str) -> str:
    name = _ASIDE.sub("", name)
    name = re.sub(r"\s+", " ", name).strip(" ;,.:-–—|")
    return name if sum(c.isalpha() for c in name) >= 3 else ""
