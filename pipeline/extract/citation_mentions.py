"""Mentions of other documents in running text: number, type, date and issuer of each.

Forms (NĐ 30/2020, phụ lục I and II; HD 36-HD/VPTW; short forms as observed)::

    Quyết định số 12/QĐ-UBND ngày 03/4/2023 của …      văn bản số 1234-CV/TU nêu trên
    các Nghị quyết số 05/NQ-HĐND, 06/NQ-HĐND           Ngày 05/6/2023, … ban hành Kết luận 5-KL/TW
    Luật Đầu tư công năm 2019                          Chỉ thị 43; Kết luận số 44, ngày 14/11/2022
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from pipeline import vocabulary
from pipeline.extract.alphabet import CAPITAL_LETTERS, SMALL_LETTERS
from pipeline.extract.dates import DateMatch, find_dates
from pipeline.extract.issuer_phrase import issuer_after, issuer_before
from pipeline.extract.number import DocumentNumber, NumberMatch, Style, find_numbers
from pipeline.extract.phrase_tables import one_of, phrases


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention: ``text[start:end]`` from its type word to its date.

    ``tail`` is where what belongs to it besides (its issuer) ends: its title begins there.
    ``number`` is as printed; a short form has digits only.
    """

    start: int
    end: int
    tail: int
    type: str | None
    number: str | None
    date: dt.date | None
    issuer: str | None
    parsed: DocumentNumber | None = None
    impossible_date: bool = False
    typed: bool = True
    """Whether a type word stands before it."""


def find_mentions(text: str) -> list[Mention]:
    """All mentions in ``text``, in order; spans do not overlap."""
    dates = find_dates(text)
    named = _named(text, dates)
    found = _with_names(text, _numbered(text, dates), named)
    for more in (_short_forms(text, dates), named):
        # "của Ban Chỉ đạo Đề án 06": what stands in an issuer's name is no mention.
        taken = [(mention.start, mention.tail) for mention in found]
        found += [mention for mention in more if not _touches(mention, taken)]
        found.sort(key=lambda mention: mention.start)
    return found


def _touches(mention: Mention, taken: Sequence[tuple[int, int]]) -> bool:
    """Whether it overlaps one of ``taken``, spans in order that do not overlap each other."""
    before = bisect_left(taken, (mention.end,)) - 1
    return before >= 0 and mention.start < taken[before][1]


_NUMBER_OF_LAW = re.compile(r"\s*,?\s*\(?\s*(?=số\b)", re.IGNORECASE)


def _with_names(text: str, numbered: list[Mention], named: Sequence[Mention]) -> list[Mention]:
    """ "Luật Đất đai số 31/2024/QH15" is one mention: the name belongs to its number."""
    names = {
        gap.end(): law for law in named if (gap := _NUMBER_OF_LAW.match(text, law.end)) is not None
    }
    return [
        replace(mention, start=law.start, type=law.type, typed=True)
        if not mention.typed and (law := names.get(mention.start))
        else mention
        for mention in numbered
    ]


# --- numbers ------------------------------------------------------------------------------------


# What documents call themselves with more words than their type has.
_LONGER = {
    "thông báo kết luận": "Thông báo",
    "chương trình hành động": "Chương trình",
    "chương trình công tác": "Chương trình",
    "kế hoạch hành động": "Kế hoạch",
    "báo cáo thẩm tra": "Báo cáo",
    "báo cáo thẩm định": "Báo cáo",
}


@cache
def _kind_before() -> re.Pattern[str]:
    """The type word that ends where a number (or its "số") begins; "liên tịch" may follow it."""
    names = {kind.name for kind in vocabulary.document_kinds() if not kind.copy}
    names |= {"Luật", "Bộ luật", "Thông tư liên tịch", "Nghị quyết liên tịch", "Điện", "Công điện"}
    names |= set(_LONGER)
    named = one_of(sorted(names))
    generic = one_of(phrases("citations")["generic_words"])
    return re.compile(
        rf"(?:(?P<kind>{named})(?:\s+(?:liên\s+(?:ngành|tịch|bộ)))?|(?P<generic>{generic}))"
        rf"\s*(?:\(?\s*(?:số(?:\s+(?:ký\s+)?hiệu)?\s*:?)?\s*)$",
        re.IGNORECASE,
    )


_LOOK_BACK = 45
_SO = re.compile(r"(?:số(?:\s+(?:ký\s+)?hiệu)?\s*:?\s*)$", re.IGNORECASE)
# Between two numbers of a list, or the ends of a range.
_LISTED = re.compile(r"\s*(?:[,;]|và|hoặc|đến|-)?\s*(?:và\s+)?(?:số\s*)?\s*", re.IGNORECASE)


def _numbered(text: str, dates: Sequence[DateMatch]) -> list[Mention]:
    mentions: list[Mention] = []
    before: Mention | None = None
    for match in find_numbers(text):
        mention = _mention(text, match, before, dates)
        if mention is not None:
            mentions.append(mention)
            before = mention
    return _dates_shared(text, mentions)


