"""The pages of a file as they are shown: which there are, and their pictures."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session, col

from models.errors import DocumentUnknown
from models.register import StoredPage


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """One page of the current reading; ``has_picture`` is false for input without pages."""

    number: int
    origin: str
    confidence: float
    has_picture: bool


def pages_of_file(session: Session, sha256: str) -> list[PageFacts]:
    """The pages of a file, in their order."""
    columns = (StoredPage.number, StoredPage.origin, StoredPage.confidence)
    query = select(*map(col, columns), col(StoredPage.image_sha256)).where(
        col(StoredPage.original_sha256) == sha256
    )
    rows = session.execute(query.order_by(col(StoredPage.number)))
    return [
        PageFacts(
            number=number, origin=origin, confidence=confidence, has_picture=image is not None
        )
        for number, origin, confidence, image in rows
    ]


def page_picture(session: Session, sha256: str, number: int) -> str:
    """The hash of the picture of a page, a JPEG on the shelf ``images``.

    Raises :class:`DocumentUnknown` where there is no such page, or it has none.
    """
    query = select(col(StoredPage.image_sha256)).where(
        col(StoredPage.original_sha256) == sha256, col(StoredPage.number) == number
    )
    found = session.scalars(query).first()
    if found is None:
        raise DocumentUnknown(f"{sha256[:12]}, {number}")
    return found
