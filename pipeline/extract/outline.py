"""Bố cục: headings, items and paragraphs of a letter, and which section each stands in.

Levels are those of the letter itself: whichever marker comes first is the outermost (NĐ 30/2020,
phụ lục I: phần, chương, mục, điều, khoản, điểm; letters use I., 1., a), -, + as they like, those of
the Party also 1-).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pipeline.extract.phrase_tables import one_of, phrases
from pipeline.extract.prose import Prose, marker_length
from pipeline.extract.rows import in_capitals

Section = Literal["purpose", "evaluation", "objectives", "tasks", "unknown"]
MarkerKind = Literal[
    "part", "roman", "capital", "article", "number", "deep_number", "letter", "dash", "plus", "none"
]

_KINDS: tuple[tuple[MarkerKind, re.Pattern[str]], ...] = (
    ("part", re.compile(r"(?:Phần|Chương|Mục)\b")),
    ("article", re.compile(r"(?:Điều|Khoản)\b")),
    ("roman", re.compile(r"[IVX]+\s?[-–.)/]")),
    ("deep_number", re.compile(r"\d{1,3}(?:\.\d{1,2})+")),
    ("number", re.compile(r"\d{1,3}\s?[-–.)/]")),
    ("capital", re.compile(r"[A-ZĐ]\s?[.)/]")),
    ("letter", re.compile(r"[a-zđ]\s?[-–.)/]")),
    ("plus", re.compile(r"\+")),
    ("dash", re.compile(r"[-–—•·*]")),
)
# What no chapter or article stands under.
_INNER = frozenset(("none", "dash", "plus"))
# A heading is at most this many letters.
_HEADING = 160
_LEAD_IN = re.compile(r":\s*$")
_SENTENCE_END = re.compile(r"[.;!?]\s*$|\./\.\s*$")


@dataclass(frozen=True, slots=True)
class Unit:
    """One paragraph: ``text[start:end]`` of the prose without its ``marker``.

    ``parent`` is the index of the heading or item that it stands under.
    """

    start: int
    end: int
    marker: str
    kind: MarkerKind
    parent: int | None
    is_heading: bool
    is_lead_in: bool
    section: Section
    is_table: bool = False


def outline(prose: Prose) -> list[Unit]:
    """The units of ``prose``, one for each paragraph, in order."""
    builder = _Builder(prose)
    for index in range(len(prose.paragraphs)):
        builder.add(index)
    return builder.units


class _Builder:
    def __init__(self, prose: Prose) -> None:
        self.prose = prose
        self.units: list[Unit] = []
        self._open: list[int] = []  # markers from the outermost to the innermost
        self._lead_in: int | None = None

    def add(self, index: int) -> None:
        start, end = self.prose.paragraphs[index]
        text = self.prose.text[start:end]
        is_table = "\t" in text
        length = 0 if is_table else marker_length(text)
        marker = text[:length].strip()
        kind = _kind_of(marker)
        parent = self._parent(kind)
        content = text[length:]
        is_heading = not is_table and self._is_heading(index, content, kind)
        unit = Unit(
            start=start + length,
            end=end,
            marker=marker,
            kind=kind,
            parent=parent,
            is_heading=is_heading,
            is_lead_in=bool(_LEAD_IN.search(content)) and not is_heading,
            section=self._section(content, parent, is_heading),
            is_table=is_table,
        )
        self.units.append(unit)
        if kind != "none" or is_heading:
            self._open.append(len(self.units) - 1)

    def _parent(self, kind: MarkerKind) -> int | None:
        """Closes what the marker ends; what is left open last holds the new unit."""
        if kind == "none":
            return self._open[-1] if self._open else None
        for depth, index in enumerate(self._open):
            if self.units[index].kind == kind:
                del self._open[depth:]
                break
            if self.units[index].kind in _INNER and kind in {"roman", "part", "article"}:
                del self._open[depth:]
                break
        return self._open[-1] if self._open else None

    def _is_heading(self, index: int, content: str, kind: MarkerKind) -> bool:
        if not content.strip() or len(content) > _HEADING:
            return False
        if in_capitals(content):
            return True
        if _SENTENCE_END.search(content):
            return False
        if kind == "none":
            return False
        return self._is_followed_by_deeper(index, kind) or kind in {"roman", "part"}

    def _is_followed_by_deeper(self, index: int, kind: MarkerKind) -> bool:
        if index + 1 >= len(self.prose.paragraphs):
            return False
        start, end = self.prose.paragraphs[index + 1]
        text = self.prose.text[start:end]
        return _kind_of(text[: marker_length(text)].strip()) != kind

    def _section(self, content: str, parent: int | None, is_heading: bool) -> Section:
        inherited: Section = self.units[parent].section if parent is not None else "unknown"
        if not is_heading:
            return inherited
        found = section_of(content)
        if found == "tasks" and inherited in {"purpose", "evaluation"}:
            return inherited
        return inherited if found == "unknown" else found


def _kind_of(marker: str) -> MarkerKind:
    if not marker:
        return "none"
    return next((kind for kind, pattern in _KINDS if pattern.match(marker)), "none")


@cache
def _sections() -> tuple[tuple[re.Pattern[str], Section], ...]:
    names: tuple[Section, ...] = ("purpose", "evaluation", "objectives", "tasks")
    lists = phrases("tasks")
    return tuple((re.compile(one_of(lists[name]), re.IGNORECASE), name) for name in names)


def section_of(heading: str) -> Section:
    """The section that a heading opens, by the cue that comes first in it."""
    found = [
        (match.start(), order, name)
        for order, (pattern, name) in enumerate(_sections())
        if (match := pattern.search(heading))
    ]
    return min(found)[2] if found else "unknown"


def ancestors(units: Sequence[Unit], index: int) -> Iterator[int]:
    """Indices of what holds unit ``index``, the nearest first."""
    parent = units[index].parent
    while parent is not None:
        yield parent
        parent = units[parent].parent
