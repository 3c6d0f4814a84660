"""`congvan watch`: whatever comes into a folder is taken in, for as long as the program runs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.console import Tally, say_error
from cli.flow_runs import prepare_prefect, telling
from cli.progress import ProgressBar
from cli.receiving import Jobs, JsonLines, Label

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
    with set_up(Workplace(load_settings(jobs=jobs))) as place:
        _run(place, root, label, settle, once=once, as_json=as_json)


def _run(
    place: Workplace, root: Path, label: str | None, settle: float, *, once: bool, as_json: bool
) -> None:
    prepare_prefect()
    from flows.watch import watch as flow

    if not once:
        print(f"đang theo dõi · watching {root} (Ctrl-C)", file=sys.stderr, flush=True)
    with ProgressBar() as bar:

        def on_look(taken: Taken) -> None:
            if taken.refused or taken.passed or taken.errors:
                bar.clear()
                _tell_what_stays(taken)

        place.on_progress, place.on_end, place.on_look = (
            bar,
            telling(bar, Tally(), as_json),
            on_look,
        )
        flow(
            str(root),
            label=label or f"congvan watch {root.name}",
            settle=settle,
            once=once,
            intake_label=label,
        )


def _tell_what_stays(taken: Taken) -> None:
    """Name, on the standard error stream, what was not taken in."""
    for refused in taken.refused:
        detail = f" ({refused.detail})" if refused.detail else ""
        _say(f"{refused.path}: {refused.reason.value}{detail}")
    for path in taken.passed:
        _say(f"{path}: bỏ qua, không phải loại tệp đọc được · passed over, of no kind that is read")
    for path, error in taken.errors:
        say_error(error, path)


def _say(line: str) -> None:
    print(line.encode("utf-8", "replace").decode(), file=sys.stderr, flush=True)
