"""The registry of bodies, looked up by the words that a name begins with or by its slug."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pipeline import vocabulary
from pipeline.link.body_words import Word, keys_of, slug

LEVEL_SLUGS = (
    "tinh",
    "thanh-pho",
    "huyen",
    "quan",
    "thi-xa",
    "xa",
    "phuong",
    "thi-tran",
    "dac-khu",
)


@dataclass(frozen=True, slots=True)
class Head:
    """The known part that a name begins with, and how many of its words that takes."""

    bodies: tuple[vocabulary.Body, ...]
    length: int

    def is_only(self, level: str) -> bool:
        """Whether the registry has it on this level and no other."""
        return bool(self.bodies) and all(body.level == level for body in self.bodies)

    def has(self, level: str) -> bool:
        """Whether the registry has it on this level."""
        return any(body.level == level for body in self.bodies)


NO_HEAD = Head((), 0)


def head_of(words: tuple[Word, ...]) -> Head:
    """The longest name of the registry that ``words`` begin with."""
    keys = tuple(word.key for word in words)
    for length in range(min(len(keys), _longest()), 0, -1):
        if found := _by_words().get(keys[:length]):
            return Head(found, length)
    return NO_HEAD


@cache
def _by_words() -> dict[tuple[str, ...], tuple[vocabulary.Body, ...]]:
    table: dict[tuple[str, ...], tuple[vocabulary.Body, ...]] = {}
    for body in vocabulary.bodies():
        words = keys_of(body.name)
        table[words] = (*table.get(words, ()), body)
    return table


@cache
def _longest() -> int:
    return max(map(len, _by_words()))


@cache
def _by_slug() -> dict[str, tuple[vocabulary.Body, ...]]:
    table: dict[str, tuple[vocabulary.Body, ...]] = {}
    for body in vocabulary.bodies():
        table[slug(body.name)] = (*table.get(slug(body.name), ()), body)
    return table


def entries_of(kind: str) -> tuple[vocabulary.Body, ...]:
    """The registry's entries of a kind, also of one with a level: "cong-an-tinh" is "Công an"."""
    if found := _by_slug().get(kind) or _by_slug().get(kind.removeprefix("trung-uong-")):
        return found
    for level in LEVEL_SLUGS:
        if kind.endswith(f"-{level}") and (found := _by_slug().get(kind.removesuffix(f"-{level}"))):
            return found
    return ()
