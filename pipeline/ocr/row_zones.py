"""Where the letters of a row stand: its baseline, and how tall its capitals are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from pipeline.ocr.pixels import at_share
from pipeline.ocr.row_ink import Ink

# A capital is at most this much higher than small letters.
TO_CAPITALS = 1.65
# A row with letters so tall is one with pen strokes, when a third of its letters are no taller
# than the print of the crop.
PEN_HEIGHT, PRINT_HEIGHT = 1.18, 1.1
# A row whose tallest letters are this low beside those of the crop has no capital in it.
WITHOUT_CAPITALS = (0.55, 0.8)


@dataclass(frozen=True, slots=True)
class Zone:
    """Where a row's letters stand: its baseline and the height of its capitals, in pixels.

    ``small`` is the height that a third of its letters stay below.
    """

    baseline: float
    capital: float
    small: float

    @property
    def top(self) -> float:
        return self.baseline - self.capital


def zone_of(ink: Ink, group: Sequence[int]) -> Zone:
    """The zone of a row. Small letters are two thirds of the rest; what is taller than that makes
    them is a pen stroke, and no measure."""
    chosen = np.asarray(group)
    baseline = at_share(ink.bottom[chosen], 0.6)
    rises = baseline - ink.parts.top[chosen]
    small, usual, tall = (at_share(rises, share) for share in (0.3, 0.65, 0.85))
    return Zone(baseline, max(1.0, tall if tall <= TO_CAPITALS * small else usual), small)


def zones_of(ink: Ink, groups: Sequence[Sequence[int]]) -> list[Zone]:
    """The rows' zones; rows of small letters only, and rows with tall pen strokes, are given the
    capitals of the rest."""
    zones = [zone_of(ink, group) for group in groups]
    heights = [zone.capital for zone, group in zip(zones, groups, strict=True) for _ in group]
    usual = float(np.median(heights))
    low, high = (share * usual for share in WITHOUT_CAPITALS)
    return [
        replace(zone, capital=usual)
        if low < zone.capital < high
        or (zone.capital > PEN_HEIGHT * usual and zone.small < PRINT_HEIGHT * usual)
        else zone
        for zone in zones
    ]
