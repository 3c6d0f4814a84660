"""A named way to a document: what a header or a citation says of it, ready to be compared."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from models.register import ReferenceKind
from pipeline.link.body_model import UNKNOWN
from pipeline.link.number_keys import Series


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """One way of naming a document. Fields as in :class:`models.register.Reference`.

    ``body`` is the key of the body whose numbering it is, ``?`` for each part that is not known:
    "tinh-uy/?" tells its kind, "?/lai-chau" its province. ``owner`` is what keeps it apart from
    equal ones: the letter itself, or the letter that cites it so vaguely that nobody can say
    whether another means the same.
    """

    kind: ReferenceKind
    number: str | None
    number_key: str | None
    slip_key: str | None
    numbering: Series = Series.UNKNOWN
    type_code: str | None = None
    date: dt.date | None = None
    issuer: str | None = None
    body: str | None = None
    term: str | None = None
    cited_year: int | None = None
    subject_key: str | None = None
    owner: str | None = None

    @property
    def fingerprint(self) -> str:
        """All that tells this naming from others, as one text; the same for equal ones."""
        parts = (
            self.kind.value,
            self.number,
            self.number_key,
            self.type_code,
            self.date and self.date.isoformat(),
            self.issuer,
            self.body,
            self.term,
            self.cited_year and str(self.cited_year),
            self.owner,
        )
        if self.kind is ReferenceKind.LETTER:
            return f"letter {self.owner}"
        return "\t".join(part or "" for part in parts)

    @property
    def is_placed(self) -> bool:
        """Whether the body is known, so that the number belongs to one series."""
        return self.body is not None and UNKNOWN not in self.body.split("/")

    def dated(self, date: dt.date) -> Naming:
        """The same with a date, and so without what stood in for one."""
        return replace(self, date=date, term=None, cited_year=None, owner=None)


def may_be(vague: str | None, body: str | None) -> bool:
    """Whether a body of which only a part is known, or nothing, may be ``body``.

    "…-xa/?/nam-dan/hong-son" may be "…-xa/nghe-an/nam-dan/hong-son", not one of another district;
    "?/lai-chau" any body of that province or of the centre.
    """
    if vague is None or body is None:
        return True
    said, known = vague.split("/"), body.split("/")
    if len(said) != len(known) and UNKNOWN not in (said[0], said[-1]):
        return False
    return all(one in (other, UNKNOWN) for one, other in zip(said, known, strict=False))
