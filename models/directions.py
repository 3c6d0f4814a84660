"""How somebody says that a file is to be read, where the machine judged wrongly by itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Directions:
    """``starts``: the pages (from 1) on which letters begin, ``None``: as the machine finds.

    ``turns``: degrees clockwise (0, 90, 180, 270) by which pages lie turned, as (page, degrees).
    """

    starts: tuple[int, ...] | None = None
    turns: tuple[tuple[int, int], ...] = ()

    def turn_of(self, page: int) -> int | None:
        """By how much a page lies turned, if somebody said so."""
        return dict(self.turns).get(page)

    @property
    def options(self) -> str:
        """As they are filed with a reading; empty where there are none."""
        parts = []
        if self.starts is not None:
            parts.append("starts=" + ",".join(map(str, self.starts)))
        if self.turns:
            parts.append("turns=" + ",".join(f"{page}:{turn}" for page, turn in self.turns))
        return "".join(f";{part}" for part in parts)


AS_FOUND = Directions()
"""The machine judges by itself."""
