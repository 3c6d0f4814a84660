"""Sổ văn bản: the register as an office prints it, one row a letter.

The columns are those of the register of incoming documents that a scan and its arrival tell
(ngày đến, tác giả, số và ký hiệu, ngày, tên loại và trích yếu; NĐ 30/2020/NĐ-CP, phụ lục IV); who
got it and signed for it is for the office to add.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count
from typing import Final

from sqlmodel import Session

from pipeline.store.exports.sheet import Cell, Column, Sheet
from pipeline.store.exports.stored_files import RegisteredLetter, StoredFile, stored_files

_COLUMNS: Final = (
    Column("ordinal", "STT", 6),
    Column("received_on", "Ngày đến", 11),
    Column("issuer", "Cơ quan ban hành", 32),
    Column("number", "Số, ký hiệu", 18),
    Column("date", "Ngày văn bản", 11),
    Column("type", "Tên loại", 14),
    Column("subject", "Trích yếu nội dung", 44),
    Column("urgency", "Độ khẩn", 11),
    Column("secrecy", "Độ mật", 11),
    Column("signer", "Người ký", 24),
    Column("page_count", "Số trang", 8),
    Column("file", "Tệp", 20),
    Column("address", "Địa chỉ trong sổ", 30),
)


def register_sheet(session: Session) -> Sheet:
    """All letters, those that came first first."""
    return Sheet("Sổ văn bản", _COLUMNS, _rows(session))


def _rows(session: Session) -> Iterator[Mapping[str, Cell]]:
    ordinals = count(1)
    for files in stored_files(session):
        for file in files:
            for each in file.letters:
                yield {"ordinal": next(ordinals), **_row(file, each)}


def _row(file: StoredFile, each: RegisteredLetter) -> dict[str, Cell]:
    letter = each.letter
    return {
        "received_on": each.row.received_on,
        "issuer": letter.issuer,
        "number": letter.number,
        "date": letter.date,
        "type": letter.type.name if letter.type else None,
        "subject": letter.subject,
        "urgency": letter.urgency,
        "secrecy": letter.secrecy,
        "signer": letter.signer.name if letter.signer else None,
        "page_count": len(letter.pages),
        "file": file.name,
        "address": each.document,
    }
