"""Cuts the printed digital-signature block out of a letter and reads it.

Signing software prints "Người ký / Email / Cơ quan / Thời gian ký" into the letterhead, wrapped in
the middle of words (observed; NĐ 30/2020, phụ lục I, mục II.9 wants the time as ISO 8601).
It is evidence of the time of signing, not the letter's date.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.reading import DigitalSignature
from pipeline.extract.rows import Row
from pipeline.ocr.cells import is_date_line, is_number_line

_CUE = re.compile(
    r"^\W*(?:(nguoi ky|ky boi|duoc ky boi|signed by)|(e-?mail|thu dien tu)|(co quan|to chuc)"
    r"|(thoi gian ky|ngay ky|gio ky|date)|(signature not verified)"
    r"|(chung thu|dia diem|ly do))\b\s*:?",
)
_TIME = re.compile(
    r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})\D{1,4}(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([+-]\d{2}:?\d{2})?"
)
_ZONE = re.compile(r"^\W*[+-]\d{2}:\d{2}\W*$")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_FIELDS = ("signer", "email", "organisation", "time", "other", "other")
# A value is wrapped over at most this many lines.
WRAPPED = 3
# Such blocks are set in type of about 7 points: lines lower than this share of the page height.
SMALL = 0.0105
# They wrap at about 15 letters: longer lines of text without places are not wrapped.
NARROW = 24


def take_out(rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """(the rows without digital-signature blocks, the rows of those blocks)."""
    kept: list[Row] = []
    block: list[Row] = []
    room = 0
    for row in rows:
        cue = _CUE.match(row.key)
        if cue and _belongs(row, cue, bool(room)):
            block.append(row)
            room = WRAPPED
        elif _ZONE.match(row.text) or (room and _continues(row, block)):
            block.append(row)
            room -= 1
        else:
            kept.append(row)
            room = 0
    return kept, block


def read_block(block: Sequence[Row]) -> DigitalSignature | None:
    """The block's values; ``None`` when it names neither a signer nor a time."""
    values: dict[str, str] = {}
    field = ""
    for row in block:
        cue = _CUE.match(row.key)
        if cue:
            field = _FIELDS[(cue.lastindex or 1) - 1]
            said = row.text.split(":", 1)[-1].strip() if ":" in row.text else ""
            values.setdefault(field, said)
        elif field:
            glue = "" if field == "email" else " "
            values[field] = (values[field] + glue + row.text.strip()).strip()
    email = _EMAIL.search(values.get("email", "").replace(" ", ""))
    signature = DigitalSignature(
        signer=values.get("signer") or None,
        organisation=values.get("organisation") or None,
        email=email.group().lower() if email else None,
        time=_time(" ".join(row.text for row in block)),
    )
    return signature if signature.signer or signature.time else None


def _belongs(row: Row, cue: re.Match[str], inside: bool) -> bool:
    """A cue word alone is not enough: letters too say "Cơ quan …" and "Ngày ký …"."""
    if cue.lastindex in (1, 4, 5):
        return ":" in row.text or row.text.istitle() or len(row.text) < 40
    return ":" in row.text and (inside or "@" in row.text or _is_small(row))


def _continues(row: Row, block: Sequence[Row]) -> bool:
    before = block[-1]
    if row.page != before.page or (row.is_capitals and not _is_small(row)):
        return False
    box, above = row.line.box, before.line.box
    if box is None or above is None:
        return _is_rest(row, before, block)
    near = box.y0 - above.y1 < 1.2 * above.height and abs(box.x0 - above.x0) < 0.2
    return near and _is_small(row)


def _is_rest(row: Row, before: Row, block: Sequence[Row]) -> bool:
    """Whether, in text without places, a row is the rest of a value that was wrapped.

    Blocks are narrow and stand apart: a longer row, or one after an empty line, is the letter's.
    """
    if _TIME.search(row.text) or _EMAIL.search(row.text):
        return True
    if row.line.gap or max(len(row.text), len(before.text)) > NARROW:
        return False
    if is_number_line(row.text) or is_date_line(row.text):
        return False
    return not _is_complete(block) and not row.text.rstrip().endswith((";", "."))


def _is_complete(block: Sequence[Row]) -> bool:
    """Whether the time of signing, the last value of every block, has been read to its end."""
    return _TIME.search(" ".join(row.text for row in block)) is not None


def _is_small(row: Row) -> bool:
    return row.line.box is not None and row.line.box.height < SMALL


def _time(text: str) -> str | None:
    found = _TIME.search(text)
    if found is None:
        return None
    day, month, year, hour, minute, second, zone = found.groups()
    offset = zone if zone is None or ":" in zone else f"{zone[:3]}:{zone[3:]}"
    if not offset:
        later = re.search(r"[+-]\d{2}:\d{2}", text[found.end() :])
        offset = later.group() if later else ""
    if not (1 <= int(month) <= 12 and 1 <= int(day) <= 31 and int(hour) < 24):
        return None
    stamp = f"{year}-{int(month):02}-{int(day):02}T{int(hour):02}:{minute}:{second or '00'}"
    return stamp + offset
