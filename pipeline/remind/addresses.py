"""Addresses of mail as people set them, and which body reads its mail where."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.utils import getaddresses
from pathlib import Path
from typing import Any, Final

from models.errors import SettingInvalid
from pipeline.link.bodies import Surroundings, identify
from pipeline.ocr.syllables import canonical_tone, fold
from pipeline.remind.digest import BodyDigest

BODIES: Final = "CONGVAN_MAIL_BODIES"
_KEY: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9?-]+)*")
Addresses = tuple[Address, ...]


def addresses_in(text: str, setting: str) -> Addresses:
    """The addresses of a header's value, each once, at least one.

    Raises :class:`SettingInvalid`, which names ``setting`` and the value.
    """
    try:
        found = [
            Address(display_name=name, addr_spec=address) for name, address in getaddresses([text])
        ]
    except (MessageError, ValueError, IndexError):
        found = []
    if not found or not all(each.username and each.domain for each in found):
        raise SettingInvalid(f"{setting} {text!r}: ten@co-quan.vn")
    return tuple({each.addr_spec: each for each in found}.values())


@dataclass(frozen=True, slots=True)
class AddressBook:
    """Addresses by a body's key, and by its name with marks and capitals folded."""

    by_key: Mapping[str, Addresses]
    by_name: Mapping[str, Addresses]

    @classmethod
    def read(cls, path: Path) -> AddressBook:
        """The book of a TOML file ``body = "address"`` or ``body = ["address", …]``.

        A body is a key (``so-y-te/quang-ninh``), a name that means one body, or a name as letters
        print it. Raises :class:`SettingInvalid`.
        """
        by_key, by_name = {}, {}
        for body, value in _table(path).items():
            addresses = addresses_in(_joined(body, value), f"{BODIES} {body!r}")
            by_name[_folded(body)] = addresses
            by_key.update(dict.fromkeys(_keys(body), addresses))
        return cls(by_key, by_name)

    def of(self, body: BodyDigest) -> Addresses:
        """Where ``body`` reads its mail; where it has ended, its sure successor. Empty: unknown."""
        for key, name in _ways(body):
            if found := self.by_key.get(key) or self.by_name.get(_folded(name)):
                return found
        return ()


def _ways(body: BodyDigest) -> Iterator[tuple[str, str]]:
    """Keys and names under which a body may stand in the book, its own before its successor's."""
    for name in body.names:
        yield body.body_key or "", name
    for duty in body.now:
        if duty.certain:
            yield identify(duty.name, Surroundings()).key, duty.name


def _keys(body: str) -> Iterator[str]:
    if _KEY.fullmatch(body):
        yield body
    known = identify(body, Surroundings())
    if known.complete and known.known:
        yield known.key


def _folded(name: str) -> str:
    return " ".join(fold(canonical_tone(name)).split())


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.expanduser().read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingInvalid(f"{BODIES} {path}: {error.strerror}") from error
    except ValueError as error:
        raise SettingInvalid(f"{BODIES} {path}: {error}") from error


def _joined(body: str, value: Any) -> str:  # noqa: ANN401
    listed = value if isinstance(value, list) else [value]
    if not all(isinstance(each, str) for each in listed):
        raise SettingInvalid(f"{BODIES} {body!r}: {value!r}")
    return ", ".join(listed)
