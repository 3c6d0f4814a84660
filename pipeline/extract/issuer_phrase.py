"""Who issued a cited document, by the words around it: "… của Ban Bí thư khóa X về …"."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache

from pipeline import vocabulary
from pipeline.extract.alphabet import CAPITAL_LETTERS, SMALL_LETTERS
from pipeline.extract.dates import DateMatch
from pipeline.extract.phrase_tables import one_of, phrases

# An issuer's name is at most this many letters.
LONGEST = 120
_OF = re.compile(r"\s*(?:,|-)?\s*(?:do\s+|của\s+)(?=\S)", re.IGNORECASE)
_HARD_END = re.compile(r"[;:.()\n\"“”]|,(?!\s*(?:thị xã|thành phố|thị trấn|huyện|quận|phường)\b)")


@cache
def _names() -> re.Pattern[str]:
    """Names that hold a comma or the name of a type: "Sở Kế hoạch và Đầu tư"."""
    kinds = re.compile(one_of(kind.name for kind in vocabulary.document_kinds()))
    names = {body.name for body in vocabulary.bodies()}
    hard = {name for name in names if "," in name or kinds.search(name)}
    known = one_of([*hard, *phrases("citations")["issuer_names"]])
    return re.compile(rf"{known}|\blần\s+thứ\s+\w+")


@cache
def _ends() -> re.Pattern[str]:
    """What cannot belong to a name: a kind of document, a verb, any small word of no name."""
    kinds = one_of(sorted({kind.name for kind in vocabulary.document_kinds()}))
    ends = one_of([*phrases("citations")["issuer_ends"], "Về", "V/v"])
    small = "|".join(sorted(map(re.escape, _small_words())))
    return re.compile(rf"\s(?:và\s+)?(?:{ends}|{kinds}|(?!(?:{small})(?!\w))[{SMALL_LETTERS}])")


@cache
def _small_words() -> frozenset[str]:
    """Words that names of bodies write small: nhân dân, tỉnh, và, khóa …"""
    names = [body.name for body in vocabulary.bodies()]
    words = {word.strip(",-()") for name in names for word in name.split()}
    words |= set(phrases("citations")["issuer_small_words"])
    return frozenset(word for word in words if word[:1].islower())


_AND = re.compile(r"\s+và\s+(?![" + CAPITAL_LETTERS + r"]|(?:các|tương)\b)")


def issuer_after(text: str, position: int) -> tuple[str | None, int]:
    """The issuer that "của" names right behind ``position``, and where its name ends."""
    of = _OF.match(text, position)
    if not of:
        return None, position
    window = text[of.end() : of.end() + LONGEST]
    name = window[: _end_of_name(window)]
    name = re.sub(r"\s+(?:và|hoặc|cùng)\s*$", "", name).strip(" ,-")
    if not name or not (name[0].isupper() or _SMALL_BODY.match(name)):
        return None, position
    return " ".join(name.split()), of.end() + window.find(name) + len(name)


def _end_of_name(window: str) -> int:
    """Where the name that ``window`` begins with ends; nothing inside a known name ends it."""
    known = [match.span() for match in _names().finditer(window)]
    for stop in sorted(m.start() for p in (_HARD_END, _ends(), _AND) for m in p.finditer(window)):
        if not any(start <= stop < end for start, end in known):
            return stop
    return len(window)


# Bodies that texts write small: "của tỉnh", "của liên ngành".
_SMALL_BODY = re.compile(
    r"(?:tỉnh|thành phố|huyện|quận|ban|liên|bộ|sở|ủy ban|uỷ ban|cấp ủy|hội đồng)\b"
)


@cache
def _issued() -> re.Pattern[str]:
    """ "<issuer> (đã) ban hành" right before a mention."""
    verbs = one_of(phrases("citations")["issuing_verbs"])
    return re.compile(
        rf"(?:^|[,;.:\n(])\s*(?P<issuer>[^,;:.()\n]{{3,90}}?)\s+{verbs}\s+(?:các\s+)?$"
    )


_AT = re.compile(
    r"(?:chỉ\s+đạo|đề\s+nghị|yêu\s+cầu|ý\s+kiến|kết\s+luận|hướng\s+dẫn|quy\s+định|kiến\s+nghị|trình|đề\s+xuất|báo\s+cáo|tham\s+mưu)\s+của\s+"
    r"(?P<issuer>[^;:.()\n]{3,100}?)\s+(?:\(?tại|trong|nêu\s+tại)\s+(?:các\s+)?$",
    re.IGNORECASE,
)
_REACH = 170


def issuer_before(
    text: str, position: int, dates: Sequence[DateMatch]
) -> tuple[str | None, dt.date | None]:
    """Issuer and date named before the mention at ``position``.

    "chỉ đạo của X tại văn bản số …", "Ngày D, X ban hành Kết luận số …".
    """
    window = text[max(0, position - _REACH) : position]
    window = window[window.rfind("\n") + 1 :]
    at = _AT.search(window)
    if at:
        return " ".join(at["issuer"].split()), None
    issued = _issued().search(window)
    if not issued:
        return None, None
    begin = position - len(window) + issued.start()
    last = bisect_right(dates, begin + 2, key=lambda date: date.end) - 1
    date = dates[last] if last >= 0 and begin - dates[last].end <= 2 else None
    issuer = " ".join(issued["issuer"].split())
    if not issuer[:1].isupper() or re.match(r"(?:Ngày|Trong|Tại|Căn|Thực|Triển)\b", issuer):
        return None, None
    return issuer, date.date if date else None
