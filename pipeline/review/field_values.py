"""The fields of a header as people type them, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import get_args

from models.errors import DecisionRefused
from models.reading import HEADER_FIELDS, Authority, Letter, Secrecy, System, Urgency
from pipeline.moments import typed_day
from pipeline.vocabulary import document_kinds

EDITABLE = tuple(name for name in HEADER_FIELDS if name != "digital_signature")
"""What a seal of software says, nobody can put right."""
CHOICES: dict[str, tuple[str, ...]] = {
    "system": get_args(System),
    "urgency": get_args(Urgency),
    "secrecy": get_args(Secrecy),
}
LISTS = frozenset({"addressees", "recipients"})
"""One line each."""


def typed_value(letter: Letter, field: str) -> str:
    """A field as it stands in a form: one text; the signer's parts are lines."""
    value = getattr(letter, field)
    if value is None:
        return ""
    match field:
        case "type":
            return str(value.code)
        case "date":
            return str(value.isoformat())
        case "addressees":
            return "\n".join(value)
        case "recipients":
            return "\n".join(each.name for each in value)
        case "signer":
            return "\n".join((" ".join(value.authority), value.title or "", value.name or ""))
    return str(value)


def json_value(letter: Letter, field: str, typed: str) -> str:
    """What was typed, as JSON of the contract; nothing means that the letter has none.

    Raises :class:`DecisionRefused` for what the field cannot be.
    """
    if field not in EDITABLE:
        raise DecisionRefused(field)
    return json.dumps(_value(letter, field, typed.strip()), ensure_ascii=False)


def _value(letter: Letter, field: str, typed: str) -> object:
    if field in LISTS:
        names = [name for line in typed.splitlines() if (name := " ".join(line.split()))]
        return names if field == "addressees" else _recipients(letter, names)
    if field == "system":
        return _one_of(field, typed or "unknown")
    if not typed:
        return None
    match field:
        case "type":
            return _type(typed)
        case "date":
            return _date(typed)
        case "signer":
            return _signer(typed)
        case "urgency" | "secrecy":
            return _one_of(field, typed)
    return " ".join(typed.split())


def _one_of(field: str, typed: str) -> str:
    if typed not in CHOICES[field]:
        raise DecisionRefused(f"{field}: {', '.join(CHOICES[field])}")
    return typed


def _type(code: str) -> Mapping[str, str]:
    names = {kind.code: kind.name for kind in document_kinds()}
    if code not in names:
        raise DecisionRefused(f"type: {code}")
    return {"code": code, "name": names[code]}


def _date(typed: str) -> str:
    found = typed_day(typed)
    if found is None:
        raise DecisionRefused(f"date: {typed}")
    return found.isoformat()


def _recipients(letter: Letter, names: list[str]) -> list[Mapping[str, str | None]]:
    """Who was there keeps what they got it for."""
    purposes = {each.name: each.purpose for each in letter.recipients}
    return [{"name": name, "purpose": purposes.get(name)} for name in names]


def _signer(typed: str) -> Mapping[str, object]:
    """Lines: authority (TM KT …), title, name; a single line is the name."""
    lines = [" ".join(line.split()) for line in typed.splitlines()]
    if len(lines) == 1:
        lines = ["", "", *lines]
    authority, title, name = (*lines, "", "", "")[:3]
    marks = authority.replace(".", " ").replace(",", " ").upper().split()
    if not {*marks} <= {*get_args(Authority)}:
        raise DecisionRefused(f"signer: {', '.join(get_args(Authority))}")
    return {"authority": marks, "title": title or None, "name": name or None}
