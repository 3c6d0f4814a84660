"""Passwords: kept as argon2 hashes (RFC 9106), and refused where they are easy to guess."""

from __future__ import annotations

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from models.errors import PasswordRefused

SHORTEST = 12
LONGEST = 256
"""Characters; hashing a longer one would only cost time."""
_ONE_TIME_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
"""Without those that look alike on paper (l 1, o 0)."""

_SPENT = "spent:"
"""Before the hash of a one-time password with which somebody has logged in."""

_hasher = PasswordHasher()
_OF_NOBODY = _hasher.hash(secrets.token_hex())
"""What is checked where there is no such account, so that it takes as long."""


def hash_password(password: str, *, name: str, before: str | None = None) -> str:
    """The hash of a new password of ``name``; ``before`` is the hash of the last one.

    Raises :class:`PasswordRefused`.
    """
    plain = password.casefold()
    too_easy = (
        not SHORTEST <= len(password) <= LONGEST
        or name.casefold() in plain
        or len(set(plain)) < SHORTEST // 2
        or (before is not None and fits(password, before))
    )
    if too_easy:
        raise PasswordRefused
    return _hasher.hash(password)


def fits(password: str, kept: str | None) -> bool:
    """Whether a password is the one whose hash is ``kept``; ``None`` takes as long, none fits."""
    try:
        return _hasher.verify(kept or _OF_NOBODY, password[:LONGEST]) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def spent(kept: str) -> str:
    """What is kept of a one-time password from its first use on."""
    return _SPENT + kept


def is_spent(kept: str) -> bool:
    """Whether somebody has logged in with a one-time password."""
    return kept.startswith(_SPENT)


def unspent(kept: str) -> str:
    """The hash of a password, spent or not."""
    return kept.removeprefix(_SPENT)


def one_time_password() -> str:
    """Four groups of four letters, 80 bits, for one log-in, at which it is changed."""
    groups = ("".join(secrets.choice(_ONE_TIME_LETTERS) for _ in range(4)) for _ in range(4))
    return "-".join(groups)
