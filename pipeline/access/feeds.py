"""Addresses of calendar feeds: programs that fetch them cannot log in.

An address shows whose feed it is, of which body, and a keyed hash over both and over what is kept
of the account's password: it ends when the account is closed, loses its right to read, or gets
another password.
"""

from __future__ import annotations

import hmac
import re

from sqlmodel import Session

from models.register import User
from pipeline.access.keyed_hash import keyed_hash
from pipeline.access.rights import Right, Viewer
from pipeline.access.sessions import viewer_of

_NUMBER = re.compile(r"[0-9]{1,9}")


def feed_token(session: Session, user_id: int, body: str, secret: str) -> str:
    """What the address of a body's feed shows. Raises :class:`LookupError` for no account."""
    user = session.get(User, user_id)
    if user is None:
        raise LookupError(user_id)
    return f"{user_id}.{_signature(user, body, secret)}"


def viewer_of_feed(session: Session, token: str, body: str, secret: str) -> Viewer | None:
    """Whose feed it is; ``None`` where the address is none, or is one no more."""
    number, _, signature = token.partition(".")
    user = session.get(User, int(number)) if _NUMBER.fullmatch(number) else None
    if user is None or not user.is_active:
        return None
    # compared as bytes: what was typed may be of any letters
    known = _signature(user, body, secret).encode()
    if not hmac.compare_digest(known, signature.encode(errors="replace")):
        return None
    viewer = viewer_of(user)
    return viewer if viewer.may(Right.READ) and not viewer.must_change else None


def _signature(user: User, body: str, secret: str) -> str:
    return keyed_hash(secret, "calendar", f"{user.id}\0{user.password_hash}\0{body}")
