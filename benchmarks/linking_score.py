"""How often namings that mean one document were put together, and others were not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations

from benchmarks.linking_register import Naming


class Outcome(StrEnum):
    """What became of a citation.

    ``wrong``: led to a document that it does not mean. ``missed``: its letter is there, and it was
    not led to it. ``apart``: its letter is not there, and it was not put together with any other
    citation of the same document. ``right``: everything else.
    """

    RIGHT = "right"
    WRONG = "wrong"
    MISSED = "missed"
    APART = "apart"


@dataclass(slots=True)
class Score:
    """Pairs of namings and outcomes of citations, summed over worlds."""

    together: int = 0  # pairs put together
    one: int = 0  # pairs that are one document
    both: int = 0
    outcomes: dict[Outcome, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0))

    def add(self, namings: Sequence[Naming]) -> None:
        """Count one world."""
        for left, right in combinations(namings, 2):
            put = left.document is not None and left.document == right.document
            is_one = left.meant is not None and left.meant == right.meant
            self.together += put
            self.one += is_one
            self.both += put and is_one
        for outcome, _ in judged(namings):
            self.outcomes[outcome] += 1

    @property
    def citations(self) -> int:
        """How many citations were judged."""
        return sum(self.outcomes.values())


def judged(namings: Sequence[Naming]) -> Iterator[tuple[Outcome, Naming]]:
    """Every citation of a world with what became of it."""
    for each in namings:
        if not each.is_letter:
            others = [other for other in namings if other is not each]
            yield _outcome(each, others), each


def _outcome(each: Naming, others: Sequence[Naming]) -> Outcome:
    with_it = [x for x in others if each.document is not None and x.document == each.document]
    same = [x for x in others if each.meant is not None and x.meant == each.meant]
    letters = [x for x in with_it if x.is_letter]
    if any(x not in same for x in letters or with_it):
        return Outcome.WRONG
    if any(x.is_letter for x in same):
        return Outcome.RIGHT if letters else Outcome.MISSED
    return Outcome.RIGHT if not same or any(x in same for x in with_it) else Outcome.APART
