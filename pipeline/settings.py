"""How to read, decided once for a run; then a plain value that any worker can be handed.

`CONGVAN_*` variables are read by ``pipeline.environment``, which is loaded only when settings
are: a worker receives the finished value and needs no pydantic.
"""

from __future__ import annotations

import getpass
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Engine = Literal["auto", "batch", "tesserocr", "pytesseract"]
LogFormat = Literal["text", "json"]
LogLevel = Literal["debug", "info", "warning", "error"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How to read: the same for every page of a run.

    ``jobs`` is the number of worker processes, ``page_timeout`` the seconds after which a page
    is given up, ``document_timeout`` those after which a file is that is taken in with many others,
    ``engine`` the text recogniser (``auto``: the first of the others that can be had),
    ``tessdata`` the folder with ``vie.traineddata`` (``None``: where the system keeps it).
    """

    jobs: int
    page_timeout: float = 120.0
    document_timeout: float = 3600.0
    engine: Engine = "auto"
    tessdata: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreSettings:
    """Where the register is: ``home`` holds what ``files`` and ``database_url`` put nowhere else.

    ``files`` is a folder or ``s3://bucket/prefix``, ``database_url`` SQLite's or PostgreSQL's.
    ``actor`` is the person whose work is recorded (who added, corrected, decided).
    """

    home: Path
    files: str | None = None
    database_url: str | None = None
    actor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """How reminders are mailed, as it was set; ``pipeline.remind.mail_route`` makes sense of it.

    ``smtp_url`` may hold a password and is never shown. ``mail_from`` and ``mail_to`` are addresses
    as in the header of a mail, ``mail_bodies`` names a TOML file with an address for each body.
    """

    smtp_url: str | None = field(default=None, repr=False)
    mail_from: str | None = None
    mail_to: str | None = None
    mail_bodies: Path | None = None


DEFAULT_SECRET = "congvan-on-this-machine-only"


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSettings:
    """How the app runs. ``secret`` is what keyed hashes are made with, and never shown.

    ``upload_megabytes`` and ``upload_pages`` are the most that one file may have. ``proxy`` is the
    address of the one that is believed when it says for whom it asks.
    """

    secret: str = field(default=DEFAULT_SECRET, repr=False)
    proxy: str | None = None
    upload_megabytes: int = 200
    upload_pages: int = 500

    @property
    def has_default_secret(self) -> bool:
        """Whether anybody who knows this program knows the secret."""
        return self.secret == DEFAULT_SECRET


@dataclass(frozen=True, slots=True, kw_only=True)
class LogSettings:
    """How the program logs for whoever runs it; the same in every process.

    ``debug``: somebody looks for a fault, and sees the words of exceptions too.
    """

    log_format: LogFormat = "text"
    log_level: LogLevel = "warning"
    debug: bool = False


def default_home() -> Path:
    """The user's data folder for this program (XDG base directory specification)."""
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(data) / "congvan"


def login_name() -> str:
    """Who is logged in, ``"unknown"`` where the system has no name for the user."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def available_cores() -> int:
    """The number of cores that this process may use."""
    return len(os.sched_getaffinity(0))


def load_settings(**options: str | None) -> Settings:
    """The settings of this run: the command's ``options``, else the environment, else defaults.

    An empty variable and an option that is ``None`` count as not set. Raises
    ``SettingInvalid`` with the variable or option, its value and what it accepts.
    """
    from pipeline.environment import Environment

    given = {name: text for name, text in options.items() if text is not None}
    return Environment.load(given).reading


def load_store_settings(**options: str | None) -> StoreSettings:
    """Where the register is: ``options``, else the environment, else defaults.

    Raises ``SettingInvalid`` as :func:`load_settings` does.
    """
    from pipeline.environment import Environment

    given = {name: text for name, text in options.items() if text is not None}
    return Environment.load(given).store


def load_mail_settings() -> MailSettings:
    """How reminders are mailed, of the environment.

    Raises ``SettingInvalid`` as :func:`load_settings` does.
    """
    from pipeline.environment import Environment

    return Environment.load({}).mail


def load_web_settings() -> WebSettings:
    """How the app runs, of the environment.

    Raises ``SettingInvalid`` as :func:`load_settings` does.
    """
    from pipeline.environment import Environment

    return Environment.load({}).web


def load_dask_address() -> str | None:
    """Where the scheduler of a Dask cluster is that works off the documents of a run, if any.

    Raises ``SettingInvalid`` as :func:`load_settings` does.
    """
    from pipeline.environment import Environment

    return Environment.load({}).dask_address


def load_log_settings() -> LogSettings | None:
    """How to log, of the environment; ``None`` where neither variable is set.

    Raises ``SettingInvalid`` as :func:`load_settings` does, but for these two variables only: the
    log is set up before any command, and some need no other setting.
    """
    if not any(os.environ.get(name) for name in ("CONGVAN_LOG_FORMAT", "CONGVAN_LOG_LEVEL")):
        return None
    from pipeline.environment import LogEnvironment

    return LogEnvironment.load({}).log
