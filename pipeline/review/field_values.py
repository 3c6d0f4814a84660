"""The fields of a header as people type them, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import get_args

from models.errors import FieldRefused
from models.reading import HEADER_FIELDS, Letter, Secrecy, System, Urgency
from pipeline.moments import typed_day
from pipeline.review.signer_lines import signer_of
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

    Raises :class:`FieldRefused` for what the field cannot be.
    """
    if field not in EDITABLE:
        raise FieldRefused(f"{field}: không sửa được", f"{field}: cannot be put right")
    if field == "signer" and typed.strip():  # an empty first line says something
        return json.dumps(signer_of(typed), ensure_ascii=False)
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
        case "urgency" | "secrecy":
            return _one_of(field, typed)
    return " ".join(typed.split())


def _one_of(field: str, typed: str) -> str:
    if typed not in CHOICES[field]:
        choices = ", ".join(CHOICES[field])
        raise FieldRefused(f"chỉ nhận một trong: {choices}", f"it is one of: {choices}")
    return typed


def _type(code: str) -> Mapping[str, str]:
    names = {kind.code: kind.name for kind in document_kinds()}
    if code not in names:
        raise FieldRefused(
            f"không có loại văn bản nào ký hiệu “{code}”", f"no kind of document is called “{code}”"
        )
    return {"code": code, "name": names[code]}


def _date(typed: str) -> str:
    found = typed_day(typed)
    if found is None:
        raise FieldRefused(
            f"cần một ngày có thật, viết như 05/03/2024, không phải “{typed}”",
            f"a day that exists, written like 05/03/2024, not “{typed}”",
        )
    return found.isoformat()


def _recipients(letter: Letter, names: list[str]) -> list[Mapping[str, str | None]]:
    """Who was there keeps what they got it for."""
    purposes = {each.name: each.purpose for each in letter.recipients}
    return [{"name": name, "purpose": purposes.get(name)} for name in names]
