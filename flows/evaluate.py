"""The flow that reads a folder of scans with gold and says how good the readings are.

One Prefect task a document; it is read as the intake reads it, but kept nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from typing import Any

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.futures import PrefectFuture
from prefect.states import Completed, Failed

from flows.at_a_time import at_a_time
from flows.evaluation_page import evaluation_page
from models.errors import CongvanError, WorkStopped
from models.reading import Reading
from pipeline.evaluate import Evaluation, find_input, load_gold
from pipeline.evaluate import evaluate as count
from pipeline.evaluate.report import to_json
from pipeline.settings import load_settings
from pipeline.stopping import stopping
from pipeline.store.files_local import LocalFiles
from pipeline.store.intake import AHEAD
from pipeline.store.reading_room import ReadingRoom
from pipeline.store.whole_file import write_whole


# Without tags: for each tag Prefect asks its server before every task.
@task(name="document", task_run_name="{name}", cache_policy=NO_CACHE)
def document(room: ReadingRoom, path: Path, name: str) -> State[Reading | CongvanError]:
    """Read one file; a state that failed tells why it could not be."""
    try:
        reading = room.read(path, name).reading
    except CongvanError as error:
        return Failed(name=error.code, message=str(error), data=error)
    return Completed(name="read", message=f"{len(reading.pages)} trang · pages", data=reading)


@flow(name="congvan-evaluate", flow_run_name="{label}", persist_result=False)
def evaluate(
    folder: str, inputs: str | None = None, out: str | None = None, label: str = "congvan eval"
) -> Evaluation:
    """Compare readings with the gold in ``folder``, whose scans are there or in ``inputs``.

    The whole evaluation is written to ``out``, as JSON. ``label`` is what people call this run.
    Raises :class:`GoldInvalid`, :class:`StoreUnavailable` where ``out`` cannot be written, and
    :class:`WorkStopped`: half of an evaluation would say something else.
    """
    golds = load_gold(Path(folder))
    paths = [find_input(gold, Path(inputs or folder)) for gold in golds]
    found = dict(_readings(list(dict.fromkeys(paths))))
    readings = {path: each for path, each in found.items() if isinstance(each, Reading)}
    failures = [(path.name, each) for path, each in found.items() if path not in readings]
    made = count((gold, readings.get(path)) for gold, path in zip(golds, paths, strict=True))
    if out is not None:
        write_whole(Path(out), [to_json(made).encode(), b"\n"])
    page = evaluation_page(made, failures)
    create_markdown_artifact(page, key="congvan-evaluate", description=label)
    return made


def _readings(paths: list[Path]) -> Iterator[tuple[Path, object]]:
    """Each file with its reading, or with why there is none. Raises :class:`WorkStopped`."""
    settings, stop = load_settings(), Event()
    with (
        TemporaryDirectory(prefix="congvan-") as folder,
        ReadingRoom(settings, LocalFiles(Path(folder))) as room,
    ):

        def submit(path: Path) -> PrefectFuture[Any]:
            return document.submit(room, path, path.name)

        def end() -> None:
            stop.set()
            room.close_meanwhile()

        with stopping(end):
            yield from at_a_time(settings.jobs + AHEAD, paths, submit, stop)
    if stop.is_set():
        raise WorkStopped(f"{len(paths)} tệp · files")
