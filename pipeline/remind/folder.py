"""The folder of digests: ``YYYY-MM-DD.md`` for people, ``.json`` for programs.

A digest of the same day and register is the same file again.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from models.errors import StoreUnavailable
from pipeline.remind.digest import Digest
from pipeline.remind.wording import as_json, render_text
from pipeline.store.whole_file import write_whole

_FOLDER: Final = "reminders"


def reminders_folder(home: Path) -> Path:
    """Where the digests of a register are, made if missing. Raises :class:`StoreUnavailable`."""
    folder = home.expanduser() / _FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnavailable(f"{folder}: {error.strerror}") from error
    return folder


def keep(folder: Path, digest: Digest) -> tuple[Path, Path]:
    """Write the digest of a day, Markdown and JSON. Raises :class:`StoreUnavailable`."""
    made = json.dumps(as_json(digest), ensure_ascii=False, indent=1) + "\n"
    text, data = (folder / f"{digest.day.isoformat()}.{suffix}" for suffix in ("md", "json"))
    write_whole(text, [render_text(digest).encode()])
    write_whole(data, [made.encode()])
    return text, data
