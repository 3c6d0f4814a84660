"""What was mailed on a day, so that it is not mailed again: ``YYYY-MM-DD.sent.json``."""

from __future__ import annotations

import datetime as dt
import fcntl
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from models.errors import MailFailed, StoreUnavailable
from pipeline.store.whole_file import write_whole

_LOCK: Final = ".sending"


class SentMails:
    """Message ids with the addresses for which the mail server has taken the mail over."""

    def __init__(self, folder: Path, day: dt.date) -> None:
        """Read what is known. Raises :class:`MailFailed`: better no mail than all of them twice."""
        self._path = folder / f"{day.isoformat()}.sent.json"
        self._taken = _read(self._path)

    def open_for(self, message_id: str, addresses: Iterable[str]) -> list[str]:
        """Those of ``addresses`` that have not got the mail."""
        taken = self._taken.get(message_id, [])
        return [address for address in addresses if address not in taken]

    def note(self, message_id: str, addresses: Iterable[str]) -> None:
        """Remember on disk that these have got the mail. Raises :class:`StoreUnavailable`."""
        self._taken.setdefault(message_id, []).extend(addresses)
        write_whole(self._path, [json.dumps(self._taken, indent=1).encode() + b"\n"])


def _read(path: Path) -> dict[str, list[str]]:
    try:
        known: dict[str, list[str]] = json.loads(path.read_bytes())
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise MailFailed(f"{path}: không đọc được · unreadable") from error
    return known


@contextmanager
def sending_alone(folder: Path) -> Iterator[None]:
    """Wait until no other process mails from this folder. Raises :class:`StoreUnavailable`."""
    try:
        lock = (folder / _LOCK).open("w")
    except OSError as error:
        raise StoreUnavailable(f"{folder / _LOCK}: {error.strerror}") from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
