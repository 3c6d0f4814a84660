"""Tên loại and trích yếu: the heading of a named type, or the V/v of a công văn."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz

from pipeline import vocabulary
from pipeline.extract.cues import (
    is_addressee_cue,
    is_legal_basis,
    is_recipients_cue,
    motto_of,
    plain,
)
from pipeline.extract.rows import Row, confidence_of, in_capitals, joined
from pipeline.vocabulary import BodySystem, DocumentKind

# A heading is recognised at this similarity (0…100) of its folded letters.
ALIKE = 88
# A trích yếu has at most this many lines.
LONGEST = 12
# Lines read worse than this are stamps and strokes.
ILLEGIBLE = 0.5
# Lines of a centred trích yếu have their middle this near to the page's or the heading's; a wide
# line that is off by more is the first of a paragraph, which is indented.
CENTRED = 0.045
CENTRED_WIDE = 0.02
WIDE = 0.6

_ABOUT = re.compile(r"^\W*(?:v\s*[/.]\s*[vyw]?|vv|y/v)\s*[:.]?\s*", re.IGNORECASE)
_STARTS_BODY = re.compile(
    r"^\W*(?:can cu|thuc hien|trien khai|kinh gui|i\.|1\.|dieu 1|phan|chuong"
    r"|ngay \d|de |nham |sau |xet |theo )"
)
_RULE = re.compile(r"^[\W_]*$")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that names a type, and the row it stands on."""

    kind: DocumentKind
    index: int
    likeness: float


@dataclass(frozen=True, slots=True)
class Subject:
    """The trích yếu without its cue."""

    text: str
    rows: tuple[Row, ...]
    confidence: float


def find_heading(rows: Sequence[Row], system: BodySystem | None) -> Heading | None:
    """The first row that is nothing but the name of a type, in capitals."""
    for index, row in enumerate(rows):
        if is_addressee_cue(row.text) or is_legal_basis(row.text):
            return None
        text = _without_specks(row.text)
        if motto_of(text) or not in_capitals(text) or len(text) > 60:
            continue
        found = _kind_of(text, system)
        if found is not None:
            return Heading(found[0], index, found[1])
    return None


def _without_specks(text: str) -> str:
    """``text`` from its first capital: specks before a heading are read as small letters."""
    start = next((i for i, letter in enumerate(text) if letter.isupper()), len(text))
    return text[start:]


def subject_below(rows: Sequence[Row], heading: Heading) -> Subject | None:
    """The lines between a heading and the body."""
    own = rows[heading.index]
    kept: list[Row] = []
    for row in rows[heading.index + 1 : heading.index + 1 + LONGEST * 2]:
        if _RULE.match(row.text) or _is_speck(row):
            continue
        if not kept and row.side == "left" and own.side != "left":
            continue
        if _ends_subject(row, own, kept):
            break
        kept.append(row)
        if len(kept) == LONGEST:
            break
    return _subject(kept)


def subject_about(rows: Sequence[Row]) -> Subject | None:
    """The V/v block of a công văn: from its cue to the next thing in the column."""
    for index, row in enumerate(rows):
        if not _ABOUT.match(row.text) and not (
            row.side == "left" and row.key.startswith("ve viec")
        ):
            continue
        kept = [row]
        for after in rows[index + 1 : index + LONGEST]:
            if _RULE.match(after.text) or _is_speck(after):
                continue
            if _ends_about(after, kept):
                break
            kept.append(after)
        return _subject(kept)
    return None


def _is_speck(row: Row) -> bool:
    letters = sum(c.isalnum() for c in row.text)
    return letters < 3 or row.line.confidence < ILLEGIBLE


def _subject(rows: Sequence[Row]) -> Subject | None:
    text = _without_cue(re.sub(r"\s+", " ", joined(rows)))
    if not text:
        return None
    return Subject(text, tuple(rows), confidence_of(rows))


def _without_cue(text: str) -> str:
    cut = _ABOUT.sub("", text, count=1) if _ABOUT.match(text) else text
    cut = re.sub(r"^\W*(?:[vVyY][ềêẻểeé€]\s?vi[ệeêẹ]c|về|Về)\b[\s:]*", "", cut, count=1)
    return cut.strip(" .;:,-–—_*|").strip()


@cache
def _headings() -> tuple[tuple[str, DocumentKind], ...]:
    return tuple(
        (plain(form), kind) for kind in vocabulary.document_kinds() for form in kind.headings
    )


def _kind_of(text: str, system: BodySystem | None) -> tuple[DocumentKind, float] | None:
    key = plain(text)
    scored = [
        (fuzz.ratio(key, form), system is None or system in kind.systems, kind)
        for form, kind in _headings()
        if abs(len(form) - len(key)) <= 3
    ]
    if not scored:
        return None
    likeness, _, kind = max(scored, key=lambda item: item[:2])
    return (kind, likeness / 100) if likeness >= ALIKE else None


def _ends_subject(row: Row, heading: Row, kept: Sequence[Row]) -> bool:
    if is_addressee_cue(row.text) or is_legal_basis(row.text) or is_recipients_cue(row.text):
        return True
    if not kept:
        return False
    if row.page != kept[-1].page or _is_issuing_authority(row, kept):
        return True
    if row.line.box is None:
        return row.line.gap
    if not _is_centred(row, heading):
        return True
    return row.line.gap and not _unfinished(kept, row)


def _unfinished(kept: Sequence[Row], row: Row) -> bool:
    """Whether the subject cannot have ended with the row above, whatever the white space."""
    above = kept[-1].text.rstrip()
    starts_low = row.text[:1].islower() or row.text.startswith("(")
    return starts_low and not above.endswith((".", ";", ":")) and not _STARTS_BODY.match(row.key)


def _is_centred(row: Row, heading: Row) -> bool:
    box, own = row.line.box, heading.line.box
    if box is None or own is None:
        return True
    off = min(abs(box.center_x - own.center_x), abs(box.center_x - 0.5))
    return off < (CENTRED_WIDE if box.width > WIDE else CENTRED)


def _is_issuing_authority(row: Row, kept: Sequence[Row]) -> bool:
    """The capitals between trích yếu and "Căn cứ": "GIÁM ĐỐC SỞ Y TẾ", "ỦY BAN NHÂN DÂN …"."""
    return row.is_capitals and not all(other.is_capitals for other in kept)


def _ends_about(row: Row, kept: Sequence[Row]) -> bool:
    if is_addressee_cue(row.text) or is_legal_basis(row.text) or motto_of(row.text):
        return True
    if "kinh gui" in row.key or row.line.confidence < ILLEGIBLE:
        return True
    if row.page != kept[-1].page or row.side != kept[0].side:
        return True
    box, above = row.line.box, kept[-1].line.box
    if box is None or above is None:
        return row.line.gap or _STARTS_BODY.match(row.key) is not None
    goes_on = row.text[:1].islower()  # "số 12/ABCD-EFG" is nearly all capitals
    if (
        row.is_capitals
        and not goes_on
        and (row.line.gap or not any(other.is_capitals for other in kept))
    ):
        return True
    return box.y0 - above.y1 > 1.6 * above.height or _is_date(row)


def _is_date(row: Row) -> bool:
    return bool(re.search(r"ngay.{0,6}thang.{0,6}nam \d{4}\W*$", row.key)) and len(row.text) < 60
