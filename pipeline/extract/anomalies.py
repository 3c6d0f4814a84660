"""Doubts about a letter: what contradicts itself, is missing, or cannot be.

A doubtful value stays as printed; ``proposal`` says what it most likely should be.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models.reading import Anomaly, Citation, Evidence, Letter
from pipeline import vocabulary
from pipeline.extract.body import Body
from pipeline.extract.citation_mentions import type_of_symbol
from pipeline.extract.citations import FoundCitation
from pipeline.extract.cues import motto_of
from pipeline.extract.dates import find_dates
from pipeline.extract.number import parse_number
from pipeline.extract.prose import Prose
from pipeline.extract.rows import Row
from pipeline.extract.tasks import FoundTask

MESSAGES = {
    "cites_later_document": (
        "ngày ban hành in là {own} nhưng viện dẫn {text}, muộn hơn {days} ngày{witnesses}"
    ),
    "number_style": "số, ký hiệu {number} không đúng thể thức: {why}",
    "type_symbol_mismatch": "viện dẫn {type} nhưng ký hiệu {number} là của {symbol}",
    "truncated": "văn bản dừng giữa câu, không thấy Nơi nhận và chữ ký; có thể thiếu trang",
    "missing_header": "không thấy tên cơ quan ban hành và Quốc hiệu hoặc tiêu đề của Đảng",
    "impossible_date": "ngày không có trong lịch: {text}",
    "duplicate_number_in_file": (
        "số {number} trùng với một văn bản khác trong cùng tệp (trang {pages})"
    ),
}
STYLE_FLAGS = {
    "missing_dash": "thiếu dấu gạch nối",
    "missing_slash": "thiếu dấu gạch chéo",
    "extra_slash": "thừa dấu gạch chéo",
    "year_dash": "dấu gạch nối sau năm thay cho gạch chéo",
    "dash_for_slash": "dấu gạch nối thay cho gạch chéo",
    "party_number_state_style": "văn bản của Đảng viết theo kiểu Nhà nước",
    "state_number_party_style": "văn bản của Nhà nước viết theo kiểu Đảng",
}
# The Youth Union and others use the codes of Party bodies in State style, rightly.
_OF_SYSTEM = {"party_number_state_style": "party", "state_number_party_style": "state"}
# A letter gets its digital signature at most so long after the day that is printed on it.
SIGNED_WITHIN = dt.timedelta(days=31)
_SENTENCE_END = re.compile(r"[.;:!?…/][\s”\"’)*]*$")


@dataclass(frozen=True, slots=True)
class Content:
    """What was found in one letter, before it is checked."""

    letter: Letter
    rows: Sequence[Row]
    body: Body
    citations: Sequence[FoundCitation] = ()
    tasks: Sequence[FoundTask] = ()


def find_anomalies(content: Content, others: Sequence[Letter] = ()) -> list[Anomaly]:
    """Doubts about one letter; ``others`` are the other letters of its file."""
    found = [
        *_later_documents(content, others),
        *_number_style(content.letter),
        *_type_symbols(content.citations),
        *_truncated(content),
        *_missing_header(content),
        *_impossible_dates(content),
        *_duplicates(content.letter, others),
    ]
    known = {anomaly.code for anomaly in content.letter.anomalies}
    return [a for a in found if a.code != "missing_header" or a.code not in known]


def _day(date: dt.date) -> str:
    return f"{date.day:02d}/{date.month:02d}/{date.year}"


# --- a younger document is cited ----------------------------------------------------------------


def _later_documents(content: Content, others: Sequence[Letter]) -> Iterator[Anomaly]:
    own = content.letter.date
    if own is None:
        return
    later = [c.citation for c in content.citations if c.citation.date and c.citation.date > own]
    told: set[tuple[str | None, dt.date | None]] = set()
    for citation in later:
        if (citation.number, citation.date) in told or citation.date is None:
            continue
        told.add((citation.number, citation.date))
        witnesses = _witnesses(content.letter, citation, others)
        proposal = _later_year(own, [citation.date, *(day for _, day in witnesses)])
        yield Anomaly(
            code="cites_later_document",
            message=MESSAGES["cites_later_document"].format(
                own=_day(own),
                text=_dated(citation.text, citation.date),
                days=(citation.date - own).days,
                witnesses=_told(witnesses, proposal),
            ),
            proposal=proposal.isoformat() if proposal else None,
            evidence=[*content.letter.evidence.get("date", []), *citation.evidence],
        )


def _dated(text: str, date: dt.date) -> str:
    """What is cited with its date, which may also stand apart from it."""
    return text if find_dates(text) else f"{text} ngày {_day(date)}"


def _witnesses(
    letter: Letter, citation: Citation, others: Sequence[Letter]
) -> list[tuple[str, dt.date]]:
    """What else speaks for the cited day, and the first day that the letter can then be of.

    It is the document itself, and the digital signature, which may be some days younger.
    """
    found: list[tuple[str, dt.date]] = []
    canonical = _canonical(citation.number)
    for other in others:
        if other.date and canonical and _canonical(other.number) == canonical:
            found.append(
                (f"văn bản {other.number} kèm theo ghi ngày {_day(other.date)}", other.date)
            )
    signature = letter.digital_signature
    if signature and signature.time:
        signed = dt.date.fromisoformat(signature.time[:10])
        found.append((f"chữ ký số ngày {_day(signed)}", signed - SIGNED_WITHIN))
    return found


def _canonical(number: str | None) -> str | None:
    parsed = parse_number(number) if number else None
    return parsed.canonical if parsed else None


def _later_year(own: dt.date, days: Sequence[dt.date]) -> dt.date | None:
    """The letter's day and month in the first year that is late enough for all ``days``.

    A wrong year is the common slip in January to March; more than two years off is no slip.
    """
    latest = max(days)
    for year in range(own.year + 1, own.year + 3):
        try:
            moved = own.replace(year=year)
        except ValueError:
            continue
        if moved >= latest:
            return moved
    return None


def _told(witnesses: Sequence[tuple[str, dt.date]], proposal: dt.date | None) -> str:
    told = "".join(f"; {words}" for words, _ in witnesses)
    return f"{told}; ngày đúng có thể là {_day(proposal)}" if proposal else told


# --- numbers ------------------------------------------------------------------------------------


def _number_style(letter: Letter) -> Iterator[Anomaly]:
    parsed = parse_number(letter.number) if letter.number else None
    if parsed is None:
        return
    flags = [flag for flag in parsed.flags if _OF_SYSTEM.get(flag, letter.system) == letter.system]
    why = [STYLE_FLAGS[flag] for flag in flags if flag in STYLE_FLAGS]
    if why:
        yield Anomaly(
            code="number_style",
            message=MESSAGES["number_style"].format(number=letter.number, why=", ".join(why)),
            proposal=parsed.canonical if parsed.canonical != letter.number else None,
            evidence=letter.evidence.get("number", []),
        )


def _type_symbols(citations: Sequence[FoundCitation]) -> Iterator[Anomaly]:
    """ "Kế hoạch số 12/QĐ-UBND": the type word and the symbol name different types."""
    for item in citations:
        citation = item.citation
        parsed = parse_number(citation.number) if citation.number else None
        if parsed is None or citation.type is None or parsed.type is None:
            continue
        if citation.type in _names_of(parsed.type) or not _is_known(citation.type):
            continue
        symbol = type_of_symbol(parsed) or parsed.type
        yield Anomaly(
            code="type_symbol_mismatch",
            message=MESSAGES["type_symbol_mismatch"].format(
                type=citation.type, number=citation.number, symbol=symbol
            ),
            proposal=symbol,
            evidence=citation.evidence,
        )


def _names_of(code: str) -> set[str]:
    """All names that a code in a symbol can stand for; old habits are no mismatch."""
    names = {kind.name for kind in vocabulary.document_kinds() if kind.code == code}
    if code in {"QĐ", "QyĐ"}:
        names |= {"Quyết định", "Quy định", "Quy chế"}
    if code in {"TT", "TTLT"}:
        names |= {"Thông tư", "Thông tư liên tịch", "Thông tri"}
    return names


def _is_known(name: str) -> bool:
    return any(kind.name == name for kind in vocabulary.document_kinds())


def _duplicates(letter: Letter, others: Sequence[Letter]) -> Iterator[Anomaly]:
    own = _canonical(letter.number)
    same = [o for o in others if own and _canonical(o.number) == own]
    if not same:
        return
    pages = ", ".join(str(page) for page in same[0].pages)
    yield Anomaly(
        code="duplicate_number_in_file",
        message=MESSAGES["duplicate_number_in_file"].format(number=letter.number, pages=pages),
        evidence=letter.evidence.get("number", []),
    )


# --- what is missing ----------------------------------------------------------------------------


def _truncated(content: Content) -> Iterator[Anomaly]:
    prose: Prose = content.body.prose
    if content.body.is_signed or not prose.paragraphs:
        return
    start, end = prose.paragraphs[-1]
    if end - start > 20 and not _SENTENCE_END.search(prose.text[start:end]):
        last = prose.evidence(start, end)[-1:]
        yield Anomaly(code="truncated", message=MESSAGES["truncated"], evidence=last)


def _missing_header(content: Content) -> Iterator[Anomaly]:
    titled = any(motto_of(row.text) for row in content.rows[:45])
    if content.letter.issuer is None and not titled and content.rows:
        yield Anomaly(
            code="missing_header",
            message=MESSAGES["missing_header"],
            evidence=[content.rows[0].evidence()],
        )


def _impossible_dates(content: Content) -> Iterator[Anomaly]:
    places: list[tuple[str, list[Evidence]]] = [
        (item.citation.text, item.citation.evidence)
        for item in content.citations
        if item.impossible_date
    ]
    places += [
        (item.task.deadline.text or "", item.task.evidence)
        for item in content.tasks
        if item.impossible_date
    ]
    for text, evidence in places:
        message = MESSAGES["impossible_date"].format(text=text)
        yield Anomaly(code="impossible_date", message=message, evidence=evidence)
