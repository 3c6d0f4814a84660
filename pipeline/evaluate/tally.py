"""What the content of letters is scored by, and how it is counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

FOUND: Final = frozenset(
    {
        "citations",
        "citations_number",
        "tasks",
        "task.lead",
        "task.coordinators",
        "targets",
        "anomalies",
    }
)
"""Scores of lists: precision, recall and F1. All others are shares of what was asked."""

SCORES: Final = (
    "citations",
    "citations_number",
    "citation.relation",
    "citation.direct",
    "citation.issuer",
    "citation.within",
    "tasks",
    "task.lead",
    "task.coordinators",
    "task.deadline.kind",
    "task.deadline.end",
    "task.deadline.recurrence",
    "task.assignee_source",
    "task.report",
    "task.trackable",
    "targets",
    "targets_on_empty",
    "target.kind",
    "target.per",
    "target.period",
    "anomalies",
)
"""Every score of the content, in the order in which it is shown; docs/reading.md explains them."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Of a list: how many gold has, how many were got, how many of these hit.

    Of a share: ``gold`` is how often it was asked, ``hits`` how often the answer was right.
    """

    gold: int = 0
    got: int = 0
    hits: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.gold + other.gold, self.got + other.got, self.hits + other.hits)

    @property
    def precision(self) -> float | None:
        """The share of what was got that hits; ``None`` when nothing was got."""
        return self.hits / self.got if self.got else None

    @property
    def recall(self) -> float | None:
        """The share of gold that was hit; ``None`` when gold has nothing."""
        return self.hits / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of both; ``None`` when there is nothing on either side."""
        return 2 * self.hits / (self.gold + self.got) if self.gold + self.got else None

    def figure(self, name: str) -> float | None:
        """The one figure that counts for the score ``name``: F1 of a list, else the share."""
        return self.f1 if name in FOUND else self.recall


def one(right: bool) -> Tally:
    """The tally of one question."""
    return Tally(1, 1, int(right))
