"""Bodies in the provinces that took over others, and what is left of districts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache

from pipeline import vocabulary
from pipeline.link.body_identity import identify
from pipeline.link.body_model import BodyName, Surroundings
from pipeline.link.body_places import Spot, is_city, spots_of, with_unit
from pipeline.link.body_words import Word, spelled, words_of
from pipeline.link.succession_rules import district_end, office_of_province

_REFORM_SOURCE = "nq202"


@dataclass(frozen=True, slots=True)
class Moved:
    """The province that has a place ``since`` a day; ``source`` is a key of provinces.toml."""

    name: str
    since: dt.date
    source: str


def province_after(name: str, day: dt.date) -> Moved | None:
    """The province that has taken over the one of that name by ``day``, ``None`` if none has."""
    same = [province for province in vocabulary.provinces() if province.name == name]
    if any(province.valid_on(day) for province in same):
        return None
    for province in same:
        if province.successor and province.valid_to and province.valid_to < day:
            since = province.valid_to + dt.timedelta(days=1)
            source = _REFORM_SOURCE if since == vocabulary.REORGANISED else province.source
            return Moved(province.successor, since, source)
    return None


@cache
def provinces_before(name: str) -> tuple[str, ...]:
    """All provinces of other names that are now parts of the one of that name."""
    parts = [p.name for p in vocabulary.provinces() if p.successor == name and p.name != name]
    return tuple(dict.fromkeys(parts))


def of_kind_in(name: str, province: str | None) -> BodyName:
    """The body of that kind ("Sở Y tế", "Ban Nội chính Tỉnh ủy") in a province, or the centre's."""
    if province is None or province in name:
        return identify(name, Surroundings(province=province))
    written = _for_city(name, province)
    spots = spots_of(words_of(written))
    if spots and not spots[-1].committee and spots[-1].place is None:
        written = spelled(words_of(written)[: spots[-1].start])
    place = province if spots and spots[-1].committee else with_unit(province)
    return identify(f"{written} {place}", Surroundings())


def renamed(body: BodyName, old: str, new: str) -> BodyName:
    """The body of the same kind in another province."""
    if with_unit(old) in body.name:
        name = body.name.replace(with_unit(old), with_unit(new))
    else:
        name = _for_city(new.join(body.name.rsplit(old, 1)), new)
    return identify(name, Surroundings())


def _for_city(name: str, province: str) -> str:
    """A centrally-run city has a Thành ủy and a Thành đoàn."""
    wrong, right = ("Tỉnh", "Thành") if is_city(province) else ("Thành", "Tỉnh")
    for committee in ("ủy", "đoàn"):
        name = name.replace(f"{wrong} {committee}", f"{right} {committee}")
    return name


def heirs_of_local_body(body: BodyName) -> tuple[BodyName, ...]:
    """Who may have the duties of a body of a district, or of a commune of before 2025-07-01."""
    around = Surroundings(province=body.province)
    names = [_in_communes(body)]
    if body.level == "district" and (above := _in_province(body)):
        names.append(above)
    return tuple(identify(name, around) for name in names)


def _in_communes(body: BodyName) -> str:
    end = district_end()
    words = words_of(body.name)
    first = next(iter(spots_of(words)), None)
    if first is None or office_of_province(body.name) or words[0].key == "phòng":
        return end.commune
    if first.committee == "ủy":
        return end.party_commune
    return f"{_base(words, first) or 'Đoàn Thanh niên'} các xã, phường"


def _base(words: tuple[Word, ...], level: Spot) -> str:
    """What stands before the level, without the "các" of many bodies."""
    before = words[: level.start]
    return spelled(before[:-1] if before and before[-1].key == "các" else before)


def _in_province(body: BodyName) -> str | None:
    """The same kind one level up, in words that the letter's province completes."""
    words = words_of(body.name)
    office = office_of_province(body.name)
    first = next(iter(spots_of(words)), None)
    if office or first is None or words[0].key == "phòng":
        return office
    city = body.province is not None and is_city(body.province)
    if first.committee:
        level = f"{'Thành' if city else 'Tỉnh'} {first.committee}"
    else:
        level = "thành phố" if city else "tỉnh"
    return f"{_base(words, first)} {level}".strip()
