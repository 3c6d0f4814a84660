"""Who signed, as people type it: the lines of the signature block, from the top."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import get_args

from models.errors import FieldRefused
from models.reading import Authority

_MARK = r"(T/?M|K/?T|T/?L|T/?UQ|Q)(?!\w)[.,:;/]*\s*"
_FIRST = re.compile(_MARK, re.IGNORECASE)
_BELOW = re.compile(r"(?:TM|KT|TL|TUQ|Q)\.", re.IGNORECASE)
"""Of a line below the first one: without its full stop it might be a name."""
_TITLE_AND_NAME = 2


def signer_of(typed: str) -> Mapping[str, object]:
    """Authority (TM KT …, also as printed: KT. GIÁM ĐỐC), title and name, of a line each.

    What stands behind a mark is the title of whom it is signed for, and no part of the contract.
    Without authority two lines are title and name, one is the name. Raises :class:`FieldRefused`.
    """
    lines = [" ".join(line.split()) for line in typed.splitlines()]
    first, *others = lines
    if not first or _FIRST.match(first):
        authority = [first]
        while len(others) > _TITLE_AND_NAME and _BELOW.match(others[0]):
            authority.append(others.pop(0))
    elif len(lines) <= _TITLE_AND_NAME:
        authority, others = [], lines if len(lines) > 1 else ["", first]
    else:
        raise FieldRefused(
            f"người ký gồm ba dòng, và dòng đầu là {', '.join(get_args(Authority))} hoặc để trống, "
            f"không phải “{first}”",
            f"the signer is three lines, and the first is {', '.join(get_args(Authority))} "
            f"or empty, not “{first}”",
        )
    title, name = _title_and_name(others)
    return {"authority": _marks_of(authority), "title": title or None, "name": name or None}


def _title_and_name(lines: list[str]) -> tuple[str, str]:
    if len(lines) > _TITLE_AND_NAME:
        return " ".join(lines[:-1]), lines[-1]
    title, name = (*lines, "", "")[:_TITLE_AND_NAME]
    return title, name


def _marks_of(lines: list[str]) -> list[str]:
    """The marks that lines begin with, each once."""
    found: dict[str, None] = {}
    for line in lines:
        at = 0
        while mark := _FIRST.match(line, at):
            found[mark[1].upper().replace("/", "")] = None
            at = mark.end()
    return list(found)
