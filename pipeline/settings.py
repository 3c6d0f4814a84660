"""What can be set from outside: `CONGVAN_*` environment variables, checked once, then a value.

A plain dataclass and not pydantic-settings: importing that costs 0.13 s of a command that has
2.5 s, and workers, which need no pydantic at all, receive the settings too.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from models.errors import SettingInvalid

Engine = Literal["auto", "tesserocr", "pytesseract"]

ENGINES: tuple[Engine, ...] = ("auto", "tesserocr", "pytesseract")
MOST_JOBS = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How to read: the same for every page of a run.

    ``jobs`` is the number of worker processes, ``page_timeout`` the seconds after which a page
    is given up, ``engine`` the text recogniser (``auto``: tesserocr where it is installed),
    ``tessdata`` the folder with ``vie.traineddata`` (``None``: where the system keeps it).
    """

    jobs: int
    page_timeout: float = 120.0
    engine: Engine = "auto"
    tessdata: Path | None = None


@dataclass(frozen=True, slots=True)
class Variable:
    """One environment variable: its name, what is accepted, and how it is read."""

    name: str
    accepts: str
    parse: Callable[[str], Any]


def available_cores() -> int:
    """The number of cores that this process may use."""
    return len(os.sched_getaffinity(0))


def _parse_jobs(text: str) -> int:
    jobs = int(text)
    if not 1 <= jobs <= MOST_JOBS:
        raise ValueError(text)
    return jobs


def _parse_seconds(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds <= 86_400:
        raise ValueError(text)
    return seconds


def _parse_engine(text: str) -> Engine:
    if text not in ENGINES:
        raise ValueError(text)
    return text


def _parse_tessdata(text: str) -> Path:
    folder = Path(text).expanduser()
    if not (folder / "vie.traineddata").is_file():
        raise ValueError(text)
    return folder


VARIABLES: dict[str, Variable] = {
    "jobs": Variable("CONGVAN_JOBS", f"1–{MOST_JOBS}", _parse_jobs),
    "page_timeout": Variable("CONGVAN_PAGE_TIMEOUT", "seconds, > 0", _parse_seconds),
    "engine": Variable("CONGVAN_ENGINE", ", ".join(ENGINES), _parse_engine),
    "tessdata": Variable("CONGVAN_TESSDATA", "a folder with vie.traineddata", _parse_tessdata),
}


def load_settings(environ: Mapping[str, str] = os.environ, **options: str | None) -> Settings:
    """The settings of this run: the command's ``options``, else the environment, else defaults.

    All values are text; an empty variable and an option that is ``None`` count as not set.
    Raises ``SettingInvalid`` with the variable or option, its value and what it accepts.
    """
    values: dict[str, Any] = {"jobs": available_cores()}
    for field, variable in VARIABLES.items():
        option = options.get(field)
        if option is not None:
            values[field] = _parsed(variable, f"--{field.replace('_', '-')}", option)
        elif text := environ.get(variable.name, "").strip():
            values[field] = _parsed(variable, variable.name, text)
    return Settings(**values)


def _parsed(variable: Variable, name: str, text: str) -> Any:  # noqa: ANN401
    try:
        return variable.parse(text)
    except ValueError:
        raise SettingInvalid(f"{name} {text!r}: {variable.accepts}") from None
