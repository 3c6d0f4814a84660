"""What lists show of restricted letters, to be written down as read."""

from __future__ import annotations

from collections.abc import Collection

from sqlmodel import Session

from models.register import SecrecyLevel
from pipeline.review.queue import Waiting
from pipeline.store.search import SearchHit
from pipeline.store.secrecy import level_of_documents, levels_of_letters
from web.security.asking import Asked


def levels_of_listed(
    session: Session, listed: Collection[SearchHit | Waiting]
) -> dict[str, SecrecyLevel]:
    """How secret those of a list's letters are that are not open, by their addresses."""
    levels = levels_of_letters(session, [each.letter_id for each in listed])
    secret = (each for each in listed if each.letter_id in levels)
    return {
        each.document_key or f"letter {each.letter_id}": levels[each.letter_id] for each in secret
    }


def highest_level(asked: Asked, session: Session, documents: Collection[int]) -> SecrecyLevel:
    """How secret the most secret of the documents is that this viewer sees in a graph."""
    if asked.viewer.clearance == SecrecyLevel.OPEN:
        return SecrecyLevel.OPEN
    return level_of_documents(session, documents)
