"""Tokens of programs (API): each acts for an account, within scopes, until it is revoked."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import select
from sqlmodel import Session, col

from models.errors import AccessDenied, AccountInvalid
from models.register import ApiToken, User
from pipeline.access.keyed_hash import keyed_hash
from pipeline.access.rights import Right, Viewer
from pipeline.access.sessions import viewer_of
from pipeline.moments import aware

PREFIX = "cvt_"
"""What a token begins with, so that it is recognised where it should not be."""


def make_token(
    session: Session,
    viewer: Viewer,
    *,
    label: str,
    scopes: Collection[Right],
    secret: str,
    now: dt.datetime,
    until: dt.datetime | None = None,
) -> tuple[ApiToken, str]:
    """A token for ``viewer``, whose text is shown this once.

    Raises :class:`AccessDenied` for scopes that they do not have themselves, or where a token asks.
    """
    if viewer.token is not None or not scopes or not set(scopes) <= viewer.rights:
        raise AccessDenied(", ".join(sorted(scopes)))
    text = PREFIX + secrets.token_urlsafe(32)
    made = ApiToken(
        token_hash=keyed_hash(secret, "token", text),
        user_id=viewer.id,
        label=label.strip() or "API",
        scopes=" ".join(sorted(scopes)),
        made_at=now,
        until=until,
    )
    session.add(made)
    session.flush()
    return made, text


def viewer_of_token(session: Session, text: str, secret: str, now: dt.datetime) -> Viewer | None:
    """Who shows this token: its account as far as the scopes go; ``None`` for nobody."""
    query = select(ApiToken, User).join(User, col(ApiToken.user_id) == col(User.id))
    of_token = col(ApiToken.token_hash) == keyed_hash(secret, "token", text)
    row = session.execute(query.where(of_token, col(ApiToken.revoked_at).is_(None))).first()
    if row is None:
        return None
    token, user = row
    until = token.until and aware(token.until)
    if not user.is_active or (until is not None and now >= until):
        return None
    viewer = viewer_of(user)
    scopes = {Right(each) for each in token.scopes.split()}
    return replace(viewer, rights=viewer.rights & scopes, token=token.label)


def tokens_of(session: Session, user_id: int) -> list[ApiToken]:
    """All tokens of an account, also revoked ones, the newest first."""
    query = select(ApiToken).where(col(ApiToken.user_id) == user_id)
    return list(session.scalars(query.order_by(col(ApiToken.id).desc())))


def revoke_token(session: Session, viewer: Viewer, number: int, now: dt.datetime) -> ApiToken:
    """End a token of one's own, or as administrator anybody's. Raises :class:`AccountInvalid`."""
    token = session.get(ApiToken, number)
    own = token is not None and (token.user_id == viewer.id or viewer.may(Right.ADMINISTER))
    if token is None or not own:
        raise AccountInvalid(f"#{number}")
    token.revoked_at = token.revoked_at or now
    session.add(token)
    return token
