"""To which system a letter belongs: State, Party, Front and its members, or association."""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.reading import System
from pipeline import vocabulary
from pipeline.extract.cues import motto_of, plain
from pipeline.extract.number import Style, parse_number
from pipeline.extract.rows import Row, joined

_FRONT = re.compile(r"\b(?:mttq|mat tran to quoc|ubmttq|mttw)\b")
_PARTY = re.compile(
    r"\b(?:tinh uy|thanh uy|huyen uy|quan uy|thi uy|dang uy|dang bo|ban tuyen giao|ban dan van"
    r"|ban noi chinh|ban can su dang|dang doan|ban to chuc (?:tinh|thanh|huyen) uy"
    r"|trung uong dang)\b"
)
_ASSOCIATION = re.compile(
    r"^(?:tinh doan|thanh doan|huyen doan|bch doan|ban chap hanh doan|doan tncs|doan thanh nien"
    r"|hoi|hiep hoi|lien hiep (?:cac )?(?:to chuc|hoi)|lien doan|tong lien doan|cong doan"
    r"|lien minh hop tac xa|quy)\b"
)


# The title stands among the first rows; further down, text may look like one.
TITLE_ROWS = 20


def system_of(
    head: Sequence[Row], number: str | None, names: Sequence[Row]
) -> tuple[System, float, list[Row]]:
    """(system, confidence, rows that tell it).

    The Party has its own title and number style; the Front and the associations write under the
    State's title (HD 91/HD-MTTW-BTT), so that the issuer's name tells them apart.
    """
    for row in head[:TITLE_ROWS]:
        motto = motto_of(row.text)
        if motto == "party":
            return "party", 0.99, [row]
        if motto == "youth" and row.is_capitals:
            return "association", 0.97, [row]
    parsed = parse_number(number) if number else None
    issuing = [row for row in names if not motto_of(row.text)]
    said = plain(joined(issuing))
    if _FRONT.search(said) or (parsed and parsed.organ in {"MTTQ", "MTTW"}):
        return "front", 0.95, issuing
    if parsed and parsed.style is Style.PARTY and not _state_title(head):
        return "party", 0.8, []
    if any(_ASSOCIATION.match(plain(row.text)) for row in issuing):
        return "association", 0.9, issuing
    if _PARTY.search(said) and not _state_title(head):
        return "party", 0.8, issuing
    title = _state_title(head)
    if title:
        return "state", 0.98, title
    if parsed and parsed.organ in vocabulary.body_codes("state"):
        return "state", 0.8, []
    return "unknown", 0.5, []


def _state_title(head: Sequence[Row]) -> list[Row]:
    return [row for row in head if motto_of(row.text) in {"state", "state_motto"}][:1]
