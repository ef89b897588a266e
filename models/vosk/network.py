"""An acoustic network as Kaldi's nnet3 and its transition model: the file `am/final.mdl` of a Vosk model."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from models.vosk.kaldi import KaldiFile
from models.vosk.phones import PHONES, output

Floats = npt.NDArray[np.float32]


class Layer(NamedTuple):
    """Weights (out, offsets · in) and bias (out,) on the frames at some offsets from the present one, put side by side."""

    offsets: tuple[int, ...]
    weights: Floats
    bias: Floats
    rectified: bool = True
    skip: bool = False
    """Whether what comes in at the present frame is added to what goes out."""


def acoustic_model(layers: Sequence[Layer], coefficients: int) -> bytes:
    """The content of `final.mdl`: from so many coefficients a frame to a score for each sound (models/vosk/phones.py)."""
    file = KaldiFile()
    _transitions(file)
    _nnet3(file, layers, coefficients)
    file.token("<LeftContext>")
    file.integer(-sum(min(layer.offsets) for layer in layers))
    file.token("<RightContext>")
    file.integer(sum(max(layer.offsets) for layer in layers))
    file.token("<Priors>")
    file.vector(np.zeros(0, dtype=np.float32))
    return file.content


def _transitions(file: KaldiFile) -> None:
    """One topology for all phones: a state that stays or leaves with probability a half each."""
    file.token("<TransitionModel>", "<Topology>")
    numbers = range(1, len(PHONES) + 1)
    file.integers(numbers)
    file.integers([-1, *(0 for _ in numbers)])
    states = ((0, ((0, 0.5), (1, 0.5))), (-1, ()))
    file.integer(1, len(states))
    for output_class, ways in states:
        file.integer(output_class, len(ways))
        for target, probability in ways:
            file.integer(target)
            file.number(probability)
    file.token("</Topology>", "<Triples>")
    file.integer(len(PHONES))
    for number, phone in enumerate(PHONES, start=1):
        file.integer(number, 0, output(phone))
    file.token("</Triples>", "<LogProbs>")
    file.vector(np.array([0.0, *[math.log(0.5)] * (2 * len(PHONES))], dtype=np.float32))
    file.token("</LogProbs>", "</TransitionModel>")


def _nnet3(file: KaldiFile, layers: Sequence[Layer], coefficients: int) -> None:
    file.lines("<Nnet3> ", f"input-node name=input dim={coefficients}")
    before = "input"
    for number, layer in enumerate(layers):
        seen = ", ".join(f"Offset({before}, {offset})" if offset else before for offset in layer.offsets)
        seen = f"Append({seen})" if len(layer.offsets) > 1 else seen
        file.lines(f"component-node name=affine{number} component=affine{number} input={seen}")
        name = f"affine{number}"
        if layer.rectified:
            file.lines(f"component-node name=relu{number} component=relu{number} input=affine{number}")
            name = f"relu{number}"
        before = f"Sum({name}, {before})" if layer.skip else name
    file.lines(f"output-node name=output input={before} objective=linear", "")
    file.token("<NumComponents>")
    file.integer(sum(1 + layer.rectified for layer in layers))
    for number, layer in enumerate(layers):
        _affine(file, f"affine{number}", layer)
        if layer.rectified:
            _relu(file, f"relu{number}", len(layer.bias))
    file.token("</Nnet3>")


def _affine(file: KaldiFile, name: str, layer: Layer) -> None:
    file.token("<ComponentName>", name, "<FixedAffineComponent>", "<LinearParams>")
    file.matrix(layer.weights)
    file.token("<BiasParams>")
    file.vector(layer.bias)
    file.token("</FixedAffineComponent>")


def _relu(file: KaldiFile, name: str, width: int) -> None:
    file.token("<ComponentName>", name, "<RectifiedLinearComponent>", "<Dim>")
    file.integer(width)
    for statistics in ("<ValueAvg>", "<DerivAvg>"):
        file.token(statistics)
        file.vector(np.zeros(0, dtype=np.float32))
    file.token("<Count>")
    file.number(0.0)
    file.token("</RectifiedLinearComponent>")
