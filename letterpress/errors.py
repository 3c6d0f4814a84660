"""What can go wrong while letters are made."""

from __future__ import annotations


class LetterpressError(Exception):
    """Base of the errors of this package; the message says what to do."""


class FontMissing(LetterpressError):
    """No complete Vietnamese serif type is installed."""


class GlyphMissing(LetterpressError):
    """The type has no glyph for a character of the letter."""


class NotInTcvn3(LetterpressError):
    """A character that the one-byte code TCVN3 cannot say."""


class DoesNotFit(LetterpressError):
    """A block that is taller or wider than the page it should stand on."""
