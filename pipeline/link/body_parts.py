"""A name taken apart: the kind, its level, its places; and whether it is a body of the centre."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from pipeline import vocabulary
from pipeline.link.body_places import Spot, is_city, province_at_end, spots_of
from pipeline.link.body_registry import Head, head_of
from pipeline.link.body_words import Word, keys_of, spelled, words_of


@dataclass(frozen=True, slots=True)
class Parts:
    """What is before and behind its level, the level, and the places."""

    before: str
    after: str
    unit: str | None
    committee: str | None
    places: tuple[Spot, ...]
    bare_level: bool = False  # the registry has the kind without a level word: "Sở Y tế"


def respelled(words: tuple[Word, ...], head: Head) -> tuple[Word, ...]:
    """The words with the known part as the registry writes it."""
    if not head.bodies:
        return words
    return words_of(head.bodies[0].name)[: head.length] + words[head.length :]


def taken_apart(words: tuple[Word, ...], head: Head) -> Parts:
    """The parts of a name; ``unit`` is ``None`` where nothing tells its level."""
    spots = spots_of(words)
    if spots:
        first = spots[0]
        bare = _needs_no_level(words[: first.start], head)
        before, after = words[: first.start], words[spots[-1].end :]
        return Parts(spelled(before), spelled(after), first.unit, first.committee, spots, bare)
    if found := province_at_end(words, max(1, head.length)):
        unit = "thành phố" if is_city(found[0]) else "tỉnh"
        spot = Spot(found[1], len(words), unit, found[0])
        before = words[: found[1]]
        bare = _needs_no_level(before, head)
        return Parts(spelled(before), "", unit, None, (spot,), bare)
    if _is_of_provinces(words, head):
        bare = _needs_no_level(words, head)
        return Parts(spelled(words), "", "tỉnh", None, (), bare)
    if head.is_only("district"):
        return Parts(spelled(words), "", "", None, ())
    return Parts(spelled(words), "", None, None, ())


def _needs_no_level(before: tuple[Word, ...], head: Head) -> bool:
    """Whether all of ``before`` is a kind that only provinces have: "Sở …", "Ban Dân tộc"."""
    whole = head.is_only("province") and head.length == len(before)
    return whole or (bool(before) and before[0].key == "sở")


def _is_of_provinces(words: tuple[Word, ...], head: Head) -> bool:
    """Whether only provinces have it; "Ban cán sự đảng" of a ministry is no province's."""
    if is_central(words, head):
        return False
    return head.is_only("province") or words[0].key == "sở"


def is_central(words: tuple[Word, ...], head: Head) -> bool:
    """Whether a name without a level is that of a central body, also one within ("Vụ … Bộ …")."""
    text = f" {' '.join(word.key for word in words)} "
    if head.length == len(words) and (head.is_only("province") or head.is_only("district")):
        return False
    if any(text.startswith(f" {start} ") for start in _marks("not_central_starts")):
        return False
    rest = words[head.length :]
    of_central_body = bool(head.length and rest) and is_central(rest, head_of(rest))
    return (
        head.has("central")
        or of_central_body
        or any(text.startswith(f" {start} ") for start in _marks("central_starts"))
        or any(f" {word} " in text for word in _marks("central_words"))
    )


@cache
def _marks(group: str) -> tuple[str, ...]:
    table: dict[str, Any] = vocabulary.read_table("body_names")
    return tuple(" ".join(keys_of(form)) for form in table[group])
