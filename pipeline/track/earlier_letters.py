"""Which of the letters of a document one is: the page of the document shows them in that order."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from models.register import Reference, StoredLetter


def earlier_letters() -> ColumnElement[int]:
    """How many letters of the document of a row of ``letter`` came before it.

    The row's statement joins :class:`Reference`, by which the letter has its document.
    """
    other = aliased(Reference)
    return (
        select(func.count())
        .where(
            col(other.document_id) == col(Reference.document_id),
            col(other.letter_id) < col(StoredLetter.id),
        )
        .correlate(Reference, StoredLetter)
        .scalar_subquery()
    )
