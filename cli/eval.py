"""`congvan eval`: how good are the readings?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.console import PARTIAL, say_error
from cli.progress import ProgressBar
from models.errors import CongvanError
from pipeline.settings import load_settings

if TYPE_CHECKING:
    from models.reading import Reading
    from pipeline.evaluate import Gold


def evaluate(
    gold_dir: Annotated[
        Path,
        typer.Argument(metavar="GOLD_DIR", help="Thư mục tệp chuẩn · folder of *.gold.json."),
    ],
    inputs: Annotated[
        Path | None,
        typer.Option(
            "--inputs", metavar="DIR", help="Thư mục bản quét · folder of the scans (GOLD_DIR)."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="In JSON · print JSON.")] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Liệt kê mọi chỗ sai · list every miss.")
    ] = False,
    per_letter: Annotated[
        bool, typer.Option("--per-letter", help="Bảng cho từng văn bản · a table per letter.")
    ] = False,
    jobs: Annotated[
        str | None,
        typer.Option("--jobs", "-j", metavar="N", help="Số tiến trình · worker processes."),
    ] = None,
) -> None:
    """So kết quả đọc với tệp chuẩn · compare readings with gold, field by field."""
    settings = load_settings(jobs=jobs)
    from pipeline.evaluate import evaluate as count
    from pipeline.evaluate import find_input, load_gold
    from pipeline.evaluate.report import to_json

    golds = load_gold(gold_dir)
    paths = [find_input(gold, inputs or gold_dir) for gold in golds]
    pairs = _read(golds, paths, settings.jobs)
    evaluation = count(pairs)
    if as_json:
        print(to_json(evaluation))
    else:
        from cli.tables import show_evaluation

        show_evaluation(evaluation, diff=diff, per_letter=per_letter)
    raise typer.Exit(PARTIAL if any(reading is None for _, reading in pairs) else 0)


def _read(
    golds: Sequence[Gold], paths: Sequence[Path], jobs: int
) -> list[tuple[Gold, Reading | None]]:
    from pipeline.read import read_files

    readings: dict[Path, Reading] = {}
    with ProgressBar() as bar:
        for path, outcome in read_files(list(dict.fromkeys(paths)), jobs=jobs, on_progress=bar):
            if isinstance(outcome, CongvanError):
                bar.clear()
                say_error(outcome, path)
            else:
                readings[path] = outcome
    return [(gold, readings.get(path)) for gold, path in zip(golds, paths, strict=True)]
