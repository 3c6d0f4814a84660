"""What the tables say of bodies that ended: registry, provinces, and ``successions.toml``."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from pipeline import vocabulary
from pipeline.link.body_model import BodyName
from pipeline.link.body_registry import entries_of, head_of
from pipeline.link.body_words import keys_of, words_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """A kind of body after ``last``: names of the kinds that follow, the main one first.

    ``certain``: the first is the legal successor everywhere; ``note`` says what is open. A
    ``{rest}`` in a name stands for what follows the words that the ending is about.
    """

    last: dt.date
    to: tuple[str, ...]
    certain: bool
    note: str | None
    source: str


@dataclass(frozen=True, slots=True)
class DistrictEnd:
    """What came of the district level."""

    last: dt.date
    commune: str
    party_commune: str
    note: str
    source: str
    offices: dict[str, str]


def ending_of(body: BodyName) -> Ending | None:
    """How the kind of ``body`` ended, ``None`` while it has not, or nothing is known of it."""
    entries = entries_of(body.kind)
    if entries and all(entry.valid_to for entry in entries):
        if any(entry.successor for entry in entries):
            return _ending(entries)
    elif entries:
        return None
    return next(iter(_group_endings(body)), None)


def _ending(entries: tuple[vocabulary.Body, ...]) -> Ending:
    entry = next(entry for entry in entries if entry.successor)
    share = _rows("shares").get(entry.name)
    doubt = _rows("unsure").get(entry.name)
    more = share or doubt
    sources = [source_text("bodies", entry.source)]
    sources += [source_text("successions", more["source"])] if more else []
    return Ending(
        last=entry.valid_to or dt.date.max,
        to=(entry.successor or "", *(share["to"] if share else ())),
        certain=doubt is None,
        note=more["note"] if more else None,
        source="; ".join(sources),
    )


def _group_endings(body: BodyName) -> list[Ending]:
    keys = keys_of(body.name)
    table = vocabulary.read_table("successions")["groups"]
    return [
        Ending(
            last=row["last"],
            to=(row["to"],),
            certain=False,
            note=row["note"],
            source=source_text("successions", row["source"]),
        )
        for row in table
        if keys[: len(keys_of(row["starts"]))] == keys_of(row["starts"])
    ]


def rest_of(name: str) -> str:
    """What a name says behind the word of its group: "Đảng đoàn Quốc hội" → "Quốc hội"."""
    for row in vocabulary.read_table("successions")["groups"]:
        starts = keys_of(row["starts"])
        words = words_of(name)
        if keys_of(name)[: len(starts)] == starts and len(words) > len(starts):
            return name.split(maxsplit=len(starts))[-1]
    return ""


@cache
def _rows(group: str) -> dict[str, dict[str, Any]]:
    return {row["of"]: row for row in vocabulary.read_table("successions")[group]}


@cache
def district_end() -> DistrictEnd:
    """The rule for all bodies of districts."""
    row = dict(vocabulary.read_table("successions")["district"])
    row["source"] = source_text("successions", row["source"])
    return DistrictEnd(**row)


def office_of_province(name: str) -> str | None:
    """The department of the province in the field of a district's office ("Phòng Y tế …")."""
    words = words_of(name)
    head = head_of(words)
    return district_end().offices.get(head.bodies[0].name) if head.bodies else None


@cache
def kinds_followed_by(name: str) -> tuple[str, ...]:
    """Kinds whose main successor is the kind of that name."""
    return tuple(dict.fromkeys(b.name for b in vocabulary.bodies() if b.successor == name))


@cache
def source_text(table: str, key: str) -> str:
    """The source that an entry of a vocabulary file names by its key."""
    text = (files("data") / "vocabulary" / f"{table}.toml").read_text(encoding="utf-8")
    return str(tomllib.loads(text)["sources"][key])
