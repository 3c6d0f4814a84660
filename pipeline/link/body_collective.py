"""Names of many bodies: "UBND các huyện, thị xã, thành phố", "Các sở, ban, ngành tỉnh"."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import Any

from pipeline import vocabulary
from pipeline.link.body_model import UNKNOWN, BodyName, Level, Surroundings
from pipeline.link.body_places import (
    COMMUNE_UNITS,
    PROVINCE_UNITS,
    Spot,
    is_province,
    province_at_end,
    spots_of,
    with_unit,
)
from pipeline.link.body_registry import head_of
from pipeline.link.body_words import Word, keys_of, slug, spelled

# Behind "các" these are bodies; "các khu công nghiệp", "các dự án" are not.
_BODIES = frozenset(
    [
        "tỉnh",
        "thành",
        "huyện",
        "quận",
        "thị",
        "xã",
        "phường",
        "địa",
        "cấp",
        "sở",
        "bộ",
        "ban",
        "ngành",
        "đơn",
        "đoàn",
        "tổ",
        "cơ",
        "hội",
    ]
)
_LIST_STARTS = frozenset(["sở", "bộ", "ban", "ngành", "huyện", "quận", "tỉnh", "xã", "đảng"])
_PROVINCIAL = frozenset({"sở", "ban", "ngành", "đoàn"})


def is_collective(words: tuple[Word, ...]) -> bool:
    """Whether the words name many bodies and not one."""
    keys = [word.key for word in words]
    start = head_of(words).length
    if any(keys[: len(form)] == list(form) for form in _starts()):
        return True
    if any(one in {"các", "cấp"} and two in _BODIES for one, two in pairwise(keys[start:])):
        return True
    return _is_list(words, start)


def _is_list(words: tuple[Word, ...], start: int) -> bool:
    if len(words) > 1 and words[0].key in _LIST_STARTS and words[1].gap == ",":
        return True
    if any(one.place is None and one.end == two.start for one, two in pairwise(spots_of(words))):
        return True
    return any(word.gap == ";" for word in words) or (
        bool(start)
        and any(
            (words[at].gap == "," and head_of(words[at:]).length)
            or (words[at].key == "và" and head_of(words[at + 1 :]).length)
            for at in range(start, len(words))
        )
    )


def collective_of(words: tuple[Word, ...], around: Surroundings) -> BodyName:
    """The bodies as one name; the place is the province that the words or the letter tell."""
    named, kept = _split_place(words)
    kept = _without_tails(_without_starts(kept)) or words
    level = _level(kept)
    central = level == "central" and named is None
    province = named or (None if central else around.province)
    text = _plural(kept)
    kind = slug(text)
    return BodyName(
        key=kind if central else f"{kind}/{slug(province) if province else UNKNOWN}",
        name=_shown(kept, text, province) if province else text,
        kind=kind,
        level=level,
        province=province,
        complete=central or province is not None,
        collective=True,
        known=bool(head_of(kept).length),
    )


def _split_place(words: tuple[Word, ...]) -> tuple[str | None, tuple[Word, ...]]:
    """The province named at the end, and the words before it."""
    for spot in spots_of(words):
        if spot.unit in PROVINCE_UNITS and spot.place and not spot.committee and spot.start:
            return _known(spot), words[: spot.start]
    found = province_at_end(words, 1)
    return (found[0], words[: found[1]]) if found else (None, words)


def _known(spot: Spot) -> str | None:
    return spot.place if spot.place and is_province(spot.place) else None


def _plural(words: tuple[Word, ...]) -> str:
    """What is listed without names takes "Các": "Các sở, ban, ngành"."""
    text = spelled(words)
    listed = not head_of(words).length and words[0].key in _BODIES | _LIST_STARTS
    return f"Các {text[0].lower()}{text[1:]}" if listed or text[:1].islower() else text


def _shown(words: tuple[Word, ...], text: str, province: str) -> str:
    spots = spots_of(words)
    last = spots[-1] if spots and spots[-1].end == len(words) else None
    if last is None:
        return f"{text} {with_unit(province)}"
    return f"{text} {province}" if last.unit == "tỉnh" else f"{text} thuộc {with_unit(province)}"


def _without_starts(words: tuple[Word, ...]) -> tuple[Word, ...]:
    keys = tuple(word.key for word in words)
    for form in _starts():
        if keys[: len(form)] == form:
            return _without_starts(words[len(form) :])
    return words


def _without_tails(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Without "liên quan", "thuộc tỉnh" at the end; a level that is listed stays."""
    keys = tuple(word.key for word in words)
    for form in _tails():
        if len(words) > len(form) and keys[-len(form) :] == form:
            return _without_tails(words[: -len(form)])
    spots = spots_of(words)
    alone = len(spots) == 1 and spots[0].end == len(words) and spots[0].unit in PROVINCE_UNITS
    if alone and spots[0].start > 1 and not words[spots[0].start].gap and not spots[0].committee:
        return _without_tails(words[: spots[0].start])
    return words


def _level(words: tuple[Word, ...]) -> Level:
    """The lowest level that is listed; ministries stand first, offices of a province too."""
    keys = {word.key for word in words}
    units = {spot.unit for spot in spots_of(words)}
    if words and words[0].key == "bộ":
        return "central"
    if units & {"huyện", "quận", "thị xã"}:
        return "district"
    if units & set(COMMUNE_UNITS):
        return "commune"
    return "province" if units or keys & _PROVINCIAL else "any"


@cache
def _starts() -> tuple[tuple[str, ...], ...]:
    return _forms("many_starts")


@cache
def _tails() -> tuple[tuple[str, ...], ...]:
    return _forms("many_tails")


def _forms(group: str) -> tuple[tuple[str, ...], ...]:
    table: dict[str, Any] = vocabulary.read_table("body_names")
    return tuple(sorted((keys_of(form) for form in table[group]), key=len, reverse=True))
