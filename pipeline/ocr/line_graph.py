"""A Tesseract line model as an ONNX graph that reads a batch of lines at once.

Tesseract runs its network line by line and step by step, a matrix by a vector each time; the
same weights over a batch of lines multiply matrices by matrices. Measured: the same text, four
times as fast on one core (README.md).

The graph's inputs are ``lines``, (N, 1, height, width) from -1 (ink) to 1 (paper), and ``steps``,
(N) the steps of each line that are not padding; its output is (steps, N, alphabet), the blank
first.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from pipeline.ocr.traineddata import GATES, Layer, LineModel, ModelUnknown, read_model

if TYPE_CHECKING:
    from onnx import NodeProto, TensorProto

# To be raised when the graph changes, so that no stale one is taken from the cache.
_EDITION = 2
_OPSET, _FORMAT = 17, 9
# ONNX's order of an LSTM's gates.
_ORDER = tuple(GATES.index(gate) for gate in ("input", "output", "forget", "cell"))
_PIXELS, _POOL = 3, 3


def graph_file(model: Path, *, anew: bool = False) -> bytes:
    """The graph of a ``traineddata`` file, kept in the user's cache once it has been made.

    ``anew`` makes it even so: what is kept may be damaged. Raises :class:`ModelUnknown`.
    """
    digest = hashlib.sha256(model.read_bytes()).hexdigest()[:16]
    kept = _cache() / f"{model.stem}-{digest}-{_EDITION}.onnx"
    if not anew:
        with contextlib.suppress(OSError):
            return kept.read_bytes()
    made = build(read_model(model))
    with contextlib.suppress(OSError):  # a cache that cannot be written costs time only
        _write_whole(kept, made)
    return made


def build(model: LineModel) -> bytes:
    """The model as a serialised ONNX graph, the alphabet and the lexicon in its metadata."""
    from onnx import TensorProto, checker, helper

    maker = _Maker()
    maker.add_network(model)
    height = _input(model).size[1]
    lines = helper.make_tensor_value_info("lines", TensorProto.FLOAT, ["N", 1, height, "width"])
    steps = helper.make_tensor_value_info("steps", TensorProto.INT32, ["N"])
    scores = helper.make_tensor_value_info(
        "scores", TensorProto.FLOAT, ["T", "N", len(model.alphabet)]
    )
    graph = helper.make_graph(maker.nodes, "line_model", [lines, steps], [scores], maker.constants)
    whole = helper.make_model(graph, opset_imports=[helper.make_opsetid("", _OPSET)])
    whole.ir_version = _FORMAT
    blank = model.alphabet.index("")
    letters = model.alphabet[blank + 1 :] + model.alphabet[:blank]
    helper.set_model_props(
        whole, {"characters": "\n".join(letters), "words": " ".join(sorted(model.lexicon))}
    )
    checker.check_model(whole)
    return bytes(whole.SerializeToString())


@dataclass(slots=True)
class _Maker:
    """The graph's nodes and constants while it grows; ``last`` is the newest result's name."""

    nodes: list[NodeProto] = field(default_factory=list)
    constants: list[TensorProto] = field(default_factory=list)
    last: str = "lines"

    def add_network(self, model: LineModel) -> None:
        """Every layer of the one shape that is understood, in order."""
        layers = model.network.flat()
        for kind in ("Series", "Input", "Series"):
            _next(layers, kind)
        if _next(layers, "Convolve").size != (1, 1):
            raise ModelUnknown("a convolution that is not 3 × 3")
        self._convolve(_next(layers, "Tanh"))
        if _next(layers, "Maxpool").size != (_POOL, _POOL):
            raise ModelUnknown("a pooling that is not 3 × 3")
        _next(layers, "XYTranspose")
        self._columns(_next(layers, "SummLSTM"), _input(model).size[1] // _POOL)
        direction = "forward"
        for layer in layers:
            if layer.kind == "RTLReversed":
                direction = "reverse"
            elif layer.kind == "LSTM":
                self._lstm(layer, direction, steps="steps")
                direction = "forward"
            elif layer.kind == "Softmax":
                self._softmax(layer, model.alphabet.index(""))
            else:
                raise ModelUnknown(f"a layer {layer.kind!r} where none is expected")

    def _node(self, kind: str, inputs: Sequence[str], result: str, **options: Any) -> None:  # noqa: ANN401
        from onnx import helper

        results = ["", result] if options.pop("second", False) else [result]
        self.nodes.append(helper.make_node(kind, inputs, results, **options))
        self.last = result

    def _constant(self, name: str, value: npt.ArrayLike) -> str:
        from onnx import numpy_helper

        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def _shape(self, name: str, *sizes: int) -> str:
        return self._constant(name, np.array(sizes, np.int64))

    def _convolve(self, layer: Layer) -> None:
        """3 × 3, then the largest of 3 × 3, then tanh: the largest of tanh is tanh of the largest.

        Tesseract's window runs down each column first.
        """
        weights = layer.weights[0]
        window = weights[:, :-1].reshape(-1, 1, _PIXELS, _PIXELS).transpose(0, 1, 3, 2)
        inputs = [self.last, self._constant("window", window)]
        inputs.append(self._constant("window_bias", weights[:, -1]))
        self._node("Conv", inputs, "seen", pads=[1, 1, 1, 1])
        self._node("MaxPool", ["seen"], "pooled", kernel_shape=[_POOL] * 2, strides=[_POOL] * 2)
        self._node("Tanh", ["pooled"], "strokes")

    def _columns(self, layer: Layer, rows: int) -> None:
        """Each column of pixels, top to bottom, becomes what the LSTM knows at its foot."""
        self._node("Transpose", ["strokes"], "down", perm=[2, 3, 0, 1])  # rows, T, N, features
        self._node("Shape", ["down"], "down_shape")
        self._node("Slice", ["down_shape", self._shape("1", 1), self._shape("3", 3)], "steps_lines")
        self._node("Reshape", ["down", self._shape("flat", rows, -1, layer.inputs)], "columns")
        self._lstm(layer, "forward", steps="")
        size = self._shape("features", layer.outputs)
        self._node("Concat", ["steps_lines", size], "across_shape", axis=0)
        self._node("Reshape", ["feet", "across_shape"], "across")

    def _lstm(self, layer: Layer, direction: str, *, steps: str) -> None:
        """``steps``: "" for the column LSTM, of which only the last step counts."""
        gates = [layer.weights[index] for index in _ORDER]
        name = f"lstm{len(self.nodes)}"
        size = layer.inputs
        bias = np.concatenate([gate[:, -1] for gate in gates])
        inputs = [
            self.last,
            self._constant(name + "_in", np.concatenate([gate[:, :size] for gate in gates])[None]),
            self._constant(name + "_back", np.concatenate([g[:, size:-1] for g in gates])[None]),
            self._constant(name + "_bias", np.concatenate([bias, np.zeros_like(bias)])[None]),
            steps,
        ]
        options = {"hidden_size": layer.outputs, "direction": direction}
        if not steps:
            self._node("LSTM", inputs, "feet", second=True, **options)
            return
        self._node("LSTM", inputs, name + "_out", **options)
        axis = self._shape(name + "_axis", 1)
        self._node("Squeeze", [name + "_out", axis], name + "_flat")

    def _softmax(self, layer: Layer, blank: int) -> None:
        weights = np.concatenate([layer.weights[0][blank:], layer.weights[0][:blank]])
        self._node("MatMul", [self.last, self._constant("out", weights[:, :-1].T)], "raw")
        self._node("Add", ["raw", self._constant("out_bias", weights[:, -1])], "logits")
        self._node("Softmax", ["logits"], "scores", axis=-1)


def _next(layers: Iterator[Layer], kind: str) -> Layer:
    layer = next(layers, None)
    if layer is None or layer.kind != kind:
        raise ModelUnknown(f"a layer {layer.kind if layer else None!r} where {kind!r} is expected")
    return layer


def _input(model: LineModel) -> Layer:
    return next(layer for layer in model.network.flat() if layer.kind == "Input")


def _cache() -> Path:
    """The user's cache folder (XDG base directories)."""
    named = os.environ.get("XDG_CACHE_HOME")
    return (Path(named) if named else Path.home() / ".cache") / "congvan"


def _write_whole(path: Path, data: bytes) -> None:
    """All of the file or nothing: another worker may be reading or writing it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        written = Path(file.name)
        try:
            file.write(data)
            file.flush()
            written.replace(path)
        except OSError:
            written.unlink(missing_ok=True)
            raise
