"""Archive metadata at the level of documents (TT 05/2025/TT-BNV; ``data/vocabulary/archive.toml``).

What no scan can tell is given by whoever exports, or stays empty: nothing is invented.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count, takewhile

from sqlmodel import Session

from models.errors import QueryInvalid
from pipeline.extract.number import parse_number
from pipeline.store.exports.sheet import Cell, Column, Sheet
from pipeline.store.exports.stored_files import RegisteredLetter, StoredFile, stored_files
from pipeline.vocabulary import read_table

_DIGITISED = frozenset({"ocr", "blank", "failed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """Where the letters will lie: the codes of the archive or fonds and of the hồ sơ.

    ``maintenance`` is the code of the time that they are kept (01 vĩnh viễn, 02 70 năm, … 07
    khác). Raises :class:`QueryInvalid` for another.
    """

    fonds: str | None = None
    file: str | None = None
    maintenance: str | None = None

    def __post_init__(self) -> None:
        known = {row["code"]: row["name"] for row in read_table("archive")["maintenance"]}
        if self.maintenance not in {None, *known}:
            listed = ", ".join(f"{code} {name}" for code, name in known.items())
            raise QueryInvalid(f"--maintenance {self.maintenance}: {listed}")

    def code(self, ordinal: int) -> str | None:
        """Mã cơ quan lưu trữ, mã hồ sơ and the document's place in it, in seven digits."""
        if self.fonds is None or self.file is None:
            return None
        return f"{self.fonds}.{self.file}.{ordinal:07d}"


def archive_sheet(session: Session, holdings: Holdings, only: str | None = None) -> Sheet:
    """All letters, those that came first first, under the standard's field names.

    ``only`` is the hash of the file whose letters are meant.
    """
    fields = read_table("archive")["fields"]
    columns = tuple(Column(row["name"], row["name"], row["width"]) for row in fields)
    return Sheet("Tài liệu", columns, _rows(session, columns, holdings, only))


def _rows(
    session: Session, columns: tuple[Column, ...], holdings: Holdings, only: str | None
) -> Iterator[Mapping[str, Cell]]:
    empty: dict[str, Cell] = dict.fromkeys((column.key for column in columns), None)
    ordinals = count(1)
    for files in stored_files(session, only):
        for file in files:
            for each in file.letters:
                yield empty | _row(file, each, holdings, next(ordinals))


def _row(
    file: StoredFile, each: RegisteredLetter, holdings: Holdings, ordinal: int
) -> dict[str, Cell]:
    letter, table = each.letter, read_table("archive")
    number, notation = number_and_notation(letter.number)
    return {
        # At most 25 characters; the hash of the file and the place in it never change.
        "docId": f"{file.original.sha256[:16]}-{each.row.position + 1}",
        "arcDocCode": holdings.code(ordinal),
        "maintenance": holdings.maintenance,
        "typeName": letter.type.name if letter.type else None,
        "codeNumber": number,
        "codeNotation": notation,
        "issuedDate": f"{letter.date:%d/%m/%Y}" if letter.date else None,
        "organName": letter.issuer,
        "subject": letter.subject,
        "language": table["vietnamese"],
        "numberOfPage": len(letter.pages),
        "confidenceLevel": table["digitised"] if _is_scan(each) else None,
        "SignerTitle": letter.signer.title if letter.signer else None,
        "SignerName": letter.signer.name if letter.signer else None,
    }


def number_and_notation(printed: str | None) -> tuple[str | None, str | None]:
    """Số and ký hiệu apart: ``1716-CV/TU`` is 1716 and CV/TU, ``30/2020/NĐ-CP`` 30 and 2020/NĐ-CP.

    What is no number of a known form is kept whole, as its notation.
    """
    parsed = parse_number(printed) if printed else None
    if parsed is None:
        return None, printed
    digits = "".join(takewhile(str.isdigit, parsed.normalised))
    ordinal = digits + (parsed.suffix or "")
    return ordinal, parsed.normalised[len(ordinal) :].lstrip("-/ ")


def _is_scan(each: RegisteredLetter) -> bool:
    """Whether it was made from paper: some page was recognised, and none came as text."""
    return "ocr" in each.origins and set(each.origins) <= _DIGITISED
