"""Which language somebody reads."""

from __future__ import annotations

from fastapi import Request

from web.text import LANGUAGES

COOKIE = "congvan_language"
FIRST = "vi"


def language_of(request: Request) -> str:
    """Vietnamese, or what the switch was last set to."""
    chosen = request.cookies.get(COOKIE, FIRST)
    return chosen if chosen in LANGUAGES else FIRST
