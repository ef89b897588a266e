"""Refinement on the device: a few dozen steps of gradient descent on a taught row alone, against vectors that are not it.

The rows of the table are the weights of a cosine softmax. Only the new row moves; the rows of what was known stay bit for bit,
so that nothing known is forgotten but what the new row draws to itself, and of that the replayed vectors are the measure.
Numpy only. docs/teaching.md says what it is worth.
"""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating[Any]]


class RefineConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    steps: int = 200
    rate: float = 0.2
    pull: float = 0.1  # towards the imprinted row: a few views are no reason to go far from their mean
    weight: float = 1.0  # of the imprinted row at the start
    against: float = 120.0  # weight of what is not it, for each view: the more were shown, the less has to be guessed


def refine(start: Floats, views: Floats, others: Floats, known: Floats, scale: float,
           config: RefineConfig = RefineConfig()) -> npt.NDArray[np.float32]:
    """The row (D,) that descends from `start`, the imprinted one with its weight.

    `views` (N, D) show the thing, `others` (M, D) show things that are not it, unit vectors; `known` (K, D) are the rows that
    compete; cosines times `scale` are log-odds. Minimises the mean of -log p(it) over the views, plus `against` for each view
    times that of -log(1 - p(it)) over the others, plus `pull` half the squared way from the start, all in units of the scale.
    """
    seen, rivals = _pressure(views, known, scale), _pressure(others, known, scale)
    row, against = np.array(start, dtype=np.float64), config.against * len(views)
    for _ in range(config.steps):
        missing = 1.0 - _sigmoid(scale * views @ row - seen)
        gradient = config.pull * (row - start) - (missing[:, None] * views).mean(axis=0)
        if len(others):
            taken = _sigmoid(scale * others @ row - rivals)
            gradient += against * (taken[:, None] * others).mean(axis=0)
        row = row - config.rate * gradient
    return np.asarray(row, dtype=np.float32)


def _pressure(vectors: Floats, known: Floats, scale: float) -> Floats:
    """(N,) what the new row's log-odds have to overcome: the log of the sum of all others' odds."""
    if not len(known):
        return np.zeros(len(vectors))
    log_odds = scale * vectors @ known.T
    most = log_odds.max(axis=1, initial=-np.inf, keepdims=True)
    return np.asarray(most[:, 0] + np.log(np.exp(log_odds - most).sum(axis=1)))


def _sigmoid(x: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(x, -60.0, 60.0))))
