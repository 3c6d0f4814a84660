"""What a letter is to a document that it cites: the cues of ``citations.toml`` in running text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import get_args

from models.reading import Relation
from pipeline.extract.phrase_tables import phrases

_NAMES: tuple[Relation, ...] = get_args(Relation)


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue in a text; ``weak`` ones give way to any other of the same clause."""

    start: int
    end: int
    relation: Relation
    weak: bool = False
    proposal: bool = False
    """On somebody's proposal: what it is depends on the type of what was sent."""


@cache
def _groups() -> dict[str, tuple[Relation, bool, bool]]:
    """Phrase → relation, weak, proposal."""
    lists = phrases("citations")
    known: dict[str, tuple[Relation, bool, bool]] = {}
    for relation in _NAMES:
        for phrase in lists.get(relation, ()):
            known[_key(phrase)] = (relation, False, False)
    known.update({_key(p): ("per", True, False) for p in lists["weak_per"]})
    known.update({_key(p): ("legal_basis", False, True) for p in lists["on_proposal"]})
    return known


def _key(phrase: str) -> str:
    return " ".join(re.sub(r"\s*,\s*", " ", phrase.lower().replace("huỷ", "hủy")).split())


@cache
def _pattern() -> re.Pattern[str]:
    ordered = sorted(_groups(), key=len, reverse=True)
    inner = "|".join(r"\s*,?\s+".join(map(re.escape, phrase.split())) for phrase in ordered)
    return re.compile(rf"(?<!\w)(?:{inner.replace('hủy', 'h(?:ủy|uỷ)')})(?!\w)", re.IGNORECASE)


# "chương trình hành động thực hiện", "công tác hướng dẫn": still cues. These are none.
_NO_CUE = re.compile(
    r"(?:trước|sau|kèm|đi|dõi|Theo\s+dõi|tùy|tuỳ|học|xem)\s+$|(?:có|được)\s+điều\s+kiện\s+$",
    re.IGNORECASE,
)
_FOLLOWED = re.compile(
    r"\s+(?:dõi|đó|đây|kịp|hướng(?!\s+dẫn)|từng|định\s+kỳ|hàng|hằng)\b", re.IGNORECASE
)


def cues_in(text: str, start: int, end: int) -> list[Cue]:
    """All cues that lie in ``text[start:end]``, in order."""
    found = []
    for match in _pattern().finditer(text, start, end):
        relation, weak, proposal = _groups()[_key(match.group())]
        bare = match.group().lower() in {"theo", "xét"}
        if bare and (
            _FOLLOWED.match(text, match.end())
            or _NO_CUE.search(text[max(start, match.start() - 12) : match.start()])
        ):
            continue
        found.append(Cue(match.start(), match.end(), relation, weak, proposal))
    return found


def governing(text: str, start: int, end: int) -> Cue | None:
    """The cue of ``text[start:end]`` that governs what stands at ``end``.

    The last one; "tại" and its kin only where there is no other.
    """
    cues = cues_in(text, start, end)
    strong = [cue for cue in cues if not cue.weak]
    return next(reversed(strong or cues), None)


@cache
def _after() -> tuple[tuple[re.Pattern[str], Relation], ...]:
    lists = phrases("citations")
    kinds: tuple[tuple[str, Relation], ...] = (
        ("repealed_after", "repeals"),
        ("replaced_after", "replaces"),
        ("amended_after", "amends"),
    )
    return tuple(
        (re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, lists[name]))})(?!\w)", re.I), relation)
        for name, relation in kinds
    )


def said_after(text: str, start: int, end: int) -> Relation | None:
    """What is said of a document behind its mention: "… hết hiệu lực"."""
    found = [
        (match.start(), relation)
        for pattern, relation in _after()
        if (match := pattern.search(text, start, end))
    ]
    return min(found)[1] if found else None


@cache
def _attached() -> re.Pattern[str]:
    words = "|".join(map(re.escape, phrases("citations")["attached_after"]))
    return re.compile(rf"\(\s*(?:có\s+|xin\s+)?(?:{words})[^()]{{0,40}}\)", re.IGNORECASE)


def attached_at(text: str, start: int, end: int) -> int | None:
    """Where "(gửi kèm theo)" stands in ``text[start:end]``; ``None`` if nowhere."""
    match = _attached().search(text, start, end)
    return match.start() if match else None
