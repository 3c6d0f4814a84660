"""What is known of a body by its name: the two values that ``pipeline.link.bodies`` works with."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

Level = Literal["central", "province", "district", "commune", "any"]

UNKNOWN = "?"
"""Stands in a key for a place that is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a letter tells about the bodies it names without their place ("UBND tỉnh").

    ``province`` is a name of ``vocabulary.provinces()`` ("Quảng Ninh"), ``district`` the bare name
    of the district-level unit that issued the letter ("Lý Nhân") and ``unit`` what it is
    ("huyện"), ``day`` the date of the letter.
    """

    province: str | None = None
    district: str | None = None
    unit: str | None = None
    day: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyName:
    """A body as one name means it.

    ``key`` is ``kind`` with the places from the province down: "so-y-te/ha-nam",
    "uy-ban-nhan-dan-huyen/ha-nam/ly-nhan", "thu-tuong-chinh-phu", "tinh-uy/?". A province has one
    kind whether it is a tỉnh or a centrally-run city ("tinh-uy/hai-phong"). Keys carry no era:
    the provinces of one name before and after 2025-07-01 are two entities with one key, told
    apart by the date of the document. ``complete``: the key identifies one body.
    ``collective``: several bodies under one name. ``known``: the registry has its kind.
    """

    key: str
    name: str
    kind: str
    level: Level
    province: str | None
    complete: bool
    collective: bool
    known: bool
