"""Nơi nhận: who receives the letter, and what for (NĐ 30/2020, phụ lục I, cell 9b)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from models.reading import Purpose, Recipient
from pipeline import vocabulary
from pipeline.extract.cues import is_recipients_cue, plain
from pipeline.extract.rows import Row, confidence_of
from pipeline.ocr.syllables import fold

LONGEST = 60

# Two stars are no bullet: they begin bold type.
_BULLET = re.compile(r"^\s*(?:[-–—•+·~]|(?<!\*)\*(?!\*))+\s*(?=\S)")
# "TM.", "T/M", "KT.", "TL.", "TUQ.", "Q.": for whom the letter is signed.
_AUTHORITY = re.compile(r"^\W*(?:T[./]?M|K[./]?T|T[./]?L|T[./]?U[./]?Q|Q)[.\s]\s*[^\W\d_]{2}")
_ASIDE = re.compile(r"\(([^()]*)\)\s*[;.,]*\s*$")
_TYPIST = re.compile(r"^\W*[A-Za-z]{0,8}\.?\d{0,4}\s*[;,]?\s*\d{1,3}\s*b?\W*$")


@dataclass(frozen=True, slots=True)
class RecipientsFound:
    """The list, the rows it stands on (cue included) and how well they were read."""

    items: tuple[Recipient, ...]
    rows: tuple[Row, ...]
    confidence: float


def find_recipients(rows: Sequence[Row]) -> RecipientsFound | None:
    """The first list that a line "Nơi nhận" opens; ``None`` when there is none."""
    start = next((i for i, row in enumerate(rows) if is_recipients_cue(row.text)), None)
    if start is None:
        return None
    used = [rows[start]]
    items: list[list[str]] = []
    after_cue = re.split(r"[:;]", rows[start].text, maxsplit=1)
    if len(after_cue) == 2 and len(plain(after_cue[1])) > 2:
        items.append([after_cue[1].strip()])
    for row in rows[start + 1 : start + LONGEST]:
        if row.side != used[0].side and used[0].side != "all":
            if row.page == used[-1].page and row.side == "right":
                continue
            break
        if _ends(row, items):
            break
        _add(items, row.text.strip())
        used.append(row)
    found = tuple(item for item in (_recipient(" ".join(parts)) for parts in items) if item)
    return RecipientsFound(found, tuple(used), confidence_of(used)) if found else None


def _ends(row: Row, items: Sequence[Sequence[str]]) -> bool:
    filed = bool(items) and any(_is_file(parts[0]) for parts in items)
    if filed and not _BULLET.match(row.text):
        return True
    if not row.is_capitals or _BULLET.match(row.text) or row.side != "all":
        return False
    apart = row.line.box is None and row.line.gap and bool(items)
    return len(row.text) > 8 or apart or bool(_AUTHORITY.match(row.text))


def _add(items: list[list[str]], text: str) -> None:
    closed = bool(items) and items[-1][-1].rstrip().endswith((";", "."))
    if _BULLET.match(text) or not items or closed:
        items.append([_BULLET.sub("", text, count=1)])
    else:
        items[-1].append(text)


def _recipient(text: str) -> Recipient | None:
    name = re.sub(r"\s+", " ", text).strip(" ;,.:-–—|*_")
    if _TYPIST.match(name) or sum(c.isalnum() for c in name) < 2:
        return None
    if _is_file(name):
        return Recipient(name=name, purpose="file")
    aside = _ASIDE.search(text)
    purpose: Purpose | None = None
    if aside and plain(aside.group(1)) in _purposes():
        purpose = _purposes()[plain(aside.group(1))]
        name = text[: aside.start()].strip(" ;,.:-–—|*_")
    return Recipient(name=name, purpose=purpose) if name else None


def _is_file(name: str) -> bool:
    return bool(re.match(r"^\W*luu\b", fold(name)))


@cache
def _purposes() -> dict[str, Purpose | None]:
    known: dict[str, Purpose | None] = {
        "report": "report",
        "execute": "execute",
        "coordinate": "coordinate",
        "": None,
    }
    return {
        plain(form): known[mark.value]
        for mark in vocabulary.marks().purposes
        for form in mark.forms
    }
