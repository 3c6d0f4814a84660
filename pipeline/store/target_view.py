"""One target with what was recorded of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from models.errors import TaskUnknown
from models.register import SecrecyLevel
from pipeline.store.evidence import Evidence, shown_evidence
from pipeline.store.secrecy import level_of_letter
from pipeline.track.queries import TargetFilter, TargetRow, targets


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetView:
    """``sources``: what is shown of the sources of its progress, by what was recorded."""

    row: TargetRow
    sources: Mapping[str, Evidence]
    level: SecrecyLevel


def target_view(session: Session, key: str) -> TargetView:
    """The target of this key. Raises :class:`TaskUnknown`."""
    rows = targets(session, TargetFilter(key=key), limit=1)
    if not rows:
        raise TaskUnknown(key)
    return TargetView(
        row=rows[0],
        sources=shown_evidence(session, (each.source for each in rows[0].progress)),
        level=level_of_letter(session, rows[0].letter_id),
    )
