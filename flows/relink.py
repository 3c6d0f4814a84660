"""The flow that derives the register again, after corrections or with a new vocabulary.

One Prefect task a batch of files, one after the other: only one writes into the register at a time.
"""

from __future__ import annotations

from collections.abc import Iterator

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.markdown import table
from flows.recorded import until_recorded
from flows.workplace import workplace
from models.errors import CongvanError
from pipeline.stopping import stopping
from pipeline.store.relinking_files import Relinks, files_read, relink_files

BATCH = 50
"""Files of one task; each of them has a transaction of its own."""


# Without tags: for each tag Prefect asks its server before every task.
@task(name="batch", task_run_name="{name}", cache_policy=NO_CACHE)
def batch(files: list[str], name: str, before: int, total: int) -> State[Relinks]:
    """Derive these files anew, the first of which is number ``before`` + 1 of ``total``."""
    place, done = workplace(), Relinks()
    try:
        for number, each in enumerate(relink_files(place.store, files), before + 1):
            done.add(each)
            if place.on_progress is not None:
                place.on_progress(number, total)
            if place.stop.is_set():
                break
    except CongvanError as error:
        done.away = error
        return Failed(name="stopped", message=str(error), data=done)
    if done.failed:
        names = ", ".join(name for name, _ in done.failed)
        return Failed(name="some_failed", message=names, data=done)
    return Completed(name="relinked", message=f"{done.letters} văn bản · letters", data=done)


@flow(name="congvan-relink", flow_run_name="{label}", persist_result=False)
def relink(label: str = "congvan relink", files: list[str] | None = None) -> Relinks:
    """Derive letters, links, tasks and search entries from the current readings again.

    ``label`` is what people call this run. ``files`` are hashes of those that are meant, without it
    all. Raises :class:`StoreError` where the register stays away.
    """
    place, done = workplace(), Relinks()
    with place.store.reading() as session:
        meant = files_read(session) if files is None else files
    batches = 0
    with stopping(place.end):
        for start, part in _parts(meant):
            if place.stop.is_set() or done.away is not None:
                break
            name = f"{start + 1}–{start + len(part)} / {len(meant)}"
            state = batch(part, name, start, len(meant), return_state=True)
            found = state.result(raise_on_failure=False)
            done.join(found if isinstance(found, Relinks) else _lost(found))
            batches += 1
        until_recorded(batches)
    key = "congvan-relink"
    create_markdown_artifact(_page(done, len(meant)), key=key, description=label)
    if done.away is not None:
        raise done.away
    return done


def _page(done: Relinks, total: int) -> str:
    """The counts, then the files that failed with their reasons."""
    counts = [
        ("tệp đã nối lại · files relinked", f"{done.files} / {total}"),
        ("văn bản · letters", done.letters),
        ("tệp lỗi · files that failed", len(done.failed)),
    ]
    failed = table(("tệp · file", "lý do · reason"), done.failed)
    return f"{table(('', 'số lượng · count'), counts)}\n\n{failed}"


def _parts(files: list[str]) -> Iterator[tuple[int, list[str]]]:
    return ((start, files[start : start + BATCH]) for start in range(0, len(files), BATCH))


def _lost(found: object) -> Relinks:
    """A batch that Prefect itself lost."""
    return Relinks(away=CongvanError(repr(found)[:200]))
