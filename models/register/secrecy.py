"""What is kept from people without clearance (độ mật): derived from the marks of the letters.

``pipeline.store.secrecy`` fills these tables, ``pipeline.store.lens`` looks through them. In most
registers they are empty. A level is that of :class:`SecrecyLevel`; a ``clearance`` is the highest
level that somebody may see.
"""

from __future__ import annotations

import datetime as dt
from enum import IntEnum

from sqlmodel import Field, SQLModel


class SecrecyLevel(IntEnum):
    """Độ mật, from open letters up. Source: Luật Bảo vệ bí mật nhà nước 2018, điều 8."""

    OPEN = 0  # không đóng dấu mật
    SECRET = 1  # Mật
    TOP_SECRET = 2  # Tối mật
    UTMOST_SECRET = 3  # Tuyệt mật


LEVELS = {
    "Mật": SecrecyLevel.SECRET,
    "Tối mật": SecrecyLevel.TOP_SECRET,
    "Tuyệt mật": SecrecyLevel.UTMOST_SECRET,
}
"""By the mark as the reading has it."""


class SecretFile(SQLModel, table=True):
    """A file with a letter above open; its level is the highest of its letters."""

    __tablename__ = "secret_file"

    sha256: str = Field(primary_key=True, max_length=64)
    level: int


class SecretLetter(SQLModel, table=True):
    """A letter of such a file."""

    __tablename__ = "secret_letter"

    letter_id: int = Field(primary_key=True)
    level: int


class SecretClaim(SQLModel, table=True):
    """A claim as people with this clearance see it: how many letters say so, and since when.

    ``mentions`` is 0 where they may see none of these letters: then they do not see the claim.
    """

    __tablename__ = "secret_claim"

    claim_id: int = Field(primary_key=True)
    clearance: int = Field(primary_key=True)
    mentions: int
    since: dt.date | None = None


class SecretReference(SQLModel, table=True):
    """A naming that people with this clearance do not see: only letters above it name it so."""

    __tablename__ = "secret_reference"

    reference_id: int = Field(primary_key=True)
    clearance: int = Field(primary_key=True)


class SecretDocument(SQLModel, table=True):
    """A document as people with this clearance see it: by how many letters less it is cited.

    ``is_hidden``: they do not see it at all.
    """

    __tablename__ = "secret_document"

    document_id: int = Field(primary_key=True)
    clearance: int = Field(primary_key=True)
    cited_less: int
    is_hidden: bool
