"""Reads a Tesseract LSTM model: its layers' weights and its alphabet.

The layout is Tesseract's own (ccutil/tessdatamanager, lstm/network, lstm/weightmatrix,
ccutil/unicharcompress in its source): little-endian, one component after the other. Only what a
small "fast" line model has is understood: one convolution, pooling, LSTMs, a softmax, weights in
8 bits with a scale a row, one code a character. Anything else is :class:`ModelUnknown`, and the
caller takes another engine.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

Weights = npt.NDArray[np.float32]

# Places of the components in the file's table (ccutil/tessdatamanager.h).
_LSTM, _WORDS, _UNICHARSET, _RECODER = 17, 19, 21, 22
_WORDS_MAGIC = 42
# Flags of a weight matrix and of a network's layer.
_IS_INT, _IS_DOUBLE, _OWN_RATES = 1, 128, 64
# Damaged graphs may have cycles; no word is this long.
LONGEST_WORD = 24
# The gates in the file's order: cell input, input gate, forget gate, output gate.
GATES = ("cell", "input", "forget", "output")
_SERIES = frozenset({"Series", "Parallel", "RTLReversed", "TTBReversed", "XYTranspose"})
_LSTMS = frozenset({"LSTM", "SummLSTM"})
_DENSE = frozenset({"Tanh", "Softmax"})


class ModelUnknown(ValueError):
    """A model that is damaged, or of a shape that is not understood."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer. ``weights`` has, row by output, the inputs' weights and the bias last; an LSTM
    has one such matrix a gate, in the order of :data:`GATES`, its own output behind the inputs.

    ``size`` is what the layer is told besides: an input's (batch, height, width, depth), the
    half window of a convolution, the steps of a pooling.
    """

    kind: str
    inputs: int
    outputs: int
    weights: tuple[Weights, ...] = ()
    size: tuple[int, ...] = ()
    layers: tuple[Layer, ...] = field(default=())

    def flat(self) -> Iterator[Layer]:
        """The layer and all within it, first to last."""
        yield self
        for layer in self.layers:
            yield from layer.flat()


@dataclass(frozen=True, slots=True)
class LineModel:
    """A line recogniser: its network, what each output stands for ("" is CTC's blank), and the
    words that are usual in its language, in lower case."""

    network: Layer
    alphabet: tuple[str, ...]
    lexicon: frozenset[str] = frozenset()


def read_model(path: Path) -> LineModel:
    """The model in a ``traineddata`` file. Raises :class:`ModelUnknown`."""
    try:
        parts = _components(path.read_bytes())
        network = _layer(_Bytes(parts[_LSTM]))
        letters = _letters(parts[_UNICHARSET].decode())
        alphabet = _alphabet(letters, _Bytes(parts[_RECODER]))
        lexicon = frozenset(_words(parts[_WORDS], letters)) if _WORDS in parts else frozenset()
    except (struct.error, KeyError, IndexError, ValueError) as error:
        raise ModelUnknown(f"{path.name}: {error}") from error
    if len(alphabet) != network.outputs:
        raise ModelUnknown(f"{path.name}: {len(alphabet)} characters, {network.outputs} outputs")
    return LineModel(network, alphabet, lexicon)


class _Bytes:
    """Bytes taken from the front, little-endian."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def take(self, layout: str) -> tuple[int, ...]:
        values = struct.unpack_from("<" + layout, self._data, self._at)
        self._at += struct.calcsize("<" + layout)
        return values

    def one(self, layout: str) -> int:
        return self.take(layout)[0]

    def text(self) -> str:
        length = self.one("I")
        return self.take(f"{length}s")[0].decode()  # type: ignore[attr-defined, no-any-return]

    def array(self, kind: str, count: int) -> npt.NDArray[np.generic]:
        found = np.frombuffer(self._data, kind, count, self._at)
        self._at += found.nbytes
        return found


def _components(data: bytes) -> dict[int, bytes]:
    """The file's components by their place in its table; -1 stands for none."""
    source = _Bytes(data)
    count = source.one("i")
    if not 0 < count < 64:
        raise ModelUnknown("not a traineddata file")
    offsets = source.take(f"{count}q")
    ends = [*sorted(start for start in offsets if start >= 0), len(data)]
    return {
        index: data[start : ends[ends.index(start) + 1]]
        for index, start in enumerate(offsets)
        if start >= 0
    }


def _layer(source: _Bytes) -> Layer:
    if source.one("b") != 0:
        raise ModelUnknown("a model older than Tesseract 4")
    kind = source.text()
    source.take("bb")  # training, needs back-propagation
    flags, inputs, outputs, _ = source.take("iiii")
    source.text()  # the layer's name
    if kind in _SERIES:
        layers = tuple(_layer(source) for _ in range(source.one("I")))
        if flags & _OWN_RATES:
            source.array("<f4", source.one("I"))
        return Layer(kind, inputs, outputs, layers=layers)
    if kind in _LSTMS:
        if source.one("i") != inputs + outputs:
            raise ModelUnknown("a two-dimensional LSTM")
        return Layer(kind, inputs, outputs, tuple(_weights(source) for _ in GATES))
    if kind in _DENSE:
        return Layer(kind, inputs, outputs, (_weights(source),))
    sizes = {"Input": "iiiii", "Convolve": "ii", "Maxpool": "ii"}
    if kind not in sizes:
        raise ModelUnknown(f"a layer {kind!r}")
    return Layer(kind, inputs, outputs, size=source.take(sizes[kind]))


def _weights(source: _Bytes) -> Weights:
    """Rows of 8-bit weights, each with its own scale."""
    mode = source.one("B")
    if not mode & _IS_DOUBLE or not mode & _IS_INT:
        raise ModelUnknown("weights that are not in 8 bits")
    rows, columns = source.take("II")
    source.one("b")  # what fills an empty cell
    whole = source.array("i1", rows * columns).reshape(rows, columns).astype(np.float32)
    scales = source.array("<f8", source.one("I"))[:rows, None].astype(np.float32)
    return whole * scales


def _letters(unicharset: str) -> list[str]:
    """The characters that the model knows, by their number."""
    count, *rows = unicharset.split("\n")
    letters = [row.split(" ", 1)[0] for row in rows[: int(count)]]
    letters[0] = " "  # written as NULL in the file, for columns are parted by spaces
    return letters


def _alphabet(letters: list[str], recoder: _Bytes) -> tuple[str, ...]:
    """What each output of the network stands for."""
    codes: dict[int, str] = {}
    for index in range(recoder.one("I")):
        _, length = recoder.take("bI")
        if length != 1:
            raise ModelUnknown("characters of several codes")
        # 1 and 2 are Tesseract's marks for joined and broken letters: no text, CTC's blank.
        codes.setdefault(recoder.one("i"), "" if index in (1, 2) else letters[index])
    return tuple(codes[code] for code in range(len(codes)))


def _words(data: bytes, letters: list[str]) -> Iterator[str]:
    """The words of a graph (dict/dawg.h): an edge has a letter, three flags and the next node."""
    source = _Bytes(data)
    magic, size, count = source.take("hii")
    if magic != _WORDS_MAGIC:
        raise ModelUnknown("a list of words of another kind")
    edges = source.array("<u8", count).tolist()
    bits = math.ceil(math.log2(size))
    last, backward, ends = 1 << bits, 2 << bits, 4 << bits
    waiting = [(0, "")]
    while waiting:
        place, prefix = waiting.pop()
        for edge in edges[place:]:
            word = prefix + letters[edge & (last - 1)]
            if not edge & backward:
                if edge & ends:
                    yield word.lower()
                if (node := edge >> (bits + 3)) and len(word) < LONGEST_WORD:
                    waiting.append((node, word))
            if edge & last:
                break
