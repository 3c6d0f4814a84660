"""Lists of bodies: "Sở Y tế, Sở Tài chính và Ủy ban nhân dân các huyện, thị xã, thành phố".

A comma or "và" divides the list only where the next part can begin a name. Common nouns told one
after the other are one collective ("các sở, ban, ngành"), and so are the levels behind "các huyện"
(observed; domain handbook 3.1, list splitting).
"""

from __future__ import annotations

import re
from functools import cache

from pipeline import vocabulary
from pipeline.extract.alphabet import CAPITAL_LETTERS
from pipeline.extract.phrase_tables import one_of, phrases

_SEPARATOR = re.compile(
    r"\s*(?:(?P<hard>;)|,)\s*(?:(?:và|cùng|hoặc)\s+)?|\s+(?:và|hoặc)\s+|\s+cùng\s+(?=các\s)"
)
_SPACE = re.compile(r"\s+")


@cache
def _quantifier() -> re.Pattern[str]:
    return re.compile(rf"(?:{one_of(phrases('tasks')['quantifiers'])}\s+)+", re.IGNORECASE)


@cache
def _head() -> re.Pattern[str]:
    lists = phrases("tasks")
    return re.compile(rf"(?!(?i:{one_of(lists['not_heads'])})){one_of(lists['heads'])}")


@cache
def _collective() -> re.Pattern[str]:
    return re.compile(one_of(phrases("tasks")["collective"]), re.IGNORECASE)


def head_length(text: str, start: int = 0) -> int:
    """How many letters of ``text`` from ``start`` are quantifier and head noun of a body; or 0."""
    quantifier = _quantifier().match(text, start)
    begin = quantifier.end() if quantifier else start
    head = _head().match(text, begin)
    if head is None and begin == start and text[start : start + 1].isupper():
        lowered = text[start].lower() + text[start + 1 :]
        head = _head().match(lowered)
        return head.end() if head else 0
    return head.end() - start if head else 0


@cache
def _known_names() -> re.Pattern[str]:
    """Names that hold a comma or "và", to be kept whole."""
    names = {body.name for body in vocabulary.bodies()}
    joined = [name for name in names if "," in name or " và " in name]
    return re.compile(one_of(joined), re.IGNORECASE)


def split_bodies(text: str) -> list[str]:
    """The bodies that ``text``, a list of them, names; as printed, white space closed up."""
    text = _SPACE.sub(" ", text).strip(" ,;:.")
    elliptic = _elliptic(text)
    if elliptic is not None:
        return elliptic
    kept = [match.span() for match in _known_names().finditer(text)]
    items: list[str] = []
    begin = 0
    for match in _SEPARATOR.finditer(text):
        inside = any(start < match.start() < end for start, end in kept)
        if not inside and _begins_item(text, match, text[begin : match.start()]):
            items.append(text[begin : match.start()])
            begin = match.end()
    items.append(text[begin:])
    cleaned = [item.strip(" ,;:.") for item in items]
    return [item for item in cleaned if item]


def _begins_item(text: str, separator: re.Match[str], item: str) -> bool:
    """Whether a new body begins behind ``separator``; ``item`` is the one before it."""
    rest = text[separator.end() :]
    length = head_length(rest)
    if not length:
        return False
    if separator["hard"]:
        return True
    quantifier = _quantifier().match(rest)
    if quantifier:
        return True
    if _ENDS_IN_LEVEL.search(item) and _LEVEL.match(rest):
        return False
    noun = _collective().match(rest)
    if noun is None or not rest[0].islower():
        return True
    return not _is_collective(item)


_ENDS_IN_LEVEL = re.compile(r"\s(?:tỉnh|huyện|quận|xã|phường)$")
_LEVEL = re.compile(
    r"(?:thành phố|thị xã|quận|thị trấn|phường|đặc khu)(?:\s*$|,|\s+(?:và|thuộc)\s)"
)


def _is_collective(item: str) -> bool:
    quantifier = _quantifier().search(item)
    return quantifier is not None or item[:1].islower()


@cache
def _elliptic_start() -> re.Pattern[str]:
    return re.compile(
        r"(?:[Cc]ác\s+)(?P<head>[Ss]ở|[Bb]ộ|[Bb]an|[Pp]hòng)\s*(?::\s*|\s)(?=["
        + CAPITAL_LETTERS
        + "])"
    )


def _elliptic(text: str) -> list[str] | None:
    """ "các Sở: Y tế, Tài chính" as "Sở Y tế", "Sở Tài chính"; ``None`` for other lists."""
    start = _elliptic_start().match(text)
    if not start:
        return None
    head = start["head"].capitalize()
    items: list[str] = []
    position, elliptic = start.end(), True
    while position < len(text):
        end = _name_end(text, position, head if elliptic else "")
        part = text[position:end].strip(" ,;:.")
        if elliptic and items and head_length(text, position):
            return [*items, *split_bodies(text[position:])]
        if part:
            items.append(f"{head} {part}")
        separator = _SEPARATOR.match(text, end)
        position = separator.end() if separator else len(text)
    return items


def _name_end(text: str, position: int, head: str) -> int:
    """Where the name that begins at ``position`` ends: a known one whole, else at a separator."""
    known = _known_names().match(f"{head} {text[position:]}")
    if known:
        return position + known.end() - len(head) - 1
    separator = _SEPARATOR.search(text, position)
    return separator.start() if separator else len(text)
