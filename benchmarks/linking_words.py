"""What the words of a citation say when nothing is read wrong: number, date and issuer.

Kept apart from ``pipeline.extract`` on purpose: here the words are cut out by hand already, and a
few patterns suffice. They tell what linking makes of a reading without faults.
"""

from __future__ import annotations

import datetime as dt
import re

from models.reading import Citation
from pipeline.vocabulary import document_kinds

_DATE = re.compile(
    r"(?:,?\s*\(?(?:ký\s+)?ngày\s+)?(\d{1,2})\s?(?:[/.-]|tháng)\s?(\d{1,2})\s?(?:[/.-]|năm)\s?(\d{4})\)?",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\d[\dOIl]{0,4}[a-z]?(?:\s?[-/]\s?[\w&]+|\s[A-ZĐ]\w*(?=\s?[-/]\s?[A-ZĐ]))*(?:\s?[-/]\s?[\w&]+)*"
)
_ISSUER = re.compile(r"\bcủa\s+(?P<after>.+)$|^(?P<before>.+?)\s+(?:đã\s+)?(?:có|ban hành)\s")
_TRAIL = re.compile(r"\s+(?:nêu trên|nói trên|trên đây|trên)$|\s*[,(]\s*$")
_NAMED = re.compile(r"^(?:Bộ luật|Luật|Pháp lệnh|Hiến pháp)\b")
_SYMBOL = re.compile(r"\d+[a-z]?[-/](?:\d{4}[-/])?(?P<code>\w+)[-/]")


def citation_of(words: str) -> Citation:
    """The citation that ``words`` are."""
    date = _DATE.search(words)
    rest = _DATE.sub(" ", words)
    issuer = _ISSUER.search(" ".join(rest.split()))
    named = _NAMED.match(words)
    number = None if named and "/" not in rest else _NUMBER.search(_without_issuer(rest))
    return Citation(
        text=words,
        type=named.group() if named else _type_named(rest),
        number=re.sub(r"\s?([-/])\s?", r"\1", number.group()) if number else None,
        date=_day(date),
        issuer=_issuer(issuer),
    )


def document_type(number: str, name: str | None, system: str) -> tuple[str, str]:
    """Code and name of the type ``name``, else of the type that the symbol of ``number`` tells."""
    symbol = _SYMBOL.match(number)
    code = symbol["code"] if symbol else None
    for kind in document_kinds():
        fits = kind.name == name if name else kind.code == code and _used(kind.systems, system)
        if fits and not kind.copy:
            return kind.code or "", kind.name
    return "CV", "Công văn"


def _used(systems: tuple[str, ...], system: str) -> bool:
    return ("party" if system == "party" else "state") in systems


def _without_issuer(words: str) -> str:
    """``words`` without what follows "của": names of bodies hold numbers too ("Đề án 06")."""
    return re.split(r"\bcủa\b", words)[0]


def _type_named(words: str) -> str | None:
    names = sorted({kind.name for kind in document_kinds()}, key=len, reverse=True)
    low = words.lower()
    return next((name for name in names if name.lower() in low.split(" của ")[0]), None)


def _day(found: re.Match[str] | None) -> dt.date | None:
    return dt.date(int(found[3]), int(found[2]), int(found[1])) if found else None


def _issuer(found: re.Match[str] | None) -> str | None:
    if found is None:
        return None
    name = found["after"] or found["before"] or ""
    while (shorter := _TRAIL.sub("", name)) != name:
        name = shorter
    return name.strip(" ,.") or None
