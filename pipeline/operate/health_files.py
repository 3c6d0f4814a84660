"""Can the file store be reached?"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.operate.checks import Check, State
from pipeline.operate.health_disk import folder_check
from pipeline.settings import StoreSettings
from pipeline.store.files import place_of
from pipeline.store.files_local import LocalFiles
from pipeline.store.files_opening import open_files

_NO_FILE = "0" * 64


def check_files(settings: StoreSettings) -> Iterator[Check]:
    """A folder is written to; a bucket is only asked, for everything written there is kept.

    Raises :class:`StoreUnavailable` or :class:`SettingInvalid`.
    """
    files = open_files(settings.files, settings.home.expanduser())
    if isinstance(files, LocalFiles):
        yield folder_check("files", files.root)
        return
    files.has(place_of("originals", _NO_FILE))
    detail = f"{settings.files}: đọc được · can be read"
    yield Check(name="files", state=State.OK, detail=detail)
