"""Letters that look alike, for programs."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Path

from models.register import SecrecyLevel, Verdict
from pipeline.access.rights import Right
from pipeline.store.comparing import compared
from pipeline.store.duplicates import Pair, pairs
from pipeline.store.ledger import utc_now
from pipeline.store.resemblances import decide
from web.api.shapes import Cursor, Items, Limit, Shape, api_router
from web.security.asking import Asked, needs
from web.typed import row_number

router = api_router("duplicates")
Reader = Annotated[Asked, Depends(needs(Right.READ))]
Reviewer = Annotated[Asked, Depends(needs(Right.REVIEW))]
Number = Annotated[int, Path(ge=1, le=2**53)]


class CopyOut(Shape):
    """One letter of a pair: the address of its document, its file and its first and last page."""

    document: str
    file: str
    sha256: str
    pages: tuple[int, int]


class PairOut(Shape):
    """Two letters that may be copies of each other; `score` is 0…1."""

    id: int
    kind: str
    score: float
    verdict: Verdict
    first: CopyOut
    second: CopyOut


class VerdictIn(Shape):
    """What a person says: `confirmed`, `refused`, or `open` to take it back."""

    verdict: Verdict


@router.get("/duplicates")
def list_duplicates(
    asked: Reader, decided: bool = False, limit: Limit = 50, after: Cursor = None
) -> Items[PairOut]:
    """Pairs, the surest first; `decided`: also those that somebody has decided upon."""
    start = row_number(after) or 0
    with asked.reading() as session:
        found = pairs(session, decided=decided, limit=limit + 1, offset=start)
    shown = [PairOut.model_validate(each) for each in found[:limit]]
    return Items(items=shown, next=str(start + limit) if len(found) > limit else None)


@router.post("/duplicates/{number}")
def decide_duplicate(asked: Reviewer, number: Number, said: VerdictIn) -> PairOut:
    """Say whether two letters are one."""
    return PairOut.model_validate(decided_pair(asked, number, said.verdict))


def decided_pair(asked: Asked, number: int, verdict: Verdict) -> Pair:
    """Write down what the viewer says of a pair that they see; the pair as it is then."""
    with asked.reading() as session:
        level: SecrecyLevel = compared(session, number).level
    with asked.changing("decide_duplicate", f"#{number}", level, verdict.value) as session:
        decide(session, number, verdict, asked.viewer.name, utc_now())
    with asked.reading() as session:
        return compared(session, number).pair
