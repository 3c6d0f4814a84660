"""Small Tesseract models for tests, with random weights, written as Tesseract writes its own.

A model goes out as the bytes of a ``traineddata`` file, and :func:`scores_of` says in plain numpy
what its network makes of a line: the graph has to agree.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Line = npt.NDArray[np.float32]

LETTERS = ("a", "b", "Đ", "Ð")
TABLE = 24
FEATURES, FEET, FORTH, BACK, LAST = 3, 4, 5, 4, 3


@dataclass(frozen=True)
class Matrix:
    """Weights in 8 bits, the bias last, and the scale of each row."""

    whole: npt.NDArray[np.int8]
    scales: Floats

    @cached_property
    def real(self) -> Floats:
        """The weights as numbers."""
        return np.asarray(self.whole * self.scales[:, None], np.float64)

    def written(self, mode: int = 0x81) -> bytes:
        """As lstm/weightmatrix.cpp writes it."""
        rows, columns = self.whole.shape
        head = struct.pack("<BIIb", mode, rows, columns, 0)
        return head + self.whole.tobytes() + struct.pack("<I", rows) + self.scales.tobytes()


@dataclass(frozen=True)
class TinyModel:
    """A network of the one known shape for lines ``height`` pixels high.

    ``lstms`` are the LSTMs along the line, each with whether it runs from right to left.
    """

    height: int
    letters: tuple[str, ...]
    window: Matrix
    feet: tuple[Matrix, ...]
    lstms: tuple[tuple[bool, tuple[Matrix, ...]], ...]
    out: Matrix

    @property
    def alphabet(self) -> tuple[str, ...]:
        """What the file's outputs stand for, in the file's order: the blank is the last."""
        return (" ", *self.letters, "")

    def written(self) -> bytes:
        """The whole ``traineddata`` file."""
        return container({17: self.network(), 21: self.unicharset(), 22: self.recoder()})

    def network(self, kind_of_feet: str = "SummLSTM", half: int = 1, pool: int = 3) -> bytes:
        """The component ``lstm``."""
        rows = len(self.out.whole)
        window, feet = self.window.whole, self.feet[0].whole
        seen = series(
            "Series",
            layer("Convolve", 1, 9, struct.pack("<ii", half, half)),
            layer("Tanh", 9, len(window), self.window.written()),
        )
        pooled = layer("Maxpool", len(window), len(window), struct.pack("<ii", pool, pool))
        down = layer(kind_of_feet, len(window), len(feet), _gates(self.feet))
        size = struct.pack("<iiiii", 1, self.height, 0, 1, 0)
        return series(
            "Series",
            layer("Input", self.height, 1, size),
            seen,
            pooled,
            series("XYTranspose", down),
            *(_lstm(backward, gates) for backward, gates in self.lstms),
            layer("Softmax", self.out.whole.shape[1] - 1, rows, self.out.written()),
        )

    def unicharset(self) -> bytes:
        """The component ``lstm-unicharset``: Tesseract's three own signs come first."""
        names = ["NULL", "Joined", "|Broken|0|1", *self.letters]
        rows = [f"{name} 5 0,255,0,255,0,0,0,0,0,0 Latin 1 0 1 {name}\t# a" for name in names]
        return "\n".join([str(len(names)), *rows, ""]).encode()

    def recoder(self, length: int = 1) -> bytes:
        """The component ``lstm-recoder``: Joined and Broken share the code of CTC's blank."""
        blank = len(self.letters) + 1
        codes = [0, blank, blank, *range(1, blank)]
        rows = [struct.pack("<bI", 1, length) + struct.pack("<i", code) * length for code in codes]
        return struct.pack("<I", len(codes)) + b"".join(rows)


def tiny_model(
    height: int = 6, letters: Sequence[str] = LETTERS, seed: int = 1, backward: bool = True
) -> TinyModel:
    """A model with an LSTM forth, one back (with ``backward``) and one forth again."""
    rng = np.random.default_rng(seed)
    sizes = [(False, FEET, FORTH), (backward, FORTH, BACK), (False, BACK, LAST)]
    return TinyModel(
        height,
        tuple(letters),
        _matrix(rng, FEATURES, 10),
        _four(rng, FEATURES, FEET),
        tuple((back, _four(rng, inputs, outputs)) for back, inputs, outputs in sizes),
        _matrix(rng, len(letters) + 2, LAST + 1, 6.0),
    )


