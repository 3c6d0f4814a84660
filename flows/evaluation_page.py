"""An evaluation as a page for Prefect's own interface."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from flows.markdown import table
from pipeline.evaluate import Evaluation


def evaluation_page(evaluation: Evaluation, failures: Sequence[tuple[str, object]]) -> str:
    """The shares that are right, and the files that could not be read with their reasons."""
    text = evaluation.text
    parts = [
        f"{evaluation.files} tệp · files, {evaluation.letters} văn bản · letters",
        table(("trường · field", "đúng · right", "%", "95 %"), _fields(evaluation)),
        table(("nội dung · content", "%", "95 %"), _content(evaluation)),
        f"CER {text.cer:.2%} · WER {text.wer:.2%} ({text.pages} trang · pages)" * bool(text.pages),
        table(("tệp · file", "lý do · reason"), failures),
    ]
    return "\n\n".join(part for part in parts if part)


def _fields(evaluation: Evaluation) -> Iterator[tuple[object, ...]]:
    for each in evaluation.fields:
        right = f"{each.right} / {each.n}"
        yield each.field, right, f"{each.share:.1%}", _interval(each.interval)


def _content(evaluation: Evaluation) -> Iterator[tuple[object, ...]]:
    for each in evaluation.content.scores if evaluation.content else ():
        figure = "" if each.figure is None else f"{each.figure:.1%}"
        yield each.name, figure, _interval(each.interval or ())


def _interval(ends: Iterable[float]) -> str:
    return "–".join(f"{end:.0%}" for end in ends)
