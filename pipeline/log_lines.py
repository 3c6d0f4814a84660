"""How a line of the log looks: as JSON for programs, as text for people."""

from __future__ import annotations

import datetime as dt
import json
import logging
import re
import traceback
from types import TracebackType
from typing import Any

from pythonjsonlogger.core import RESERVED_ATTRS, merge_record_extra
from pythonjsonlogger.json import JsonFormatter

from pipeline.logs import frames_of
from pipeline.settings import LogSettings

_PLAIN = re.compile(r"[\w.:/@+-]+")
_NAMES = {"asctime": "time", "levelname": "level", "name": "logger", "exc_info": "trace"}
_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def formatter(settings: LogSettings) -> logging.Formatter:
    """The formatter that ``settings`` ask for."""
    kind = _JsonLines if settings.log_format == "json" else _TextLines
    return kind(with_words=settings.debug)


class _JsonLines(JsonFormatter):
    """``time``, ``level``, ``logger``, ``message``, then the fields; ``trace`` for an exception."""

    def __init__(self, *, with_words: bool) -> None:
        super().__init__(
            ["asctime", "levelname", "name", "message"],
            rename_fields=_NAMES,
            json_ensure_ascii=False,
        )
        self._with_words = with_words

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802
        return _moment(record)

    def formatException(self, ei: _ExcInfo) -> str:  # noqa: N802
        return _trace(ei, with_words=self._with_words)


class _TextLines(logging.Formatter):
    """Time, level, logger and message, then the fields as ``name=value``."""

    def __init__(self, *, with_words: bool) -> None:
        super().__init__()
        self._with_words = with_words

    def format(self, record: logging.LogRecord) -> str:
        fields: dict[str, Any] = merge_record_extra(record, {}, RESERVED_ATTRS)
        parts = [_moment(record), record.levelname, f"{record.name}:", record.getMessage()]
        line = " ".join(parts + [f"{name}={_quoted(value)}" for name, value in fields.items()])
        if not record.exc_info:
            return line
        return f"{line}\n{_trace(record.exc_info, with_words=self._with_words)}"


def _trace(found: _ExcInfo, *, with_words: bool) -> str:
    error = found[1]
    if error is None:
        return ""
    return "".join(traceback.format_exception(error)) if with_words else frames_of(error)


def _moment(record: logging.LogRecord) -> str:
    """ISO 8601 in UTC, to the millisecond."""
    moment = dt.datetime.fromtimestamp(record.created, dt.UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _quoted(value: object) -> str:
    """A value on one line, in quotes where it is more than one word."""
    text = str(value)
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)
