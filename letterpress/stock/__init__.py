"""The written stock: issuers, fields, sentences, names and types, in two halves.

"dev" letters are for building and tuning, "held_back" letters for judging: their issuers,
subjects, sentences and names never appear in the other half.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, cast

from letterpress.letter import (
    Authority,
    DocumentType,
    Letterhead,
    Organ,
    Purpose,
    Recipient,
    Seal,
    System,
)

Half = Literal["dev", "held_back"]
PURPOSES: dict[str, Purpose] = {
    "(b/c)": "report",
    "(để b/c)": "report",
    "(để báo cáo)": "report",
    "(t/h)": "execute",
    "(để thực hiện)": "execute",
    "(p/h)": "coordinate",
    "(để p/h)": "coordinate",
    "(để phối hợp)": "coordinate",
}


@dataclass(frozen=True, slots=True)
class Post:
    """One way to sign for an issuer."""

    printed: tuple[str, ...]
    title: str
    authority: tuple[Authority, ...]


@dataclass(frozen=True, slots=True)
class Issuer:
    """A body that writes letters, with all that its letters need."""

    half: Half
    system: System
    head: Letterhead
    place: str
    code: str
    units: tuple[str, ...]
    fields: tuple[str, ...]
    types: tuple[str, ...]
    posts: tuple[Post, ...]
    addressees: tuple[tuple[str, ...], ...]
    recipients: tuple[Recipient, ...]
    archive: str
    seal: Seal
    central: bool  # takes its orders from the centre, not from a province


@dataclass(frozen=True, slots=True)
class TypeOfLetter:
    """A type with the word before its subject, the subject's own beginning, and the body's form."""

    type: DocumentType
    lead: str
    form: str
    event: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """Lĩnh vực: what is cited, what letters are about, what they ask for.

    ``central`` is the document that bodies under the centre cite, ``cites`` what the others do.
    """

    central: str
    cites: tuple[str, ...]
    subjects: tuple[str, ...]
    sentences: tuple[str, ...]


@cache
def issuers(half: Half) -> tuple[Issuer, ...]:
    """All issuers of one half."""
    return tuple(_issuer(entry) for entry in _load("organs") if entry["half"] == half)


@cache
def fields(half: Half) -> dict[str, Field]:
    """All fields with the subjects and sentences of one half."""
    return {
        key: Field(
            entry["central"],
            tuple(entry["cites"]),
            tuple(entry["subjects"][half]),
            tuple(entry["sentences"][half]),
        )
        for key, entry in _load("fields").items()
    }


@cache
def people(half: Half) -> tuple[str, ...]:
    """Invented names of one half."""
    return tuple(json.loads(_text("people"))[half])


@cache
def types() -> dict[str, TypeOfLetter]:
    """All types by code."""
    return {
        code: TypeOfLetter(
            DocumentType(code, entry["name"]), entry["lead"], entry["form"], entry.get("event", "")
        )
        for code, entry in _load("types").items()
    }


def recipient(text: str) -> Recipient:
    """``"Sở Y tế = (b/c)"`` as an item of Nơi nhận."""
    name, _, note = (part.strip() for part in text.partition("="))
    return Recipient(name, PURPOSES.get(note), note)


def _issuer(entry: dict[str, Any]) -> Issuer:
    parent = entry.get("parent")
    ring, _, middle = (part.strip() for part in entry["seal"].partition("="))
    return Issuer(
        half=entry["half"],
        system=entry["system"],
        head=Letterhead(
            Organ(entry["issuer"], _lines(entry["printed"])),
            Organ(parent, _lines(entry["parent_printed"])) if parent else None,
            entry.get("acting"),
            entry.get("union", False),
        ),
        place=entry["place"],
        code=entry["code"],
        units=tuple(entry["units"]),
        fields=tuple(entry["fields"]),
        types=tuple(entry["types"]),
        posts=tuple(_post(text) for text in entry["signers"]),
        addressees=tuple(tuple(group) for group in entry["to"]),
        recipients=tuple(recipient(text) for text in entry["cc"]),
        archive=entry["archive"],
        seal=Seal(ring, _lines(middle)),
        central=entry.get("central", False),
    )


def _post(text: str) -> Post:
    printed, title, authority = (part.strip() for part in text.split("="))
    return Post(_lines(printed), title, cast("tuple[Authority, ...]", tuple(authority.split())))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.split("|"))


def _load(name: str) -> Any:  # noqa: ANN401 - JSON of our own
    return json.loads(_text(name))[name]


def _text(name: str) -> str:
    return files(__name__).joinpath(f"{name}.json").read_text(encoding="utf-8")
