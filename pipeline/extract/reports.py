"""Chế độ báo cáo: what must come back for a task, and to whom.

Three duties (domain: NĐ 09/2019/NĐ-CP for reports; the wording as observed)::

    báo cáo, tổng hợp báo cáo, gửi kết quả về X     report
    trình X (xem xét, phê duyệt, ban hành)          submit
    tham mưu (cho, giúp) X, tham mưu đề xuất        advise

A sentence with several has the kind of its first: that is its main order, and what follows is what
the one who is advised does ("tham mưu UBND tỉnh trình HĐND tỉnh" advises UBND tỉnh). Verbs in one
list share the recipient ("tham mưu, đề xuất, báo cáo UBND tỉnh"). ``to`` is as printed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from models.reading import Report, ReportKind
from pipeline.extract.deadline_match import before, masked
from pipeline.extract.phrase_tables import one_of, phrases

_TABLE = phrases("reports")
_HEAD = (
    rf"(?:{one_of(_TABLE['heads'])}(?!\s*,?\s+{one_of(_TABLE['not_heads_after'])})"
    r"|(?<!\w)[A-ZĐ]{2,}(?!\w))"
)
_SENT = rf"(?=\s+(?:{one_of(_TABLE['sent_objects'])}|(?:về|lên|cho|đến)\s|{_HEAD}))"
_VERBS = re.compile(
    r"(?<!\w)(?:(?P<report>báo\s+cáo)|(?P<submit>(?:đệ\s+)?trình)|(?P<advise>tham\s+mưu)"
    rf"|(?P<send>gửi|nộp){_SENT})(?!\w)",
    re.IGNORECASE,
)
_NOUN_BEFORE: dict[str, re.Pattern[str]] = {
    kind: re.compile(rf"{one_of(_TABLE[words])}\s+$", re.IGNORECASE)
    for kind, words in (
        ("report", "report_nouns"),
        ("submit", "not_submit_before"),
        ("advise", "advice_nouns"),
    )
}
_NOUN_AFTER: dict[str, re.Pattern[str]] = {
    "report": re.compile(rf"\s+{one_of(_TABLE['not_report_after'])}", re.IGNORECASE),
    "submit": re.compile(rf"\s+{one_of(_TABLE['not_submit_after'])}", re.IGNORECASE),
    "advise": re.compile(r"\s+(?:trưởng|phó)(?!\w)", re.IGNORECASE),
}
# "tham mưu, đề xuất, báo cáo" share what follows; "kết quả" may stand between.
_LISTED = r"(?:\s*(?:,|và)?\s*(?:đề\s+xuất|kiến\s+nghị|báo\s+cáo|tham\s+mưu|trình|tổng\s+hợp)){0,6}"
_DIRECT = re.compile(rf"{_LISTED}\s*,?\s+(?:{one_of(_TABLE['links'])}\s+)?(?={_HEAD})")
_LINKED = re.compile(rf"\s(?:{one_of(_TABLE['links'])})\s+(?={_HEAD})")
_ENDS = (*_TABLE["ends"], *phrases("deadlines")["directives"])
_END = re.compile(
    # Not in "Ban chỉ đạo", "Tổ kiểm tra", "cuộc vận động".
    rf"[.;:\n](?=\s|$)|(?<!Ban)(?<!Tổ)(?<!cuộc)(?<!Cuộc)\s+{one_of(_ENDS)}"
    r"|\s+(?:xem\s+xét|phê\s+duyệt|trước|trong|theo)(?!\w)"
    rf"|\s+về\s(?!{_HEAD})|\s+cho\s|\s+[-–]\s+(?![A-ZĐ])"
    rf"|\s*\((?!(?:thông\s+)?qua\s)|,\s+(?!{_HEAD}|{one_of(_TABLE['within_names'])})"
    rf"|\s+và\s+{one_of(_TABLE['next_verbs'])}"
)
_BRACKET = re.compile(r"\([^()]{0,120}\)")
_STOP = re.compile(r"[.;](?=\s|$)")


@dataclass(frozen=True, slots=True)
class _Verb:
    kind: ReportKind
    start: int
    end: int
    sends: bool = False


def report_of(text: str) -> Report | None:
    """The report-back duty of a task sentence; ``None`` where nothing must come back."""
    plain = masked(text)
    for match in _VERBS.finditer(plain):
        verb = _verb(plain, match)
        if verb is None:
            continue
        span = _recipient(plain, verb)
        # What is quoted belongs to a name: Ban Chỉ đạo cuộc vận động "…".
        to = " ".join(text[slice(*span)].split()).rstrip(" .,;:/") if span else None
        if to is None and verb.sends:
            continue
        return Report(kind=verb.kind, to=to or None)
    return None


def _verb(text: str, match: re.Match[str]) -> _Verb | None:
    """``None`` for nouns: "chế độ báo cáo", "chương trình", "cơ quan tham mưu", "Báo cáo số 12"."""
    word = str(match.lastgroup)
    if word == "send":
        return _Verb("report", *match.span(), sends=True)
    kind: ReportKind = "report" if word == "report" else "submit" if word == "submit" else "advise"
    inside = match.start() > 0 and match.group()[0].isupper() and not _begins(text, match.start())
    noun = before(_NOUN_BEFORE[kind], text, match.start(), 30)
    if inside or noun or _NOUN_AFTER[kind].match(text, match.end()):
        return None
    return _Verb(kind, *match.span())


_BEGINS = re.compile(r"(?:[.;:!?\n]|[-+*•–]|\d[.)]|[a-zđ]\))\s*$")


def _begins(text: str, place: int) -> bool:
    """Whether a capital at ``place`` is that of a sentence, not of a name ("Bộ Tham mưu")."""
    return before(_BEGINS, text, place, 12) is not None


def _recipient(text: str, verb: _Verb) -> tuple[int, int] | None:
    """The body behind the verb, or behind "về", "cho", "với" … in the same clause."""
    direct = _DIRECT.match(text, verb.end)
    if direct:
        return _body(text, direct.end())
    stop = _STOP.search(text, verb.end, verb.end + 220)
    linked = _LINKED.search(text, verb.end, stop.start() if stop else verb.end + 220)
    return _body(text, linked.end()) if linked else None


def _body(text: str, start: int) -> tuple[int, int]:
    """The name that begins at ``start``: "UBND tỉnh (qua Sở Y tế)", "cấp ủy, chính quyền"."""
    place, limit = start, min(len(text), start + 160)
    while True:
        end = _END.search(text, place, limit)
        bracket = _BRACKET.search(text, place, limit)
        if not (end and bracket and bracket.start() < end.start() < bracket.end()):
            break
        place = bracket.end()
    return start, end.start() if end else limit
