"""Text without what XML and calendars cannot hold."""

from __future__ import annotations

import re
from typing import Final

_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
"""Controls other than tab and line ends (XML 1.0, 2.2; RFC 5545, 3.1)."""


def printable(text: str) -> str:
    """``text`` without controls, which a damaged text layer may hold."""
    return _CONTROL.sub("", text)
