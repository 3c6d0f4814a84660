"""What can be set from outside: `CONGVAN_*` environment variables, checked by pydantic-settings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from models.errors import SettingInvalid
from pipeline.settings import (
    DEFAULT_SECRET,
    Engine,
    LogFormat,
    LogLevel,
    LogSettings,
    MailSettings,
    Settings,
    StoreSettings,
    WebSettings,
    available_cores,
    default_home,
    login_name,
)

PREFIX = "CONGVAN_"
MOST_JOBS = 64
SHORTEST_SECRET = 20
LONGEST_SECONDS = 86_400  # a day
# Without keys: they come from AWS's own variables.
_BUCKET = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9._-]+)*/?")
_CREDENTIALS = re.compile(r"//.*@")


def _holds_the_model(folder: Path) -> Path:
    folder = folder.expanduser()
    if not (folder / "vie.traineddata").is_file():
        raise ValueError("no vie.traineddata in it")
    return folder


def _names_files(place: str) -> str:
    if "://" in place and not _BUCKET.fullmatch(place):
        raise ValueError("no bucket of S3")
    return place


def _is_address(text: str) -> str:
    return str(ip_address(text))


class LogEnvironment(BaseSettings):
    """The variables of the log, one a field; a field's description is what it accepts."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, frozen=True)

    log_format: Annotated[LogFormat, BeforeValidator(str.lower)] = Field(
        default="text", description="text, json"
    )
    log_level: Annotated[LogLevel, BeforeValidator(str.lower)] = Field(
        default="warning", description="debug, info, warning, error"
    )

    @classmethod
    def load(cls, options: Mapping[str, str]) -> Self:
        """The variables overruled by ``options``. Raises :class:`SettingInvalid`."""
        try:
            return cls(**options)  # type: ignore[arg-type]
        except ValidationError as error:
            raise SettingInvalid(_sentence(error, options)) from None

    @property
    def log(self) -> LogSettings:
        """How to log."""
        return LogSettings(log_format=self.log_format, log_level=self.log_level)


class Environment(LogEnvironment):
    """All variables."""

    jobs: int = Field(
        default_factory=available_cores, ge=1, le=MOST_JOBS, description=f"1–{MOST_JOBS}"
    )
    page_timeout: float = Field(default=120.0, gt=0, le=LONGEST_SECONDS, description="seconds, > 0")
    document_timeout: float = Field(
        default=3600.0, gt=0, le=LONGEST_SECONDS, description="seconds, > 0"
    )
    engine: Engine = Field(default="auto", description="auto, batch, tesserocr, pytesseract")
    tessdata: Annotated[Path, AfterValidator(_holds_the_model)] | None = Field(
        default=None, description="a folder with vie.traineddata"
    )
    home: Path = Field(default_factory=default_home, description="a folder that can be written to")
    files: Annotated[str, AfterValidator(_names_files)] | None = Field(
        default=None, description="a folder, or s3://bucket/prefix"
    )
    database_url: str | None = Field(
        default=None, description="sqlite:///… or postgresql://user@host/name"
    )
    actor: str = Field(default_factory=login_name, min_length=1, description="a name")
    smtp_url: str | None = Field(
        default=None,
        repr=False,
        description="smtp://user:password@host:port, smtps://…, smtp://…?starttls=1",
    )
    mail_from: str | None = Field(default=None, description="an address")
    mail_to: str | None = Field(default=None, description="addresses, separated by commas")
    mail_bodies: Path | None = Field(
        default=None, description="a TOML file with an address for each body"
    )
    secret: str = Field(
        default=DEFAULT_SECRET,
        min_length=SHORTEST_SECRET,
        repr=False,
        description=f"{SHORTEST_SECRET} characters or more, known to nobody",
    )
    proxy: Annotated[str, AfterValidator(_is_address)] | None = Field(
        default=None, description="an IP address"
    )
    upload_megabytes: int = Field(default=200, ge=1, description="MB of one file, ≥ 1")
    upload_pages: int = Field(default=500, ge=1, description="pages of one file, ≥ 1")
    dask_address: Annotated[str, Field(pattern=r"^(tcp|tls)://[^\s/:@]+:\d+$")] | None = Field(
        default=None, description="tcp://host:8786 or tls://host:8786"
    )

    @property
    def reading(self) -> Settings:
        """How to read."""
        names = Settings.__dataclass_fields__
        return Settings(**{name: getattr(self, name) for name in names})

    @property
    def store(self) -> StoreSettings:
        """Where the register is and who works with it."""
        names = StoreSettings.__dataclass_fields__
        return StoreSettings(**{name: getattr(self, name) for name in names})

    @property
    def mail(self) -> MailSettings:
        """How reminders are mailed."""
        names = MailSettings.__dataclass_fields__
        return MailSettings(**{name: getattr(self, name) for name in names})

    @property
    def web(self) -> WebSettings:
        """How the app runs."""
        names = WebSettings.__dataclass_fields__
        return WebSettings(**{name: getattr(self, name) for name in names})


def variable(field: str) -> str:
    """The environment variable of a field."""
    return PREFIX + field.upper()


def _sentence(error: ValidationError, options: Mapping[str, str]) -> str:
    """The first wrong value, called by the name under which the user gave it."""
    first = error.errors()[0]
    field = str(first["loc"][0])
    name = f"--{field.replace('_', '-')}" if field in options else variable(field)
    given = "…" if field == "secret" else _CREDENTIALS.sub("//…@", repr(first["input"]))
    return f"{name} {given}: {Environment.model_fields[field].description}"
