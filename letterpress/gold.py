"""The exact answer: what a reader should say about a file of letters (``congvan.reading/1``)."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from letterpress.letter import LetterSpec
from letterpress.press import PrintedPage

SCHEMA = "congvan.reading/1"


@dataclass(frozen=True, slots=True)
class BoundLetter:
    """A letter inside a file; ``attachment_of`` is the index of the letter that attaches it."""

    letter: LetterSpec
    pages: tuple[PrintedPage, ...]
    attachment_of: int | None = None


def gold(letters: Sequence[BoundLetter], name: str) -> dict[str, Any]:
    """Header fields and page texts of a file ``name`` that holds the letters one after another."""
    entries: list[dict[str, Any]] = []
    pages: list[dict[str, Any]] = []
    for bound in letters:
        numbers = range(len(pages) + 1, len(pages) + 1 + len(bound.pages))
        entries.append(header(bound, list(numbers)))
        pages += [
            {"number": number, "text": unicodedata.normalize("NFC", page.proof.text)}
            for number, page in zip(numbers, bound.pages, strict=True)
        ]
    return {
        "schema": SCHEMA,
        "source": {"name": name, "page_count": len(pages)},
        "pages": pages,
        "letters": entries,
    }


def header(bound: BoundLetter, pages: list[int]) -> dict[str, Any]:
    """The header of one letter. ``handwritten`` names the cells written by pen."""
    letter = bound.letter
    head = letter.letterhead
    return {
        "pages": pages,
        "attachment_of": bound.attachment_of,
        "system": letter.system,
        "type": {"code": letter.type.code, "name": letter.type.name},
        "number": letter.number.normalised,
        "date": letter.date.isoformat(),
        "place": letter.place,
        "issuer": head.issuer.name,
        "parent_issuer": head.parent.name if head.parent else None,
        "acting_body": head.acting_body,
        "subject": letter.subject,
        "addressees": list(letter.addressees),
        "recipients": [{"name": r.name, "purpose": r.purpose} for r in letter.recipients],
        "signer": {
            "name": letter.signature.name,
            "title": letter.signature.title,
            "authority": list(letter.signature.authority),
        },
        "urgency": letter.urgency,
        "secrecy": letter.secrecy,
        "digital_signature": _digital(letter),
        "handwritten": sorted(letter.marks.pen),
    }


def _digital(letter: LetterSpec) -> dict[str, str] | None:
    block = letter.digital_signature
    if block is None:
        return None
    return {
        "signer": block.signer,
        "organisation": block.organisation,
        "email": block.email,
        "time": _iso(block.time),
    }


def _iso(printed: str) -> str:
    """The time of signing as ISO 8601, as readings give it, from "09.04.2021 09:41:27 +07:00"."""
    return dt.datetime.strptime(printed, "%d.%m.%Y %H:%M:%S %z").isoformat()
