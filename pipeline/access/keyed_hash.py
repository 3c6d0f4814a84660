"""What browsers and programs show to be known is kept as a keyed hash only."""

from __future__ import annotations

import hashlib
import hmac


def keyed_hash(secret: str, purpose: str, text: str) -> str:
    """HMAC-SHA-256 of ``text`` for one purpose, hexadecimal."""
    return hmac.new(secret.encode(), f"{purpose}\0{text}".encode(), hashlib.sha256).hexdigest()
