"""`congvan metrics`: the register in numbers, for Prometheus."""

from __future__ import annotations

import datetime as dt
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer


def metrics(
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="FILE", help="Ghi ra tệp · write to a file, whole."),
    ] = None,
) -> None:
    """Số liệu vận hành dạng Prometheus · the register in numbers, in Prometheus' text format."""
    from pipeline.operate.metrics import exposition
    from pipeline.settings import load_store_settings
    from pipeline.store.whole_file import write_whole

    text = exposition(load_store_settings(), version("congvan"), dt.datetime.now(dt.UTC))
    if output is not None:
        write_whole(output, [text])
    else:
        sys.stdout.write(text.decode())
