"""Which letter of the reading does a letter of the gold mean?"""

from __future__ import annotations

from collections.abc import Sequence

from models.reading import Letter


def match(gold: Sequence[Letter], read: Sequence[Letter]) -> list[int | None]:
    """For each gold letter the index of its letter in ``read``, or ``None``.

    The pair that shares the largest part of its pages goes first; gold without pages (text) takes
    what is left, in order. No letter is given twice.
    """
    found: list[int | None] = [None] * len(gold)
    for _, g, r in sorted(_overlaps(gold, read), reverse=True):
        if found[-g] is None and -r not in found:
            found[-g] = -r
    left = iter([index for index in range(len(read)) if index not in found])
    return [
        next(left, None) if index is None and not letter.pages else index
        for index, letter in zip(found, gold, strict=True)
    ]


def _overlaps(
    gold: Sequence[Letter], read: Sequence[Letter]
) -> list[tuple[float, int, int]]:  # negative indices: among equals the first letters go first
    pairs = []
    for g, one in enumerate(gold):
        for r, other in enumerate(read):
            shared = set(one.pages) & set(other.pages)
            if shared:
                pairs.append((len(shared) / len(set(one.pages) | set(other.pages)), -g, -r))
    return pairs
