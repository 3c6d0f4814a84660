"""One's own account: what one may do, and tokens for programs that act for one."""

from __future__ import annotations

import datetime as dt
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Form
from fastapi.responses import RedirectResponse, Response

from models.errors import AccessDenied
from pipeline.access.rights import Right
from pipeline.access.tokens import make_token, revoke_token, tokens_of
from pipeline.store.ledger import utc_now
from web.rendering import page
from web.security.asking import Asked, needs
from web.text_route import page_router
from web.typed import RowNumber

router = page_router()
LoggedIn = Annotated[Asked, Depends(needs(Right.READ))]
_DAYS = {"30": 30, "365": 365, "": None}
"""For how long a token may be good; none: until it is revoked."""


@router.get("/account")
def account_page(asked: LoggedIn) -> Response:
    """What one may do, and one's tokens."""
    return _shown(asked)


def _shown(asked: Asked, made: str | None = None) -> Response:
    with asked.place.store.reading() as session:
        tokens = tokens_of(session, asked.viewer.id)
        session.expunge_all()
    return page(
        asked.request, "account.html", viewer=asked.viewer, tokens=tokens, made=made, days=_DAYS
    )


@router.post("/account/tokens")
def new_token(
    asked: LoggedIn,
    label: Annotated[str, Form(min_length=1, max_length=80)],
    scopes: Annotated[list[Right], Form()],
    days: Annotated[str, Form()] = "30",
) -> Response:
    """A new token, shown this once."""
    if days not in _DAYS:
        raise AccessDenied(days)
    lasting = _DAYS[days]
    now = utc_now()
    with asked.changing("make_token", label) as session:
        _, text = make_token(
            session,
            asked.viewer,
            label=label,
            scopes=scopes,
            secret=asked.place.secret,
            now=now,
            until=None if lasting is None else now + dt.timedelta(days=lasting),
        )
    return _shown(asked, text)


@router.post("/account/tokens/{number}/revoke")
def revoke(asked: LoggedIn, number: RowNumber) -> Response:
    """A token is good no more."""
    with asked.changing("revoke_token", f"#{number}") as session:
        revoke_token(session, asked.viewer, number, utc_now())
    return RedirectResponse("/account", HTTPStatus.SEE_OTHER)
