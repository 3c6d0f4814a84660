"""How far a figure can be trusted: 95 % intervals."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

import numpy as np

RESAMPLES = 1000
SEED = 20240305
PERCENTILES = (2.5, 97.5)


def wilson(right: int, n: int, z: float = 1.959964) -> tuple[float, float]:
    """Wilson's score interval of a share, 95 % by default; ``(0, 1)`` when nothing was counted."""
    if n == 0:
        return (0.0, 1.0)
    share = right / n
    centre = share + z * z / (2 * n)
    spread = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    return (max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale))


def bootstrap_f1(counts: Sequence[tuple[int, int, int]]) -> tuple[float, float] | None:
    """The 95 % interval of F1 over letters drawn again and again, always in the same way.

    ``counts`` has gold, got and hits of each letter: things in one letter are right or wrong
    together, so the letter is what is drawn. ``None`` when fewer than two letters have any.
    """
    table = np.array([row for row in counts if row[0] + row[1]], dtype=np.int64).reshape(-1, 3)
    if len(table) < 2:
        return None
    drawn = np.random.default_rng(SEED).integers(len(table), size=(RESAMPLES, len(table)))
    gold, got, hits = np.moveaxis(table[drawn].sum(axis=1), -1, 0)
    low, high = np.percentile(2 * hits / (gold + got), PERCENTILES)
    return (float(low), float(high))
