"""What was written of a network can be read back."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from models.runtime import HERE
from models.vosk.network import Layer, acoustic_model
from models.vosk.weights import WeightsError, read_weights


def written() -> tuple[list[Layer], bytes]:
    random = np.random.default_rng(3)

    def some(*shape: int) -> npt.NDArray[np.float32]:
        return random.normal(size=shape).astype(np.float32)

    shapes = [(7, (-1, 0, 1), 4), (7, (-3, 0), 7), (5, (0,), 7)]
    layers = [Layer(offsets, some(out, len(offsets) * seen), some(out)) for out, offsets, seen in shapes]
    return layers, acoustic_model(layers, 4)


def test_weights_come_back_within_half_a_step_of_sixteen_bits() -> None:
    layers, content = written()
    for layer, (weights, bias) in zip(layers, read_weights(content), strict=True):
        assert weights == pytest.approx(layer.weights, abs=0.51 * float(np.ptp(layer.weights)) / 65535)
        assert bias == pytest.approx(layer.bias)


def test_what_ships_can_be_read() -> None:
    layers = read_weights((HERE / "speech" / "am" / "final.mdl").read_bytes())
    assert [bias.shape for _, bias in layers] == [(384,)] * 8 + [(40,)]


@pytest.mark.parametrize("share", [0.1, 0.3, 0.6, 0.9])
def test_what_is_cut_short_is_refused(share: float) -> None:
    _, content = written()
    begin = content.index(b"<LinearParams>")
    with pytest.raises(WeightsError):
        read_weights(content[: begin + int(share * (content.index(b"</Nnet3>") - begin))])


def test_what_is_no_network_is_refused() -> None:
    with pytest.raises(WeightsError, match="no weights"):
        read_weights(b"\0B<TransitionModel> nothing")
