"""To go on from a model that ships, when its checkpoint is gone: the same outputs, ready to learn."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from models.train.data import DataError
from models.train.speech.network import Ears
from models.vosk.weights import Floats, read_weights


@torch.no_grad()
def start_from(ears: Ears, model: Path, heard: Tensor) -> None:
    """Give `ears` the weights of a model folder; raises DataError where the network is another.

    A written network has its norms folded into its weights. Each norm begins again with what its layer says to `heard`
    (B, 40, frames), so that the outputs stay as they were. Single frames, which are not written, begin as sequences.
    """
    layers = read_layers(model, [layer.weights.shape for layer in ears.layers()])
    training = ears.training
    x = ears.eval().normalised(heard)
    for number, (weights, bias) in enumerate(layers[:-1]):
        convolution = ears.convolutions[number]
        out, seen, offsets = convolution.weight.shape
        taken = torch.from_numpy(weights).view(out, offsets, seen).transpose(1, 2)
        added = torch.from_numpy(bias)
        if number == 0:
            added = added + (taken * ears.mean[None, :, None]).sum((1, 2))
            taken = taken * ears.deviation[None, :, None]
        convolution.weight.copy_(taken)
        convolution.bias.copy_(added)
        said = convolution(x)
        _begin_norm(ears.norms[number], said)
        x = ears.passed_on(number, x, said)
    for head in (ears.sequence, ears.frame):
        head.weight.copy_(torch.from_numpy(layers[-1][0]))
        head.bias.copy_(torch.from_numpy(layers[-1][1]))
    ears.train(training)


def _begin_norm(norm: Any, said: Tensor) -> None:
    """Let a norm pass on what its layer says unchanged."""
    mean, variance = said.mean((0, 2)), said.var((0, 2))
    norm.running_mean.copy_(mean)
    norm.running_var.copy_(variance)
    norm.weight.copy_(torch.sqrt(variance + norm.eps))
    norm.bias.copy_(mean)


def read_layers(model: Path, sizes: Sequence[tuple[int, ...]] | None = None) -> list[tuple[Floats, Floats]]:
    """Weights and bias of each layer of a model folder that we wrote.

    Raises DataError where it can't be read, or its weights haven't the `sizes` that are given.
    """
    file = model / "am" / "final.mdl"
    try:
        layers = read_weights(file.read_bytes())
    except OSError as error:
        raise DataError(f"{file} can't be read: {error}") from None
    found = [weights.shape for weights, _ in layers]
    if sizes is not None and found != list(sizes):
        raise DataError(f"{model} has layers of other sizes: {found}, not {list(sizes)}")
    return layers


def as_tensor(heard: Floats) -> Tensor:
    """Coefficients (B, frames, 40) as the network takes them."""
    return torch.from_numpy(np.ascontiguousarray(heard.transpose(0, 2, 1)))
