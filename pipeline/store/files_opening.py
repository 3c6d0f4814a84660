"""Which file store a setting means."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from models.errors import SettingInvalid
from pipeline.store.files import FileStore
from pipeline.store.files_local import LocalFiles
from pipeline.store.files_remote import RemoteFiles

BUCKETS = "s3://"


def open_files(where: str | None, home: Path) -> FileStore:
    """The file store at ``where``: a folder or ``s3://bucket/prefix``, else in ``home``.

    Raises :class:`SettingInvalid` where what S3 needs is not installed.
    """
    if where is None:
        return LocalFiles(home / "files")
    if not where.startswith(BUCKETS):
        return LocalFiles(Path(where).expanduser())
    if find_spec("s3fs") is None:
        raise SettingInvalid(f"{BUCKETS}: cần cài thêm · needs: pip install 'congvan[s3]'")
    return RemoteFiles(where.rstrip("/"))
