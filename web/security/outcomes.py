"""What is no error but sends people elsewhere first."""

from __future__ import annotations


class NotLoggedIn(Exception):
    """Nobody is known who asks."""


class MustChangePassword(Exception):
    """Whoever asks has a password that somebody else gave them."""
