"""Merging and splitting documents, for programs."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends
from pydantic import Field

from pipeline.access.rights import Right
from web.api.shapes import Shape, api_router
from web.deciding import Deciding
from web.security.asking import Asked, needs
from web.typed import LARGEST

router = api_router("decisions")
Decider = Annotated[Asked, Depends(needs(Right.DECIDE))]
Key = Annotated[str, Field(min_length=1, max_length=300)]
Reason = Annotated[str, Field(min_length=1, max_length=500)]
Number = Annotated[int, Field(ge=1, le=LARGEST)]


class MergeIn(Shape):
    """Two documents, by their addresses, that are one."""

    key: Key
    other: Key
    reason: Reason


class SplitIn(Shape):
    """A naming of a document that means another one."""

    key: Key
    naming: Number
    reason: Reason


class UndoDecisionIn(Shape):
    """A decision about a document."""

    key: Key
    decision: Number


class Decided(Shape):
    """The address that the document has now."""

    key: str


@router.post("/decisions:merge")
def merge(asked: Decider, given: MergeIn) -> Decided:
    """Say that two documents are one."""
    return Decided(key=Deciding(asked, given.key).merge(given.other, given.reason))


@router.post("/decisions:split")
def split(asked: Decider, given: SplitIn) -> Decided:
    """Say that a naming means a document of its own."""
    return Decided(key=Deciding(asked, given.key).split(given.naming, given.reason))


@router.post("/decisions:undo")
def undo(asked: Decider, given: UndoDecisionIn) -> Decided:
    """Take a decision back."""
    return Decided(key=Deciding(asked, given.key).undo(given.decision))
