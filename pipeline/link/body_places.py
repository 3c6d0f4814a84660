"""Administrative levels and places inside the name of a body."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache

from pipeline import vocabulary
from pipeline.link.body_words import Word, keys_of, spelled
from pipeline.ocr.syllables import fold

PROVINCE_UNITS = ("tỉnh", "thành phố")
DISTRICT_UNITS = ("huyện", "quận", "thị xã", "thành phố")
COMMUNE_UNITS = ("xã", "phường", "thị trấn", "đặc khu")
UNITS = (*PROVINCE_UNITS, *DISTRICT_UNITS[:-1], *COMMUNE_UNITS)

# "Tỉnh ủy", "Thành đoàn", "Huyện đội": the level is a part of the name.
_COMMITTEES = {"tỉnh": "tỉnh", "thành": "thành phố", "huyện": "huyện", "quận": "quận"} | {
    "thị": "thị xã",
    "xã": "xã",
    "phường": "phường",
}
_OF_COMMITTEE = ("ủy", "đoàn", "đội")
_LONGEST_PLACE = 4
_STOP = re.compile(r"[,;:/()]")


@dataclass(frozen=True, slots=True)
class Spot:
    """A level in a name: words ``start:end`` ("huyện Lý Nhân"), its unit and the place's name.

    ``committee`` is the word that makes one name of it ("ủy" of "Huyện ủy Lý Nhân").
    """

    start: int
    end: int
    unit: str
    place: str | None
    committee: str | None = None


def spots_of(words: tuple[Word, ...]) -> tuple[Spot, ...]:
    """All levels that a name tells, from left to right."""
    found: list[Spot] = []
    at = 0
    while at < len(words):
        spot = _spot_at(words, at)
        if spot:
            found.append(spot)
        at = spot.end if spot else at + 1
    return tuple(found)


def _spot_at(words: tuple[Word, ...], at: int) -> Spot | None:
    unit, committee, length = _unit_at(words, at)
    if unit is None:
        return None
    begin = at + length
    found = province_at(words, begin, slips=True) if unit in PROVINCE_UNITS else None
    if found:
        return Spot(at, begin + found[1], unit, found[0], committee)
    end = _place_end(words, begin)
    return Spot(at, end, unit, spelled(words[begin:end]) or None, committee)


def _unit_at(words: tuple[Word, ...], at: int) -> tuple[str | None, str | None, int]:
    """Unit, committee word and number of words of the level that begins at ``at``."""
    key = words[at].key
    following = words[at + 1] if at + 1 < len(words) else None
    after = following.key if following and not following.gap else ""
    if key in _COMMITTEES and after in _OF_COMMITTEE:
        return _COMMITTEES[key], after, 2
    if f"{key} {after}" in UNITS:
        return f"{key} {after}", None, 2
    social = key == "xã" and after == "hội" and (at == 0 or words[at - 1].key not in _BEFORE_XA)
    return (key, None, 1) if key in UNITS and not social else (None, None, 0)


# "Ủy ban nhân dân xã Hội An", "Đảng ủy xã Hội An": here it is a commune, elsewhere society.
_BEFORE_XA = ("dân", "ủy", "tế", "nam")


def _place_end(words: tuple[Word, ...], begin: int) -> int:
    end = begin
    small = all(word.text.islower() for word in words)
    while end < min(len(words), begin + _LONGEST_PLACE):
        word = words[end]
        if _STOP.search(word.gap) or _unit_at(words, end)[0]:
            break
        if not small and not (word.text[0].isupper() or word.text.isdigit()):
            break
        end += 1
    return end


def province_at(words: tuple[Word, ...], at: int, *, slips: bool = False) -> tuple[str, int] | None:
    """The province whose name begins at ``at``, with the number of its words.

    ``slips``: also where marks are wrong or missing ("Quang Ninh"), for a name behind "tỉnh".
    """
    for length in range(min(_LONGEST_PLACE, len(words) - at), 0, -1):
        run = words[at : at + length]
        if any(_STOP.search(word.gap) for word in (run if at else run[1:])):
            continue
        keys = tuple(word.key for word in run)
        name = _provinces().get(keys)
        if name is None and slips:
            name = _folded_provinces().get(" ".join(map(fold, keys)))
        if name:
            return name, length
    return None


def province_at_end(words: tuple[Word, ...], at_least: int) -> tuple[str, int] | None:
    """The province that a name without a level ends with, and where it begins.

    "Hồ Chí Minh" alone is the President's name in most names of bodies.
    """
    for at in range(at_least, len(words)):
        found = province_at(words, at)
        if found and at + found[1] == len(words) and found[0] != "Hồ Chí Minh":
            return found[0], at
    return None


@cache
def _provinces() -> dict[tuple[str, ...], str]:
    table: dict[tuple[str, ...], str] = {}
    for province in vocabulary.provinces():
        for form in (*province.short, *province.also, province.name):
            table[keys_of(form)] = province.name
    return table


@cache
def _folded_provinces() -> dict[str, str]:
    return {fold(province.name): province.name for province in vocabulary.provinces()}


@cache
def _kinds() -> dict[str, vocabulary.ProvinceKind]:
    return {province.name: province.kind for province in vocabulary.provinces()}


def is_city(province: str) -> bool:
    """Whether a province is a centrally-run city."""
    return _kinds().get(province) == "thành phố"


def is_province(name: str) -> bool:
    """Whether a province of that name exists or once did."""
    return name in _kinds()


def is_seat_on(city: str, day: dt.date | None) -> bool:
    """Whether on ``day`` the city was but the seat of a province: Huế until 2024-12-31."""
    seat_of = province_of_seat(city)
    return day is not None and any(
        province.name == seat_of and province.valid_on(day) for province in vocabulary.provinces()
    )


@cache
def _seats() -> dict[tuple[str, ...], frozenset[str]]:
    table: dict[tuple[str, ...], frozenset[str]] = {}
    for province in vocabulary.provinces():
        if province.valid_from == vocabulary.REORGANISED:
            continue
        for seat in province.seats:
            table[keys_of(seat)] = table.get(keys_of(seat), frozenset()) | {province.name}
    return table


def province_of_seat(city: str) -> str | None:
    """The province (before 2025-07-01) whose seat that city was: "Hạ Long" → "Quảng Ninh"."""
    found = _seats().get(keys_of(city), frozenset())
    return next(iter(found)) if len(found) == 1 else None


def with_unit(province: str) -> str:
    """ "tỉnh Quảng Ninh", "thành phố Hải Phòng", "Thành phố Hồ Chí Minh" (NĐ 30, phụ lục II)."""
    special = f"Thành phố {province}"
    if special in vocabulary.casing().special:
        return special
    return f"thành phố {province}" if is_city(province) else f"tỉnh {province}"