def _mention(
    text: str, match: NumberMatch, before: Mention | None, dates: Sequence[DateMatch]
) -> Mention | None:
    from_here = max(0, match.start - _LOOK_BACK)
    window = text[from_here : match.start]
    window = window[window.rfind("\n") + 1 :]
    kind = _kind_before().search(window)
    if kind:
        start = match.start - len(window) + kind.start()
        name = _proper(kind["kind"]) if kind["kind"] else None
    else:
        listed = before is not None and _LISTED.fullmatch(text[before.end : match.start])
        so = _SO.search(window)
        start = match.start - len(so.group()) if so and not listed else match.start
        name = before.type if before and listed else None
    type_name = name or type_of_symbol(match.number)
    date, end = _date_after(text, match.end, dates)
    return _finished(
        text,
        Mention(
            start=start,
            end=end,
            tail=end,
            type=type_name,
            number=match.number.normalised,
            date=date.date if date else None,
            issuer=None,
            parsed=match.number,
            impossible_date=bool(date and "impossible_date" in date.flags),
            typed=kind is not None,
        ),
        dates,
    )


@cache
def _names() -> dict[str, str]:
    names = {kind.name.lower(): kind.name for kind in vocabulary.document_kinds()}
    return {
        **names,
        "luật": "Luật",
        "bộ luật": "Bộ luật",
        "điện": "Công điện",
        **_LONGER,
    }


def _proper(name: str) -> str:
    return _names().get(" ".join(name.lower().split()), name)


def type_of_symbol(number: DocumentNumber) -> str | None:
    """The type that a symbol tells: a State number without one is a công văn's."""
    if number.style is Style.STATE_LETTER:
        return "Công văn"
    if number.style is Style.ASSEMBLY or number.type is None:
        return None
    system = "party" if number.style is Style.PARTY else "state"
    kinds = [kind for kind in vocabulary.document_kinds() if kind.code == number.type]
    own = [kind for kind in kinds if system in kind.systems] or kinds
    return own[0].name if own else None


_DATED = re.compile(r"\s*,?\s*(?:ký\s+|ban\s+hành\s+|\(?\s*)?(?=ngày\b|\d{1,2}\s?[/.-])", re.I)
_ANAPHORA = re.compile(rf"\s+{one_of(phrases('citations')['anaphora'])}(?=\s*(?:[,.;:)]|và|của|$))")


def _date_after(
    text: str, position: int, dates: Sequence[DateMatch]
) -> tuple[DateMatch | None, int]:
    """The date that follows, and where the mention ends; "nêu trên" belongs to it."""
    gap = _DATED.match(text, position)
    date = _date_at(gap.end(), dates) if gap else None
    if gap and date:
        bracketed = gap.group().endswith("(") and text.startswith(")", date.end)
        return date, date.end + bracketed
    anaphora = _ANAPHORA.match(text, position)
    return None, anaphora.end() if anaphora else position


def _date_at(position: int, dates: Sequence[DateMatch]) -> DateMatch | None:
    index = bisect_left(dates, position, key=lambda date: date.start)
    return dates[index] if index < len(dates) and dates[index].start == position else None


def _finished(text: str, mention: Mention, dates: Sequence[DateMatch]) -> Mention:
    """The mention with its issuer, and with a date that stands before it."""
    issuer, tail = issuer_after(text, mention.end)
    date = mention.date
    if issuer is None:
        issuer, date_before = issuer_before(text, mention.start, dates)
        date = date or date_before
    return replace(mention, issuer=issuer, tail=max(tail, mention.end), date=date)


def _dates_shared(text: str, mentions: list[Mention]) -> list[Mention]:
    """Numbers listed under one type share the date and issuer behind the last of them."""
    shared = list(mentions)
    for index in range(len(shared) - 2, -1, -1):
        one, following = shared[index], shared[index + 1]
        listed = _LISTED.fullmatch(text[one.end : following.start])
        if listed and not following.typed and one.date is None:
            issuer = one.issuer or following.issuer
            shared[index] = replace(one, date=following.date, issuer=issuer)
    return shared


# --- short forms --------------------------------------------------------------------------------


@cache
def _short() -> re.Pattern[str]:
    names = one_of(phrases("citations")["short_kinds"])
    return re.compile(
        rf"(?P<kind>{names})\s+(?P<cue>số\s*:?\s*)?(?P<number>\d{{1,5}}[a-z]?)(?![\w%]|\s?[-/]\s?\w|[.,]\d)"
    )


_COUNTED = re.compile(
    r"\s*(?:ngày|tháng|năm|điểm|nội dung|nhiệm vụ|giải pháp|đồng|triệu|tỷ|%)", re.I
)


def _short_forms(text: str, dates: Sequence[DateMatch]) -> list[Mention]:
    """ "Chỉ thị 43": type and running number only, the type written with a capital."""
    mentions = []
    for match in _short().finditer(text):
        date, end = _date_after(text, match.end(), dates)
        if date is None and _COUNTED.match(text, match.end()):
            continue
        mention = Mention(
            start=match.start(),
            end=end,
            tail=end,
            type=_proper(match["kind"]),
            number=match["number"],
            date=date.date if date else None,
            issuer=None,
        )
        mentions.append(_finished(text, mention, dates))
        mentions += _more(text, mentions[-1], dates)
    return _dates_shared(text, mentions)


