"""Recognisers that misbehave, or say what they are told: for tests of what follows them."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from models.errors import PageTimeout
from pipeline.ocr.engines import FoundLine, FoundWord, Gray, Layout

SOON = 60.0
"""Seconds that a test page may take."""


def soon() -> float:
    """A deadline far enough away."""
    return time.monotonic() + SOON


def found(text: str, confidence: float = 0.95, x: int = 10, y: int = 10) -> FoundLine:
    """``text`` as one line of words, 12 pixels a letter and 30 high, from ``x, y``."""
    words = []
    for word in text.split():
        words.append(FoundWord(word, confidence, (x, y, x + 12 * len(word), y + 30)))
        x += 12 * (len(word) + 1)
    return tuple(words)


@dataclass
class Saying:
    """Gives ``answers`` one after another, then nothing; ``asked`` are the crops it was shown."""

    answers: list[list[FoundLine]] = field(default_factory=list)
    name: str = "saying"
    finds_every_row: bool = False
    asked: list[tuple[Gray, Layout, int]] = field(default_factory=list)

    def read(self, crop: Gray, layout: Layout, dpi: int, deadline: float) -> list[FoundLine]:
        self.asked.append((crop, layout, dpi))
        return self.answers.pop(0) if self.answers else []


@dataclass
class Always:
    """Gives the same lines for every crop."""

    lines: list[FoundLine]
    name: str = "always"
    finds_every_row: bool = False

    def read(self, crop: Gray, layout: Layout, dpi: int, deadline: float) -> list[FoundLine]:
        return list(self.lines)


class Late:
    """Is never in time."""

    name = "late"
    finds_every_row = False

    def read(self, crop: Gray, layout: Layout, dpi: int, deadline: float) -> list[FoundLine]:
        raise PageTimeout


class Broken:
    """Dies with an error that nobody foresaw."""

    name = "broken"
    finds_every_row = False

    def read(self, crop: Gray, layout: Layout, dpi: int, deadline: float) -> list[FoundLine]:
        raise MemoryError("the recogniser died")


def gibberish(seed: int = 5) -> Always:
    """Sees marks and single letters everywhere, none of them sure."""
    rng = np.random.default_rng(seed)
    signs = list("|_~*;:.-=+#ƒ§l1Ii")
    lines: list[FoundLine] = []
    for row in range(4):
        picked: npt.NDArray[np.str_] = rng.choice(signs, size=6)
        lines.append(found(" ".join(picked.tolist()), 0.2, y=10 + 40 * row))
    return Always(lines, "gibberish")
