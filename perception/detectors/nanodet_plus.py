"""NanoDet-Plus (RangiLyu, 2021): anchor-free; each edge's distance is the mean of a distribution (Li et al., "Generalized
Focal Loss", NeurIPS 2020)."""

from __future__ import annotations

import numpy as np

from perception.detectors.fit import grid
from perception.detectors.seen import Candidates, Floats

STRIDES = (8, 16, 32, 64)
BINS = 8
OUTPUTS = tuple(f"{part}{stride}" for stride in STRIDES for part in ("cls", "dis"))
MOST_OVERLAP = 0.6


def decode(outputs: dict[str, Floats], least_score: float) -> Candidates:
    """`cls<stride>` (1, classes, h, w), probabilities, and `dis<stride>` (1, h, w, 4 * BINS), logits, to candidates.

    A cell that is sure enough of several classes proposes its box for each.
    """
    found = [_level(outputs[f"cls{stride}"][0], outputs[f"dis{stride}"][0], stride, least_score) for stride in STRIDES]
    return Candidates(*(np.concatenate(parts) for parts in zip(*found, strict=True)))


def _level(classes: Floats, distances: Floats, stride: int, least_score: float) -> Candidates:
    _, height, width = classes.shape
    scores = classes.reshape(len(classes), -1)
    kind, cell = np.nonzero(scores >= least_score)
    logits = distances.reshape(-1, 4, BINS)[cell]
    weights = np.exp(logits - logits.max(2, keepdims=True))
    edges = stride * (weights @ np.arange(BINS, dtype=np.float32)) / weights.sum(2)
    centres = grid(width, height)[cell] * stride  # the upper left corner of the cell: so it was trained
    boxes = np.concatenate([centres - edges[:, :2], centres + edges[:, 2:]], axis=1)
    return Candidates(boxes.astype(np.float32), scores[kind, cell], kind)
