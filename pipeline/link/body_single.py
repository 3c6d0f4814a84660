"""One body by its name: what it is, on which level, and where."""

from __future__ import annotations

from collections.abc import Callable

from pipeline import vocabulary
from pipeline.link.body_model import UNKNOWN, BodyName, Level, Surroundings
from pipeline.link.body_parts import Parts, is_central, respelled, taken_apart
from pipeline.link.body_places import (
    COMMUNE_UNITS,
    PROVINCE_UNITS,
    is_city,
    is_province,
    is_seat_on,
    province_of_seat,
    with_unit,
)
from pipeline.link.body_registry import entries_of, head_of
from pipeline.link.body_words import Word, slug, spelled


def single_body(words: tuple[Word, ...], around: Surroundings) -> BodyName:
    """The one body that ``words`` name."""
    head = head_of(words)
    words = respelled(words, head)
    if (head.length == len(words) and head.has("central")) or not words:
        return _placeless(words, "central" if words else "any")
    parts = taken_apart(words, head)
    if parts.unit is None:
        return _placeless(words, "central" if is_central(words, head) else "any")
    return _located(parts, around)


def _placeless(words: tuple[Word, ...], level: Level) -> BodyName:
    """A central body, or one of which nothing tells the place."""
    name = _capital(spelled(words))
    kind = slug(name)
    return BodyName(
        key=kind if level == "central" else f"{kind}/{UNKNOWN}".lstrip("/"),
        name=name,
        kind=kind,
        level=level,
        province=None,
        complete=level == "central",
        collective=False,
        known=bool(entries_of(kind)),
    )


def _located(parts: Parts, around: Surroundings) -> BodyName:
    if parts.unit in COMMUNE_UNITS:
        return _in_commune(parts, around)
    if _is_provincial(parts, around):
        return _in_province(parts, around)
    return _in_district(parts, around)


def _own_place(parts: Parts) -> str | None:
    return parts.places[0].place if parts.places else None


def _is_provincial(parts: Parts, around: Surroundings) -> bool:
    """A city without a name is a province only where the letter comes from one."""
    if parts.unit != "thành phố":
        return parts.unit == "tỉnh"
    place = _own_place(parts)
    if place is None:
        return around.province is not None and is_city(around.province)
    return is_city(place) and not is_seat_on(place, around.day)


def _in_province(parts: Parts, around: Surroundings) -> BodyName:
    place = _own_place(parts) or _around_province(parts, around)
    known = place if place and is_province(place) else None
    path = slug(place) if place else UNKNOWN
    kind = _kind(parts, "tinh")
    return _body(parts, kind, (path,), "province", known, _shown(parts, place, with_unit))


def _around_province(parts: Parts, around: Surroundings) -> str | None:
    """The letter's province, unless it is a city and the name says "tỉnh" in so many words."""
    if around.province and parts.places and parts.unit in PROVINCE_UNITS:
        fits = is_city(around.province) == (parts.unit == "thành phố")
        return around.province if fits else None
    return around.province


def _in_district(parts: Parts, around: Surroundings) -> BodyName:
    unit = parts.unit or around.unit or ""
    own = _own_place(parts)
    place = own or (around.district if around.unit in {None, unit} else None)
    province = _province_of(parts, around, place if unit in {"thành phố", "thị xã"} else None)
    path = (_slug_or_unknown(province), _slug_or_unknown(place))
    shown = _shown(parts, place, lambda name: f"{unit} {name}".strip(), unit)
    if province:
        shown = f"{shown}, {with_unit(province)}"
    return _body(parts, _kind(parts, slug(unit)), path, "district", province, shown)


def _in_commune(parts: Parts, around: Surroundings) -> BodyName:
    place = _own_place(parts)
    district = _district_of(parts) or around.district
    province = _province_of(parts, around, None)
    middle = () if _has_no_districts(around) else (_slug_or_unknown(district),)
    path = (_slug_or_unknown(province), *middle, _slug_or_unknown(place))
    levels = [_shown(parts, place, lambda name: f"{parts.unit} {name}")]
    levels += [district] if middle and district else []
    levels += [with_unit(province)] if province else []
    shown = ", ".join(levels)
    return _body(parts, _kind(parts, slug(parts.unit or "")), path, "commune", province, shown)


def _has_no_districts(around: Surroundings) -> bool:
    return around.day is not None and around.day >= vocabulary.REORGANISED


def _district_of(parts: Parts) -> str | None:
    others = [s for s in parts.places[1:] if s.unit not in COMMUNE_UNITS and s.unit != "tỉnh"]
    return next((s.place for s in others if s.place and not is_city(s.place)), None)


def _province_of(parts: Parts, around: Surroundings, city: str | None) -> str | None:
    """Named behind the district, or the province whose seat the city is, or the letter's."""
    for spot in parts.places[1:]:
        if spot.place and spot.unit in PROVINCE_UNITS and is_province(spot.place):
            return spot.place
    return (province_of_seat(city) if city else None) or around.province


def _slug_or_unknown(place: str | None) -> str:
    return slug(place) if place else UNKNOWN


def _kind(parts: Parts, level: str) -> str:
    """The slug of the name without its place; a province is a "tinh" in all kinds."""
    if parts.committee:
        first = level.split("-")[0]
        middle = f"{first} {parts.committee}"
    else:
        middle = "" if parts.bare_level and level == "tinh" else level
    return slug(f"{parts.before} {middle} {parts.after}")


def _body(
    parts: Parts, kind: str, path: tuple[str, ...], level: Level, province: str | None, name: str
) -> BodyName:
    return BodyName(
        key="/".join((kind, *path)),
        name=_capital(name),
        kind=kind,
        level=level,
        province=province,
        complete=UNKNOWN not in path,
        collective=False,
        known=bool(entries_of(kind)),
    )


def _shown(
    parts: Parts, place: str | None, located: Callable[[str], str], unit: str | None = None
) -> str:
    """The full name: "Sở Y tế tỉnh Hà Nam", "Tỉnh ủy Quảng Ninh", "Huyện ủy Lý Nhân"."""
    if parts.committee:
        city = place is not None and located is with_unit and is_city(place)
        words = {"thành phố": "Thành", "thị xã": "Thị"}.get(
            parts.unit or "", (parts.unit or "").capitalize()
        )
        level = "Thành" if city else words
        middle = f"{level} {parts.committee} {place or ''}"
    else:
        middle = located(place) if place else ("" if parts.bare_level else unit or parts.unit or "")
    return " ".join(f"{parts.before} {middle} {parts.after}".split())


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
