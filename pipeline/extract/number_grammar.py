"""The grammar of số hiệu, form by form; ``pipeline.extract.number`` shows and uses it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache

from pipeline import vocabulary
from pipeline.extract.number_text import clean, drop_cue, squeeze

FIRST_YEAR, LAST_YEAR = 1945, 2099
"""Years that a number may carry: 1945, the first State documents, to the end of the century."""


class Style(StrEnum):
    """Which grammar a number follows (values: the văn thư terms, without marks)."""

    ASSEMBLY = "quoc_hoi"
    NORMATIVE = "qppl"
    PARTY = "dang"
    STATE_TYPED = "nha_nuoc_ten_loai"
    STATE_LETTER = "nha_nuoc_cong_van"


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A parsed number.

    ``raw`` is what was given; ``normalised`` the same without cue, spaces and look-alikes,
    everything else as printed (leading zeros, TƯ). ``organ`` joins several bodies with ``-`` and
    writes TƯ as TW. ``type`` is a code of the vocabulary, ``None`` for a State công văn.
    """

    raw: str
    normalised: str
    ordinal: int
    suffix: str | None
    year: int | None
    type: str | None
    organ: str
    unit: str | None
    style: Style
    flags: tuple[str, ...] = ()

    @property
    def symbol(self) -> str:
        """Ký hiệu: what follows the ordinal (and year), ``CV/TU`` or ``UBND-TH``."""
        return symbol_of(self.normalised)

    @property
    def canonical(self) -> str:
        """The number as it should have been printed: a comparison key, not a text to show."""
        head = f"{self.ordinal:02d}{self.suffix or ''}"
        unit = f"-{self.unit}" if self.unit else ""
        if self.style is Style.ASSEMBLY:
            return f"{head}/{self.year}/{self.organ}{self.unit}"
        head += f"/{self.year}" if self.year else ""
        if self.style is Style.PARTY:
            return f"{head}-{self.type}/{self.organ}{unit}"
        return (
            f"{head}/{self.type}-{self.organ}{unit}" if self.type else f"{head}/{self.organ}{unit}"
        )


_ORDINAL = r"(?P<ordinal>\d{1,5})(?P<suffix>[a-zđ]{1,3}(?![a-zđ])|[A-ZĐ](?=[-/]))?"
SEGMENT = r"[A-ZĂÂĐÊÔƠƯ](?:[A-Za-zĂÂĐÊÔƠƯăâđêôơư]|&(?=\w))*\d{0,3}[a-z]?"
_YEAR = r"(?P<year>\d{4})"
_ASSEMBLY = re.compile(rf"{_ORDINAL}/{_YEAR}/(?P<organ>QH|UBTVQH)(?P<unit>K?\d{{1,2}})")
_WITH_YEAR = re.compile(rf"{_ORDINAL}/{_YEAR}(?P<join>[-/])(?P<symbol>{SEGMENT}(?:-{SEGMENT})*)")
_PARTY = re.compile(
    rf"{_ORDINAL}(?P<join>[- ])(?P<type>{SEGMENT})"
    rf"(?P<slash>[-/])(?P<organ>{SEGMENT})(?:-(?P<unit>{SEGMENT}))?"
)
_STATE = re.compile(rf"{_ORDINAL}(?P<slash>[/ ]?)(?P<symbol>{SEGMENT}(?:[-/]{SEGMENT}){{0,4}})")


def symbol_of(number: str) -> str:
    """What follows the ordinal and the year in a normalised ``number`` (``NĐ-CP``)."""
    return re.sub(r"^\d+[a-zđ]{0,3}(?:[-/]\d{4}(?=[-/]))?[-/ ]?", "", number)


@lru_cache(maxsize=4096)
def parse(text: str) -> DocumentNumber | None:
    """The number that ``text`` is, with or without ``Số:``; ``None`` if it is none."""
    body, spaced = squeeze(drop_cue(clean(text)[0]))
    for reader in (_assembly, _with_year, _party, _state):
        found = reader(text, body)
        if found:
            return flagged(found, "spacing") if spaced else found
    return None


def flagged(number: DocumentNumber, flag: str) -> DocumentNumber:
    """``number`` with one flag more."""
    return replace(number, flags=(*number.flags, flag))


def _build(
    raw: str,
    match: re.Match[str],
    style: Style,
    *,
    type: str | None = None,
    organ: str,
    unit: str | None = None,
    flags: tuple[str, ...] = (),
) -> DocumentNumber:
    year = match.groupdict().get("year")
    return DocumentNumber(
        raw=raw,
        normalised=match.group(),
        ordinal=int(match["ordinal"]),
        suffix=match["suffix"],
        year=int(year) if year else None,
        type=type,
        organ=_central(organ),
        unit=unit,
        style=style,
        flags=flags,
    )


def _central(organ: str) -> str:
    """TƯ (Trung ương) as TW, which the Party prescribes (HD 36-HD/VPTW)."""
    return organ.replace("TƯ", "TW")


def _year_fits(match: re.Match[str]) -> bool:
    return FIRST_YEAR <= int(match["year"]) <= LAST_YEAR


