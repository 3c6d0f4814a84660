"""An evaluation as tables for people."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from models.reading import Anomaly, Citation, Target, Task
from pipeline.evaluate.content import ContentMiss, Thing
from pipeline.evaluate.content_score import ContentEvaluation, ContentScore
from pipeline.evaluate.judge import Judgement
from pipeline.evaluate.score import Evaluation, FieldScore
from pipeline.evaluate.tally import Tally

MAIN = ("citations", "tasks", "task.lead", "task.deadline.kind", "targets", "anomalies")
"""The scores that are shown for each letter."""


def show_evaluation(
    evaluation: Evaluation,
    *,
    diff: bool = False,
    per_letter: bool = False,
    console: Console | None = None,
) -> None:
    """Print the scores on the standard output or ``console``.

    With ``per_letter`` also the content's main figures letter by letter, with ``diff`` every miss.
    """
    console = console or Console(highlight=False)
    console.print(f"{evaluation.files} tệp · files, {evaluation.letters} văn bản · letters")
    console.print(_fields(evaluation))
    if evaluation.content:
        console.print(_content(evaluation.content))
    if evaluation.content and per_letter:
        console.print(_letters(evaluation.content))
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
        for line in _content_misses(evaluation.content) if evaluation.content else ():
            console.print(line)


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


def _content(content: ContentEvaluation) -> Table:
    table = _narrow()
    table.add_column("nội dung\ncontent", no_wrap=True)
    rates = ("chuẩn\nprec.", "đủ\nrecall", "F1, %", "95 %")
    heads = ("mẫu\ngold", "đọc\ngot", "đúng\nhits", *rates)
    for head in heads:
        table.add_column(head, justify="right")
    for score in content.scores:
        table.add_row(*_content_row(score))
    return table


def _narrow() -> Table:
    return Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, collapse_padding=True)


def _content_row(score: ContentScore) -> tuple[str, ...]:
    tally = score.tally
    low, high = score.interval or (None, None)
    got = str(tally.got) if score.is_list or score.name == "targets_on_empty" else ""
    return (
        score.name,
        str(tally.gold),
        got,
        str(tally.hits),
        _percent(tally.precision) if score.is_list else "",
        _percent(tally.recall) if score.is_list else "",
        _percent(score.figure),
        "—" if low is None or high is None else f"{low:.0%}–{high:.0%}",
    )


def _percent(share: float | None) -> str:
    return "—" if share is None else f"{share:.1%}"


def _letters(content: ContentEvaluation) -> Table:
    """F1 or share, hits and gold of the main scores; empty where gold does not speak of it."""
    table = _narrow()
    table.add_column("văn bản\nletter", overflow="fold")
    for name in MAIN:
        table.add_column(name.replace(".", ".\n"), justify="right")
    for letter in content.letters:
        cells = (_cell(name, letter.tallies.get(name)) for name in MAIN)
        table.add_row(f"{letter.file} #{letter.letter + 1}", *cells)
    return table


def _cell(name: str, tally: Tally | None) -> str:
    if tally is None:
        return ""
    figure = tally.figure(name)
    share = "—" if figure is None else f"{figure:.0%}"
    return f"{share} {tally.hits}/{tally.gold}"


def _content_misses(content: ContentEvaluation) -> Iterator[Text]:
    """Every miss under the name of its letter."""
    for (file, letter), misses in groupby(content.misses, lambda miss: (miss.file, miss.letter)):
        yield Text(f"{file} #{letter + 1}", style="bold")
        for miss in misses:
            yield _content_miss(miss)


def _content_miss(miss: ContentMiss) -> Text:
    thing = miss.gold or miss.got
    lines = [f"  {miss.what} {miss.verdict}: {_words(thing)}"]
    lines += [
        f"      {each.part}: gold {_said(each.gold)} · got {_said(each.got)}"
        for each in miss.differences
    ]
    if not miss.differences and isinstance(thing, Task):
        ends = (thing.deadline.end, thing.deadline.recurrence, thing.deadline.text)
        deadline = " ".join(str(each) for each in (thing.deadline.kind, *ends) if each)
        lines.append(f"      lead: {_said(thing.lead)} · deadline: {deadline}")
    return Text("\n".join(lines))


def _said(value: Any) -> str:  # noqa: ANN401
    return "; ".join(value) if isinstance(value, list) and value else _shown(value)


def _words(thing: Thing | None) -> str:
    """The thing as printed, and what was made of it where the print does not show that."""
    match thing:
        case Target():
            values = (thing.comparator, thing.value, thing.value_max, thing.unit)
            read = " ".join(str(value) for value in values if value is not None)
            return f"{thing.text} ({read})"
        case Anomaly():
            return f"{thing.code}: {thing.message}"
        case Citation(number=None) | Task():
            return thing.text
        case Citation():
            return f"{thing.text} ({thing.number})"
    return "—"


def _miss(miss: Judgement) -> Text:
    where = miss.file if miss.letter is None else f"{miss.file} #{miss.letter + 1}"
    sure = "" if miss.confidence is None else f" ({miss.confidence:.2f})"
    text = Text(f"{where} {miss.field}: {miss.verdict}{sure}", style="bold")
    text.append(f"\n    gold {_shown(miss.gold)}\n    got  {_shown(miss.got)}", style="not bold")
    return text


def _shown(value: Any) -> str:  # noqa: ANN401
    return "—" if value is None or value == [] else str(value)
