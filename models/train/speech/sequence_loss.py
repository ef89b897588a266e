"""How much likelier other sequences of sounds are than the right one: the loss that decoding is closest to.

Maximum mutual information without lattices (Povey et al. 2016), small: every sequence of sounds competes, weighted by which
sound follows which. The right sequence may change from sound to sound a little before or after the labels say, for they are
not exact.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional

from models.vosk.phones import SOUNDS

STAY = 0.5
SLACK = 1
"""Outputs (of 30 ms) by which a change may come early or late."""


def follows(labels: npt.NDArray[np.int8], floor: float = 20.0) -> npt.NDArray[np.float64]:
    """(40, 40) how probable a sound is after another, counted where labels (N,) change; `floor` is added to each count."""
    before, after = labels[:-1].astype(int), labels[1:].astype(int)
    counts = np.zeros((len(SOUNDS), len(SOUNDS)))
    np.add.at(counts, (before[before != after], after[before != after]), 1)
    counts += floor * counts.sum(0, keepdims=True) / counts.sum()
    np.fill_diagonal(counts, 0)
    return np.asarray(counts / counts.sum(1, keepdims=True))


def transitions(follow: npt.NDArray[np.float64]) -> Tensor:
    """(40, 40) probabilities from one output of the network to the next."""
    return torch.from_numpy(STAY * np.eye(len(follow)) + (1 - STAY) * follow).float()


def allowed(labels: Tensor) -> Tensor:
    """(B, T, 40): 1 for the sounds that the labels (B, T) have within the slack, else 0."""
    exact = functional.one_hot(labels, len(SOUNDS)).float().transpose(1, 2)
    return functional.max_pool1d(exact, 2 * SLACK + 1, stride=1, padding=SLACK).transpose(1, 2)


def total(scores: Tensor, moves: Tensor, allowed: Tensor | None = None) -> Tensor:
    """(B,) log of the summed weights of all sequences, or of the allowed ones, for scores (B, T, 40)."""
    most = scores.amax(2, keepdim=True)
    weights = torch.exp(scores - most)
    if allowed is not None:
        weights = weights * allowed
    state = weights[:, 0] / len(SOUNDS)
    log = most.sum((1, 2))
    for step in range(scores.shape[1]):
        if step:
            state = (state @ moves) * weights[:, step]
        scale = state.sum(1, keepdim=True).clamp_min(1e-30)
        state, log = state / scale, log + scale.log()[:, 0]
    return log


def sequence_loss(scores: Tensor, labels: Tensor, moves: Tensor) -> Tensor:
    """The mean over outputs of how far the right sequences are behind all sequences, in nats."""
    return (total(scores, moves) - total(scores, moves, allowed(labels))).sum() / labels.numel()