def _assembly(raw: str, body: str) -> DocumentNumber | None:
    match = _ASSEMBLY.fullmatch(body)
    if not match or not _year_fits(match):
        return None
    return _build(raw, match, Style.ASSEMBLY, organ=match["organ"], unit=match["unit"])


def _with_year(raw: str, body: str) -> DocumentNumber | None:
    match = _WITH_YEAR.fullmatch(body)
    if not match or not _year_fits(match):
        return None
    flags = ("year_dash",) if match["join"] == "-" else ()
    kind, *organs = match["symbol"].split("-")
    if organs and kind in vocabulary.type_codes():
        organ, unit = _organ_and_unit(kind, organs)
        return _build(raw, match, Style.NORMATIVE, type=kind, organ=organ, unit=unit, flags=flags)
    joined = None if organs else _collapsed(kind)
    if joined:
        flags = (*flags, "missing_dash")
        return _build(raw, match, Style.NORMATIVE, type=joined[0], organ=joined[1], flags=flags)
    if not organs:
        return None
    return _build(raw, match, Style.STATE_LETTER, organ=kind, unit="-".join(organs), flags=flags)


def _organ_and_unit(kind: str, organs: list[str]) -> tuple[str, str | None]:
    """Joint kinds name several organs, others one organ and the drafting unit."""
    if len(organs) == 1 or kind in _joint_codes():
        return "-".join(organs), None
    return organs[0], "-".join(organs[1:])


@cache
def _joint_codes() -> frozenset[str]:
    return frozenset(kind.code for kind in vocabulary.document_kinds() if kind.joint)


def _party(raw: str, body: str) -> DocumentNumber | None:
    match = _PARTY.fullmatch(body)
    if not match or match["type"] not in vocabulary.type_codes():
        return None
    flags = _party_flags(match)
    state = match["slash"] == "-" and match["organ"].startswith(_STATE_ORGANS)
    style = Style.STATE_TYPED if state else Style.PARTY
    return _build(
        raw, match, style, type=match["type"], organ=match["organ"], unit=match["unit"], flags=flags
    )


_STATE_ORGANS = ("QH", "UB", "HĐ", "CP", "TTg", "CTN")
"""Organs of numbers such as 216-NQ-QHK4 (National Assembly and Government before 1990)."""


def _party_flags(match: re.Match[str]) -> tuple[str, ...]:
    flags = ("missing_dash",) if match["join"] == " " else ()
    if match["slash"] == "-":
        return (*flags, "dash_for_slash")
    if match["organ"] in vocabulary.body_codes("state") - vocabulary.body_codes("party"):
        return (*flags, "state_number_party_style")
    return flags


def _state(raw: str, body: str) -> DocumentNumber | None:
    match = _STATE.fullmatch(body)
    if not match:
        return None
    flags = () if match["slash"] == "/" else ("missing_slash",)
    first, *rest = re.split(r"[-/]", match["symbol"])
    if "/" in match["symbol"]:
        flags = (*flags, "extra_slash")
    if rest and first in vocabulary.type_codes():
        return _state_typed(raw, match, first, rest, flags)
    if rest:
        return _state_letter(raw, match, first, rest, flags)
    return _state_bare(raw, match, first, flags)


def _state_typed(
    raw: str, match: re.Match[str], kind: str, rest: list[str], flags: tuple[str, ...]
) -> DocumentNumber | None:
    organ, unit = _organ_and_unit(kind, rest)
    if "missing_slash" in flags and organ not in vocabulary.body_codes():
        return None
    party_only = vocabulary.body_codes("party") - vocabulary.body_codes("state")
    if _central(organ) in party_only and "extra_slash" not in flags:
        flags = (*flags, "party_number_state_style")
    return _build(raw, match, Style.STATE_TYPED, type=kind, organ=organ, unit=unit, flags=flags)


def _state_letter(
    raw: str, match: re.Match[str], organ: str, rest: list[str], flags: tuple[str, ...]
) -> DocumentNumber | None:
    if "missing_slash" in flags and organ not in vocabulary.body_codes():
        return None
    return _build(raw, match, Style.STATE_LETTER, organ=organ, unit="-".join(rest), flags=flags)


def _state_bare(
    raw: str, match: re.Match[str], symbol: str, flags: tuple[str, ...]
) -> DocumentNumber | None:
    """One group only: a lost hyphen (QĐUBND), or a known organ without its unit."""
    if symbol in vocabulary.body_codes():
        if flags:
            return None
        flags = ("missing_unit",)
        return _build(raw, match, Style.STATE_LETTER, organ=symbol, flags=flags)
    joined = _collapsed(symbol)
    if not joined:
        return None
    flags = (*flags, "missing_dash")
    return _build(raw, match, Style.STATE_TYPED, type=joined[0], organ=joined[1], flags=flags)


def _collapsed(symbol: str) -> tuple[str, str] | None:
    """``QĐUBND`` as (QĐ, UBND): the longest kind that leaves a known organ."""
    cuts = range(len(symbol) - 1, 0, -1)
    kinds, organs = vocabulary.type_codes(), vocabulary.body_codes()
    for cut in cuts:
        if symbol[:cut] in kinds and symbol[cut:] in organs:
            return symbol[:cut], symbol[cut:]
    return None
