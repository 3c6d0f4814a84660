"""Tesseract's model file: its weights and its alphabet."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

from models.errors import EngineMissing
from pipeline.ocr.engines import find_tessdata
from pipeline.ocr.syllables import LOWER_LETTERS
from pipeline.ocr.traineddata import Layer, ModelUnknown, read_model
from tests.ocr.model_maker import LETTERS, container, layer, series, tiny_model

MODEL = tiny_model()
WHOLE = MODEL.written()


def _file(folder: Path, data: bytes) -> Path:
    path = folder / "vie.traineddata"
    path.write_bytes(data)
    return path


def _with_network(network: bytes) -> bytes:
    return container({17: network, 21: MODEL.unicharset(), 22: MODEL.recoder()})


def _layers(path: Path, kind: str) -> list[Layer]:
    return [found for found in read_model(path).network.flat() if found.kind == kind]


def test_every_layer_comes_back_in_order(tmp_path: Path) -> None:
    kinds = [found.kind for found in read_model(_file(tmp_path, WHOLE)).network.flat()]
    assert " ".join(kinds) == (
        "Series Input Series Convolve Tanh Maxpool XYTranspose SummLSTM LSTM RTLReversed LSTM LSTM "
        "Softmax"
    )


def test_weights_are_whole_numbers_times_the_scale_of_their_row(tmp_path: Path) -> None:
    path = _file(tmp_path, WHOLE)
    wanted = [MODEL.window, *MODEL.feet, *(g for _, gates in MODEL.lstms for g in gates), MODEL.out]
    found = [one for item in read_model(path).network.flat() for one in item.weights]
    assert len(found) == len(wanted)
    for one, other in zip(found, wanted, strict=True):
        np.testing.assert_allclose(one, other.real, rtol=1e-6)


def test_an_input_says_how_high_a_line_is(tmp_path: Path) -> None:
    (entry,) = _layers(_file(tmp_path, tiny_model(height=36).written()), "Input")
    assert entry.size[1] == 36


def test_outputs_stand_for_letters_a_space_and_the_blank(tmp_path: Path) -> None:
    assert read_model(_file(tmp_path, WHOLE)).alphabet == (" ", *LETTERS, "")


def test_letters_of_several_characters_and_marks_are_kept(tmp_path: Path) -> None:
    model = tiny_model(letters=("Ệ", "...", "§", "²"))
    assert read_model(_file(tmp_path, model.written())).alphabet == model.alphabet


def test_components_may_stand_in_any_order(tmp_path: Path) -> None:
    parts = {22: MODEL.recoder(), 3: b"a word list", 21: MODEL.unicharset(), 17: MODEL.network()}
    assert read_model(_file(tmp_path, container(parts))).alphabet == MODEL.alphabet


@pytest.mark.parametrize("missing", [17, 21, 22])
def test_a_model_that_lacks_a_component_is_unknown(missing: int, tmp_path: Path) -> None:
    parts = {17: MODEL.network(), 21: MODEL.unicharset(), 22: MODEL.recoder()}
    del parts[missing]
    with pytest.raises(ModelUnknown, match=r"vie\.traineddata"):
        read_model(_file(tmp_path, container(parts)))


@pytest.mark.parametrize("share", [0.0, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
def test_a_model_cut_short_is_unknown(share: float, tmp_path: Path) -> None:
    with pytest.raises(ModelUnknown):
        read_model(_file(tmp_path, WHOLE[: int(share * len(WHOLE))]))


@pytest.mark.parametrize(
    "data", [b"", b"cut short", b"\xff" * 400, b"\0" * 400, b"%PDF-1.7\n" * 60, WHOLE[4:]]
)
def test_a_file_that_is_no_model_is_unknown(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(ModelUnknown):
        read_model(_file(tmp_path, data))


def test_a_damaged_byte_is_understood_or_unknown_and_nothing_else(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    unknown = 0
    for place in rng.choice(len(WHOLE), 150, replace=False).tolist():
        damaged = bytearray(WHOLE)
        damaged[place] ^= 0xA5
        try:
            read_model(_file(tmp_path, bytes(damaged)))
        except ModelUnknown:
            unknown += 1
    assert unknown


def test_a_model_that_is_not_there_is_the_callers_to_report(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_model(tmp_path / "vie.traineddata")


@pytest.mark.parametrize("mode", [0x80, 0x01, 0x00])
def test_weights_that_are_not_in_8_bits_are_unknown(mode: int, tmp_path: Path) -> None:
    dense = layer("Softmax", 3, 6, MODEL.out.written(mode))
    with pytest.raises(ModelUnknown, match="8 bits"):
        read_model(_file(tmp_path, _with_network(series("Series", dense))))


@pytest.mark.parametrize("kind", ["Reconfig", "Relu", "LSTMSoftmax", ""])
def test_a_layer_of_a_kind_that_is_not_used_is_unknown(kind: str, tmp_path: Path) -> None:
    with pytest.raises(ModelUnknown, match=repr(kind)):
        read_model(_file(tmp_path, _with_network(series("Series", layer(kind, 3, 6, b"")))))


def test_an_lstm_in_two_dimensions_is_unknown(tmp_path: Path) -> None:
    both_ways = layer("LSTM", 3, 4, struct.pack("<i", 11))
    with pytest.raises(ModelUnknown, match="two-dimensional"):
        read_model(_file(tmp_path, _with_network(series("Series", both_ways))))


def test_a_model_of_tesseract_3_is_unknown(tmp_path: Path) -> None:
    with pytest.raises(ModelUnknown, match="Tesseract 4"):
        read_model(_file(tmp_path, _with_network(b"\x05" + MODEL.network())))


def test_letters_that_take_several_codes_are_unknown(tmp_path: Path) -> None:
    parts = {17: MODEL.network(), 21: MODEL.unicharset(), 22: MODEL.recoder(length=2)}
    with pytest.raises(ModelUnknown, match="several codes"):
        read_model(_file(tmp_path, container(parts)))


def test_an_alphabet_of_another_size_than_the_network_is_unknown(tmp_path: Path) -> None:
    other = tiny_model(letters=("a", "b"))
    parts = {17: MODEL.network(), 21: other.unicharset(), 22: other.recoder()}
    with pytest.raises(ModelUnknown, match="4 characters, 6 outputs"):
        read_model(_file(tmp_path, container(parts)))


def test_the_installed_model_knows_all_vietnamese_letters() -> None:
    try:
        model = read_model(find_tessdata() / "vie.traineddata")
    except EngineMissing:
        pytest.skip("vie.traineddata is not installed")
    assert LOWER_LETTERS - set(model.alphabet) <= {"ỵ"}, "it was trained without ỵ"
    assert {letter.upper() for letter in "ăâđêôơưấềộợữ"} <= set(model.alphabet)
    assert model.alphabet.count("") == 1
