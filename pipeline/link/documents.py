"""What a document is called and shown as, from the namings that mean it."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from models.register import DocumentState, ReferenceKind
from pipeline.link.names import Naming


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFacts:
    """The fields of :class:`models.register.Document`."""

    key: str
    state: DocumentState
    number: str | None
    number_key: str | None
    slip_key: str | None
    type_code: str | None
    date: dt.date | None
    issuer: str | None
    series: str | None
    subject_owner: str | None
    flags: str


def describe(members: Iterable[Naming], flags: Iterable[str]) -> DocumentFacts:
    """The document that ``members`` mean; its letters outweigh what is said of it elsewhere."""
    ordered = sorted(members, key=_weight)
    letters = [each for each in ordered if each.kind is ReferenceKind.LETTER]
    main = (letters or ordered)[0]
    date = main.date or min((each.date for each in ordered if each.date), default=None)
    series = next((each.body for each in ordered if each.is_placed), None)
    return DocumentFacts(
        key=_address(ordered, main, date, set(flags)),
        state=DocumentState.PRESENT if letters else DocumentState.UNRESOLVED,
        number=main.number or next((each.number for each in ordered if each.number), None),
        number_key=main.number_key,
        slip_key=main.slip_key,
        type_code=next((each.type_code for each in ordered if each.type_code), None),
        date=date,
        issuer=next((each.issuer for each in ordered if each.issuer), None),
        series=series,
        subject_owner=letters[0].owner if letters else None,
        flags=" ".join(sorted(flags)),
    )


def _weight(naming: Naming) -> tuple[object, ...]:
    """Letters first, then what says more, then what is printed as it should be."""
    return (
        naming.kind is not ReferenceKind.LETTER,
        naming.number_key is None,
        naming.date is None,
        not naming.is_placed,
        (naming.number_key or "").startswith("~"),
        -len(naming.issuer or ""),
        naming.number or "",
        naming.fingerprint,
    )


def _address(
    members: Sequence[Naming],
    main: Naming,
    date: dt.date | None,
    flags: set[str],
) -> str:
    """``1716-CV/TU@tinh-uy-quang-ninh/2019-03-08``; what is not known is ``?``.

    Where that is no address, because two documents would share it, a mark of its own follows.
    """
    number = main.number or "?"
    term = next((each.term for each in members if each.term), None)
    when = date.isoformat() if date else term or "?"
    placed = next((each.body for each in members if each.is_placed), None)
    body = placed or next((each.body for each in members if each.body), None) or "?"
    address = f"{number}@{body.replace('/', '-')}/{when}"
    shared = {"same_number", "ambiguous", "split"} & flags
    if shared or placed is None or when == "?" or main.number is None:
        mark = hashlib.sha256(_first_fingerprint(members).encode()).hexdigest()[:6]
        return f"{address}~{mark}"
    return address


def _first_fingerprint(members: Sequence[Naming]) -> str:
    letters = [each.fingerprint for each in members if each.kind is ReferenceKind.LETTER]
    return min(letters or [each.fingerprint for each in members])