def container(parts: dict[int, bytes], table: int = TABLE) -> bytes:
    """The file: how many places, where each component starts (-1: nowhere), the components."""
    start = 4 + 8 * table
    offsets, body = [-1] * table, b""
    for place, part in parts.items():
        offsets[place] = start + len(body)
        body += part
    return struct.pack(f"<i{table}q", table, *offsets) + body


def layer(kind: str, inputs: int, outputs: int, body: bytes, flags: int = 0) -> bytes:
    """One layer as lstm/network.cpp writes it, with ``body`` behind what all layers have."""
    counts = struct.pack("<iiii", flags, inputs, outputs, 0)
    return b"\0" + _text(kind) + b"\0\0" + counts + _text(kind) + body


def series(kind: str, *layers: bytes, flags: int = 0) -> bytes:
    """A layer that holds ``layers``."""
    rates = struct.pack("<I2f", 2, 0.1, 0.2) if flags & 64 else b""
    return layer(kind, 1, len(LETTERS) + 2, _counted(layers) + rates, flags)


def scores_of(model: TinyModel, line: Line) -> Floats:
    """(steps, alphabet) for a line (height, width) alone on endless nothing, blank first."""
    strokes = _pooled(np.tanh(_seen(model.window.real, line)))
    steps = strokes.shape[1]
    across = np.stack([_run(strokes[:, step], model.feet)[-1] for step in range(steps)])
    for backward, gates in model.lstms:
        across = _run(across[::-1], gates)[::-1] if backward else _run(across, gates)
    raw = across @ model.out.real[:, :-1].T + model.out.real[:, -1]
    shares = np.exp(raw - raw.max(axis=1, keepdims=True))
    return np.asarray(np.roll(shares / shares.sum(axis=1, keepdims=True), 1, axis=1), np.float64)


def _seen(weights: Floats, line: Line) -> Floats:
    """The 3 × 3 around each pixel, column by column, times the weights: (height, width, out)."""
    height, width = line.shape
    room = np.pad(line.astype(np.float64), 1)
    around = [room[y : y + height, x : x + width] for x in range(3) for y in range(3)]
    return np.asarray(np.stack(around, axis=2) @ weights[:, :-1].T + weights[:, -1])


def _pooled(seen: Floats) -> Floats:
    """The largest of each whole 3 × 3."""
    height, width, _ = seen.shape
    whole = seen[: height // 3 * 3, : width // 3 * 3]
    return np.asarray(whole.reshape(height // 3, 3, width // 3, 3, -1).max(axis=(1, 3)))


def _run(steps: Floats, gates: Sequence[Matrix]) -> Floats:
    """An LSTM over (steps, inputs)."""
    cell_input, entering, keeping, leaving = (gate.real for gate in gates)
    output = state = np.zeros(len(cell_input))
    outputs = []
    for step in steps:
        known = np.concatenate([step, output, [1.0]])
        fresh = _sigmoid(entering @ known) * np.tanh(cell_input @ known)
        state = _sigmoid(keeping @ known) * state + fresh
        output = _sigmoid(leaving @ known) * np.tanh(state)
        outputs.append(output)
    return np.stack(outputs)


def _sigmoid(value: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-value)))


def _lstm(backward: bool, gates: Sequence[Matrix]) -> bytes:
    rows, columns = gates[0].whole.shape
    alone = layer("LSTM", columns - 1 - rows, rows, _gates(gates))
    return series("RTLReversed", alone, flags=64) if backward else alone


def _gates(gates: Sequence[Matrix]) -> bytes:
    return struct.pack("<i", gates[0].whole.shape[1] - 1) + b"".join(
        gate.written() for gate in gates
    )


def _four(rng: np.random.Generator, inputs: int, outputs: int) -> tuple[Matrix, ...]:
    return tuple(_matrix(rng, outputs, inputs + outputs + 1, 2.5) for _ in range(4))


def _matrix(rng: np.random.Generator, rows: int, columns: int, reach: float = 1.5) -> Matrix:
    """Weights up to about ``reach``, each row with a scale of its own."""
    whole = rng.integers(-127, 128, (rows, columns)).astype(np.int8)
    return Matrix(whole, rng.uniform(0.5, 1.0, rows) * reach / 127)


def _text(text: str) -> bytes:
    return struct.pack("<I", len(text.encode())) + text.encode()


def _counted(parts: Sequence[bytes]) -> bytes:
    return struct.pack("<I", len(parts)) + b"".join(parts)


def lines_of(widths: Sequence[int], height: int = 6, seed: int = 7) -> list[Line]:
    """Random lines from -1 to 1, (height, width) each."""
    rng = np.random.default_rng(seed)
    return [rng.uniform(-1, 1, (height, width)).astype(np.float32) for width in widths]
