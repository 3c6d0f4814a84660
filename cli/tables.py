"""An evaluation as tables for people."""

from __future__ import annotations

from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.evaluate.judge import Judgement
from pipeline.evaluate.score import Evaluation, FieldScore


def show_evaluation(
    evaluation: Evaluation, *, diff: bool = False, console: Console | None = None
) -> None:
    """Print the scores, and with ``diff`` every miss, on the standard output or ``console``."""
    console = console or Console(highlight=False)
    console.print(f"{evaluation.files} tệp · files, {evaluation.letters} văn bản · letters")
    console.print(_fields(evaluation))
    for score in evaluation.fields:
        if score.mean_distance is not None:
            mean = f"{score.mean_distance:.2%}"
            console.print(f"{score.field}: khoảng cách trung bình · mean distance {mean}")
    if evaluation.text.pages:
        text = evaluation.text
        console.print(f"CER {text.cer:.2%} · WER {text.wer:.2%} ({text.pages} trang · pages)")
    if evaluation.calibration:
        console.print(_calibration(evaluation))
        console.print(f"sai số hiệu chỉnh · calibration error {evaluation.calibration_error:.3f}")
    if diff:
        for miss in evaluation.misses:
            console.print(_miss(miss))


def _fields(evaluation: Evaluation) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    table.add_column("trường\nfield")
    heads = ("đúng\nright", "sai\nwrong", "thiếu\nmissing", "thừa\nextra", "n", "%", "95 %")
    for head in heads:
        table.add_column(head, justify="right")
    for score in evaluation.fields:
        table.add_row(*_row(score))
    return table


def _row(score: FieldScore) -> tuple[str, ...]:
    low, high = score.interval
    counts = (score.right, score.wrong, score.missing, score.extra, score.n)
    return (
        score.field,
        *(str(count) for count in counts),
        f"{score.share:.1%}",
        f"{low:.0%}–{high:.0%}",
    )


def _calibration(evaluation: Evaluation) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for head in ("độ tin cậy\nconfidence", "n", "trung bình\nmean", "đúng\nright"):
        table.add_column(head, justify="right")
    for each in evaluation.calibration:
        table.add_row(
            f"{each.low:g}–{each.high:g}",
            str(each.n),
            f"{each.confidence:.1%}",
            f"{each.share:.1%}",
        )
    return table


def _miss(miss: Judgement) -> Text:
    where = miss.file if miss.letter is None else f"{miss.file} #{miss.letter + 1}"
    sure = "" if miss.confidence is None else f" ({miss.confidence:.2f})"
    text = Text(f"{where} {miss.field}: {miss.verdict}{sure}", style="bold")
    text.append(f"\n    gold {_shown(miss.gold)}\n    got  {_shown(miss.got)}", style="not bold")
    return text


def _shown(value: Any) -> str:  # noqa: ANN401
    return "—" if value is None or value == [] else str(value)
