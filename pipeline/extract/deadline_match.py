"""What the readers of deadlines share: a match, and where in its sentence it stands."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from models.reading import Deadline, DeadlineKind, Recurrence
from pipeline.extract.phrase_tables import one_of, phrases


@dataclass(frozen=True, slots=True)
class DeadlineMatch:
    """A deadline and its phrase, ``text[start:end]``.

    ``fuzzy``: đầu, giữa, cuối tháng; dự kiến. ``impossible``: a date that does not exist ("ngày
    31/6"): the kind stays, there are no dates. ``confidence`` is raw, 0…1.
    """

    start: int
    end: int
    deadline: Deadline
    confidence: float
    fuzzy: bool = False
    impossible: bool = False


_TABLE = phrases("deadlines")
_OPENING = re.compile(
    r"(?:^|[.;:!?…\n])\s*(?:[-+*•–]|\d{1,2}(?:\.\d{1,2})*[.)]|[a-zđ]\)|\(\d{1,2}\))?\s*"
    r"(?:(?:riêng|trong\s+đó|đồng\s+thời|phấn\s+đấu|ngay|và)[,\s]*)?$",
    re.IGNORECASE,
)
_CELL = re.compile(r"[\s.,;:()\-–*]*")
HOUR = (
    r"(?:lúc\s+)?\d{1,2}\s*(?:h|g|giờ|:)\s*(?:\d{1,2}(?!\d|[/.]))?"
    r"(?:\s*(?:phút|p)(?!\w))?(?:\s+(?:sáng|chiều|trưa|tối))?\s*,?"
)


def build(
    text: str,
    span: tuple[int, int],
    kind: DeadlineKind,
    confidence: float,
    *,
    dates: tuple[dt.date | None, dt.date | None] = (None, None),
    recurrence: Recurrence | None = None,
    base: str | None = None,
    fuzzy: bool = False,
    impossible: bool = False,
) -> DeadlineMatch:
    """The match on ``text[span]``; fuzzy and impossible ones are trusted less."""
    start, end = span
    printed = " ".join(text[start:end].split())
    first, last = (None, None) if impossible else dates
    deadline = Deadline(
        kind=kind, text=printed, start=first, end=last, recurrence=recurrence, base=base
    )
    trust = confidence - 0.15 * fuzzy - 0.3 * impossible
    return DeadlineMatch(start, end, deadline, round(max(trust, 0.1), 2), fuzzy, impossible)


def before(
    pattern: re.Pattern[str], text: str, place: int, reach: int = 60
) -> re.Match[str] | None:
    """``pattern`` (which ends in ``$``) where it ends at ``place``, looking back ``reach``."""
    return pattern.search(text, max(0, place - reach), place)


def opens(text: str, place: int) -> bool:
    """Whether a sentence, clause or item of a list begins at ``place``."""
    match = before(_OPENING, text, place, 28)
    if match is None:
        return False
    # A line that goes on in small letters or with a number is a wrapped one.
    wrapped = match.group().isspace() and not text[place : place + 1].isupper()
    return not wrapped or match.group().count("\n") != 1


def is_cell(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` is all there is, as in a cell of a table."""
    around = (_CELL.fullmatch(text, 0, start), _CELL.fullmatch(text, end))
    return None not in around


_QUOTED = re.compile(r"“[^”]{0,400}”|«[^»]{0,400}»|\"[^\"]{0,400}\"|‘[^’]{0,400}’")
_TITLE = re.compile(
    r"(?<!\w)\d[\w.]{0,9}\s?[/-]\s?[\w/.-]{0,20}?[A-ZĐ][\w&/.-]{0,20}(?P<gap>[^.;]{0,160}?)"
    r"\svề(?:\s+việc)?\s(?P<title>[^;\n]{1,300})"
)
_NOT_TITLE = re.compile(r"báo\s+cáo|gửi|trình|tham\s+mưu")
_TITLE_END = re.compile(rf"\.(?:\s|$)|,?\s+\(?(?i:{one_of(_TABLE['title_ends'])})|\(")
_HIDDEN = "\u25a0"


def masked(text: str) -> str:
    """``text`` with quotations and titles of cited documents blotted out, every place kept.

    A year in «Đề án "Phát triển …, năm 2025"» or behind "Kế hoạch số 1/KH-UBND … về" tells nothing
    of this letter's task.
    """
    plain = _QUOTED.sub(lambda match: _HIDDEN * len(match.group()), text)
    parts, done = [], 0
    for match in _TITLE.finditer(plain):
        start = match.start("title")
        end = _TITLE_END.search(plain, start, match.end())
        stop = end.start() if end else match.end()
        about = match["title"][0]
        if start >= done and not about.isupper() and not _NOT_TITLE.search(match["gap"]):
            parts += [plain[done:start], _HIDDEN * (stop - start)]
            done = stop
    return "".join([*parts, plain[done:]])
