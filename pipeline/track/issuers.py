"""Bodies that issued letters, by words of their names."""

from __future__ import annotations

from sqlmodel import Session, col

from models.register import StoredLetter
from pipeline.track.key_words import all_keys, has_words


def issuers_named(session: Session, words: str) -> list[str]:
    """The keys of issuers that have these words, or begin as a key that is given.

    Raises :class:`QueryInvalid` where there are no words.
    """
    keys = all_keys(col(StoredLetter.issuer_key))
    found = session.execute(has_words(keys, words))
    return [each for each in found.scalars() if each]
