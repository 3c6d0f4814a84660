"""Files that are made for whoever asks: written to disk first, sent, and gone."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from fastapi.responses import FileResponse
from starlette.background import BackgroundTask

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


def sent_file(name: str, media_type: str, write: Callable[[BinaryIO], None]) -> FileResponse:
    """What ``write`` writes, as a download called ``name``; whole, or an error before it begins."""
    with tempfile.NamedTemporaryFile(prefix="congvan-", delete=False) as out:
        path = Path(out.name)
        try:
            write(out)  # type: ignore[arg-type]
        except BaseException:
            path.unlink()
            raise
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    gone = BackgroundTask(path.unlink)
    return FileResponse(path, media_type=media_type, headers=headers, background=gone)
