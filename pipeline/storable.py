"""Names of files and folders as every database takes them."""

from __future__ import annotations

import os
import unicodedata


def storable(text: str) -> str:
    """``text`` in NFC, bytes that are no UTF-8 as U+FFFD."""
    return unicodedata.normalize("NFC", os.fsencode(text).decode("utf-8", "replace"))
