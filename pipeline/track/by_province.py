"""What came of a directive, province by province: documents, and the tasks in them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from sqlalchemy import and_, func, select
from sqlmodel import Session, col

from models.register import Document, DocumentState, Reference, ReferenceKind, StoredLetter
from pipeline.link.body_words import slug
from pipeline.link.key_places import province_of_key
from pipeline.link.relations import RESTS_ON
from pipeline.link.succession_places import province_after
from pipeline.store.finding import find_document
from pipeline.store.lineage import documents_under
from pipeline.track.id_table import id_table
from pipeline.track.standing import Counts
from pipeline.track.task_filter import TaskFilter
from pipeline.track.task_list import counts
from pipeline.vocabulary import provinces


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvinceShare:
    """The documents of one province under a directive; ``None``: of central or unknown bodies.

    ``heir`` is the province that took this one over by the day that is asked for. ``present``
    documents are here, ``unresolved`` ones only cited. ``tasks`` are those of the former.
    """

    province: str | None
    heir: str | None
    present: int
    unresolved: int
    tasks: Counts

    @property
    def documents(self) -> int:
        """All of them."""
        return self.present + self.unresolved


@dataclass(frozen=True, slots=True)
class Spread:
    """By province, most documents first; ``silent`` are the provinces of which there is none.

    Those are the provinces that there are on the day that is asked for; one answers by documents of
    those that it took over, too.
    """

    shares: tuple[ProvinceShare, ...]
    silent: tuple[str, ...]


@dataclass(slots=True)
class _Share:
    present: list[int] = field(default_factory=list)
    unresolved: list[int] = field(default_factory=list)


def by_province(
    session: Session,
    number: str,
    *,
    today: dt.date,
    as_of: dt.date | None = None,
    relations: Collection[str] = RESTS_ON,
) -> Spread:
    """What came of the document ``number``, without itself.

    The province is that of the letter, or of the body in whose numbering a cited document stands.
    ``as_of``: as known on that day. Raises :class:`DocumentUnknown` and :class:`DocumentAmbiguous`.
    """
    start, *under = _under(session, number, as_of, relations)
    found = _shares(session, [each for each in under if each != start])
    shares = [_share(session, name, each, today, as_of) for name, each in found.items()]
    shares.sort(key=_order)
    return Spread(tuple(shares), _silent(shares, as_of or today))


def _silent(shares: Iterable[ProvinceShare], day: dt.date) -> tuple[str, ...]:
    heard = {name for share in shares for name in (share.province, share.heir)}
    valid = dict.fromkeys(each.name for each in provinces() if each.valid_on(day))
    return tuple(name for name in valid if name not in heard)


def _order(share: ProvinceShare) -> tuple[object, ...]:
    return share.province is None, -share.documents, slug(share.province or "")


def _under(
    session: Session, number: str, as_of: dt.date | None, relations: Collection[str]
) -> list[int]:
    """The document itself, then all that rests on it."""
    start = find_document(session, number)
    return [
        start.id or 0,
        *documents_under(session, start.key, as_of=as_of, relations=relations),
    ]


def _shares(session: Session, documents: Collection[int]) -> dict[str | None, _Share]:
    own = and_(
        col(Reference.document_id) == col(Document.id),
        col(Reference.kind) == ReferenceKind.LETTER.value,
    )
    columns = (col(Document.id), col(Document.state), col(Document.series))
    query = (
        select(*columns, func.max(col(StoredLetter.province)))
        .outerjoin(Reference, own)
        .outerjoin(StoredLetter, col(StoredLetter.id) == col(Reference.letter_id))
        .where(col(Document.id).in_(id_table(session, documents)))
        .group_by(*columns)
    )
    found: defaultdict[str | None, _Share] = defaultdict(_Share)
    for number, state, series, province in session.execute(query):
        share = found[province or province_of_key(series)]
        here = state == DocumentState.PRESENT
        (share.present if here else share.unresolved).append(number or 0)
    return dict(found)


def _share(
    session: Session,
    province: str | None,
    share: _Share,
    today: dt.date,
    as_of: dt.date | None,
) -> ProvinceShare:
    day = as_of or today
    asked = TaskFilter(document_ids=share.present, today=day, as_of=as_of is not None)
    moved = province_after(province, day) if province else None
    return ProvinceShare(
        province=province,
        heir=moved.name if moved else None,
        present=len(share.present),
        unresolved=len(share.unresolved),
        tasks=counts(session, asked) if share.present else Counts(),
    )
