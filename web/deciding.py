"""What people decide about documents: looked up as they see them, done, and written down."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from sqlmodel import Session

from models.errors import DecisionRefused
from models.register import Document, Reference, SecrecyLevel
from pipeline.store.decisions import merge_documents, split_naming, undo_decision
from pipeline.store.finding import find_document
from pipeline.store.ledger import utc_now
from pipeline.store.secrecy import level_of_document
from pipeline.store.showing import DocumentView, view
from web.security.asking import Asked


@dataclass(slots=True)
class Deciding:
    """One document in somebody's hands, by its address.

    Each deed gives the address that the document has afterwards. Raises :class:`DocumentUnknown`
    and :class:`DocumentAmbiguous`, also for what this viewer does not see.
    """

    asked: Asked
    key: str
    _seen: DocumentView = field(init=False)
    _level: SecrecyLevel = field(init=False)

    def __post_init__(self) -> None:
        with self.asked.reading() as session:
            self._seen = view(session, find_document(session, self.key))
            self._level = level_of_document(session, self._seen.node.id)

    def merge(self, other: str, reason: str) -> str:
        """It is one with ``other``. Raises :class:`DecisionRefused`."""
        with self.asked.reading() as session:
            second = find_document(session, other).id or 0
            level = max(self._level, level_of_document(session, second))
        with self._changing("merge", level, other) as session:
            first = self._document(session)
            merge_documents(
                session,
                first,
                session.get_one(Document, second),
                actor=self.asked.viewer.name,
                reason=reason,
                now=utc_now(),
            )
            return self._address(session, self._seen.namings[0].id or 0)

    def split(self, naming: int, reason: str) -> str:
        """What one of its namings means is a document of its own.

        Raises :class:`DecisionRefused`.
        """
        if naming not in {each.id for each in self._seen.namings}:
            raise DecisionRefused(f"[{naming}]")
        with self._changing("split_naming", self._level, f"[{naming}]") as session:
            split_naming(
                session,
                session.get_one(Reference, naming),
                actor=self.asked.viewer.name,
                reason=reason,
                now=utc_now(),
            )
            return self._address(session, naming)

    def undo(self, decision: int) -> str:
        """A decision about it is taken back. Raises :class:`DecisionRefused`."""
        if decision not in {each.id for each in self._seen.decisions if each.undone_at is None}:
            raise DecisionRefused(f"#{decision}")
        with self._changing("undo_decision", self._level, f"#{decision}") as session:
            undo_decision(session, decision, actor=self.asked.viewer.name, now=utc_now())
            return self._address(session, self._seen.namings[0].id or 0)

    def _changing(
        self, action: str, level: SecrecyLevel, detail: str
    ) -> AbstractContextManager[Session]:
        return self.asked.changing(
            action, self._seen.node.key, level, detail, level_after=self._level_after
        )

    def _level_after(self, session: Session) -> SecrecyLevel:
        naming = session.get_one(Reference, self._seen.namings[0].id)
        return level_of_document(session, naming.document_id or 0)

    def _document(self, session: Session) -> Document:
        return session.get_one(Document, self._seen.node.id)

    def _address(self, session: Session, naming: int) -> str:
        """The address of the document that a naming means now."""
        session.expire_all()
        reference = session.get_one(Reference, naming)
        return session.get_one(Document, reference.document_id).key
