"""People say that two documents are one, or that a naming means another document."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Form
from fastapi.responses import RedirectResponse, Response

from pipeline.access.rights import Right
from web.deciding import Deciding
from web.rendering import document_address
from web.security.asking import Asked, needs
from web.text_route import page_router
from web.typed import LARGEST

router = page_router()
Decider = Annotated[Asked, Depends(needs(Right.DECIDE))]
Key = Annotated[str, Form(min_length=1, max_length=300)]
Reason = Annotated[str, Form(max_length=500)]
Number = Annotated[int, Form(ge=1, le=LARGEST)]


@router.post("/decisions/merge")
def merge(asked: Decider, key: Key, other: Key, reason: Reason = "") -> Response:
    """Two documents are one."""
    return _shown(Deciding(asked, key).merge(other, reason))


@router.post("/decisions/split")
def split(asked: Decider, key: Key, naming: Number, reason: Reason = "") -> Response:
    """What a naming means is a document of its own."""
    return _shown(Deciding(asked, key).split(naming, reason))


@router.post("/decisions/undo")
def undo(asked: Decider, key: Key, decision: Number) -> Response:
    """Take a decision back."""
    return _shown(Deciding(asked, key).undo(decision))


def _shown(key: str) -> Response:
    return RedirectResponse(document_address(key), HTTPStatus.SEE_OTHER)
