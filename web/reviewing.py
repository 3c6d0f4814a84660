"""What archivists do to a letter: looked up as they see it, done, and written down."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from sqlmodel import Session

from models.errors import DecisionRefused
from models.register import (
    Correction,
    Direction,
    RereadOrder,
    Review,
    SecrecyLevel,
    StoredLetter,
)
from pipeline.review.assessing import accept, undo_review
from pipeline.review.directing import (
    direct_starts,
    direct_turns,
    order_reread,
    undo_direction,
)
from pipeline.review.doubt import header_hash
from pipeline.review.field_values import json_value
from pipeline.review.looking import Looked, letter_row, look_at
from pipeline.store.amending import amend_letter, undo_correction
from pipeline.store.ledger import utc_now
from pipeline.store.secrecy import level_of_letter
from web.security.asking import Asked


@dataclass(slots=True)
class Reviewing:
    """One letter in somebody's hands. Raises :class:`DocumentUnknown` where they do not see it."""

    asked: Asked
    number: int
    _looked: Looked = field(init=False)
    _level: SecrecyLevel = field(init=False)

    def __post_init__(self) -> None:
        with self.asked.reading() as session:
            self._looked = look_at(session, self.number)
            self._level = level_of_letter(session, self.number)

    def accept(self, seen: str) -> int | None:
        """The header is right, if it is still the one that was seen; the next of the queue.

        Raises :class:`DecisionRefused`.
        """
        if seen != header_hash(self._looked.seen.letter):
            raise DecisionRefused("đã thay đổi, hãy xem lại", "it has changed, look again")
        with self._changing("accept") as session:
            row = letter_row(session, self.number)
            letter = self._looked.seen.letter
            accept(session, row, letter, actor=self._actor, now=utc_now())
        return self._looked.after or self._looked.before

    def correct(self, name: str, typed: str, reason: str) -> Correction:
        """A field was misread; what was typed is right. Raises :class:`DecisionRefused`."""
        return self.correct_json(name, json_value(self._looked.seen.letter, name, typed), reason)

    def correct_json(self, name: str, value: str, reason: str) -> Correction:
        """The same with JSON of the contract. Raises :class:`DecisionRefused`."""
        with self._changing("correct", name) as session:
            row = letter_row(session, self.number)
            return amend_letter(
                session, row, name, value, actor=self._actor, reason=reason, now=utc_now()
            )

    def direct_starts(self, pages: Collection[int], reason: str) -> RereadOrder:
        """Letters of the file begin on these pages. Raises :class:`DecisionRefused`."""
        with self._changing("split", str(sorted(pages))) as session:
            how = {"actor": self._actor, "reason": reason, "now": utc_now()}
            direct_starts(session, self._sha256, pages, **how)  # type: ignore[arg-type]
            return order_reread(session, self._sha256, actor=self._actor, now=utc_now())

    def direct_turns(self, turns: Mapping[int, int], reason: str) -> RereadOrder:
        """Pages of the file lie turned. Raises :class:`DecisionRefused`."""
        with self._changing("turn", str(dict(turns))) as session:
            how = {"actor": self._actor, "reason": reason, "now": utc_now()}
            direct_turns(session, self._sha256, turns, **how)  # type: ignore[arg-type]
            return order_reread(session, self._sha256, actor=self._actor, now=utc_now())

    def reread(self) -> RereadOrder:
        """The file is to be read anew."""
        with self._changing("reread") as session:
            return order_reread(session, self._sha256, actor=self._actor, now=utc_now())

    def undo(self, kind: str, number: int) -> Correction | Direction | Review:
        """Take back what somebody did to this letter. Raises :class:`DecisionRefused`."""
        deeds = {(x.kind, x.number) for x in self._looked.deeds if x.can_be_undone}
        if (kind, number) not in deeds:
            raise DecisionRefused("không có hoặc đã hủy", "not there, or undone")
        with self._changing("undo", f"{kind} #{number}") as session:
            if kind == "correction":
                return undo_correction(session, number, actor=self._actor, now=utc_now())
            if kind == "review":
                return undo_review(session, number, actor=self._actor, now=utc_now())
            undone = undo_direction(session, number, actor=self._actor, now=utc_now())
            order_reread(session, self._sha256, actor=self._actor, now=utc_now())
            return undone

    def is_still_seen(self) -> bool:
        """Whether who did something still sees the letter: it may have become secret by it."""
        with self.asked.reading() as session:
            return session.get(StoredLetter, self.number) is not None

    @property
    def looked(self) -> Looked:
        """The letter as it was before."""
        return self._looked

    def _changing(self, action: str, detail: str = "") -> AbstractContextManager[Session]:
        return self.asked.changing(
            action,
            self._subject,
            self._level,
            detail,
            level_after=lambda session: level_of_letter(session, self.number),
        )

    @property
    def _actor(self) -> str:
        return self.asked.viewer.name

    @property
    def _sha256(self) -> str:
        return self._looked.row.original_sha256

    @property
    def _subject(self) -> str:
        return self._looked.document_key or self._sha256
