"""What people put right: laid over what the machine read, with who, when and why."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence

from pydantic import ValidationError
from sqlalchemy import bindparam, select
from sqlmodel import Session, col

from models.errors import FieldRefused
from models.reading import HEADER_FIELDS, Letter
from models.register import Correction


def corrections_of(session: Session, original_sha256: str) -> list[Correction]:
    """The corrections that hold in a file, the oldest first."""
    return list(session.scalars(_HOLDING, {"file": original_sha256}))


# Made once: making it takes longer than the answer.
_HOLDING = (
    select(Correction)
    .where(
        col(Correction.original_sha256) == bindparam("file"), col(Correction.undone_at).is_(None)
    )
    .order_by(col(Correction.id))
)


def corrected(letters: Sequence[Letter], corrections: Iterable[Correction]) -> list[Letter]:
    """The letters as they count: the machine's with people's corrections on top.

    A correction of a letter that a later reading no longer finds has nothing to lie on; it stays.
    """
    found = list(letters)
    for each in corrections:
        if each.position < len(found):
            found[each.position] = with_value(found[each.position], each.field, each.value)
    return found


def with_value(letter: Letter, field: str, value: str) -> Letter:
    """``letter`` with the JSON ``value`` in ``field``, sure. Raises :class:`FieldRefused`."""
    if field not in HEADER_FIELDS:
        raise FieldRefused(f"{field}: không có trường này", f"{field}: there is no such field")
    data = letter.model_dump(mode="json", by_alias=True)
    data[field] = json.loads(value)
    data["confidence"] = {**data["confidence"], field: 1.0}
    try:
        return Letter.model_validate(data)
    except ValidationError as error:
        raise FieldRefused(
            f"{field}: không đúng dạng của trường", f"{field}: {error.errors()[0]['msg']}"
        ) from error


def record_correction(
    session: Session,
    place: tuple[str, int],
    machine: Letter,
    field: str,
    value: str,
    *,
    actor: str,
    reason: str,
    now: dt.datetime,
) -> Correction:
    """Keep a correction of the letter at ``place`` (file, position), checked to fit the contract.

    Raises :class:`FieldRefused`.
    """
    with_value(machine, field, value)
    correction = Correction(
        original_sha256=place[0],
        position=place[1],
        field=field,
        value=value,
        machine_value=json.dumps(
            machine.model_dump(mode="json", by_alias=True)[field], ensure_ascii=False
        ),
        actor=actor,
        reason=reason,
        made_at=now,
    )
    session.add(correction)
    session.flush()
    return correction
