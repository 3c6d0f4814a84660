"""The graph made of a Tesseract model: it computes what Tesseract's network computes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from pipeline.ocr import line_graph
from pipeline.ocr.line_graph import build, graph_file
from pipeline.ocr.traineddata import ModelUnknown, read_model
from tests.ocr.model_maker import LETTERS, TinyModel, container, lines_of, scores_of, tiny_model

onnxruntime = pytest.importorskip("onnxruntime")
pytest.importorskip("onnx")

Tensor = npt.NDArray[np.float32]


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder of the user's."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    return folder


def _written(folder: Path, data: bytes) -> Path:
    path = folder / "vie.traineddata"
    path.write_bytes(data)
    return path


def _session(model: TinyModel, folder: Path) -> Any:  # noqa: ANN401
    graph = build(read_model(_written(folder, model.written())))
    return onnxruntime.InferenceSession(graph, providers=["CPUExecutionProvider"])


def _run(session: Any, lines: Sequence[Tensor], paper: int = 0) -> list[Tensor]:  # noqa: ANN401
    """Each line's scores, all read at once with ``paper`` columns of 0 behind the widest."""
    steps = [line.shape[1] // 3 for line in lines]
    widest = max(line.shape[1] for line in lines) + paper
    batch = np.zeros((len(lines), 1, lines[0].shape[0], widest), np.float32)
    for place, line in zip(batch, lines, strict=True):
        place[0, :, : line.shape[1]] = line
    fed = {"lines": batch, "steps": np.array(steps, np.int32)}
    scores = session.run(None, fed)[0]
    return [scores[:count, index] for index, count in enumerate(steps)]


@pytest.mark.parametrize("seed", [5, 9])
def test_the_graph_computes_what_the_network_says(seed: int, tmp_path: Path) -> None:
    model = tiny_model(seed=seed)
    (line,) = lines_of([24])
    (scores,) = _run(_session(model, tmp_path), [line])
    np.testing.assert_allclose(scores, scores_of(model, line), atol=1e-5)
    assert scores.std(axis=0).max() > 0.01, "a network that says the same everywhere proves nothing"


def test_a_network_that_reads_forth_only_is_computed_too(tmp_path: Path) -> None:
    model = tiny_model(backward=False)
    (line,) = lines_of([18])
    (scores,) = _run(_session(model, tmp_path), [line])
    np.testing.assert_allclose(scores, scores_of(model, line), atol=1e-5)


def test_lines_of_different_length_read_at_once_are_as_if_read_alone(tmp_path: Path) -> None:
    model = tiny_model()
    lines = lines_of([9, 30, 3, 21])
    for scores, line in zip(_run(_session(model, tmp_path), lines), lines, strict=True):
        np.testing.assert_allclose(scores, scores_of(model, line), atol=1e-5)


def test_nothing_behind_a_line_changes_it(tmp_path: Path) -> None:
    session = _session(tiny_model(), tmp_path)
    lines = lines_of([12, 15])
    for near, far in zip(_run(session, lines), _run(session, lines, paper=30), strict=True):
        np.testing.assert_allclose(near, far, atol=1e-6)


def test_a_line_as_high_as_another_model_wants_it(tmp_path: Path) -> None:
    model = tiny_model(height=12)
    (line,) = lines_of([15], height=12)
    (scores,) = _run(_session(model, tmp_path), [line])
    np.testing.assert_allclose(scores, scores_of(model, line), atol=1e-5)


def test_each_step_is_shared_out_among_the_letters(tmp_path: Path) -> None:
    for scores in _run(_session(tiny_model(), tmp_path), lines_of([27, 12])):
        np.testing.assert_allclose(scores.sum(axis=1), 1, atol=1e-5)
        assert scores.min() >= 0


def test_the_graph_carries_its_alphabet_behind_the_blank(tmp_path: Path) -> None:
    held = _session(tiny_model(), tmp_path).get_modelmeta().custom_metadata_map["characters"]
    assert held.split("\n") == [" ", *LETTERS]


@pytest.mark.parametrize(
    ("changed", "said"),
    [({"half": 2}, "3 × 3"), ({"pool": 2}, "3 × 3"), ({"kind_of_feet": "LSTM"}, "SummLSTM")],
)
def test_a_network_of_another_shape_is_unknown(
    changed: dict[str, Any], said: str, tmp_path: Path
) -> None:
    model = tiny_model()
    parts = {17: model.network(**changed), 21: model.unicharset(), 22: model.recoder()}
    read = read_model(_written(tmp_path, container(parts)))
    with pytest.raises(ModelUnknown, match=said):
        build(read)


def test_a_graph_is_made_once_and_then_taken_from_the_cache(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _written(tmp_path, tiny_model().written())
    made = graph_file(path)
    monkeypatch.setattr(line_graph, "build", _never)
    assert graph_file(path) == made
    assert [file.read_bytes() for file in cache.rglob("*.*")] == [made]


def test_another_model_of_the_same_name_gets_a_graph_of_its_own(
    cache: Path, tmp_path: Path
) -> None:
    first = graph_file(_written(tmp_path, tiny_model(seed=1).written()))
    second = graph_file(_written(tmp_path, tiny_model(seed=2).written()))
    assert first != second
    assert graph_file(_written(tmp_path, tiny_model(seed=1).written())) == first


def test_without_a_place_for_the_cache_the_graph_is_made_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "occupied").write_text("a file where the folder should be")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "occupied"))
    path = _written(tmp_path, tiny_model().written())
    assert graph_file(path) == graph_file(path) == build(read_model(path))


def test_without_xdg_the_cache_is_in_the_users_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    made = graph_file(_written(tmp_path, tiny_model().written()))
    (kept,) = (tmp_path / "home" / ".cache" / "congvan").iterdir()
    assert kept.read_bytes() == made


def test_a_damaged_model_is_unknown_and_leaves_nothing_in_the_cache(
    cache: Path, tmp_path: Path
) -> None:
    whole = tiny_model().written()
    with pytest.raises(ModelUnknown):
        graph_file(_written(tmp_path, whole[: len(whole) // 2]))
    assert not list(cache.rglob("*.*"))


def test_an_absent_model_is_the_callers_to_report(cache: Path, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        graph_file(tmp_path / "vie.traineddata")


def _never(_: object) -> bytes:
    raise AssertionError("the graph is made a second time")
