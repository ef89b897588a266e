"""The weights of an acoustic network, read back from the `final.mdl` that `models/vosk/network.py` wrote."""

from __future__ import annotations

import struct

import numpy as np
import numpy.typing as npt

from robot.errors import SetupError

Floats = npt.NDArray[np.float32]
_MATRIX, _VECTOR = b"<LinearParams> CM2 ", b"<BiasParams> FV "


class WeightsError(SetupError, RuntimeError):
    """A network's file holds no weights that we could have written; the text says why."""


def read_weights(content: bytes) -> list[tuple[Floats, Floats]]:
    """Weights (out, in) and bias (out,) of each layer in turn, the last one included. Raises WeightsError."""
    layers, position = list[tuple[Floats, Floats]](), 0
    try:
        while (found := content.find(_MATRIX, position)) >= 0:
            low, span, rows, columns = struct.unpack_from("<ffii", content, found + len(_MATRIX))
            begin = found + len(_MATRIX) + 16
            steps = np.frombuffer(content, "<u2", rows * columns, begin).reshape(rows, columns)
            begin += steps.nbytes
            if content[begin : begin + len(_VECTOR)] != _VECTOR:
                raise WeightsError(f"no bias stands after the weights of layer {len(layers)}")
            bias = np.frombuffer(content, "<f4", rows, begin + len(_VECTOR) + 5)
            layers.append(((low + steps * np.float32(span / 65535)).astype(np.float32), bias.astype(np.float32)))
            position = begin + len(_VECTOR) + 5 + bias.nbytes
    except (struct.error, ValueError) as error:
        raise WeightsError(f"the weights of layer {len(layers)} end too soon: {error}") from None
    if not layers:
        raise WeightsError("there are no weights as models.train.speech writes them")
    if content.find(b"</Nnet3>", position) < 0:
        raise WeightsError(f"it ends too soon, after layer {len(layers) - 1}")
    return layers
