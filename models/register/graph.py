"""The citation graph: who names which document, and which names mean the same document."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import Column, DateTime, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel


class ReferenceKind(StrEnum):
    """Where a reference comes from: a letter's own header, or a citation."""

    LETTER = "letter"
    CITED = "cited"


class DocumentState(StrEnum):
    """``present``: one of its letters is here; ``unresolved``: only cited so far (chưa có)."""

    PRESENT = "present"
    UNRESOLVED = "unresolved"


class DecisionKind(StrEnum):
    """What a person decided about two references, or one (see ``pipeline.link.clustering``)."""

    MERGE = "merge"
    SPLIT = "split"


class ResemblanceKind(StrEnum):
    """Why two letters look like one (see ``pipeline.link.resemblance``)."""

    SAME_PAGES = "same_pages"
    SAME_IDENTITY = "same_identity"


class Verdict(StrEnum):
    """What a person said of a resemblance."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


class Document(SQLModel, table=True):
    """Văn bản as a node of the graph, whether it has arrived or is only cited.

    ``key`` is its address for people, ``number@issuer/date``; ``flags`` are codes joined by spaces
    (``date_conflict`` …). ``cited_by`` is the sum of ``mentions`` of its references.
    """

    __tablename__ = "document"
    __table_args__ = (Index("ix_document_number_date", "number_key", "date"),)

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(index=True)
    state: str = Field(index=True)
    number: str | None = None
    number_key: str | None = None
    slip_key: str | None = Field(default=None, index=True)
    type_code: str | None = None
    date: dt.date | None = Field(default=None, index=True)
    issuer: str | None = None
    series: str | None = None
    subject: str | None = Field(default=None, sa_column=Column(Text))
    flags: str = ""
    cited_by: int = Field(default=0, index=True)


class Reference(SQLModel, table=True):
    """One way of naming a document: distinct (number, issuer, date …) of citations, or a letter.

    All citations that name a document in the same way share one row, so that a document cited a
    hundred thousand times is matched as fast as one that is cited twice. ``fingerprint`` holds
    all that tells it from others; ``slip_key`` is the number with what scans confuse folded
    together; ``series`` the body whose numbering it is, ``None`` where that is unknown, and
    ``hint`` what is known of it then (its kind); ``term`` the Party term that its words name
    (khóa X), as a period key; ``cited_year`` the year of the letters that name it, kept only where
    it has no date; ``mentions`` counts the letters that name it so.
    """

    __tablename__ = "reference"
    __table_args__ = (
        Index("ix_reference_scope", "slip_key", "series"),
        Index("ix_reference_dated", "slip_key", "date"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    fingerprint: str = Field(unique=True)
    slip_key: str | None = None
    number: str | None = None
    number_key: str | None = None
    type_code: str | None = None
    date: dt.date | None = None
    issuer: str | None = None
    series: str | None = None
    hint: str | None = None
    numbering: str = "unknown"
    term: str | None = None
    cited_year: int | None = None
    subject_key: str | None = None
    owner: str | None = None
    mentions: int = 0
    document_id: int | None = Field(default=None, foreign_key="document.id", index=True)
    letter_id: int | None = Field(default=None, foreign_key="letter.id", index=True)


class Claim(SQLModel, table=True):
    """An edge of the graph: that one document cites another, however many letters say so.

    Not ``direct``: a third party says it, in whose letter it was found in the title of another
    cited document. ``since`` is the date of the first letter that says it, ``None`` where none is
    dated; ``mentions`` counts its rows of :class:`Edge`. ``source_document_id`` and
    ``target_document_id`` are the documents that the namings belong to, kept here so that a step
    in the graph reads one index and nothing else; they follow the namings when those move.
    """

    __tablename__ = "claim"
    # Those for a step up and down hold all that it needs, so that thousands are read at once. With
    # the day in front, the youngest claims about a document that everybody cites are found.
    __table_args__ = (
        Index("ix_claim_source", "source_id", "target_id", "relation", "direct", unique=True),
        Index("ix_claim_target", "target_id"),
        Index(
            "ix_claim_up",
            "source_document_id",
            "target_document_id",
            "relation",
            "direct",
            "since",
            "mentions",
        ),
        Index(
            "ix_claim_down",
            "target_document_id",
            "since",
            "source_document_id",
            "relation",
            "direct",
            "mentions",
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    source_id: int = Field(foreign_key="reference.id")
    target_id: int = Field(foreign_key="reference.id")
    source_document_id: int | None = Field(default=None, foreign_key="document.id")
    target_document_id: int | None = Field(default=None, foreign_key="document.id")
    relation: str
    direct: bool
    since: dt.date | None = None
    mentions: int = 0


class Edge(SQLModel, table=True):
    """One citation, which supports a claim; ``letter_id`` is the letter whose words say so.

    ``citation`` is the index in that letter's citations, where text and evidence are; ``None`` for
    an attachment that came in the same file. ``date`` is the date of the letter.
    """

    __tablename__ = "edge"
    __table_args__ = (Index("ix_edge_claim", "claim_id", "date"),)

    id: int | None = Field(default=None, primary_key=True)
    claim_id: int = Field(foreign_key="claim.id")
    letter_id: int = Field(foreign_key="letter.id", index=True)
    citation: int | None = None
    date: dt.date | None = None


class Decision(SQLModel, table=True):
    """What a person decided about the identity of documents; undone ones keep their row.

    ``merge``: what ``first`` and ``second`` name is one document. ``split``: what ``first`` names
    is a document of its own. Both are fingerprints of references, so that a decision holds
    whatever arrives later.
    """

    __tablename__ = "decision"

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    first: str = Field(index=True)
    second: str | None = Field(default=None, index=True)
    actor: str
    reason: str
    made_at: dt.datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    undone_at: dt.datetime | None = Field(default=None, sa_column=Column(DateTime(timezone=True)))
    undone_by: str | None = None


class Resemblance(SQLModel, table=True):
    """Two letters that may be one: shown and linked, never merged or dropped by the machine.

    ``score`` is 0…1; the letter with the smaller id is the first.
    """

    __tablename__ = "resemblance"
    __table_args__ = (UniqueConstraint("first_id", "second_id"),)

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    first_id: int = Field(foreign_key="letter.id", index=True)
    second_id: int = Field(foreign_key="letter.id", index=True)
    score: float
    verdict: str = Verdict.OPEN
    actor: str | None = None
    decided_at: dt.datetime | None = Field(default=None, sa_column=Column(DateTime(timezone=True)))
