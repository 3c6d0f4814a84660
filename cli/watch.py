"""`congvan watch`: whatever comes into a folder is taken in, for as long as the program runs."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.add import tell
from cli.console import Tally, say_error
from cli.flow_runs import run_flow, telling
from cli.progress import ProgressBar
from cli.receiving import Jobs, JsonLines, Label
from models.errors import WorkStopped

if TYPE_CHECKING:
    from flows.workplace import Workplace
    from pipeline.watching.intake import Taken


def watch(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Thư mục cần theo dõi · the folder to watch.")
    ],
    label: Label = None,
    settle: Annotated[
        float,
        typer.Option(
            "--settle",
            min=0.5,
            metavar="SECONDS",
            help="Tệp phải đứng yên bao lâu · how long a file must not have changed.",
        ),
    ] = 10.0,
    once: Annotated[
        bool, typer.Option("--once", help="Nhận hết rồi dừng · take what is there, then end.")
    ] = False,
    jobs: Jobs = None,
    as_json: JsonLines = False,
) -> None:
    """Theo dõi thư mục, tệp mới tự vào sổ · watch a folder, take in whatever comes."""
    from flows.workplace import Workplace, set_up
    from pipeline.settings import load_settings, load_store_settings
    from pipeline.watching.intake import checked_root

    root = checked_root(folder, load_store_settings().home)
    tally = Tally()
    with set_up(Workplace(load_settings(jobs=jobs))) as place, ProgressBar() as bar:
        place.on_progress, place.on_end = bar, telling(bar, tally, as_json)
        place.on_look = _telling_looks(bar, tally, as_json)
        _run(place, root, label, settle, once=once)
        if once and place.stop.is_set():
            raise WorkStopped(str(root))
    raise typer.Exit(tally.exit_code if once else 0)


def _run(place: Workplace, root: Path, label: str | None, settle: float, *, once: bool) -> None:
    def run() -> int:
        from flows.watch import watch as flow

        name = label or f"congvan watch {_printable(root).name}"
        return flow(str(root), name, settle=settle, once=once, intake_label=label)

    if not once:
        _say(f"đang theo dõi · watching {_printable(root)} (Ctrl-C)")
    run_flow(place, run, until_stopped=not once)


def _telling_looks(bar: ProgressBar, tally: Tally, as_json: bool) -> Callable[[Taken], None]:
    """Says what a look at the folder brought that is not in the ledger, or failed at once."""

    def on_look(taken: Taken) -> None:
        with bar.aside():
            for path, error in taken.failed:
                tell(_printable(path), error, tally, as_json)
            _tell_what_stays(taken)
            if taken.trouble is not None:
                tally.add(taken.trouble)
                say_error(taken.trouble)

    return on_look


def _tell_what_stays(taken: Taken) -> None:
    """Name, on the standard error stream, what was not taken in."""
    for refused in taken.refused:
        detail = f" ({refused.detail})" if refused.detail else ""
        _say(f"{_printable(refused.path)}: {refused.reason.value}{detail}")
    for path in taken.passed:
        _say(
            f"{_printable(path)}: bỏ qua, không phải loại tệp đọc được · "
            "passed over, of no kind that is read"
        )


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _printable(path: Path) -> Path:
    """Bytes of a name that are no UTF-8 as U+FFFD."""
    return Path(os.fsencode(path).decode("utf-8", "replace"))
