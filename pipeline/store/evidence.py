"""What shows that a task was done or a target reached: a letter of the register, or a file.

Events keep the address of a letter, the SHA-256 of a file, or what somebody typed at the command
line. An address and a hash are only shown to who may see what they lead to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import Session, col

from models.errors import DocumentUnknown, TransitionRefused
from models.register import Document, IntakeItem, Original, Reference, SecretLetter
from pipeline.store.finding import find_document
from pipeline.store.secrecy import level_of_file, level_of_letter

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """``text`` is what people read. ``document_key``: a letter's document; ``sha256``: a file that
    can be fetched; ``is_waiting``: a file that cannot, for it has not been read yet."""

    text: str
    document_key: str | None = None
    sha256: str | None = None
    is_waiting: bool = False


def evidence_of(session: Session, typed: str, letter_id: int) -> str | None:
    """What an event about something of a letter keeps of the number or hash that somebody names.

    ``None`` for nothing. Raises :class:`DocumentUnknown`, :class:`DocumentAmbiguous`, and
    :class:`TransitionRefused` where it is more secret than the letter: who reads of the task would
    learn of it.
    """
    typed = typed.strip()
    if not typed:
        return None
    allowed = level_of_letter(session, letter_id)
    if _SHA256.fullmatch(typed):
        if not _shown_files(session, [typed]):
            raise DocumentUnknown(typed[:12])
        kept, level = typed, int(level_of_file(session, typed))
    else:
        document = find_document(session, typed)
        kept, level = document.key, _level_of_document(session, document.id or 0)
    if level > allowed:
        raise TransitionRefused(f"{typed[:80]}: mật hơn · more secret")
    return kept


def _level_of_document(session: Session, document_id: int) -> int:
    """Of its most secret letter."""
    query = (
        select(func.max(col(SecretLetter.level)))
        .join(Reference, col(Reference.letter_id) == col(SecretLetter.letter_id))
        .where(col(Reference.document_id) == document_id)
    )
    return session.execute(query).scalar() or 0


def shown_evidence(session: Session, kept: Iterable[str | None]) -> Mapping[str, Evidence]:
    """What is shown of what events keep, to who looks through ``session``.

    What leads to nothing that they may see is left out; what was typed freely is shown as it is.
    """
    texts = {each for each in kept if each}
    files = {each for each in texts if _SHA256.fullmatch(each)}
    addresses = {each for each in texts - files if "@" in each}
    shown = {each: Evidence(text=each) for each in texts - files - addresses}
    shown |= _shown_files(session, files)
    return shown | dict(_shown_documents(session, addresses))


def _shown_files(session: Session, hashes: Iterable[str]) -> dict[str, Evidence]:
    wanted = sorted(hashes)
    here = select(col(Original.sha256)).where(col(Original.sha256).in_(wanted))
    read = set(session.scalars(here))
    names = select(col(IntakeItem.sha256), col(IntakeItem.name)).where(
        col(IntakeItem.sha256).in_(wanted)
    )
    # the name under which it came first
    rows = session.execute(names.order_by(col(IntakeItem.id).desc()))
    named = {sha256 or "": name for sha256, name in rows}
    return {
        sha256: Evidence(
            text=named.get(sha256) or sha256[:12],
            sha256=sha256 if sha256 in read else None,
            is_waiting=sha256 not in read,
        )
        for sha256 in read | named.keys()
    }


def _shown_documents(session: Session, addresses: Iterable[str]) -> Iterator[tuple[str, Evidence]]:
    """By their address; where that has changed since, by their number."""
    wanted = sorted(addresses)
    query = select(col(Document.key), col(Document.number)).where(col(Document.key).in_(wanted))
    numbers = dict(session.execute(query).all())
    for address in wanted:
        number = address.partition("@")[0]
        if address in numbers:
            yield address, Evidence(text=numbers[address] or number, document_key=address)
        elif _is_known(session, number):
            yield address, Evidence(text=number, document_key=number)


def _is_known(session: Session, number: str) -> bool:
    query = select(col(Document.id)).where(col(Document.number) == number).limit(1)
    return session.execute(query).first() is not None
