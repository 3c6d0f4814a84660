"""From the rows of one letter to its header: every field with confidence and evidence."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from models.layout import Stamp
from models.reading import Anomaly, DocumentType, Evidence, Letter, System
from pipeline.extract.addressees import find_addressees
from pipeline.extract.cues import is_addressee_cue, is_legal_basis, motto_of
from pipeline.extract.dates import find_dates
from pipeline.extract.issuer import find_issuers
from pipeline.extract.marks import find_marks
from pipeline.extract.number import parse_number
from pipeline.extract.recipients import find_recipients
from pipeline.extract.reference import (
    DateFound,
    NumberFound,
    Witness,
    find_date,
    find_number,
)
from pipeline.extract.rows import Row, evidence_of
from pipeline.extract.signature_block import read_block, take_out
from pipeline.extract.signer import find_signer
from pipeline.extract.split import Segment
from pipeline.extract.system import system_of
from pipeline.extract.title import find_heading, subject_about, subject_below
from pipeline.extract.type_of import type_of

# The letterhead is looked for in this many rows; V/v, stamps and a signing block included.
HEAD_ROWS = 45

MESSAGES = {
    "doubtful_number": "số viết tay đọc chưa chắc: {printed}",
    "doubtful_date": "ngày viết tay đọc chưa chắc: {printed}",
    "impossible_date": "ngày in trên văn bản không có trong lịch: {printed}",
    "missing_date": "ngày, tháng còn để trống: {printed}",
    "type_symbol_mismatch": "tên loại {name} nhưng ký hiệu là {number}",
    "missing_header": "không thấy phần đầu văn bản (tên cơ quan, số, ký hiệu, ngày tháng)",
}


@dataclass(slots=True)
class _Draft:
    """A header in the making."""

    values: dict[str, Any] = field(default_factory=dict)
    confidence: dict[str, float] = field(default_factory=dict)
    evidence: dict[str, list[Evidence]] = field(default_factory=dict)
    anomalies: list[Anomaly] = field(default_factory=list)

    def put(self, name: str, value: Any, confidence: float, rows: Sequence[Row]) -> None:  # noqa: ANN401
        """Set one field with the rows that support it."""
        self.put_at(name, value, confidence, evidence_of(rows))

    def put_at(self, name: str, value: Any, confidence: float, places: Sequence[Evidence]) -> None:  # noqa: ANN401
        """Set one field with the places that support it."""
        self.values[name] = value
        self.confidence[name] = max(0.0, min(1.0, confidence))
        self.evidence[name] = list(places)

    def doubt(self, code: str, rows: Sequence[Row], **words: str) -> None:
        """Add an anomaly."""
        message = MESSAGES[code].format(**words)
        self.anomalies.append(Anomaly(code=code, message=message, evidence=evidence_of(rows)))


def read_header(
    segment: Segment, witnesses: Sequence[Witness] = (), stamps: Sequence[Stamp] = ()
) -> Letter:
    """The letter's header. ``witnesses`` are numbers that the file's other letters cite;
    ``stamps`` are those of the letter's first page.

    Confidences are raw scores; :mod:`pipeline.extract.calibration` makes them probabilities.
    """
    rows, block = take_out(segment.rows)
    draft = _Draft()
    head = rows[:HEAD_ROWS]
    body = [row.text for row in rows if not row.is_capitals]
    signature = read_block(block)
    if signature:
        draft.put("digital_signature", signature, 0.9, block)
    number = find_number(_letterhead(head), witnesses)
    date = find_date(
        _letterhead(head), _day_of(signature.time if signature else None), _cited(number, witnesses)
    )
    _put_reference(draft, number, date)
    system = _put_system(draft, head, number)
    _put_issuers(draft, head, number, body)
    _put_title(draft, head, number, system)
    _put_people(draft, rows, head, body)
    find_marks(head, stamps, segment.pages[0], draft.put_at)
    if number is None and date is None and "issuer" not in draft.values:
        draft.doubt("missing_header", rows[:1])
    return Letter(
        pages=list(segment.pages),
        **draft.values,
        anomalies=draft.anomalies,
        confidence=draft.confidence,
        evidence=draft.evidence,
    )


def _letterhead(head: Sequence[Row]) -> list[Row]:
    """The rows up to where the body certainly begins."""
    kept: list[Row] = []
    for row in head:
        if row.side == "all" and (is_legal_basis(row.text) or is_addressee_cue(row.text)):
            break
        kept.append(row)
    return kept


def _day_of(time: str | None) -> dt.date | None:
    return dt.date.fromisoformat(time[:10]) if time else None


def _cited(number: NumberFound | None, witnesses: Sequence[Witness]) -> list[dt.date]:
    if number is None:
        return []
    match = re.match(r"\d+", number.value)
    ordinal = match.group().lstrip("0") if match else ""
    return [w.date for w in witnesses if w.date and w.ordinal.lstrip("0") == ordinal]


def _put_reference(draft: _Draft, number: NumberFound | None, date: DateFound | None) -> None:
    if number is not None:
        draft.put("number", number.value, number.confidence, [number.row])
        for code in number.doubts:
            draft.doubt(code, [number.row], printed=number.value)
    if date is None:
        return
    if date.value is not None:
        draft.put("date", date.value, date.confidence, [date.row])
    if date.place:
        draft.put("place", date.place, date.row.line.confidence, [date.row])
    for code in date.doubts:
        draft.doubt(code, [date.row], printed=date.row.text.strip())


def _put_system(draft: _Draft, head: Sequence[Row], number: NumberFound | None) -> System:
    issuing = _above_number(head, number)
    system, confidence, rows = system_of(head, number.value if number else None, issuing)
    draft.put("system", system, confidence, rows)
    return system


def _put_issuers(
    draft: _Draft, head: Sequence[Row], number: NumberFound | None, body: Sequence[str]
) -> None:
    found = find_issuers(_above_number(head, number), body)
    if not found:
        return
    issuer = found[-1]
    draft.put("issuer", issuer.name, issuer.confidence, issuer.rows)
    if len(found) > 1:
        parent = found[-2]
        draft.put("parent_issuer", parent.name, parent.confidence, parent.rows)


def _above_number(head: Sequence[Row], number: NumberFound | None) -> list[Row]:
    """Rows that can name the issuer: the left column, or the lines before number and title."""
    if number is not None and number.row.side == "left":
        first = next(i for i, row in enumerate(head) if row is number.row)
        return [row for row in head[:first] if row.side == "left" and row.page == number.row.page]
    page = head[0].page if head else 0
    left = [row for row in head if row.side == "left" and row.page == page]
    if left:
        stop = next((i for i, row in enumerate(left) if _ends_names(row)), len(left))
        return left[:stop]
    stop = next((i for i, row in enumerate(head) if _ends_names(row)), 0)
    return list(head[:stop])


def _ends_names(row: Row) -> bool:
    return bool(
        re.match(r"^\W*(?:s[o06]\s?[:.\d/-]|v/v|kinh gui|noi nhan|can cu)", row.key)
    ) or bool(find_dates(row.text))


def _put_title(
    draft: _Draft, head: Sequence[Row], number: NumberFound | None, system: System
) -> None:
    known = system if system != "unknown" else None
    heading = find_heading(head, known)
    subject = subject_below(head, heading) if heading else subject_about(head)
    parsed = parse_number(number.value) if number else None
    kind, confidence = type_of(heading, parsed, known, about=subject is not None)
    if kind is not None:
        rows = [head[heading.index]] if heading else ([number.row] if number else [])
        draft.put("type", DocumentType(code=kind[0], name=kind[1]), confidence, rows)
    if subject is not None:
        draft.put("subject", subject.text, subject.confidence, subject.rows)
    if heading and parsed and number and _clashes(heading.kind.code, parsed.type, number.value):
        draft.doubt(
            "type_symbol_mismatch",
            [head[heading.index], number.row],
            name=heading.kind.name.lower(),
            number=number.value,
        )


def _acting(collective: str | None, issuer: str | None) -> str | None:
    """Whose "Ban Thường vụ" it is stands in the header: of a Tỉnh ủy, "Ban Thường vụ Tỉnh ủy"."""
    if collective is None or issuer is None or " ủy" in collective.replace(" uỷ", " ủy"):
        return collective
    committee = re.match(r"(?:Tỉnh|Thành|Huyện|Quận|Thị|Đảng) (?:ủy|uỷ)\b", issuer)
    whose = collective in {"Ban Thường vụ", "Ban Chấp hành", "Thường trực"}
    return f"{collective} {committee.group()}" if committee and whose else collective


def _clashes(code: str, symbol: str | None, number: str) -> bool:
    """A heading that names one type over a number that carries another, or none at all."""
    if symbol is None:
        return "/" in number and "-" in number
    return symbol.upper() != code.upper() and not {symbol, code} <= {"QĐ", "QyĐ", "TT", "TTr"}


def _put_people(
    draft: _Draft, rows: Sequence[Row], head: Sequence[Row], body: Sequence[str]
) -> None:
    addressed = find_addressees(head)
    if addressed:
        draft.put("addressees", list(addressed.names), addressed.confidence, addressed.rows)
    recipients = find_recipients(rows)
    if recipients:
        draft.put("recipients", list(recipients.items), recipients.confidence, recipients.rows)
    signer = find_signer([row for row in rows if not motto_of(row.text)], body)
    if signer:
        draft.put("signer", signer.signer, signer.name_confidence, signer.rows)
        acting = _acting(signer.collective, draft.values.get("issuer"))
        if (
            acting
            and draft.values.get("system") == "party"
            and acting != draft.values.get("issuer")
        ):
            draft.put("acting_body", acting, signer.confidence, signer.rows[:1])
