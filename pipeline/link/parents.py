"""Which body another one belongs to (cơ quan chủ quản): Sở of a province → its UBND."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from pipeline.link.bodies import BodyName, Surroundings, identify
from pipeline.vocabulary import read_table


@dataclass(frozen=True, slots=True)
class ParentRule:
    """Bodies of a ``level`` whose kind begins and ends so belong to ``parent`` of their place."""

    kind: str
    parent: str
    source: str
    level: str
    ends: str = ""


@cache
def parent_rules() -> tuple[ParentRule, ...]:
    """The rules of ``data/vocabulary/parents.toml``; the first that holds counts."""
    return tuple(ParentRule(**row) for row in read_table("parents")["parents"])


@lru_cache(maxsize=16384)
def parent_of(body: BodyName) -> BodyName | None:
    """The body that ``body`` belongs to; ``None`` if no rule says so or its place is unknown."""
    if body.collective:
        return None
    rule = next((each for each in parent_rules() if _holds(each, body)), None)
    if rule is None:
        return None
    names = (rule.parent, rule.parent.replace("tỉnh", "thành phố").replace("Tỉnh", "Thành"))
    # A city of the centre has a Thành ủy where a province has a Tỉnh ủy.
    found = (identify(name, _place_of(body)) for name in names)
    return next((each for each in found if each.complete and each.key != body.key), None)


def _holds(rule: ParentRule, body: BodyName) -> bool:
    begins = body.kind == rule.kind or body.kind.startswith(f"{rule.kind}-" if rule.kind else "")
    return begins and body.kind.endswith(rule.ends) and rule.level == body.level


def _place_of(body: BodyName) -> Surroundings:
    """The surroundings in which the parent is named: the same province, and district if any."""
    district = body.name.split(",")[0].rpartition(" huyện ")[2] if body.level == "district" else ""
    return Surroundings(province=body.province, district=district or None)
