"""Where a letter comes from, as far as its header tells: province, district and date."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from models.reading import Letter
from pipeline.link.body_identity import identify
from pipeline.link.body_model import Surroundings
from pipeline.link.body_places import (
    DISTRICT_UNITS,
    PROVINCE_UNITS,
    Spot,
    is_city,
    is_province,
    province_at,
    province_at_end,
    province_of_seat,
    spots_of,
)
from pipeline.link.body_words import words_of, written_out


def surroundings_of(letter: Letter) -> Surroundings:
    """Province and district of the letter's issuer, and its date.

    The province is named by the issuer, its superior or the acting body; else it is the place of
    the letter (a province, or its seat: "Hạ Long"), what the signer's title names, or the one
    province that addressees and recipients name. A central body takes no province from the place
    (every ministry writes "Hà Nội"). ``None`` where nothing is sure.
    """
    heads = [name for name in (letter.issuer, letter.parent_issuer, letter.acting_body) if name]
    district = _district(heads)
    return Surroundings(
        province=_province(letter, heads),
        district=district.place if district else None,
        unit=district.unit if district else None,
        day=letter.date,
    )


def _province(letter: Letter, heads: list[str]) -> str | None:
    for name in heads:
        if found := _provinces_in(name):
            return found[0]
    if heads and _is_central(heads):
        return None
    title = letter.signer.title if letter.signer else None
    named = _of_place(letter.place) or next(iter(_provinces_in(title or "")), None)
    return named or _only([*letter.addressees, *(item.name for item in letter.recipients)])


def _is_central(heads: list[str]) -> bool:
    return any(identify(name, Surroundings()).level == "central" for name in heads)


@lru_cache(maxsize=16384)
def _provinces_in(name: str) -> tuple[str, ...]:
    """The provinces that one name tells, by their level, by their seat or at its end."""
    words = words_of(written_out(name))
    spots = spots_of(words)
    found = tuple(place for spot in spots if (place := _of_spot(spot)))
    if found or spots:
        return found
    last = province_at_end(words, 1)
    return (last[0],) if last else ()


def _of_spot(spot: Spot) -> str | None:
    if spot.place is None:
        return None
    fits = spot.unit == "tỉnh" or is_city(spot.place)
    if spot.unit in PROVINCE_UNITS and is_province(spot.place) and fits:
        return spot.place
    return province_of_seat(spot.place) if spot.unit in {"thành phố", "thị xã"} else None


@lru_cache(maxsize=4096)
def _of_place(place: str | None) -> str | None:
    words = words_of(written_out(place or ""))
    found = province_at(words, 0) if words else None
    if found and found[1] == len(words):
        return found[0]
    for spot in spots_of(words):
        if known := _of_spot(spot):
            return known
    return province_of_seat(place) if place else None


def _only(names: Iterable[str]) -> str | None:
    found = {province for name in names for province in _provinces_in(name)}
    return found.pop() if len(found) == 1 else None


def _district(heads: list[str]) -> Spot | None:
    return next((spot for name in heads if (spot := _district_in(name))), None)


@lru_cache(maxsize=16384)
def _district_in(name: str) -> Spot | None:
    for spot in spots_of(words_of(written_out(name))):
        if spot.unit in DISTRICT_UNITS and spot.place and not _is_own_province(spot):
            return spot
    return None


def _is_own_province(spot: Spot) -> bool:
    return spot.unit == "thành phố" and is_city(spot.place or "")
