"""The files that people want to have read anew, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Event

from sqlalchemy import select
from sqlmodel import col

from models.errors import CongvanError
from models.register import RereadOrder
from pipeline.store.ledger import utc_now
from pipeline.store.store import Store
from pipeline.store.work import PASSING, Worked


def reread_ordered(store: Store, work: Callable[[str], Worked], stop: Event) -> Iterator[Worked]:
    """Read what waits, until nothing does or ``stop`` is set; what failed is not tried again.

    ``work`` reads a file anew, by its hash. Raises what ``work`` raises, and :class:`StoreError`
    where the register stays away: the order waits on.
    """
    while not stop.is_set() and (order := next_order(store)) is not None:
        worked = work(order.original_sha256)
        if isinstance(worked.error, PASSING):
            raise worked.error
        if not stop.is_set() or worked.error is None:
            _done(store, order, worked.error)
        yield worked


def next_order(store: Store) -> RereadOrder | None:
    """The file that has waited longest."""
    with store.reading() as session:
        query = select(RereadOrder).where(col(RereadOrder.done_at).is_(None))
        found = session.scalars(query.order_by(col(RereadOrder.id)).limit(1)).first()
        if found is not None:
            session.expunge(found)
        return found


def _done(store: Store, order: RereadOrder, error: CongvanError | None) -> None:
    with store.writing() as session:
        row = session.get_one(RereadOrder, order.id)
        row.done_at = utc_now()
        if error is not None:
            row.error, row.detail = error.code, error.detail
        session.add(row)
