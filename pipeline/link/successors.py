"""Whose duty is this now? Bodies that ended, and those that took over from them.

Two things can end: the kind (Sở Thông tin và Truyền thông, ban cán sự đảng) and the place (the 63
provinces became 34 on 2025-07-01, and the district level ended). What was issued keeps the name
it was issued under; successors are only followed by task lists and by search. Keys carry no era:
"tinh-uy/khanh-hoa" is the Tỉnh ủy of Khánh Hòa before and after 2025-07-01, two entities that
the date of the document tells apart (``exists_on`` is true of both).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import lru_cache

from pipeline import vocabulary
from pipeline.link.body_model import BodyName
from pipeline.link.body_registry import entries_of
from pipeline.link.succession_places import (
    heirs_of_local_body,
    of_kind_in,
    province_after,
    provinces_before,
    renamed,
)
from pipeline.link.succession_rules import (
    Ending,
    district_end,
    ending_of,
    kinds_followed_by,
    rest_of,
    source_text,
)

_ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Succession:
    """A body that has the duties of another one ``since`` a day.

    ``source``: the act or observation; not ``certain``: it depends on the duty or the province,
    ``note`` (Vietnamese) says how.
    """

    body: BodyName
    since: dt.date
    source: str
    certain: bool
    note: str | None


@lru_cache(maxsize=16384)
def successors_of(body: BodyName, day: dt.date) -> tuple[Succession, ...]:
    """Who has the duties of ``body`` on ``day``, the main successor first.

    Empty where it still exists on ``day``, and where nothing is known of an end or of a
    successor; ``exists_on`` tells the two apart.
    """
    if day > district_end().last and _was_local(body):
        return _of_local_body(body, day)
    steps = _by_kind(body, day) or (
        Succession(body=body, since=dt.date.min, source="", certain=True, note=None),
    )
    placed = [_placed(step, day) for step in steps]
    return tuple(step for step in dict.fromkeys(placed) if step.body.key != body.key)


def exists_on(body: BodyName, day: dt.date) -> bool | None:
    """Whether ``body`` existed on ``day``; ``None`` where it is not known.

    Changes of a district or commune before 2025-07-01 are not recorded: until then one whose kind
    is known is taken to exist.
    """
    if day > district_end().last and _was_local(body):
        return False if body.level == "district" else None
    kind = _kind_exists(body, day)
    place = _province_exists(body.province, day) if body.province else True
    if place is False and not (body.known or body.collective):
        return None
    return False if False in (kind, place) else kind and place


def predecessors_of(body: BodyName) -> tuple[BodyName, ...]:
    """The bodies whose duties ``body`` has now: of its place's parts, and of its kind's.

    A body that only got a share of another one's duties is not taken for its successor here.
    """
    kinds = _kinds_before(body)
    places: list[str | None] = [body.province]
    if body.province and body.level == "province":
        places += provinces_before(body.province)
    found = [_at(kind, body, place) for place in places for kind in (body, *kinds)]
    return tuple(one for one in dict.fromkeys(found) if one.key != body.key)


def _was_local(body: BodyName) -> bool:
    """Whether it is of a district, or of a commune that still had one (named by its path)."""
    if body.level == "district":
        return True
    return body.level == "commune" and not body.collective and body.key.count("/") > 2


def _by_kind(body: BodyName, day: dt.date) -> tuple[Succession, ...]:
    ending = ending_of(body)
    if ending is None or day <= ending.last:
        return ()
    return tuple(_step(body, ending, number) for number in range(len(ending.to)))


def _step(body: BodyName, ending: Ending, number: int) -> Succession:
    name = ending.to[number].format(rest=rest_of(body.name))
    return Succession(
        body=of_kind_in(name, body.province),
        since=ending.last + _ONE_DAY,
        source=ending.source,
        certain=ending.certain and number == 0,
        note=ending.note,
    )


def _placed(step: Succession, day: dt.date) -> Succession:
    """The same step, moved on to the province that has taken over the place since."""
    province = step.body.province
    moved = province_after(province, day) if province else None
    if province is None or moved is None:
        return step
    source = source_text("provinces", moved.source)
    return replace(
        step,
        body=renamed(step.body, province, moved.name),
        since=max(step.since, moved.since),
        source="; ".join(filter(None, (step.source, source))),
        certain=step.certain and _is_office(step.body),
    )


def _is_office(body: BodyName) -> bool:
    """Whether a merged province has one such body; a hospital of the old one may live on."""
    return body.known and body.level == "province" and not body.collective


def _of_local_body(body: BodyName, day: dt.date) -> tuple[Succession, ...]:
    """No body took a district's place: its duties went to communes or to the province."""
    end = district_end()
    base = Succession(
        body=body, since=end.last + _ONE_DAY, source=end.source, certain=False, note=end.note
    )
    heirs = [one for heir in heirs_of_local_body(body) for one in _as_of(heir, day)]
    return tuple(dict.fromkeys(_placed(replace(base, body=heir), day) for heir in heirs))


def _as_of(body: BodyName, day: dt.date) -> list[BodyName]:
    """The body, or those of its province that its kind has become."""
    return [step.body for step in _by_kind(body, day)] or [body]


def _kind_exists(body: BodyName, day: dt.date) -> bool | None:
    if entries := entries_of(body.kind):
        return any(entry.valid_on(day) for entry in entries)
    ending = ending_of(body)
    return day <= ending.last if ending else None


def _province_exists(name: str, day: dt.date) -> bool | None:
    same = [province for province in vocabulary.provinces() if province.name == name]
    if any(province.valid_on(day) for province in same):
        return True
    begun = any(province.valid_from is None or province.valid_from <= day for province in same)
    return False if begun else None


def _kinds_before(body: BodyName) -> list[BodyName]:
    names = [name for entry in entries_of(body.kind) for name in kinds_followed_by(entry.name)]
    return [of_kind_in(name, body.province) for name in dict.fromkeys(names)]


def _at(kind: BodyName, body: BodyName, place: str | None) -> BodyName:
    if place is None or body.province is None or place == body.province:
        return kind
    return renamed(kind, body.province, place)


def with_predecessors(body: BodyName) -> tuple[BodyName, ...]:
    """``body`` and all that it took over from, and they before: whose past is its past."""
    found: dict[str, BodyName] = {}
    ahead = [body]
    while ahead:
        each = ahead.pop()
        if each.key not in found:
            found[each.key] = each
            ahead.extend(predecessors_of(each))
    return tuple(found.values())
