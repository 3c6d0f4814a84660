"""Can it be checked off? An appeal that carries a document or a figure can."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.citations import FoundCitation
from pipeline.extract.target_finder import PlacedTarget
from pipeline.extract.tasks import FoundTask


def weighed(
    tasks: Sequence[FoundTask],
    citations: Sequence[FoundCitation],
    targets: Sequence[PlacedTarget],
) -> list[FoundTask]:
    """``tasks``, trackable also where one carries out a document or holds a target."""
    places = [(item.start, item.end) for item in citations]
    places += [(item.start, item.end) for item in targets if item.target.kind == "target"]
    return [_weighed(task, places) for task in tasks]


def _weighed(found: FoundTask, places: Sequence[tuple[int, int]]) -> FoundTask:
    holds = any(found.start <= start and end <= found.end for start, end in places)
    if found.task.trackable or not holds:
        return found
    return replace(found, task=found.task.model_copy(update={"trackable": True}))
