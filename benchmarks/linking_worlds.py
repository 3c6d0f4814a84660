"""Small worlds of letters, written by hand: who cites whom is known.

A world is a handful of letters as an office would keep them. Words between braces are a citation,
with the document that they mean before the colon::

    Thực hiện {kh: Kế hoạch số 12/KH-UBND ngày 03/4/2023 của UBND tỉnh} về …

``kh`` is the id of a letter of the world, or of a document that never arrives. ``?`` is a citation
of which nobody can say from the world what it means: it must stay by itself. Letters with one id
are copies of one document.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

_MARK = re.compile(r"\{(?P<id>\?|[a-z]\w*):\s*(?P<words>[^{}]+)\}")

System = Literal["state", "party", "front", "association"]


class Mention(BaseModel):
    """Words of a letter that mean document ``id``; ``None``: nobody can say which."""

    model_config = ConfigDict(frozen=True)

    id: str | None
    words: str


class WorldLetter(BaseModel):
    """One letter: what its head prints, and its marked text.

    ``type`` is a name; without one it is the type of the number's symbol. ``sign`` are the capital
    lines above the name of the signer.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z]\w*$")
    number: str
    date: dt.date
    issuer: str
    parent: str | None = None
    place: str
    subject: str
    type: str | None = None
    system: System | None = None
    union: bool = False
    sign: tuple[str, ...] = ()
    to: tuple[str, ...] = ("Các cơ quan, đơn vị liên quan",)
    body: tuple[str, ...]

    @property
    def mentions(self) -> list[Mention]:
        """Its citations, in the order in which it prints them."""
        found = _MARK.finditer("\n".join((self.subject, *self.body)))
        return [Mention(id=None if x["id"] == "?" else x["id"], words=x["words"]) for x in found]


class World(BaseModel):
    """Letters that may cite one another; ``trap`` says what is hard about them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    trap: str
    letter: tuple[WorldLetter, ...] = Field(min_length=1)


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    world: tuple[World, ...]


def load(path: Path) -> tuple[World, ...]:
    """The worlds of a file. Raises ``ValueError``, also for a brace that marks nothing."""
    worlds = _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8"))).world
    faults = [fault for world in worlds for fault in _faults(world)]
    if faults:
        raise ValueError(f"{path.name}: " + "; ".join(faults))
    return worlds


def plain(text: str) -> str:
    """``text`` as printed, without its marks."""
    return _MARK.sub(lambda mark: mark["words"], text)


def _faults(world: World) -> Iterator[str]:
    for letter in world.letter:
        text = plain("\n".join((letter.subject, *letter.body)))
        if "{" in text or "}" in text:
            yield f"{world.trap}: {letter.number}: a brace that marks nothing"
