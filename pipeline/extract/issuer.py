"""Cơ quan ban hành and cơ quan chủ quản: the name lines above the number in the left column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pipeline import vocabulary
from pipeline.extract.casing import proper_case
from pipeline.extract.cues import motto_of, plain
from pipeline.extract.name_repair import restore_marks
from pipeline.extract.rows import Row, confidence_of, joined

# Names that are no body's without what the next line says (a level, a place, a field).
_OPEN_ENDED = re.compile(
    r"(?:^(?:uy ban nhan dan|hoi dong nhan dan|ubnd|hdnd|dang uy|dang bo|ban chap hanh"
    r"|tinh uy|thanh uy|huyen uy|quan uy|thi uy|uy ban mat tran to quoc viet nam"
    r"|ubmttq viet nam|uy ban mttq viet nam|uy ban mttq|truong dai hoc|benh vien|trung tam"
    r"|cong ty|chi cuc|so|bo|cuc|vu|phong|ban|hoi|doan|lien doan lao dong"
    r"|tong lien doan lao dong|hoi chu thap do|tinh doan|bo chi huy|ban chi dao|ban quan ly)"
    r"|\b(?:va|cua|ve|cho|cac|-|cap|tinh|huyen|quan|thi xa|xa|phuong|thanh pho|nhan dan"
    r"|to quoc|trung hoc|dai hoc|cao dang))$"
)
_LEVEL = re.compile(
    r"^(?:tinh|thanh pho|tp|huyen|quan|thi xa|tx|thi tran|tt|xa|phuong|p|viet nam|dac khu|cap)\b"
    r"(?! (?:uy|doan|hoi)\b)"
)
_STAR = re.compile(r"^[\W_x]*$")


@dataclass(frozen=True, slots=True)
class IssuerFound:
    """A body's name with the rows that it was read from."""

    name: str
    rows: tuple[Row, ...]
    confidence: float


def find_issuers(rows: Sequence[Row], body: Sequence[str]) -> list[IssuerFound]:
    """The names in the rows above the number, superior body first, issuer last.

    ``body`` are lines of the letter in mixed case: how it writes those names itself.
    """
    names = [row for row in rows if _is_name(row)]
    return [
        IssuerFound(
            proper_case(restore_marks(_spelled(group))[0], body), tuple(group), confidence_of(group)
        )
        for group in _groups(names)
    ]


def _is_name(row: Row) -> bool:
    if motto_of(row.text) or _STAR.match(row.text):
        return False
    letters = [c for c in row.text if c.isalpha()]
    if len(letters) < 3 or row.line.confidence < 0.35:
        return False
    return row.is_capitals or starts_body(plain(row.text))


def _groups(rows: Sequence[Row]) -> list[list[Row]]:
    groups: list[list[Row]] = []
    for row in rows:
        key = plain(row.text)
        if groups and _goes_on(plain(joined(groups[-1])), key):
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def _goes_on(before: str, key: str) -> bool:
    """Whether a line continues the name above it instead of naming another body."""
    if _LEVEL.match(key):
        return not re.search(r"\b(?:tinh|thanh pho|huyen|quan|thi xa|xa|phuong) \w+", before) or (
            key.startswith("viet nam")
        )
    if key.startswith(("va ", "- ")):
        return True
    if before == "ban chap hanh":
        return True
    if _OPEN_ENDED.search(before) and not _is_complete(before, key):
        return True
    return not starts_body(key)


def _is_complete(before: str, key: str) -> bool:
    """ "TỈNH ỦY / BAN TUYÊN GIÁO": the first stands alone when the second is a body itself."""
    return starts_body(key) and before.endswith(
        ("nhan dan", "uy", "to quoc viet nam", "mttq viet nam", "chap hanh", "ubnd", "hdnd")
    )


@cache
def _heads() -> re.Pattern[str]:
    words = {plain(word) for word in vocabulary.casing().type_words}
    words |= {"ubnd", "hdnd", "ubmttq", "bch", "bql", "tinh uy", "thanh uy", "huyen uy", "quan uy"}
    words |= {"thi uy", "tinh doan", "thanh doan", "huyen doan", "cong an", "vien kiem sat", "tand"}
    words |= {
        "van phong",
        "bao hiem xa hoi",
        "cong doan",
        "mat tran",
        "cong dong",
        "tong lien doan",
    }
    words |= {"chinh phu", "thu tuong", "quoc hoi", "chu tich", "khoi", "cum", "to chuc", "toa an"}
    either = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    return re.compile(rf"^(?:{either})\b")


def starts_body(key: str) -> bool:
    """Whether folded text begins like the name of a body: "so y te …", "ban chap hanh …"."""
    return bool(_heads().match(key))


def _spelled(rows: Sequence[Row]) -> str:
    text = re.sub(r"\s*[-–—]\s*", " - ", joined(rows).replace("_", " "))
    words = re.sub(r"^[\W_]+|[^\w.)]+$", "", text).split()
    # Specks before a name are read as short words: "1 UBND TỈNH …", "To SỞ …".
    while len(words) > 2 and len(words[0]) <= 2 and not starts_body(plain(" ".join(words))):
        words.pop(0)
    return " ".join(words)
