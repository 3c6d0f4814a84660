"""Log-in sessions: a random token in the browser's cookie, its keyed hash in the register."""

from __future__ import annotations

import datetime as dt
import secrets

from sqlalchemy import delete, select
from sqlmodel import Session, col

from models.errors import LoginRefused
from models.register import LoginSession, SecrecyLevel, User
from pipeline.access.accounts import find_account, roles_of
from pipeline.access.keyed_hash import keyed_hash
from pipeline.access.passwords import fits, is_spent, spent, unspent
from pipeline.access.rights import Viewer, rights_of
from pipeline.moments import aware

LONGEST = dt.timedelta(hours=12)
"""After this a session ends, however busy it is: a working day."""
IDLE = dt.timedelta(hours=2)
"""After this without a question a session ends."""
_NOTED = dt.timedelta(minutes=5)
"""How exactly it is written down when a session was last used: not with every question."""


def log_in(session: Session, name: str, password: str, *, is_inside: bool = False) -> User:
    """The account. Raises :class:`LoginRefused`, and does not tell what was wrong.

    ``is_inside``: they are logged in and are asked again, also for a password that is spent.
    """
    user = find_account(session, name)
    kept = user.password_hash if user and user.is_active else None
    if kept is not None and is_spent(kept):
        kept = unspent(kept) if is_inside else None
    if not fits(password, kept) or user is None:
        raise LoginRefused
    return user


def spend_password(session: Session, user: User) -> None:
    """A one-time password is used. Raises :class:`LoginRefused` where it was a moment before."""
    if not user.must_change:
        return
    if is_spent(user.password_hash):
        raise LoginRefused
    user.password_hash = spent(user.password_hash)
    session.add(user)


def begin_session(session: Session, user: User, secret: str, now: dt.datetime) -> str:
    """A new session; the token for the cookie. Sessions that are over are forgotten."""
    token = secrets.token_urlsafe(32)
    session.execute(delete(LoginSession).where(col(LoginSession.until) < now))
    session.add(
        LoginSession(
            token_hash=_hash(secret, token),
            user_id=user.id or 0,
            made_at=now,
            seen_at=now,
            until=now + LONGEST,
        )
    )
    session.flush()
    return token


def viewer_of_session(
    session: Session, token: str, secret: str, now: dt.datetime
) -> tuple[Viewer, bool] | None:
    """Who shows this token, and whether it has to be noted that they did; ``None`` for nobody."""
    query = select(LoginSession, User).join(User, col(LoginSession.user_id) == col(User.id))
    row = session.execute(query.where(col(LoginSession.token_hash) == _hash(secret, token))).first()
    if row is None:
        return None
    known, user = row
    seen, until = aware(known.seen_at), aware(known.until)
    if now >= until or now - seen >= IDLE or not user.is_active:
        return None
    return viewer_of(user), now - seen >= _NOTED


def note_use(session: Session, token: str, secret: str, now: dt.datetime) -> None:
    """Write down that a session is in use."""
    known = session.get(LoginSession, _hash(secret, token))
    if known is not None:
        known.seen_at = now
        session.add(known)


def end_session(session: Session, token: str, secret: str) -> None:
    """Log out."""
    of_token = col(LoginSession.token_hash) == _hash(secret, token)
    session.execute(delete(LoginSession).where(of_token))


def viewer_of(user: User) -> Viewer:
    """Somebody with all that their account may do."""
    roles = roles_of(user)
    return Viewer(
        id=user.id or 0,
        name=user.name,
        full_name=user.full_name,
        roles=roles,
        rights=rights_of(roles),
        clearance=SecrecyLevel(user.clearance),
        cleared_by=user.cleared_by,
        cleared_on=user.cleared_at.date().isoformat() if user.cleared_at else None,
        must_change=user.must_change,
    )


def _hash(secret: str, token: str) -> str:
    return keyed_hash(secret, "session", token)
