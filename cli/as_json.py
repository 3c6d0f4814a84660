"""Rows of a listing as JSON, one line a row."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def json_line(row: DataclassInstance, **more: object) -> str:
    """``row`` and ``more`` as one line; days are ISO 8601, Vietnamese is not escaped."""
    return json.dumps({**asdict(row), **more}, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> str:  # noqa: ANN401
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
