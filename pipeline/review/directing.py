"""People say how a file is to be read: where its letters begin, which way up its pages lie.

What they say holds for every later reading. A file is read anew by whoever works off the ledger.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlmodel import Session, col

from models.directions import Directions
from models.errors import DecisionRefused
from models.register import Direction, DirectionKind, RereadOrder, StoredPage
from pipeline.store.taking_back import taken_back

_QUARTERS = (0, 90, 180, 270)


def directions_of(session: Session, sha256: str) -> Directions:
    """What holds for a file."""
    holding: dict[str, object] = {}
    for each in directions(session, sha256):
        if each.undone_at is None:
            holding[each.kind] = json.loads(each.value)
    starts, turns = holding.get(DirectionKind.STARTS), holding.get(DirectionKind.TURNS)
    return Directions(
        starts=tuple(starts) if isinstance(starts, list) else None,
        turns=tuple(sorted((int(page), turn) for page, turn in turns.items()))
        if isinstance(turns, dict)
        else (),
    )


def directions(session: Session, sha256: str) -> list[Direction]:
    """All that was said of a file, also what was undone, the oldest first."""
    query = select(Direction).where(col(Direction.original_sha256) == sha256)
    return list(session.scalars(query.order_by(col(Direction.id))))


def direct_starts(
    session: Session,
    sha256: str,
    starts: Collection[int],
    *,
    actor: str,
    reason: str,
    now: dt.datetime,
) -> Direction:
    """Say on which pages letters begin; the first page is always one.

    Raises :class:`DecisionRefused` for a page that the file does not have.
    """
    pages = sorted({1, *starts})
    _check(session, sha256, pages)
    return _direct(session, sha256, DirectionKind.STARTS, pages, actor, reason, now)


def direct_turns(
    session: Session,
    sha256: str,
    turns: Mapping[int, int],
    *,
    actor: str,
    reason: str,
    now: dt.datetime,
) -> Direction:
    """Say by how many degrees clockwise pages lie turned in the file, besides what holds already.

    Raises :class:`DecisionRefused`.
    """
    _check(session, sha256, turns)
    if not turns or not {*turns.values()} <= {*_QUARTERS}:
        quarters = ", ".join(map(str, _QUARTERS))
        raise DecisionRefused(
            f"trang xoay theo độ: {quarters}", f"pages turn by degrees: {quarters}"
        )
    whole = {**dict(directions_of(session, sha256).turns), **turns}
    value = {str(page): turn for page, turn in sorted(whole.items())}
    return _direct(session, sha256, DirectionKind.TURNS, value, actor, reason, now)


def undo_direction(session: Session, number: int, *, actor: str, now: dt.datetime) -> Direction:
    """Take back what was said; its row stays. Raises :class:`DecisionRefused`."""
    return taken_back(session, Direction, number, actor=actor, now=now)


def order_reread(session: Session, sha256: str, *, actor: str, now: dt.datetime) -> RereadOrder:
    """Ask that a file be read anew; where somebody has asked already, that is enough."""
    query = select(RereadOrder).where(
        col(RereadOrder.original_sha256) == sha256, col(RereadOrder.done_at).is_(None)
    )
    waiting = session.scalars(query).first()
    if waiting is not None:
        return waiting
    order = RereadOrder(original_sha256=sha256, actor=actor, asked_at=now)
    session.add(order)
    session.flush()
    return order


def last_order(session: Session, sha256: str) -> RereadOrder | None:
    """The last time that somebody asked."""
    query = select(RereadOrder).where(col(RereadOrder.original_sha256) == sha256)
    return session.scalars(query.order_by(col(RereadOrder.id).desc()).limit(1)).first()


def _check(session: Session, sha256: str, pages: Collection[int]) -> None:
    query = select(col(StoredPage.number)).where(col(StoredPage.original_sha256) == sha256)
    known = set(session.scalars(query))
    unknown = sorted(set(pages) - known)
    if unknown or not known:
        missing = ", ".join(map(str, unknown))
        raise DecisionRefused(f"tệp không có trang {missing}", f"the file has no page {missing}")


def _direct(
    session: Session,
    sha256: str,
    kind: DirectionKind,
    value: object,
    actor: str,
    reason: str,
    now: dt.datetime,
) -> Direction:
    if not reason.strip():
        raise DecisionRefused("cần ghi lý do", "say why")
    made = Direction(
        original_sha256=sha256,
        kind=kind.value,
        value=json.dumps(value),
        actor=actor,
        reason=reason.strip(),
        made_at=now,
    )
    session.add(made)
    session.flush()
    return made