_MORE = re.compile(
    r"(?:\s*,\s*|\s+và\s+)(?:số\s*)?(?P<number>\d{1,5})(?![\w%]|\s?[-/]\s?\w|[.,]\d)"
)
_LIST_ENDS = re.compile(r"\s*(?:[.;:)]|$|,?\s*(?:của|ngày|nêu|nói|về)\b)")


def _more(text: str, first: Mention, dates: Sequence[DateMatch]) -> list[Mention]:
    """ "Quyết định 217, 218 của Bộ Chính trị": the other numbers of a list."""
    listed: list[tuple[int, int]] = []
    end = first.end
    while match := _MORE.match(text, end):
        listed.append(match.span("number"))
        end = match.end()
    if first.tail > first.end or not listed or not _LIST_ENDS.match(text, end):
        return []
    mentions = []
    for start, stop in listed:
        date, last = _date_after(text, stop, dates)
        more = replace(
            first, start=start, end=last, tail=last, number=text[start:stop], typed=False
        )
        mentions.append(_finished(text, replace(more, date=date.date if date else None), dates))
    return mentions


# --- names --------------------------------------------------------------------------------------

_WORD = rf"[{CAPITAL_LETTERS}][^\W\d_]*"
# What a law's name cannot go on with; elsewhere small words may belong to it.
_AFTER_NAME = (
    r"(?:năm|ngày|số|của|về|quy\s+định|theo|thì|là|được|đã|hiện\s+hành|đối\s+với|tại|có|cho|trong|để|các|do|nêu|trên|này"
    r"|với|hoặc|mới|thực\s+hiện|hướng\s+dẫn|sửa\s+đổi|đến|nhằm|hiện|triển\s+khai|và\s+các|vào|khi)"
)
_SMALL = rf"(?!{_AFTER_NAME}(?!\w))[{SMALL_LETTERS}]+"


@cache
def _law() -> re.Pattern[str]:
    """Luật + its name: a capital, then small words up to one that cannot be in a name."""
    tail = rf"(?:\s+(?:{_WORD}|{_SMALL})|,\s+chống(?=\s)|\s+và\s+(?:{_WORD}|{_SMALL})(?=\s))"
    kind = r"(?:Bộ\s+luật|Luật|Pháp\s+lệnh)\s+"
    name = rf"(?:{one_of(phrases('citations')['law_names'])}|{_WORD}{tail}{{0,9}}?)"
    amended = rf"{kind}{name}"
    law = (
        rf"{kind}[Ss]ửa\s+đổi(?:,\s+bổ\s+sung)?\s+một\s+số\s+điều\s+của\s+{amended}"
        # One that amends two laws carries the date: neither of the two needs it.
        rf"(?:\s+và\s+{amended}(?=,?\s+(?:ngày|số)\b))?|{kind}{name}"
    )
    party = (
        rf"Điều\s+lệ\s+(?:Đảng(?:\s+Cộng\s+sản\s+Việt\s+Nam)?|(?:Hội|Đoàn|Công\s+đoàn|Mặt\s+trận)(?:\s+{_WORD}){{0,6}})"
        rf"|Nghị\s+quyết\s+(?:Đại\s+hội|Trung\s+ương\s+\d+)(?:\s+(?:đại\s+biểu|toàn\s+quốc|lần\s+thứ|Đảng\s+bộ|tỉnh|thành\s+phố|huyện|khóa|khoá|của|Đảng|[IVXL]+|\([^()]{{3,20}}\)|[{CAPITAL_LETTERS}][^\W\d_]*))*"
        r"|Hiến\s+pháp(?:\s+nước\s+Cộng\s+hòa\s+xã\s+hội\s+chủ\s+nghĩa\s+Việt\s+Nam)?"
    )
    year = r"(?P<year>\s*,?\s*(?:\(\s*)?năm\s+\d{4}(?:\s*\(sửa đổi\))?)?"
    ends = rf"(?=\s*(?:,(?!\s+chống)|[;.:)(\n\"”“]|$|và\b|{_AFTER_NAME}(?!\w)))"
    return re.compile(rf"(?<![\w/])(?:(?P<law>{law}){ends}|(?P<party>{party}))(?!\w){year}")


def _named(text: str, dates: Sequence[DateMatch]) -> list[Mention]:
    """Laws, charters and resolutions of congresses that are cited by their names only."""
    mentions = []
    for match in _law().finditer(text):
        words = match.group().split()
        if re.match(r"\s+này\b", text[match.end() :]) or len(words) < 2:
            continue
        date, end = _date_after(text, match.end(), dates)
        kind = "Bộ luật" if match.group().startswith("Bộ") else words[0]
        kind = (
            _proper(" ".join(words[:2])) if words[0] in {"Nghị", "Pháp", "Điều", "Hiến"} else kind
        )
        mention = Mention(
            start=match.start(),
            end=end,
            tail=end,
            type=kind,
            number=None,
            date=date.date if date else None,
            issuer=None,
        )
        mentions.append(_finished(text, mention, dates))
    return mentions
