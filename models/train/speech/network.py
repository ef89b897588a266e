"""The acoustic network: a time-delay network (Waibel et al. 1989; Peddinti, Povey & Khudanpur 2015) with steps of 30 ms after
two layers.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from models.train.speech.features import COEFFICIENTS
from models.vosk.network import Layer
from models.vosk.phones import SOUNDS

SUBSAMPLING = 3
"""Frames of 10 ms for each output."""


class Delay(NamedTuple):
    """Which frames (of 10 ms, from the present one) a layer sees, and whether its input is added to its output."""

    offsets: tuple[int, ...]
    skip: bool = True

    @property
    def dilation(self) -> int:
        return (self.offsets[1] - self.offsets[0]) // SUBSAMPLING


FIRST, SECOND = Delay((-2, -1, 0, 1, 2), False), Delay((-1, 0, 1), False)
LATER = (Delay((-3, 0, 3)), Delay((-3, 0, 3)), Delay((-6, -3, 0)), Delay((-6, -3, 0)), Delay((-12, -6, 0)), Delay((-12, -6, 0)))
"""Little is seen of what comes (90 ms in all), for a "stop" must not wait; more of what was."""
DELAYS = (FIRST, SECOND, *LATER)
BEFORE = -sum(min(delay.offsets) for delay in DELAYS)
AFTER = sum(max(delay.offsets) for delay in DELAYS)


class Ears(nn.Module):
    """Coefficients (B, 40, BEFORE + 3 · (T - 1) + 1 + AFTER) become scores (B, T, 40) of sounds, for sequences and for single
    frames.
    """

    def __init__(self, width: int, mean: Tensor, deviation: Tensor) -> None:
        super().__init__()
        self.register_buffer("mean", mean)
        self.register_buffer("deviation", deviation)
        convolutions = [
            nn.Conv1d(COEFFICIENTS, width, len(FIRST.offsets)),
            nn.Conv1d(width, width, len(SECOND.offsets), stride=SUBSAMPLING),
        ]
        convolutions += [nn.Conv1d(width, width, len(delay.offsets), dilation=delay.dilation) for delay in LATER]
        self.convolutions = nn.ModuleList(convolutions)
        self.norms = nn.ModuleList(nn.BatchNorm1d(width) for _ in convolutions)
        self.dropout = nn.Dropout(0.1)
        self.sequence = nn.Linear(width, len(SOUNDS))
        self.frame = nn.Linear(width, len(SOUNDS))

    def forward(self, heard: Tensor) -> tuple[Tensor, Tensor]:
        x = self.normalised(heard)
        for number, convolution in enumerate(self.convolutions):
            x = self.passed_on(number, x, convolution(x))
        x = x.transpose(1, 2)
        return self.sequence(x).float(), self.frame(x).float()

    def normalised(self, heard: Tensor) -> Tensor:
        """What the first layer sees of coefficients."""
        return (heard - self.mean[:, None]) / self.deviation[:, None]

    def passed_on(self, number: int, x: Tensor, said: Tensor) -> Tensor:
        """What a layer gives to the next one, when its convolution `said` this to `x`."""
        delay = DELAYS[number]
        y = torch.relu(self.norms[number](said))
        passed: Tensor = self.dropout(y + _present(x, delay)) if delay.skip else y
        return passed

    @torch.no_grad()
    def layers(self) -> list[Layer]:
        """The same network for Vosk: norms are folded into the weights, the output is that for sequences."""
        found: list[Layer] = []
        for delay, convolution, norm in zip(DELAYS, self.convolutions, self.norms, strict=True):
            weights, bias = _folded(convolution, norm)
            if not found:
                bias = bias - (weights * (self.mean / self.deviation)[None, :, None]).sum((1, 2))
                weights = weights / self.deviation[None, :, None]
            found.append(Layer(delay.offsets, _array(weights.transpose(1, 2).flatten(1)), _array(bias), skip=delay.skip))
        last = Layer((0,), _array(self.sequence.weight), _array(self.sequence.bias), rectified=False)
        return [*found, last]


def _present(x: Tensor, delay: Delay) -> Tensor:
    """The frames of the input that the outputs stand for."""
    before, after = -delay.offsets[0] // SUBSAMPLING, delay.offsets[-1] // SUBSAMPLING
    return x[:, :, before : x.shape[2] - after]


def _folded(convolution: Any, norm: Any) -> tuple[Tensor, Tensor]:
    gain = norm.weight / torch.sqrt(norm.running_var + norm.eps)
    return convolution.weight * gain[:, None, None], (convolution.bias - norm.running_mean) * gain + norm.bias


def _array(tensor: Tensor) -> np.ndarray[Any, np.dtype[np.float32]]:
    return np.asarray(tensor.detach().float().numpy())
