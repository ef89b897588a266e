"""Fits trained weights into a network whose heads have fewer channels or rows: what mattered least is left out.

A channel matters as much as the weights that lead to it, times those that lead on from it (structured pruning; Li et al.
2017). What is left is trained on, so this is a beginning and no more.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor

Weights = dict[str, Tensor]


class Step(NamedTuple):
    """A layer whose output channels only the layer `then` sees."""

    layer: str
    then: str


STEPS = (Step("free.column.0", "free.out"), Step("doorways.column.0", "doorways.beside.0.0"),
         Step("doorways.beside.0.0", "doorways.beside.1.0"), Step("doorways.beside.1.0", "doorways.out"))


def narrowed(weights: Weights, wanted: Weights, prefix: str = "eyes.") -> Weights:
    """`weights` cut to the shapes of `wanted`: rows from the top, channels by how much they matter."""
    result = dict(weights)
    for layer, then in STEPS:
        name, following = f"{prefix}{layer}.weight", f"{prefix}{then}.weight"
        if name not in result:
            continue
        rows = wanted[name].shape[2]
        first, second = result[name][:, :, -rows:], result[following]
        kept = _strongest(first, second, wanted[name].shape[0])
        result[name], result[f"{prefix}{layer}.bias"] = first[kept], result[f"{prefix}{layer}.bias"][kept]
        result[following] = second[:, kept]
    return result


def _strongest(first: Tensor, second: Tensor, count: int) -> Tensor:
    """(count,) channels in order."""
    matters = first.flatten(1).norm(dim=1) * second.transpose(0, 1).flatten(1).norm(dim=1)
    return torch.sort(matters.topk(count).indices).values
