"""Mức độ khẩn and độ mật: stamped or printed alone on a line, or in a frame."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from rapidfuzz import fuzz

from models.layout import Stamp
from models.reading import Evidence
from pipeline import vocabulary
from pipeline.extract.cues import plain
from pipeline.extract.rows import Row

# A stamp's letters are often broken; a line holds nothing else, so that little likeness is enough.
ALIKE = 80
# Longer lines are text that speaks of urgency, not the mark itself.
LONGEST = 22
# Marks this short (MẬT, KHẨN) are too easily found in anything.
SHORT = 4

Put = Callable[[str, Any, float, Sequence[Evidence]], None]


def find_marks(rows: Sequence[Row], stamps: Sequence[Stamp], page: int, put: Put) -> None:
    """Puts ``urgency`` and ``secrecy`` where the letterhead or a stamp shows them.

    ``stamps`` are those of page ``page``.
    """
    for name in ("urgency", "secrecy"):
        best: tuple[float, str, list[Evidence]] | None = None
        for row in rows:
            found = _mark(row.text, name)
            if found and (best is None or found[0] > best[0]):
                best = (found[0], found[1], [row.evidence()])
        for stamp in stamps:
            found = _mark(stamp.text, name)
            if found and (best is None or found[0] > best[0]):
                best = (found[0], found[1], [_place(stamp, page)])
        if best is not None:
            put(name, best[1], best[0], best[2])


def is_mark(text: str) -> bool:
    """Whether the line is nothing but a mark of urgency or secrecy, in whatever case."""
    key = plain(text)
    return any(key == form for name in ("urgency", "secrecy") for form, _ in _forms(name))


def _place(stamp: Stamp, page: int) -> Evidence:
    """A stamp has a place on the page, but none in its text."""
    return Evidence(page=page, box=stamp.box.rounded(), start=0, end=0)


def _mark(text: str, name: str) -> tuple[float, str] | None:
    key = plain(text)
    whole = next((value for form, value in _forms(name) if form == key and len(form) > SHORT), None)
    if whole is not None and text.strip()[:1].isupper():
        return 1.0, whole  # "Hỏa tốc" by itself on its line
    if not 3 <= len(key) <= LONGEST or sum(c.isupper() for c in text) < 0.6 * len(
        key.replace(" ", "")
    ):
        return None
    scored = [(_likeness(key, form), value) for form, value in _forms(name)]
    likeness, value = max(scored)
    return (likeness / 100, value) if likeness >= ALIKE else None


def _likeness(key: str, form: str) -> float:
    """0…100; short marks must match exactly."""
    if len(form) <= SHORT:
        return 100.0 if key == form else 0.0
    return fuzz.ratio(key.replace(" ", ""), form.replace(" ", ""))


@cache
def _forms(name: str) -> tuple[tuple[str, str], ...]:
    marks = getattr(vocabulary.marks(), name)
    return tuple((plain(form), mark.value) for mark in marks for form in mark.forms)
