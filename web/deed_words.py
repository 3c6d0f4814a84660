"""What a correction or a direction says, as people write it."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any


def in_words(given: str, kind: str, field: str | None) -> str:
    """The JSON of a deed of this ``kind``; a dash for nothing."""
    value = json.loads(given)
    if not value:
        return "—"
    if kind == "starts":
        return ", ".join(map(str, value))
    if kind == "turns":
        return ", ".join(f"{page}: {degrees}°" for page, degrees in value.items())
    return _of_field(field, value)


def _of_field(field: str | None, value: Any) -> str:  # noqa: ANN401
    match field:
        case "type":
            return str(value["name"])
        case "date":
            return f"{dt.date.fromisoformat(value):%d/%m/%Y}"
        case "addressees":
            return "; ".join(value)
        case "recipients":
            return "; ".join(each["name"] for each in value)
        case "signer":
            parts = (" ".join(value["authority"]), value["title"], value["name"])
            return " · ".join(filter(None, parts))
    return str(value)
